"""The agenda in a real Chromium: booked in three keystrokes, moved by keyboard and by mouse, nothing for axe to say."""
from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from bot.adapters.clock import SetClock
from bot.bootstrap import Services
from bot.domain.agenda import Opening
from bot.domain.agent import Role
from bot.domain.french import PARIS
from tests.browser.axe import violations
from tests.browser.desk import Desk, served_desk
from tests.builders import paris

NOW, MONDAY, TUESDAY = "2026-11-21T10:00", date(2026, 11, 23), date(2026, 11, 24)
CCAS, CONNECT = "demo-ccas-1", "demo-numerique"


@pytest.fixture
def desk(tmp_path: Path, browser) -> Iterator[Desk]:
    """A desk of its own for each test, on a Saturday."""
    with served_desk(tmp_path, browser, SetClock(NOW)) as desk:
        yield desk


@pytest.fixture
def services(desk: Desk) -> Services:
    return desk.services


@pytest.fixture
def page(desk: Desk) -> Page:
    return desk.sign_in("Nadia", Role.REFERENT)


def booked(services: Services, day: date = TUESDAY) -> list[tuple[str, str]]:
    return [(one.prenom, f"{one.start.astimezone(PARIS):%d %H:%M}")
            for one in services.desk_day.day(day).appointments]


def test_three_keystrokes_book_the_first_free_time(page, services):
    page.goto(f"/bureau/agenda?agenda={CONNECT}&jour={TUESDAY}")  # one motif is received for there
    page.keyboard.press("Enter")
    expect(page.get_by_label("Prénom")).to_be_focused()
    page.keyboard.type("Inès")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="C'est pris")).to_be_visible()
    assert booked(services) == [("Inès", "24 09:30")]


def test_three_keystrokes_book_where_several_motifs_are_received_for(page, services):
    page.goto(f"/bureau/agenda?agenda={CCAS}&jour={TUESDAY}")
    page.keyboard.press("Enter")
    motifs = page.get_by_role("group", name="Pour quoi ?").get_by_role("radio")
    expect(motifs.first).to_be_focused()
    page.wait_for_load_state()
    page.keyboard.press("2")
    expect(motifs.nth(1)).to_be_checked()
    expect(page.get_by_label("Prénom")).to_be_focused()
    page.keyboard.type("Inès")
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="C'est pris")).to_be_visible()
    assert booked(services, MONDAY) == [("Inès", "23 09:00")]


def test_arrows_go_from_one_free_time_to_the_next_and_tab_leaves_them(page):
    page.goto(f"/bureau/agenda?agenda={CCAS}&jour={TUESDAY}")
    focused = page.locator(":focus")
    expect(focused).to_have_accessible_name("9 h, Lundi 23 novembre 2026, libre")
    page.keyboard.press("ArrowDown")
    expect(focused).to_have_accessible_name("9 h 30, Lundi 23 novembre 2026, libre")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    expect(focused).to_have_accessible_name("9 h, Mardi 24 novembre 2026, libre")
    page.keyboard.press("End")
    expect(focused).to_have_accessible_name("11 h 30, Vendredi 27 novembre 2026, libre")
    assert page.locator('[data-free][tabindex="0"]').count() == 1


def test_an_appointment_is_moved_by_the_keyboard_alone(page, services):
    made = services.desk_booking.book(CCAS, "premier-accueil", paris("2026-11-24 09:00"), "Inès", "0612345678", sms=True)
    page.goto(f"/bureau/agenda/rendez-vous/{made.code.replace(' ', '')}")
    page.keyboard.press("Enter")  # Déplacer
    expect(page.locator(":focus")).to_have_accessible_name(
        "9 h, Lundi 23 novembre 2026, CCAS, bureau 1 (démonstration), libre")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Votre rendez-vous a changé")).to_be_visible()
    assert booked(services) == [("Inès", "24 09:00")]
    page.keyboard.press("Enter")

    expect(page.get_by_role("status").filter(has_text="Déplacé")).to_be_visible()
    assert booked(services, MONDAY) == [("Inès", "23 09:30")]


def test_an_appointment_is_moved_by_the_mouse_after_the_same_question(page, services):
    services.desk_booking.book(CCAS, "premier-accueil", paris("2026-11-24 09:00"), "Inès")
    page.goto(f"/bureau/agenda?agenda={CCAS}&jour={TUESDAY}")
    page.locator("[data-move]").drag_to(page.get_by_role("link", name="10 h 30, Mardi 24"))
    expect(page.get_by_role("heading", name="Déplacer Inès ?")).to_be_visible()
    page.get_by_role("button", name="Déplacer").click()

    expect(page.get_by_role("status").filter(has_text="Déplacé")).to_be_visible()
    assert booked(services) == [("Inès", "24 10:30")]


def test_one_key_in_the_list_of_the_day_says_that_somebody_arrived_then_was_seen(page, services):
    with services.new_uow() as uow:
        uow.planning.add_opening(Opening(CCAS, ("premier-accueil",), date(2026, 11, 21), time(8), time(18)))
        uow.commit()
    for hour, prenom in ((11, "Inès"), (12, "Ali")):
        services.desk_booking.book(CCAS, "premier-accueil", paris("2026-11-21 00:00") + timedelta(hours=hour), prenom)
    page.goto("/bureau")
    page.get_by_role("button", name="Arrivé : Inès").focus()
    page.keyboard.press("a")
    expect(page.get_by_text("arrivé à 10 h")).to_be_visible()
    expect(page.locator(":focus")).to_have_accessible_name("Vu : Inès, 11 h")
    page.keyboard.press("v")
    expect(page.get_by_role("row", name="Inès").get_by_text("vu", exact=True)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator(":focus")).to_have_accessible_name("Arrivé : Ali, 12 h")


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_sticks_out(page, services, width):
    made = services.desk_booking.book(CCAS, "premier-accueil", paris("2026-11-24 09:00"), "Inès", "0612345678", sms=True)
    card = f"/bureau/agenda/rendez-vous/{made.code.replace(' ', '')}"
    page.set_viewport_size({"width": width, "height": 900})
    for path in (f"/bureau?jour={TUESDAY}", f"/bureau/feuille?jour={TUESDAY}", f"/bureau/agenda?jour={TUESDAY}",
                 f"/bureau/agenda?vue=jour&jour={TUESDAY}&deplacer={made.code.replace(' ', '')}",
                 f"/bureau/agenda/reserver?heure={CCAS}_202611240900", card, f"{card}/annuler",
                 f"{card}/deplacer?heure={CCAS}_202611240900", "/bureau/agenda/attente", "/bureau/agenda/reglages",
                 f"/bureau/agenda/reglages/{CCAS}"):
        page.goto(path)
        for closed in page.locator("summary").all():
            closed.click()
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
