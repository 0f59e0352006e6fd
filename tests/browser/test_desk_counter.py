"""The counter in a real browser: by the keyboard alone, on any screen, and on one sheet of paper."""
from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import keep_town
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.assistant import desk_services
from bot.bootstrap import Services, reading, wire
from bot.channels.app import create_app
from bot.channels.desk.opening import DeskPages
from bot.domain.agent import Role
from bot.domain.knowledge import Knowledge
from tests.browser.axe import violations
from tests.browser.echo_service import listen

PASSWORD = "les platanes de la place"
SUBJECT = "domiciliation"


@pytest.fixture(scope="module")
def services(knowledge: Knowledge, tmp_path_factory: pytest.TempPathFactory) -> Services:
    engine = open_database(f"sqlite:///{tmp_path_factory.mktemp('comptoir') / 'test.db'}")
    migrate(engine)
    seed_demo(engine)
    keep_town(engine, knowledge.structures.values(), reading(knowledge))
    cipher = Cipher(new_key())
    return wire(knowledge, lambda: SqlUnitOfWork(engine, cipher), SqlDirectory(engine), SetClock("2026-11-21T10:00"),
                posted={"sms"})


@pytest.fixture(scope="module")
def base_url(services: Services) -> Iterator[str]:
    """The desk alone, answered by keywords."""
    site = create_app(None, None, lambda: True, frozenset(), DeskPages(desk_services(services, "http://localhost")))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    runner = asyncio.run_coroutine_threadsafe(listen(site), loop).result(timeout=10)
    yield "http://{}:{}".format(*runner.addresses[0])
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop)
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture
def page(browser: Browser, base_url: str, services: Services, request: pytest.FixtureRequest) -> Iterator[Page]:
    """An agent's, open at the counter; `page.refused` is what the CSP refused, `page.printed` counts what was printed."""
    login = f"agent-{abs(hash(request.node.name)) % 10 ** 8}"
    token = services.accounts.choose_password(services.accounts.add(login, "Camille D.", Role.ACCUEIL), PASSWORD)
    context = browser.new_context(base_url=base_url, locale="fr-FR", viewport={"width": 1280, "height": 800})
    context.add_cookies([{"name": "bureau", "value": token, "url": base_url}])
    context.set_default_timeout(15_000)  # two cores may be busy with other tests
    context.add_init_script("window.printed = 0; window.print = () => { window.printed += 1; };")
    page = context.new_page()
    page.refused = []
    page.on("console", lambda line: "Content Security Policy" in line.text and page.refused.append(line.text))
    page.goto("/bureau/comptoir")
    yield page
    assert page.refused == []
    context.close()


def search(page: Page, text: str = SUBJECT) -> None:
    page.get_by_label("Que demande la personne ?").fill(text)
    page.keyboard.press("Enter")
    for group in ("assistant", "fiches", "lieux", "rendez-vous"):
        expect(page.locator(f"[data-group={group}] [data-result]").first).to_be_visible()


def add(page: Page, *named: str) -> None:
    for one in named:
        before = page.locator(".item").count()
        page.locator(f"button[value='{one}']").first.click()
        page.wait_for_function("before => document.querySelectorAll('.item').length > before", arg=before)


def pages_of(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_the_keyboard_is_enough(page: Page) -> None:
    expect(page.get_by_label("Que demande la personne ?")).to_be_focused()
    page.keyboard.type(SUBJECT)
    page.keyboard.press("Enter")
    for group in ("assistant", "fiches", "lieux", "rendez-vous"):
        expect(page.locator(f"[data-group={group}] [data-result]").first).to_be_visible()

    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-group=assistant] [data-result]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.locator("[data-group=assistant] [data-result]").nth(1)).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-group=rendez-vous] [data-result]").first).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-group=fiches] [data-result]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".item")).to_have_count(2)
    page.keyboard.press("ArrowLeft")
    expect(page.locator("[data-group=rendez-vous] [data-result]").first).to_be_focused()
    page.keyboard.press("Control+Enter")
    assert page.evaluate("window.printed") == 1
    page.keyboard.press("Escape")
    expect(page.get_by_label("Que demande la personne ?")).to_be_focused()
    assert page.evaluate("getSelection().toString()") == SUBJECT


def test_a_choice_of_the_assistant_goes_on_under_what_was_said(page: Page) -> None:
    search(page)
    page.locator("[data-group=assistant]").get_by_role("button", name="La domiciliation").click()
    expect(page.locator("[data-group=assistant]")).to_contain_text("Sans adresse stable")
    expect(page.locator("[data-group=assistant]")).to_contain_text("Voulez-vous parler de")
    expect(page.get_by_role("button", name="Mettre sur la feuille")).to_be_focused()


def test_a_slow_group_does_not_hold_the_others_and_says_that_it_looks(page: Page) -> None:
    held = []
    page.route("**/bureau/comptoir/lieux", lambda route: held.append(route))
    page.get_by_label("Que demande la personne ?").fill(SUBJECT)
    page.keyboard.press("Enter")
    expect(page.locator("[data-group=fiches] [data-result]").first).to_be_visible()
    places = page.locator(".group", has=page.get_by_role("heading", name="Lieux"))
    expect(places.get_by_text("Je cherche…")).to_be_visible()
    held[0].continue_()
    expect(places.get_by_role("button").first).to_be_visible()
    expect(places.get_by_text("Je cherche…")).to_be_hidden()


def test_a_cry_for_help_stands_at_the_top_with_its_number_large(page: Page) -> None:
    page.get_by_label("Que demande la personne ?").fill("je vais me tuer")
    page.keyboard.press("Enter")
    number = page.get_by_role("alert").get_by_role("link", name="3114").first
    expect(number).to_be_in_viewport()
    assert number.evaluate("node => parseFloat(getComputedStyle(node).fontSize)") >= 32


def test_the_sheet_is_put_in_order_and_keeps_the_focus(page: Page) -> None:
    search(page)
    add(page, "fiche:domiciliation", "lieu:ccas-clermont-l-herault")
    page.get_by_role("button", name="Monter : CCAS").press("Enter")
    expect(page.locator(".item").nth(1).locator("h3")).to_have_text(re.compile("CCAS"))
    expect(page.get_by_role("button", name="Monter : CCAS")).to_be_focused()
    page.get_by_role("button", name="Retirer : CCAS").press("Enter")
    expect(page.locator(".item")).to_have_count(2)
    expect(page.locator("#retirer-1")).to_be_focused()


def test_two_things_added_at_once_both_stay_and_emptying_is_asked_first(page: Page) -> None:
    search(page)
    page.evaluate("""() => ['fiche:domiciliation', 'lieu:ccas-clermont-l-herault'].forEach(
        (one) => document.querySelector(`button[value='${one}']`).click())""")
    expect(page.locator(".item")).to_have_count(3)

    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Vider").click()
    expect(page.locator(".item")).to_have_count(3)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Vider").click()
    expect(page.locator(".item")).to_have_count(0)


def test_the_sheet_prints_on_one_page_in_large_type(page: Page) -> None:
    search(page)
    add(page, "fiche:domiciliation", "fiche:domiciliation:demarche", "lieu:ccas-clermont-l-herault")
    page.get_by_label("Un mot de votre part").fill("Demandez Sophie à l'accueil.")
    expect(page.get_by_text("Tient sur une page.")).to_be_visible()

    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1
    page.emulate_media(media="print")
    sizes = "nodes => nodes.map(node => parseFloat(getComputedStyle(node).fontSize) * 72 / 96)"
    assert min(page.locator(".paper .item :is(h3, h4, p, li):visible").evaluate_all(sizes)) >= 14
    for hidden in (page.locator(".counter-head"), page.locator("[data-group=fiches]"), page.locator(".sheet-tools"),
                   page.locator(".order").first):
        expect(hidden).to_be_hidden()
    for shown in ("Clermont-l'Hérault", "Une pièce d'identité.", "Demandez Sophie", "Vérifié le 21 novembre 2026"):
        expect(page.locator(".paper")).to_contain_text(shown)


def test_what_does_not_fit_is_said_before_and_the_agent_chooses(page: Page) -> None:
    search(page)
    parts = ("conditions", "demarche", "delais", "cout", "contact", "recours")
    add(page, "fiche:domiciliation", *(f"fiche:domiciliation:{one}" for one in parts))
    expect(page.locator("[data-fit]")).to_contain_text("Ne tient pas sur une page")
    expect(page.locator(".item.outside .outside-note").first).to_be_visible()
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 1

    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    page.get_by_role("button", name="Imprimer", exact=True).click()
    assert (len(asked), page.evaluate("window.printed")) == (1, 0)
    page.get_by_label("Imprimer aussi ce qui ne tient pas").check()
    page.get_by_role("button", name="Imprimer", exact=True).click()
    assert (len(asked), page.evaluate("window.printed")) == (1, 1)
    assert pages_of(page.pdf(prefer_css_page_size=True)) == 2


def test_every_fiche_prints_on_one_page(page: Page, services: Services) -> None:
    for slug in list(services.knowledge.fiches)[::15]:
        page.locator("[name=feuille]").evaluate(
            "(field, slug) => { field.value = JSON.stringify([`fiche:${slug}:presentation`]); }", slug)
        page.get_by_label("Code d'un rendez-vous").press("Enter")
        expect(page.locator(".paper .item").first).to_be_visible()
        assert pages_of(page.pdf(prefer_css_page_size=True)) == 1, slug


def test_the_sheet_waits_in_the_tab_and_leaves_with_the_person(page: Page) -> None:
    search(page)
    add(page, "fiche:domiciliation")
    thread = page.locator("#comptoir [name=fil]").input_value()
    page.goto("/bureau/agenda")
    page.goto("/bureau/comptoir")
    expect(page.locator(".item")).to_have_count(2)
    assert page.locator("#comptoir [name=fil]").input_value() == thread

    page.get_by_role("button", name="Personne suivante").click()
    page.wait_for_url("**/bureau/comptoir")
    expect(page.get_by_text("Vide. Ajoutez une fiche")).to_be_visible()
    assert page.locator("#comptoir [name=fil]").input_value() != thread
    assert page.evaluate("sessionStorage.length") == 0


def test_after_ten_minutes_away_it_is_another_person(page: Page) -> None:
    search(page)
    add(page, "fiche:domiciliation")
    page.goto("/bureau/agenda")
    page.evaluate("""() => {
        const kept = JSON.parse(sessionStorage.getItem('comptoir'));
        sessionStorage.setItem('comptoir', JSON.stringify({ ...kept, at: kept.at - 11 * 60 * 1000 }));
    }""")
    page.goto("/bureau/comptoir")
    expect(page.get_by_text("Vide. Ajoutez une fiche")).to_be_visible()
    assert page.evaluate("sessionStorage.length") == 0


def test_the_message_leaves_from_the_keyboard_and_a_bad_number_is_kept_to_be_mended(page: Page) -> None:
    search(page)
    add(page, "fiche:domiciliation")
    page.get_by_text("Envoyer par SMS").click()
    page.get_by_label("La personne est d'accord").check()
    page.get_by_label("Portable de la personne").fill("0899123456")
    page.keyboard.press("Enter")
    expect(page.locator(".sheet .error")).to_contain_text("portable français")
    expect(page.get_by_label("Portable de la personne")).to_have_value("0899123456")
    page.get_by_label("Portable de la personne").fill("0612345678")
    page.keyboard.press("Enter")
    expect(page.locator("[data-status]")).to_contain_text("Le SMS part")
    expect(page.get_by_label("Portable de la personne")).to_have_value("")


def test_without_script_the_forms_do_it_all(browser: Browser, base_url: str, services: Services) -> None:
    token = services.accounts.choose_password(services.accounts.add("sans-script", "Camille D.", Role.ACCUEIL), PASSWORD)
    context = browser.new_context(base_url=base_url, java_script_enabled=False)
    context.add_cookies([{"name": "bureau", "value": token, "url": base_url}])
    page = context.new_page()
    page.goto(f"/bureau/comptoir?q={SUBJECT}")
    page.locator("button[value='fiche:domiciliation']").first.click()
    page.get_by_label("Un mot de votre part").fill("Demandez Sophie.")
    page.get_by_role("button", name="Descendre : La domiciliation").first.click()
    expect(page.locator(".item h4").first).to_have_text("À apporter")
    expect(page.locator(".paper .note")).to_have_text("Demandez Sophie.")
    expect(page.locator("[data-group=fiches]")).to_contain_text("La domiciliation")
    context.close()


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    assert violations(page) == []
    search(page)
    add(page, "fiche:domiciliation", "lieu:ccas-clermont-l-herault")
    for summary in page.locator("summary").all():
        summary.click()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
    page.get_by_label("Que demande la personne ?").fill("je vais me tuer")
    page.keyboard.press("Enter")
    expect(page.locator(".card.urgent")).to_be_visible()
    assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_the_page_weighs_less_than_150_kilobytes(page: Page) -> None:
    page.goto(f"/bureau/comptoir?q={SUBJECT}")
    page.wait_for_load_state("load")
    weight = page.evaluate("""performance.getEntries().filter(one => !one.name.includes("direct"))
        .reduce((sum, one) => sum + (one.decodedBodySize ?? 0), 0)""")
    assert 10_000 < weight <= 150_000
