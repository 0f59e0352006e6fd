"""Questions sans réponse in a real browser: decided with the keyboard alone, at any width, nothing for axe to say."""
import pytest
from playwright.sync_api import expect

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from tests.browser.axe import violations
from tests.browser.desk import served_desk

PAGE = "/bureau/questions"
RANKING = [("hors_sujet", 0.5), ("rsa", 0.2), ("domiciliation", 0.1)]


@pytest.fixture
def desk(tmp_path, browser):
    """Three groups, the biggest first: the dog, the fibre (more recent), the cat."""
    with served_desk(tmp_path, browser, SetClock("2026-11-21T10:00")) as served:
        with served.services.new_uow() as uow:
            conversation = uow.conversations.open("web", "abc", served.services.clock.now()).id
            uow.commit()
        for text in ("stériliser mon chat", "qui garde mon chien", "faire garder mon chien", "la fibre marche pas"):
            served.services.answers.note_unanswered(text, RANKING, "web", conversation, "Je ne suis pas sûr de comprendre.")
        yield served


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("role", [Role.ACCUEIL, Role.REFERENT])
def test_every_page_is_accessible_and_narrow(desk, width, role):
    page = desk.sign_in("Nadia", role, width)
    agent = desk.services.accounts.all()[0]
    desk.services.unanswered_questions.ask_for_a_fiche([1], "Les animaux", "Souvent demandé.", agent)
    desk.services.unanswered_questions.call_back(4, agent)
    for path in (PAGE, f"{PAGE}?fait=1", f"{PAGE}?etat=traitees", f"{PAGE}?canal=sms", f"{PAGE}?etat=recontactees"):
        page.goto(path)
        for details in page.locator("details").all():
            details.evaluate("it => it.open = true")
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_the_keyboard_alone_decides_and_takes_back(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto(PAGE)
    groups = page.locator("[data-group]")
    groups.first.focus()
    page.keyboard.press("ArrowDown")
    expect(groups.nth(1)).to_be_focused()

    page.keyboard.press("h")
    expect(page.locator("[data-done]")).to_contain_text("1 question : hors sujet")
    expect(groups).to_have_count(2)
    expect(groups.nth(1)).to_be_focused()  # the one that took its place
    page.keyboard.press("z")
    expect(groups).to_have_count(3)


def test_a_fiche_is_searched_and_enter_attaches_it(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto(PAGE)
    page.locator("[data-group]").first.focus()
    page.keyboard.press("f")
    expect(page.locator("[data-group] [name=fiche]").first).to_be_focused()
    page.keyboard.type("le machin")  # a letter typed in a field decides nothing
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("Aucune fiche")
    expect(page.locator("[data-group] [name=fiche]").first).to_be_focused()
    expect(page.locator("[data-group] [name=fiche]").first).to_have_value("le machin")

    page.locator("[data-group] [name=fiche]").first.fill(desk.services.knowledge.fiches["domiciliation"].titre)
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("2 questions : fiche « ")
    [act] = desk.services.unanswered_questions.acts()
    assert act.decision.fiche == "domiciliation"


def test_a_box_that_is_cleared_stays_to_do(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto(PAGE)
    page.get_by_label("faire garder mon chien", exact=True).uncheck()
    page.locator("[data-group]").first.get_by_role("button", name="Sans suite").click()
    expect(page.locator("[data-done]")).to_contain_text("1 question : sans suite")
    expect(page.locator("main")).to_contain_text("faire garder mon chien")


def test_without_script_everything_still_works(desk, browser):
    link = desk.services.accounts.add("sans-script", "Sans script", Role.REFERENT)
    token = desk.services.accounts.choose_password(link, "les platanes de la place")
    context = browser.new_context(base_url=desk.address, java_script_enabled=False)
    context.add_cookies([{"name": "bureau", "value": token, "url": desk.address}])
    page = context.new_page()
    page.goto(PAGE)
    page.locator("summary").first.click()
    page.locator("[name=fiche]").first.fill("rsa")
    page.keyboard.press("Enter")
    expect(page.locator("[data-done]")).to_contain_text("2 questions : fiche « ")
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator("[data-group]")).to_have_count(3)
    context.close()
