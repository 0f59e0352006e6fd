"""Besoins in a real browser: any width, nothing for axe to say, two pages of paper for the year."""
import random
import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from bot.domain.asked import Demand, Outcome, urgence
from tests.browser.axe import violations
from tests.browser.desk import served_desk

PAGES = ("/bureau/besoins", "/bureau/besoins?periode=2026-09", "/bureau/besoins?periode=2026", "/bureau/besoins/annee/2026")


@pytest.fixture
def empty_desk(tmp_path, browser):
    with served_desk(tmp_path, browser, SetClock("2026-11-21T10:00")) as served:
        yield served


@pytest.fixture
def desk(empty_desk):
    fill(empty_desk.services)
    return empty_desk


def fill(services) -> None:
    """3,000 demands of a year, unevenly spread; few of some kinds."""
    chance, slugs = random.Random(8), sorted(services.knowledge.fiches)
    towns = ["", "clermont-l-herault", *sorted(services.knowledge.territoires.communes)[:20]]
    outcomes = (Outcome.REPONDU,) * 6 + (Outcome.SANS_REPONSE, Outcome.HUMAIN, Outcome.RENDEZ_VOUS, Outcome.ANNUAIRE)
    with services.new_uow() as uow:
        for _ in range(3000):
            outcome = chance.choice(outcomes)
            fiche = slugs[int(len(slugs) * chance.random() ** 3)]
            uow.asked.add(Demand(date(2025, 10, 1) + timedelta(chance.randrange(410)), chance.randrange(6, 23),
                                 chance.choice(("web", "web", "web", "sms", "telegram")),
                                 towns[int(len(towns) * chance.random() ** 3)],
                                 "" if outcome in (Outcome.SANS_REPONSE, Outcome.ANNUAIRE) else fiche,
                                 chance.choice(("pieces", "delais", "")), outcome))
        uow.asked.add(urgence(date(2026, 8, 2)))
        uow.commit()


@pytest.mark.parametrize("width", [320, 1280])
def test_every_page_is_accessible_and_narrow(desk, width):
    page = desk.sign_in("Nadia", Role.REFERENT, width)
    for path in PAGES:
        page.goto(path)
        for closed in page.locator("details").all():
            closed.locator("summary").click()
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def test_a_desk_that_has_counted_nothing_says_so(empty_desk):
    page = empty_desk.sign_in("Nadia", Role.REFERENT, 320)
    page.goto("/bureau/besoins")
    expect(page.get_by_role("heading", level=2)).to_have_text("Pas encore assez de questions")
    assert violations(page) == []


def test_a_span_is_chosen_with_the_keyboard(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto("/bureau/besoins")
    page.get_by_label("Période").select_option("2026-T1")
    page.get_by_label("Période").press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="1er trimestre 2026")).to_be_visible()


def test_the_year_is_two_pages_of_paper(desk):
    page = desk.sign_in("Nadia", Role.REFERENT)
    page.goto("/bureau/besoins/annee/2026")
    paper = page.pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type */Page\b", paper)) == 2
