"""The pages of fiches for everybody: any screen, any colours, keyboard, paper."""
from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.channels.app import create_app
from bot.channels.web.fiches import FichePages
from bot.channels.web.personal_data import PersonalDataPages
from bot.domain.knowledge import Knowledge
from bot.domain.own_data import NOTICE
from bot.services.answers import Answers
from bot.services.fiche_pages import PublicFiches
from bot.services.place_card import PlaceCards
from bot.services.privacy_notice import PrivacyNotice
from tests.browser.conftest import EXIT_PAGE
from tests.browser.echo_service import listen

PATHS = ["/fiches", "/fiches/domiciliation", "/fiches/handicap", "/fiches/violences", "/fiches/domicilation",
         NOTICE]
THEMES = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}]
WIDTHS = [320, 1280]


@pytest.fixture(scope="module")
def base_url(knowledge: Knowledge) -> Iterator[str]:
    """The town's fiches on a day when those to read again say so."""
    fiches = PublicFiches(knowledge, OsmOpeningHours(), SetClock("2027-12-01T10:00"))
    answers = Answers(knowledge, PlaceCards(knowledge.territoires, OsmOpeningHours()), SetClock("2027-12-01T10:00"), None)
    site = create_app(None, None, lambda: False, frozenset(), FichePages(fiches, "https://repere.example"),
                      PersonalDataPages(PrivacyNotice(answers), None, fiches, "https://repere.example"))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    runner = asyncio.run_coroutine_threadsafe(listen(site), loop).result(timeout=10)
    yield "http://{}:{}".format(*runner.addresses[0])
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture
def page(browser: Browser, base_url: str) -> Iterator[Page]:
    """`page.refused` is what the CSP refused, `page.strangers` the requests to anybody else."""
    context = browser.new_context(base_url=base_url, locale="fr-FR")
    context.set_default_timeout(10_000)  # two cores may be busy with other tests
    page = context.new_page()
    page.refused, page.strangers = [], []
    page.on("console", lambda line: "Content Security Policy" in line.text and page.refused.append(line.text))
    page.on("request", lambda request: request.url.startswith(base_url) or page.strangers.append(request.url))
    yield page
    context.close()


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds wrong: the rule, where, and how to mend it."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


def unfold(page: Page) -> None:
    for summary in page.locator("summary").all():
        summary.click()


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_in_light_dark_and_forced_colours(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    unfold(page)
    for theme in THEMES:
        page.emulate_media(**theme)
        assert violations(page) == []


@pytest.mark.parametrize("path", PATHS)
def test_nothing_scrolls_sideways_on_a_small_screen_even_with_large_text(page: Page, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(path)
    unfold(page)
    for size in ("100%", "200%"):
        page.evaluate("size => { document.documentElement.style.fontSize = size; }", size)
        assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), size


@pytest.mark.parametrize("path", PATHS)
def test_text_is_never_smaller_than_16_pixels(page: Page, path: str) -> None:
    page.goto(path)
    size = "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize))"

    assert min(page.locator("body *:visible").evaluate_all(size)) >= 16


@pytest.mark.parametrize("path", PATHS)
def test_a_page_is_all_ours_and_styled(page: Page, path: str) -> None:
    page.goto(path)

    assert page.locator("main").evaluate("node => node.getBoundingClientRect().width") < 800
    assert (page.refused, page.strangers) == ([], [])


def test_the_keyboard_skips_to_the_content(page: Page) -> None:
    page.goto("/fiches/rsa")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Aller au contenu")).to_be_in_viewport(ratio=1)
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_from_the_list_to_a_fiche_to_a_part_of_it(page: Page) -> None:
    page.goto("/fiches")
    page.get_by_role("link", name="Le RSA (revenu de solidarité active)").click()
    page.get_by_role("navigation", name="Sur cette page").get_by_role("link", name="Recours").click()
    expect(page.get_by_role("heading", name="Recours")).to_be_in_viewport()


def test_leaving_fast_goes_to_a_neutral_page(page: Page) -> None:
    page.route(f"{EXIT_PAGE}**", lambda route: route.fulfill(body="Demain, soleil.", content_type="text/plain"))
    page.goto("/fiches/violences")
    page.get_by_role("link", name="Quitter vite").click()
    expect(page.get_by_text("Demain, soleil.")).to_be_visible()


def test_paper_gets_what_is_read_there_and_nothing_to_press(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/fiches/factures-energie")

    for pressed in ("header nav", ".inside", ".action", ".related", ".skip", ".elsewhere"):
        assert page.locator(pressed).count() == 1
        expect(page.locator(pressed)).to_be_hidden()
    for read in (page.get_by_role("heading", level=1), page.get_by_role("heading", name="Numéros d'urgence"),
                 page.locator(".warning"), page.get_by_text("Cette page : https://repere.example/fiches/factures-energie")):
        expect(read).to_be_visible()
    link = page.locator("#sources ~ ul a").first
    address = "node => getComputedStyle(node, '::after').content"
    assert link.get_attribute("href") in link.evaluate(address)


def test_paper_is_black_on_white_even_for_those_who_read_in_the_dark(page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto("/fiches/handicap")
    colours = "node => [getComputedStyle(node).color, getComputedStyle(node).backgroundColor]"

    assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert {tuple(place.evaluate(colours)) for place in page.locator(".place").all()} == {
        ("rgb(0, 0, 0)", "rgb(255, 255, 255)")}
