"""The web widget leaves nothing behind, asks nobody else for anything, and never runs what it is told."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EXIT_PAGE, Wire
from tests.browser.echo_service import an_answer
from tests.browser.gestures import ENTRIES, open_widget, refuse_storage, say


def stored(page: Page) -> dict[str, int]:
    counts = page.evaluate("({session: sessionStorage.length, local: localStorage.length})")
    return {**counts, "cookies": len(page.context.cookies())}


def test_nothing_is_stored_or_connected_before_it_is_opened(page: Page) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    page.wait_for_selector("repere-widget .launcher")
    assert stored(page) == {"session": 0, "local": 0, "cookies": 0}
    assert sockets == []
    open_widget(page)
    assert stored(page) == {"session": 1, "local": 0, "cookies": 0}


def test_only_its_own_script_and_style_are_asked_for_before_it_is_opened(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(base_url)))
    page.goto(f"{base_url}/hote")
    page.wait_for_selector("repere-widget .launcher")
    assert "/widget.js" in asked
    assert [path for path in asked if not path.endswith((".js", "/widget.css", "/hote", "/favicon.ico"))] == []


def test_where_storage_is_refused_it_works_for_as_long_as_the_page(page: Page) -> None:
    refuse_storage(page, "sessionStorage")
    refuse_storage(page, "localStorage")
    page.reload()
    open_widget(page)
    page.get_by_role("button", name="Texte plus grand").click()
    say(page, "sans mémoire")
    expect(page.get_by_text("Vous avez écrit : sans mémoire")).to_be_visible()


def test_quitter_vite_forgets_the_size_of_the_text_too(page: Page, base_url: str) -> None:
    open_widget(page)
    page.get_by_role("button", name="Texte plus grand").click()
    assert stored(page)["local"] == 1
    page.get_by_role("button", name="Quitter vite").click()
    page.wait_for_url(EXIT_PAGE)
    page.goto(base_url)
    assert stored(page)["local"] == 0


def test_erasing_asks_first_then_forgets_and_starts_again(page: Page) -> None:
    open_widget(page)
    say(page, "à oublier")
    expect(page.locator(ENTRIES)).to_have_count(3)
    page.get_by_role("button", name="Effacer", exact=True).click()
    page.get_by_role("button", name="Oui, effacer").click()
    expect(page.get_by_text("La discussion est effacée.")).to_be_visible()
    expect(page.locator(ENTRIES)).to_have_count(1)
    expect(page.get_by_text("à oublier")).to_have_count(0)


def thread_kept_by_the_service(page: Page, base_url: str, token: str) -> bool:
    reply = page.request.post(f"{base_url}/web/messages", data={"type": "hello", "token": token}).json()
    return bool(reply["token"] == token)


def leaves_by_button(page: Page) -> None:
    page.get_by_role("button", name="Quitter vite").click()


def leaves_by_escape(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Escape")


def leaves_by_shift(page: Page) -> None:
    for _ in range(3):
        page.keyboard.press("Shift")


@pytest.mark.parametrize("way", [leaves_by_button, leaves_by_escape, leaves_by_shift])
def test_quitter_vite_leaves_and_forgets(page: Page, base_url: str, way: Callable[[Page], None]) -> None:
    open_widget(page)
    say(page, "il arrive")
    expect(page.locator(ENTRIES)).to_have_count(3)
    token = page.evaluate("sessionStorage.getItem('repere')")
    way(page)
    page.wait_for_url(EXIT_PAGE)
    assert not thread_kept_by_the_service(page, base_url, token)
    page.go_back()
    assert page.url == "about:blank"
    page.goto(base_url)
    assert stored(page)["session"] == 0


def test_capitals_do_not_leave_the_page(page: Page) -> None:
    field = open_widget(page)
    for letter in "CCAS":
        field.press(f"Shift+{letter}")
    expect(field).to_have_value("CCAS")


def test_quitter_vite_is_the_first_thing_in_the_panel_and_stays_there(page: Page) -> None:
    open_widget(page)
    leave = page.get_by_role("button", name="Quitter vite")
    before = leave.bounding_box()
    for number in range(6):
        say(page, f"message {number}")
    expect(page.locator(ENTRIES)).to_have_count(13)
    assert leave.bounding_box() == before


def test_nobody_else_is_asked_for_anything_and_the_policy_refuses_nothing(page: Page) -> None:
    open_widget(page)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert page.strangers == []
    assert page.refused == []
    assert page.locator("repere-widget [style]").count() == 0


@pytest.mark.parametrize("text", [
    "<script>window.taken = 1</script>", "<img src=x onerror='window.taken = 1'>", "<b>gras</b>",
])
def test_what_looks_like_html_is_shown_as_text(page: Page, wire: Wire, text: str) -> None:
    open_widget(page)
    wire.answers = [an_answer(text)]
    say(page, text)
    expect(page.locator(ENTRIES).nth(1)).to_contain_text(text)
    expect(page.locator(ENTRIES).nth(2)).to_contain_text(text)
    assert page.evaluate("window.taken") is None


@pytest.mark.parametrize(("href", "followed"), [
    ("https://exemple.fr/fiche", True), ("tel:115", True), ("sms:114", True), ("http://exemple.fr", False),
    ("javascript:alert(1)", False), ("java\nscript:alert(1)", False), ("data:text/html,x", False),
    ("/ici", False),
])
def test_only_safe_addresses_become_links(page: Page, wire: Wire, href: str, followed: bool) -> None:
    open_widget(page)
    wire.answers = [an_answer("", paragraphs=[[{"text": "Voir "}, {"text": "ici", "href": href}]])]
    say(page, "où ?")
    expect(page.locator(ENTRIES).last).to_contain_text("Voir ici")
    assert page.locator(ENTRIES).last.locator("a").count() == followed
