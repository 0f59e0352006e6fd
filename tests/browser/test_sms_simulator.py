"""The SMS simulator in a real browser: what is typed on a telephone that does not exist, and what arrives on it."""
from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from aiohttp import web
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from bot.channels.sms.simulator import Simulator
from bot.channels.sms.simulator_pages import PAGE, SimulatorPages
from bot.domain.conversation import IncomingMessage
from tests.browser.echo_service import STATIC, listen

LONG = "Le CCAS vous accueille. Appelez le 04 67 88 87 00. " * 7
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; base-uri 'none'; "
          "form-action 'none'; frame-ancestors 'self'")
THEMES = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}]


class EchoPost:
    """Answers each SMS by what it said, and « long » by something long; keeps the receipts."""

    def __init__(self, simulator: Simulator) -> None:
        self.simulator = simulator
        self.receipts: list[tuple[str, str]] = []

    async def accept(self, message: IncomingMessage) -> None:
        text = LONG if message.text == "long" else f"Vous avez écrit : {message.text}\n1. Quels papiers ?\n2. Où aller ?"
        await self.simulator.send(message.address, text, "")

    async def receipt(self, reference: str, receipt: str) -> bool:
        self.receipts.append((reference, receipt))
        return True


async def forbid(request: web.Request, response: web.StreamResponse) -> None:
    response.headers["Content-Security-Policy"] = POLICY


@pytest.fixture(scope="module")
def service() -> Iterator[tuple[str, EchoPost]]:
    simulator = Simulator(6.0)
    post = EchoPost(simulator)
    app = web.Application()
    app.on_response_prepare.append(forbid)
    app.add_routes([*SimulatorPages(post, simulator).routes(), web.static("/static", STATIC)])
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    runner = asyncio.run_coroutine_threadsafe(listen(app), loop).result(timeout=10)
    yield "http://{}:{}".format(*runner.addresses[0]), post
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture
def page(browser: Browser, service: tuple[str, EchoPost]) -> Iterator[Page]:
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    page = context.new_page()
    page.wrong = []
    page.on("console", lambda line: line.type in ("error", "warning") and page.wrong.append(line.text))
    page.on("pageerror", lambda error: page.wrong.append(str(error)))
    page.goto(service[0] + PAGE)
    yield page
    context.close()


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre SMS").fill(text)
    page.keyboard.press("Enter")


def violations(page: Page) -> list[tuple[str, str, str]]:
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


def test_what_is_typed_is_shown_and_answered_with_its_cost(page: Page) -> None:
    say(page, "rdv ccas svp")
    bubbles = page.locator("#log .bubble")
    expect(bubbles).to_have_count(2)
    expect(bubbles.nth(0)).to_contain_text("Vous :rdv ccas svp1 SMS", use_inner_text=False)
    expect(bubbles.nth(1)).to_contain_text("1 SMS, 0,06 €")
    expect(page.locator("#spent")).to_have_text("1 SMS, 0,06 €")
    expect(page.get_by_label("Votre SMS")).to_have_value("")
    expect(page.get_by_label("Votre SMS")).to_be_focused()


def test_a_long_answer_says_how_many_sms_it_makes(page: Page) -> None:
    say(page, "long")
    expect(page.locator("#log .bubble").nth(1)).to_contain_text("3 SMS, 0,18 €")


def test_each_telephone_has_its_own_messages_which_are_read_again_without_being_announced(page: Page) -> None:
    first = page.locator("#telephone").input_value()
    say(page, "premier")
    expect(page.locator("#log .bubble")).to_have_count(2)
    page.get_by_label("Téléphone à l'écran").select_option(index=1)
    expect(page.locator(".bubble")).to_have_count(0)
    say(page, "second")
    expect(page.locator("#log .bubble")).to_have_count(2)
    page.get_by_label("Téléphone à l'écran").select_option(first)
    expect(page.locator("#history .bubble")).to_have_count(2)
    expect(page.locator("#history")).to_contain_text("premier")
    expect(page.locator("#log .bubble")).to_have_count(0)


def test_a_made_up_number_can_be_added_and_is_still_there_after_a_reload(page: Page) -> None:
    page.get_by_label("Ajouter un numéro").fill("+33 6 39 98 00 07")
    page.get_by_role("button", name="Ajouter").click()
    expect(page.get_by_role("heading", name="Téléphone 06 39 98 00 07")).to_be_visible()
    page.reload()
    expect(page.locator("#telephone option")).to_have_count(3)
    page.get_by_role("button", name="Ajouter").click()
    expect(page.locator("#telephone option")).to_have_count(4)


def test_a_number_that_may_be_somebody_s_is_refused_in_plain_words(page: Page) -> None:
    page.get_by_label("Ajouter un numéro").fill("06 12 34 56 78")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="peut-être celui de quelqu'un")).to_be_visible()
    expect(page.get_by_label("Ajouter un numéro")).to_be_focused()
    expect(page.locator("#telephone option")).to_have_count(2)


def test_what_could_not_be_sent_stays_in_the_field(page: Page) -> None:
    page.route("**/simulateur-sms/messages", lambda route: route.abort())
    say(page, "bonjour")
    expect(page.get_by_role("alert").filter(has_text="n'est pas parti")).to_be_visible()
    expect(page.get_by_label("Votre SMS")).to_have_value("bonjour")


def test_a_lost_connection_is_said_and_comes_back_by_itself(page: Page) -> None:
    page.route("**/simulateur-sms/messages?*", lambda route: route.abort())
    expect(page.get_by_role("alert").filter(has_text="La connexion est perdue")).to_be_visible()
    page.unroute("**/simulateur-sms/messages?*")
    expect(page.get_by_role("alert").filter(has_text="La connexion est perdue")).to_have_count(0)
    say(page, "me revoilà")
    expect(page.locator("#log .bubble")).to_have_count(2)


def test_nothing_that_arrives_is_markup(page: Page) -> None:
    say(page, "<img src=x onerror=alert(1)><b>gras</b>")
    expect(page.locator("#log .bubble")).to_have_count(2)
    expect(page.locator("#log .said").first).to_have_text("<img src=x onerror=alert(1)><b>gras</b>")
    assert page.wrong == []


def test_a_screen_gives_a_receipt(page: Page, service: tuple[str, EchoPost]) -> None:
    before = len(service[1].receipts)
    with page.expect_response(lambda response: "apres=" in response.url and not response.url.endswith("apres=0")):
        say(page, "bonjour")
    expect(page.locator("#log .bubble")).to_have_count(2)
    with page.expect_response("**/simulateur-sms/messages?*"):
        pass
    assert len(service[1].receipts) == before + 1


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (768, 1024)])
def test_nothing_scrolls_sideways(page: Page, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    say(page, "anticonstitutionnellement" * 4)
    expect(page.locator("#log .bubble")).to_have_count(2)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not page.locator(".thread").evaluate("node => node.scrollWidth > node.clientWidth")


def test_targets_are_at_least_44_pixels(page: Page) -> None:
    for target in page.locator(":is(button, textarea, input, select):visible").all():
        box: Any = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44


def test_axe_finds_nothing_in_light_dark_and_forced_colours(page: Page) -> None:
    page.get_by_label("Ajouter un numéro").fill("06 12 34 56 78")
    page.keyboard.press("Enter")
    say(page, "long")
    expect(page.locator("#log .bubble")).to_have_count(2)
    for theme in THEMES:
        page.emulate_media(**theme)
        assert violations(page) == []
