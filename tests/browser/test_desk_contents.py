"""Contenu in a real browser: the keyboard alone, any width, nothing for axe to say."""
import pytest
from playwright.sync_api import expect

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from bot.domain.place_error import PlaceError
from tests.browser.axe import violations
from tests.browser.desk import served_desk

CCAS = "ccas-clermont-l-herault"
PAGES = ("", "/contacts", f"/contacts/{CCAS}", "/annonces", "/erreurs", "/fiches", "/fiches/rsa?rubrique=contact",
         "/a-relire", "/horaires")


@pytest.fixture
def desk(tmp_path, browser):
    # A day on which fiches and values are due.
    with served_desk(tmp_path, browser, SetClock("2027-12-01T10:00")) as served:
        served.services.places.report([CCAS], PlaceError.TELEPHONE)
        yield served


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_narrow(desk, width):
    page = desk.sign_in("Nadia", Role.REFERENT, width)
    for path in PAGES:
        page.goto(f"/bureau/contenu{path}")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("width", [320, 1280])
def test_a_contact_is_filled_in_with_the_keyboard_alone(desk, width):
    page = desk.sign_in("Nadia", Role.REFERENT, width)
    page.goto(f"/bureau/contenu/contacts/{CCAS}")
    page.keyboard.type("0899700000")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Téléphone")).to_be_focused()
    expect(page.locator("main")).to_contain_text("Ce numéro est payant")
    assert violations(page) == []

    page.keyboard.press("Control+A")
    page.keyboard.type("0467000000")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("Téléphone : 04 67 00 00 00.")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("L'assistant le dit déjà")
    assert "04 67 00 00 00" in desk.services.answers.human().text


def test_a_notice_is_written_seen_and_withdrawn(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto("/bureau/contenu/annonces")
    page.get_by_label("Lieu").first.select_option(CCAS)
    page.get_by_label("Le lieu est fermé").check()
    page.get_by_label("Texte").fill("travaux <b>")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("à noter mercredi 1er décembre. Fermé toute la journée : travaux <b>.")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text("publiée")
    assert "travaux <b>" in desk.services.answers.human().text

    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Retirer").click()
    expect(page.get_by_role("status").first).to_contain_text("retirée")
    assert "travaux" not in desk.services.answers.human().text
