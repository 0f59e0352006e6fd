"""The web widget in a real browser: what is typed, sent, answered and shown."""
from __future__ import annotations

import gzip

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Wire
from tests.browser.echo_service import STATIC, an_answer
from tests.browser.gestures import ENTRIES, open_widget, say, urgent_answer


def test_one_message_adds_one_entry_and_one_for_each_answer(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.answers = [an_answer("Première réponse."), an_answer("Seconde réponse.")]
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(4)
    expect(page.locator(ENTRIES).nth(1)).to_contain_text("Vous :bonjour")


def test_shift_enter_goes_to_the_next_line(page: Page) -> None:
    field = open_widget(page)
    field.press_sequentially("un")
    field.press("Shift+Enter")
    field.press_sequentially("deux")
    expect(field).to_have_value("un\ndeux")


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


NEAR_ME = {"label": "Près de moi", "token": "12.0", "asks": "position"}


def test_where_one_is_is_only_told_when_its_button_is_pressed(page: Page, wire: Wire) -> None:
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": 43.627512, "longitude": 3.429134})
    wire.answers = [an_answer("Voici trois lieux.", choices=[NEAR_ME])]
    open_widget(page)
    say(page, "une mairie")
    page.get_by_role("button", name="Près de moi").click()
    expect(page.locator(ENTRIES)).to_have_count(4)

    assert [message.get("position") for message in wire.sent if message["type"] == "message"] == [
        None, {"latitude": 43.628, "longitude": 3.429}]


def test_who_will_not_say_where_they_are_is_asked_for_their_town(page: Page, wire: Wire) -> None:
    wire.answers = [an_answer("Voici trois lieux.", choices=[NEAR_ME])]
    open_widget(page)
    say(page, "une mairie")
    page.get_by_role("button", name="Près de moi").click()

    expect(page.get_by_role("alert").filter(has_text="Écrivez le nom de votre commune")).to_be_visible()


def test_a_link_of_an_answer_opens_beside_it_and_no_other_kind_does(page: Page, wire: Wire) -> None:
    links = [{"text": "Itinéraire", "href": "https://www.openstreetmap.org/directions?to=43.6%2C3.4"},
             {"text": "Fiche de contact", "href": "/annuaire/ccas.vcf"}, {"text": "Piège", "href": "javascript:alert(1)"},
             {"text": "Ailleurs", "href": "//exemple.fr/ici"}]
    wire.answers = [an_answer("Voici le lieu.", links=links)]
    open_widget(page)
    say(page, "le CCAS")

    shown = page.locator("repere-widget .links a")
    expect(shown).to_have_count(2)
    assert shown.nth(1).get_attribute("href") == f"{page.url.rstrip('/')}/annuaire/ccas.vcf"


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
    assert len(identifiers) == 2
    assert len(set(identifiers)) == 1


def test_what_is_written_while_the_line_is_cut_leaves_once_when_it_is_back(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.cut()
    expect(page.get_by_text("La connexion est coupée.")).to_be_visible()
    say(page, "pendant la coupure")
    expect(page.get_by_text("Vous avez écrit : pendant la coupure")).to_be_visible()
    assert [message["text"] for message in wire.sent if message["type"] == "message"] == ["pendant la coupure"]
    expect(page.locator(ENTRIES)).to_have_count(3)


def test_a_service_that_refuses_the_websocket_is_reached_by_posts(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/sans-prise")
    open_widget(page)
    with page.expect_request("**/web/messages"):
        say(page, "par la poste")
    expect(page.get_by_text("Vous avez écrit : par la poste")).to_be_visible()
    expect(page.locator(ENTRIES)).to_have_count(3)


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
    expect(page.get_by_role("link", name="3114", exact=True)).to_have_attribute("href", "tel:3114")


def test_a_text_over_2000_characters_is_kept_and_refused(page: Page, wire: Wire) -> None:
    field = open_widget(page)
    field.fill("a" * 1900)
    expect(page.get_by_text("Encore 100 caractères")).to_be_visible()
    field.fill("a" * 2001)
    field.press("Enter")
    expect(page.get_by_role("alert")).to_have_text("Votre message est trop long. Enlevez 1 caractère.")
    assert all(message["type"] != "message" for message in wire.sent)


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


def test_all_that_the_widget_loads_weighs_less_than_20_kilobytes(page: Page, base_url: str) -> None:
    bodies: list[bytes] = []
    page.on("requestfinished", lambda request: request.url.endswith((".js", ".css")) and bodies.append(
        request.response().body()))
    page.goto(f"{base_url}/discussion")
    expect(page.locator("repere-widget .entry").first).to_be_visible()
    of_other_pages = {STATIC / "demo.js", STATIC / "integrer.js"}
    assert len(bodies) == len({*STATIC.glob("*.js"), STATIC / "widget.css"} - of_other_pages)
    assert sum(len(gzip.compress(body)) for body in bodies) <= 20 * 1024


@pytest.mark.parametrize(("name", "helped", "thanks"), [
    ("Oui", True, "Merci."), ("Non", False, "Merci. Écrivez autrement, ou demandez une personne."),
])
def test_whether_it_helped_is_asked_and_told_once(page: Page, wire: Wire, name: str, helped: bool, thanks: str) -> None:
    wire.answers = [an_answer("Le CCAS peut recevoir votre courrier.", 41, feedback=True)]
    open_widget(page)
    say(page, "mon courrier")
    question = page.get_by_role("group", name="Cette réponse vous a aidé ?")
    question.get_by_role("button", name=name).click()

    expect(page.get_by_text(thanks, exact=True)).to_be_focused()
    expect(question).to_have_count(0)
    assert [message for message in wire.sent if message["type"] == "feedback"] == [
        {"type": "feedback", "answer": 41, "helped": helped}]


def test_an_answer_of_which_nothing_is_to_be_said_asks_nothing(page: Page) -> None:
    open_widget(page)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)
    expect(page.get_by_text("Cette réponse vous a aidé ?")).to_have_count(0)


def test_answers_that_could_not_be_kept_have_no_name_and_are_all_shown(page: Page, wire: Wire) -> None:
    wire.answers = [{**an_answer("Appelez le 3114."), "id": 0}]
    open_widget(page)
    say(page, "je veux mourir")
    expect(page.locator(ENTRIES)).to_have_count(3)
    say(page, "je veux mourir")
    expect(page.locator(ENTRIES)).to_have_count(5)


def test_a_file_is_downloaded_and_its_name_says_that_it_is_one(page: Page, wire: Wire) -> None:
    appointment = f"{page.url}rdv/{'a' * 32}.ics"
    wire.answers = [an_answer("C'est confirmé.", links=[{"text": "Ajouter à mon agenda", "href": appointment}])]
    open_widget(page)
    say(page, "oui")
    link = page.get_by_role("link", name="Ajouter à mon agenda (fichier)")
    expect(link).to_have_attribute("href", appointment)
    expect(link).to_have_attribute("download", "")


def test_arabic_is_shown_right_to_left_and_a_number_in_it_left_to_right(page: Page, wire: Wire) -> None:
    numbers = [{"text": "في حالة الخطر اتصلوا بالرقم "}, {"text": "112", "href": "tel:112"}, {"text": "."}]
    wire.answers = [an_answer("", paragraphs=[numbers])]
    open_widget(page)
    say(page, "مرحبا")
    direction = "node => getComputedStyle(node).direction"
    assert page.locator(ENTRIES).nth(1).locator("p").last.evaluate(direction) == "rtl"
    assert page.locator(ENTRIES).nth(2).locator("p").last.evaluate(direction) == "rtl"
    assert page.locator(ENTRIES).nth(2).locator("a").evaluate(direction) == "ltr"
    assert page.locator(ENTRIES).nth(2).locator(".author").evaluate(direction) == "ltr"
