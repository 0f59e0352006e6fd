"""The web widget in a real browser: what a person sees, hears, types and leaves behind."""
from __future__ import annotations

import gzip
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import EXIT_PAGE, STATIC, Wire, an_answer

ENTRIES = "repere-widget [role=log] > .entry"
FOCUSED = "document.querySelector('repere-widget').shadowRoot.activeElement?.id"


def open_widget(page: Page) -> Locator:
    """Opens the panel and waits for the greeting; returns the field."""
    page.locator("repere-widget .launcher").click()
    expect(page.locator("repere-widget .entry").first).to_be_visible()
    return page.get_by_label("Votre message")


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.keyboard.press("Enter")


def test_it_opens_by_keyboard_and_the_cursor_is_in_the_field(page: Page) -> None:
    launcher = page.locator("repere-widget .launcher")
    launcher.press("Enter")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog", name="Repère")).to_be_visible()
    expect(page.get_by_label("Votre message")).to_be_focused()


def test_escape_closes_and_gives_the_focus_back(page: Page) -> None:
    open_widget(page).press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("repere-widget .launcher")).to_be_focused()


def test_an_example_opens_the_widget_with_its_text_and_takes_the_focus_back(page: Page) -> None:
    example = page.get_by_role("button", name="g besoin daide pr internet")
    example.click()
    expect(page.get_by_label("Votre message")).to_have_value("g besoin daide pr internet")
    page.keyboard.press("Escape")
    expect(example).to_be_focused()


def test_one_message_adds_one_entry_and_one_for_each_answer(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.answers = [an_answer("Première réponse."), an_answer("Seconde réponse.")]
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(4)
    expect(page.locator(ENTRIES).nth(1)).to_contain_text("Vous :bonjour")


def test_the_focus_stays_in_the_field_when_an_answer_comes(page: Page) -> None:
    open_widget(page)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert page.evaluate(FOCUSED) == "field"


def test_shift_enter_goes_to_the_next_line(page: Page) -> None:
    field = open_widget(page)
    field.press_sequentially("un")
    field.press("Shift+Enter")
    field.press_sequentially("deux")
    expect(field).to_have_value("un\ndeux")


@pytest.mark.parametrize("text", ["<script>window.taken = 1</script>", "<img src=x onerror='window.taken = 1'>", "<b>gras</b>"])
def test_what_looks_like_html_is_shown_as_text(page: Page, wire: Wire, text: str) -> None:
    open_widget(page)
    wire.answers = [an_answer(text)]
    say(page, text)
    expect(page.locator(ENTRIES).nth(1)).to_contain_text(text)
    expect(page.locator(ENTRIES).nth(2)).to_contain_text(text)
    assert page.evaluate("window.taken") is None


@pytest.mark.parametrize("href, followed", [
    ("https://exemple.fr/fiche", True), ("tel:115", True), ("sms:114", True),
    ("javascript:alert(1)", False), ("java\nscript:alert(1)", False), ("http://exemple.fr", False), ("data:text/html,x", False), ("/ici", False),
])
def test_only_safe_addresses_become_links(page: Page, wire: Wire, href: str, followed: bool) -> None:
    open_widget(page)
    wire.answers = [an_answer("", paragraphs=[[{"text": "Voir "}, {"text": "ici", "href": href}]])]
    say(page, "où ?")
    expect(page.locator(ENTRIES).last).to_contain_text("Voir ici")
    assert page.locator(ENTRIES).last.locator("a").count() == followed


def test_a_choice_sends_its_token_and_stays_usable(page: Page, wire: Wire) -> None:
    open_widget(page)
    say(page, "la domiciliation")
    choice = page.get_by_role("button", name="Quels papiers ?").first
    choice.click()
    choice.click()
    expect(page.locator(ENTRIES)).to_have_count(7)
    buttons = [message for message in wire.sent if "button" in message]
    assert [(message["button"], message["label"]) for message in buttons] == [("12.0", "Quels papiers ?")] * 2
    assert buttons[0]["id"] != buttons[1]["id"]


def test_a_person_is_one_button_away(page: Page, wire: Wire) -> None:
    open_widget(page)
    page.get_by_role("button", name="Parler à une personne").click()
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert wire.sent[-1]["text"] == "parler à une personne"


def test_the_thread_survives_a_reload_and_is_not_announced_again(page: Page) -> None:
    open_widget(page)
    say(page, "je reviens")
    expect(page.locator(ENTRIES)).to_have_count(3)
    page.reload()
    open_widget(page)
    expect(page.get_by_role("group", name="Messages précédents")).to_contain_text("Vous avez écrit : je reviens")
    expect(page.locator(ENTRIES)).to_have_count(0)


def test_a_message_cut_midway_is_sent_again_and_shown_once(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.cut_once = True
    say(page, "allô")
    expect(page.get_by_text("Vous avez écrit : allô")).to_be_visible()
    expect(page.get_by_text("La connexion est revenue.")).to_be_visible()
    expect(page.locator(ENTRIES)).to_have_count(3)
    identifiers = [message["id"] for message in wire.sent if message["type"] == "message"]
    assert len(identifiers) == 2 and len(set(identifiers)) == 1


def test_it_works_without_websocket(page: Page) -> None:
    page.add_init_script("WebSocket = class extends WebSocket { constructor() { super('ws://127.0.0.1:9/'); } }")
    page.reload()
    open_widget(page)
    say(page, "sans prise")
    expect(page.get_by_text("Vous avez écrit : sans prise")).to_be_visible()


def test_being_offline_is_said_and_the_message_leaves_afterwards(page: Page) -> None:
    open_widget(page)
    page.context.set_offline(True)
    say(page, "plus de réseau")
    expect(page.get_by_text("Vous n'avez plus internet.")).to_be_visible()
    page.context.set_offline(False)
    expect(page.get_by_text("Vous avez écrit : plus de réseau")).to_be_visible(timeout=30000)


def test_an_error_is_an_alert_and_gives_the_text_back(page: Page, wire: Wire) -> None:
    field = open_widget(page)
    wire.error = "Vous écrivez trop vite. Attendez une minute."
    say(page, "vite")
    expect(page.get_by_role("alert")).to_have_text("Vous écrivez trop vite. Attendez une minute.")
    expect(field).to_have_value("vite")


def test_an_urgent_answer_is_an_alert_and_its_number_can_be_called(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.answers = [urgent_answer()]
    say(page, "à l'aide")
    expect(page.get_by_role("alert").filter(has_text="Vous n'êtes pas seul")).to_be_visible()
    expect(page.get_by_role("link", name="3114")).to_have_attribute("href", "tel:3114")


def test_a_text_over_2000_characters_is_kept_and_refused(page: Page, wire: Wire) -> None:
    field = open_widget(page)
    field.fill("a" * 1900)
    expect(page.get_by_text("Encore 100 caractères")).to_be_visible()
    field.fill("a" * 2001)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Votre message est trop long. Enlevez 1 caractère.")
    assert all(message["type"] != "message" for message in wire.sent)


def stored(page: Page) -> dict[str, int]:
    counts = page.evaluate("({session: sessionStorage.length, local: localStorage.length})")
    return {**counts, "cookies": len(page.context.cookies())}


def test_nothing_is_stored_or_connected_before_it_is_opened(page: Page) -> None:
    sockets: list[str] = []
    page.on("websocket", lambda socket: sockets.append(socket.url))
    page.reload()
    page.wait_for_selector("repere-widget .launcher")
    assert stored(page) == {"session": 0, "local": 0, "cookies": 0} and sockets == []
    open_widget(page)
    assert stored(page) == {"session": 1, "local": 0, "cookies": 0}


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


@pytest.mark.parametrize("width, height", [(320, 568), (320, 256), (768, 1024)])
def test_nothing_scrolls_sideways(page: Page, wire: Wire, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_widget(page)
    wire.answers = [urgent_answer(), an_answer("anticonstitutionnellement" * 4)]
    say(page, "à l'aide")
    expect(page.locator(ENTRIES)).to_have_count(4)
    wide = "node => node.scrollWidth > node.clientWidth"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not page.locator("repere-widget dialog").evaluate(wide)
    assert not page.locator("repere-widget .thread").evaluate(wide)
    assert page.get_by_role("button", name="Quitter vite").bounding_box()["y"] < 60


def test_targets_are_at_least_44_pixels(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.answers = [urgent_answer()]
    say(page, "à l'aide")
    expect(page.locator(ENTRIES)).to_have_count(3)
    for target in page.locator("repere-widget :is(button, textarea, a.number, .sources a):visible").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44, target.inner_text()


def test_nobody_else_is_asked_for_anything_and_the_policy_refuses_nothing(page: Page) -> None:
    open_widget(page)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert page.strangers == [] and page.refused == []
    assert page.locator("repere-widget [style]").count() == 0


def test_listening_uses_a_french_voice_of_the_device(page: Page) -> None:
    page.add_init_script("""
        const voices = [{lang: "fr-FR", localService: false, name: "far"}, {lang: "fr-FR", localService: true, name: "near"}];
        SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
        Object.defineProperty(window, "speechSynthesis", {value: {
            getVoices: () => voices, cancel: () => {}, speak: (said) => { window.said = [said.text, said.lang, said.voice.name]; }}});
    """)
    page.reload()
    open_widget(page)
    page.get_by_role("button", name="Écouter").click()
    assert page.evaluate("said")[1:] == ["fr-FR", "near"]
    expect(page.get_by_role("button", name="Arrêter")).to_be_visible()


def test_an_answer_is_shown_within_150_milliseconds(page: Page) -> None:
    page.add_init_script("""
        WebSocket = class extends WebSocket { constructor(url) { super(url);
            this.addEventListener("message", () => { const got = performance.now();
                requestAnimationFrame(() => { window.delay = performance.now() - got; }); }); } }
    """)
    page.reload()
    open_widget(page)
    say(page, "vite")
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert page.evaluate("delay") < 150


def test_the_widget_weighs_less_than_20_kilobytes() -> None:
    parts = [path for path in STATIC.iterdir() if path.suffix in (".js", ".css") and not path.name.startswith("demo")]
    assert sum(len(gzip.compress(path.read_bytes())) for path in parts) <= 20 * 1024


def urgent_answer() -> dict[str, object]:
    return an_answer("", urgent=True, sources=[{"text": "3114.fr, 1er octobre 2026", "href": "https://3114.fr"}], paragraphs=[
        [{"text": "Ce que vous vivez est grave. Vous n'êtes pas seul."}],
        [{"text": "Appelez le "}, {"text": "3114", "href": "tel:3114"}, {"text": ". C'est gratuit, jour et nuit."}],
        {"list": [[{"text": "Danger immédiat : "}, {"text": "17", "href": "tel:17"}],
                  [{"text": "Par SMS : "}, {"text": "114", "href": "sms:114"}]]}])


def closed(page: Page, wire: Wire) -> None:
    """Nothing to do."""


def opened(page: Page, wire: Wire) -> None:
    open_widget(page)


def waiting(page: Page, wire: Wire) -> None:
    opened(page, wire)
    wire.held = True
    say(page, "bonjour")
    expect(page.get_by_text("Le service écrit…")).to_be_visible()


def answered(page: Page, wire: Wire) -> None:
    opened(page, wire)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)


def in_error(page: Page, wire: Wire) -> None:
    opened(page, wire)
    wire.error = "Je n'arrive pas à répondre."
    say(page, "bonjour")
    expect(page.get_by_role("alert")).to_be_visible()


def urgent(page: Page, wire: Wire) -> None:
    wire.answers = [urgent_answer()]
    answered(page, wire)


def about_to_erase(page: Page, wire: Wire) -> None:
    opened(page, wire)
    page.get_by_role("button", name="Effacer", exact=True).click()


@pytest.mark.parametrize("theme", [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"forced_colors": "active"}])
@pytest.mark.parametrize("state", [closed, opened, waiting, answered, in_error, urgent, about_to_erase])
def test_axe_finds_nothing(page: Page, wire: Wire, state: Callable[[Page, Wire], None], theme: dict[str, str]) -> None:
    page.emulate_media(**theme)
    state(page, wire)
    found = Axe().run(page).response["violations"]
    assert [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]] == []
