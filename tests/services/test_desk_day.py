"""The day of a desk, as it is printed, on SQLite and PostgreSQL."""
from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import wire
from bot.domain.agenda import Agenda
from bot.domain.answer import Answer
from bot.domain.appointment import Appointment, Contact, Session, State
from bot.domain.booking_draft import Purpose
from bot.domain.french import NBSP
from bot.domain.notice import Kind, Notice
from bot.domain.waiting import Waiting
from tests.builders import make_motif, paris
from tests.conftest import NOW

TUESDAY, SMS = date(2026, 11, 24), Contact("sms", "+33612345678")


@pytest.fixture
def town(knowledge):
    """Three motifs of the town, one of them for groups, in places with short names."""
    def at(slug, lieu):
        return {slug: replace(knowledge.motifs[slug], lieu=lieu)}
    return replace(knowledge, motifs={
        **at("premier-accueil", "Au CCAS"), **at("aide-numerique", "Au tiers-lieu"),
        "atelier-cv": make_motif(slug="atelier-cv", nom="Atelier CV", is_collectif=True, lieu="Au tiers-lieu")})


@pytest.fixture
def town_services(services, new_uow, town):
    """Over the demonstration agendas, on a Saturday morning."""
    return wire(town, new_uow, index=None, clock=SetClock(NOW))


@pytest.fixture
def sheet(town_services):
    return lambda day=TUESDAY: town_services.desk_day.sheet(day).replace(NBSP, " ")


@pytest.fixture
def expect(services, new_uow):
    """Somebody was expected; `state` is what became of it."""
    def add(start: str, code: str, prenom: str = "Inès", state: State = State.PREVU, **changes) -> None:
        begins = paris(start)
        appointment = Appointment(**{
            "code": code, "motif": "premier-accueil", "agenda": "demo-ccas-1", "start": begins,
            "end": begins + timedelta(minutes=30), "state": State.PREVU, "prenom": prenom, "telephone": "0612345678",
            "conversation": "c" * 32, "contact": SMS, "uid": code[-3:] * 10, **changes})
        with new_uow() as uow:
            uow.appointments.add(appointment, appointment.end, None, paris(NOW))
            if state is not State.PREVU:
                uow.appointments.change_state(code, state, "accueil", paris(NOW))
            uow.commit()
    return add


def test_a_day_without_anybody_says_so(sheet):
    assert sheet() == "Mardi 24 novembre 2026\n\nAucun rendez-vous"


def test_a_day_is_told_by_place_then_agenda_in_the_order_of_the_hours(sheet, expect):
    expect("2026-11-24 14:30", "KLP 274", state=State.ABSENT)
    expect("2026-11-24 09:00", "KLP 273", "Ali", for_other=True)
    expect("2026-11-24 09:30", "KLP 276", "Zoé", agenda="demo-ccas-2", telephone=None, contact=None, state=State.ANNULE)
    expect("2026-11-24 09:30", "KLP 277", "Léo", motif="aide-numerique", agenda="demo-numerique")
    expect("2026-11-25 09:00", "KLP 278", "Demain")

    assert sheet() == """\
Mardi 24 novembre 2026

Au CCAS – CCAS, bureau 1 (démonstration)
9 h – 9 h 30       prévu   KLP 273  Premier accueil au CCAS, Ali (pris par quelqu'un d'autre),
                                    06 12 34 56 78
14 h 30 – 15 h     absent  KLP 274  Premier accueil au CCAS, Inès, 06 12 34 56 78

Au CCAS – CCAS, bureau 2 (démonstration)
9 h 30 – 10 h      annulé  KLP 276  Premier accueil au CCAS, Zoé, pas de numéro

Au tiers-lieu – Tiers-lieu numérique (démonstration)
9 h 30 – 10 h      prévu   KLP 277  Aide numérique, Léo, 06 12 34 56 78"""


@pytest.mark.parametrize(("day", "first", "last"), [
    (date(2027, 3, 28), "2027-03-28 00:00", "2027-03-28 23:30"),
    (date(2026, 10, 25), "2026-10-25 00:00", "2026-10-25 23:30")])
def test_a_day_when_clocks_change_is_whole(sheet, expect, day, first, last):
    expect(first, "KLP 273")
    expect(last, "KLP 274")

    assert "0 h – 0 h 30 " in sheet(day)
    assert "23 h 30 – 0 h " in sheet(day)


def test_who_comes_in_a_group_is_under_its_session(sheet, expect, new_uow):
    with new_uow() as uow:
        number = uow.planning.add_session(Session(0, "demo-ccas-1", "atelier-cv", paris("2026-11-24 14:00"),
                                                  paris("2026-11-24 16:00"), 10, titre="Mon CV"))
        uow.commit()
    expect("2026-11-24 14:00", "KLP 273", motif="atelier-cv", session=number)

    assert sheet().endswith(f"""\
14 h – 16 h        Atelier n° {number} : Mon CV, Atelier CV, 1 inscrit sur 10
                   prévu   KLP 273  Inès, 06 12 34 56 78""")


def test_a_cancelled_session_and_those_who_had_joined_are_shown(sheet, expect, town_services, new_uow):
    with new_uow() as uow:
        number = uow.planning.add_session(Session(0, "demo-ccas-1", "atelier-cv", paris("2026-11-24 14:00"),
                                                  paris("2026-11-24 16:00"), 10))
        uow.commit()
    expect("2026-11-24 14:00", "KLP 273", motif="atelier-cv", session=number)
    town_services.desk_planning.cancel_session(number)

    assert f"Atelier n° {number}, annulé : Atelier CV, 0 inscrit sur 10" in sheet()
    assert "annulé  KLP 273" in sheet()


def test_a_session_outlives_its_motif_even_if_nobody_comes(sheet, new_uow):
    with new_uow() as uow:
        number = uow.planning.add_session(Session(0, "demo-ccas-1", "supprime", paris("2026-11-24 14:00"),
                                                  paris("2026-11-24 16:00"), 10))
        uow.commit()

    assert f"Lieu à préciser – CCAS, bureau 1 (démonstration)\n14 h – 16 h        Atelier n° {number} :" in sheet()


def test_an_appointment_outlives_its_motif_and_keeps_its_hours(sheet, expect):
    expect("2026-11-24 09:00", "KLP 273", motif="supprime")

    assert "Lieu à préciser – CCAS, bureau 1" in sheet()
    assert "9 h – 9 h 30       prévu   KLP 273  Rendez-vous, Inès" in sheet()


def test_an_appointment_outlives_a_change_of_its_motif(services, expect, new_uow, town):
    expect("2026-11-24 09:00", "KLP 273")
    longer = replace(town.motifs["premier-accueil"], duree=timedelta(hours=2))
    changed = wire(replace(town, motifs={"premier-accueil": longer}), new_uow, index=None, clock=SetClock(NOW))

    assert "9 h – 9 h 30 " in changed.desk_day.sheet(TUESDAY).replace(NBSP, " ")


def test_what_a_person_typed_cannot_break_the_page(sheet, expect):
    expect("2026-11-24 09:00", "KLP 273", "Inès\x1b[2J\n\u202e" + "très " * 60)

    assert not any(c in sheet() for c in "\x1b\u202e")
    assert [line[:36].strip() for line in sheet().splitlines()[3:]][:2] == ["9 h – 9 h 30       prévu   KLP 273", ""]
    assert max(map(len, sheet().splitlines())) <= 100


def test_the_names_of_places_and_agendas_stay_within_the_page(sheet, expect, new_uow):
    with new_uow() as uow:
        uow.planning.add_agenda(Agenda("long", "Bureau " * 18))
        uow.commit()
    expect("2026-11-24 09:00", "KLP 273", agenda="long")

    assert max(map(len, sheet().splitlines())) <= 100


def test_who_is_to_be_called_is_on_every_sheet_until_called(sheet, town_services, new_uow):
    with new_uow() as uow:
        for rank, (telephone, contact) in enumerate((("0467000000", None), (None, SMS), (None, None))):
            uow.waiting.add(Waiting(Purpose.RAPPEL, "premier-accueil", f"{rank:032}", "Zoé", telephone, contact, paris(NOW)))
        uow.commit()

    said = sheet()
    assert "Aucun rendez-vous\n\nÀ rappeler\nn° 1" in said
    assert said.count("depuis samedi 21 novembre à 10 h, Premier accueil au CCAS, Zoé, ") == 3
    assert [number in said for number in ("04 67 00 00 00", "06 12 34 56 78", "pas de numéro")] == [True] * 3
    town_services.waiting_list.called(1)
    assert "n° 1 " not in sheet()


@pytest.mark.parametrize(("becomes", "said"), [
    ("failed", "- pas envoyé (rappel)"), ("stuck", "- peut-être pas envoyé (rappel)")])
def test_a_message_that_did_not_leave_is_said_with_whom_to_call(sheet, expect, new_uow, becomes, said):
    expect("2026-11-24 09:00", "KLP 273")
    queue(new_uow, Kind.RAPPEL, f"rappel:{'273' * 10}:0", becomes)

    assert f"Messages à vérifier\n{said} : KLP 273, mardi 24 novembre à 9 h, Inès, 06 12 34 56 78" in sheet()


def test_a_message_about_what_is_past_is_no_longer_shown(sheet, expect, new_uow):
    expect("2026-11-20 09:00", "KLP 273")
    queue(new_uow, Kind.RAPPEL, f"rappel:{'273' * 10}:0", "failed")
    queue(new_uow, Kind.ATTENTE, "attente:99:1", "failed")

    assert "Messages" not in sheet()


def test_a_sheet_that_did_not_leave_is_said_that_day_without_a_name(sheet, new_uow, at):
    queue(new_uow, Kind.FEUILLE, "feuille:abc", "failed")
    assert "Messages à vérifier\n- pas envoyé (feuille du comptoir) : samedi 21 novembre à 9 h" in sheet()

    assert "feuille" not in at("2026-11-23T10:00").desk_day.sheet(TUESDAY)


def test_a_free_time_that_could_not_be_told_is_said_while_the_person_waits(sheet, new_uow):
    with new_uow() as uow:
        uow.waiting.add(Waiting(Purpose.ATTENTE, "premier-accueil", "c" * 32, "Zoé", None, SMS, paris(NOW)))
        number = uow.waiting.open(Purpose.ATTENTE)[0].id
        uow.commit()
    queue(new_uow, Kind.ATTENTE, f"attente:{number}:1", "failed")

    assert "- pas envoyé (heure libre) : Premier accueil au CCAS, Zoé, 06 12 34 56 78" in sheet()


def queue(new_uow, kind: Kind, key: str, becomes: str) -> None:
    """A message that was tried an hour ago."""
    then = paris(NOW) - timedelta(hours=1)
    with new_uow() as uow:
        uow.outbox.add(Notice(key, kind, SMS, Answer("…"), then, paris("2026-12-24 09:00")), then)
        claimed = uow.outbox.claim(then, (kind,), ["sms"])
        if becomes == "failed":
            uow.outbox.give_up(claimed.id, "unknown number", then)
        uow.commit()
