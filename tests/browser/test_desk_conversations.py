"""A resident, an agent, and a colleague who looks on: three browsers at once."""
import re

import pytest
from playwright.sync_api import expect

from bot.domain.agent import Role
from tests.browser.axe import violations
from tests.browser.desk import served_desk
from tests.browser.gestures import open_widget, say

LAST = "repere-widget [role=log] > .entry >> nth=-1"
FIRST_WAITING = ".list .people a >> nth=0"


@pytest.fixture
def desk(tmp_path, browser):
    with served_desk(tmp_path, browser) as served:
        yield served


@pytest.fixture
def resident(desk):
    page = desk.visitor()
    page.goto("/")
    open_widget(page)
    return page


def test_an_agent_claims_answers_books_and_hands_back_while_a_colleague_looks_on(desk, resident):
    nadia, karim = desk.sign_in("Nadia"), desk.sign_in("Karim")
    for page in (nadia, karim):
        page.goto("/bureau/conversations")

    say(resident, "je veux parler à une personne")
    expect(resident.locator(LAST)).to_contain_text("Personne n'attend avant vous")
    for page in (nadia, karim):
        expect(page.locator("[data-waiting]")).to_have_text("1")
        expect(page.locator(FIRST_WAITING)).to_be_visible()
        page.locator(FIRST_WAITING).click()

    nadia.get_by_role("button", name="Prendre cette conversation").click()
    expect(resident.locator(LAST)).to_contain_text("Une personne de l'accueil est là")
    expect(karim.locator("main")).to_contain_text("Nadia répond à cette personne. Vous pouvez lire.")
    expect(karim.get_by_role("button", name="Prendre cette conversation")).to_have_count(0)

    say(resident, "je peux venir <b>mardi</b> ?")
    expect(nadia.locator("#fil .usager >> nth=-1")).to_contain_text("<b>mardi</b>")
    nadia.get_by_label("Votre message").fill("Oui, venez mardi.")
    nadia.keyboard.press("Control+Enter")
    expect(resident.locator(LAST)).to_contain_text("Oui, venez mardi.")
    expect(resident.locator(LAST)).to_contain_text("L'accueil")
    expect(karim.locator("#fil")).to_contain_text("Oui, venez mardi.")

    nadia.get_by_text("Prendre un rendez-vous pour la personne").click()
    nadia.get_by_label("Motif").select_option("premier-accueil")
    nadia.get_by_role("radio").first.check()
    day = nadia.get_by_role("radio").first.get_attribute("value")[:10]
    nadia.get_by_label("Prénom").fill("Inès")
    nadia.get_by_role("button", name="Prendre ce rendez-vous").click()
    expect(resident.locator(LAST)).to_contain_text(re.compile(r"[A-Z]{3}\s\d{3}"))

    conversation = nadia.url
    nadia.goto(f"/bureau/feuille?jour={day}")
    expect(nadia.locator("main")).to_contain_text("Inès")
    assert nadia.pdf(format="A4").startswith(b"%PDF")

    nadia.goto(conversation)
    nadia.get_by_role("button", name="Rendre à l'assistant").click()
    expect(resident.locator(LAST)).to_contain_text("L'assistant vous répond de nouveau")
    say(resident, "la domiciliation")
    expect(resident.locator(LAST)).to_contain_text("Voulez-vous parler de")


def test_a_cry_for_help_is_red_at_the_desk_and_answered_at_once(desk, resident):
    nadia = desk.sign_in("Nadia")
    nadia.goto("/bureau/conversations")
    say(resident, "je veux parler à une personne")
    nadia.locator(FIRST_WAITING).click()
    nadia.get_by_role("button", name="Prendre cette conversation").click()
    expect(resident.locator(LAST)).to_contain_text("Une personne de l'accueil est là")

    say(resident, "j'ai envie de mourir")
    expect(resident.locator(LAST)).to_contain_text("3114")
    expect(nadia.locator("#fil .urgent .error")).to_contain_text("suicide")
    expect(nadia.locator(".list .danger")).to_be_visible()


def test_the_desk_locks_and_keeps_what_was_being_typed(desk, resident):
    nadia = desk.sign_in("Nadia")
    nadia.goto("/bureau/conversations")
    say(resident, "je veux parler à une personne")
    nadia.locator(FIRST_WAITING).click()
    nadia.get_by_role("button", name="Prendre cette conversation").click()
    nadia.get_by_label("Votre message").fill("Je cherche votre")

    nadia.get_by_role("button", name="Verrouiller").click()
    expect(nadia.get_by_text("Bureau verrouillé")).to_be_visible()
    expect(nadia.locator("main")).to_be_hidden()
    nadia.get_by_label("Mot de passe de Nadia").fill("faux")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_role("alert")).to_contain_text("Ce n'est pas votre mot de passe")
    nadia.get_by_label("Mot de passe de Nadia").fill("les platanes de la place")
    nadia.keyboard.press("Enter")
    expect(nadia.get_by_label("Votre message")).to_have_value("Je cherche votre")


@pytest.mark.parametrize("width", [320, 1280])
def test_the_pages_of_the_door_and_of_conversations_have_no_fault(desk, resident, width):
    admin = desk.sign_in("Camille", Role.ADMINISTRATEUR, width)
    say(resident, "je veux parler à une personne")
    expect(resident.locator(LAST)).to_contain_text("Je préviens l'accueil")
    admin.goto("/bureau/conversations")
    admin.locator(FIRST_WAITING).click()
    admin.get_by_role("button", name="Prendre cette conversation").click()
    for path in (admin.url, "/bureau/conversations", "/bureau/comptes", "/bureau/journal", "/bureau/connexion"):
        admin.goto(path)
        assert violations(admin) == [], path
        assert admin.evaluate("document.documentElement.scrollWidth") <= width, path
        assert len(admin.content()) < 150_000
