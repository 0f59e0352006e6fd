"""What a reception desk does with its time and its appointments, on SQLite and PostgreSQL."""
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import wire
from bot.domain.agenda import Absence, Opening
from bot.domain.appointment import Appointment, Contact, Session, State
from bot.domain.errors import CreneauTaken, PlanningRefused
from bot.domain.french import NBSP
from bot.domain.motif import Engine, Reservation
from bot.domain.notice import Kind
from bot.services.creneaux import free
from tests.builders import make_motif, paris
from tests.conftest import NOW

CCAS, MOTIF, CODE, SMS = "demo-ccas-1", "premier-accueil", "KLP 274", Contact("sms", "+33612345678")
TUESDAY, WEDNESDAY = date(2026, 12, 1), date(2026, 12, 2)  # CCAS receives on Tuesdays, not on Wednesdays
ELSEWHERE = Reservation(Engine.LIEN, lien="https://rdv.anct.gouv.fr/x")


@pytest.fixture
def town(knowledge):
    """The real motifs, one for groups and one that is booked elsewhere."""
    return replace(knowledge, motifs={
        **knowledge.motifs, "atelier-cv": make_motif(slug="atelier-cv", nom="Atelier CV", is_collectif=True),
        "ailleurs": make_motif(slug="ailleurs", reservation=ELSEWHERE)})


@pytest.fixture
def at(services, new_uow, town):
    """The services at a given hour, over the demonstration agendas."""
    return lambda now: wire(town, new_uow, index=None, clock=SetClock(now))


@pytest.fixture
def desk(at):
    return at(NOW).desk_planning


@pytest.fixture
def expect(new_uow):
    """Somebody is expected; the code."""
    def add(start: str, code: str = CODE, **changes) -> str:
        begins = paris(start)
        appointment = Appointment(**{
            "code": code, "motif": MOTIF, "agenda": CCAS, "start": begins, "end": begins + timedelta(minutes=30),
            "state": State.PREVU, "prenom": "Inès", "telephone": "0612345678", "conversation": "c" * 32, "contact": SMS,
            **changes})
        with new_uow() as uow:
            uow.appointments.add(appointment, appointment.end, None, paris("2026-11-20 10:00"))
            uow.commit()
        return code
    return add


def opening(**changes) -> Opening:
    return Opening(**{"agenda": CCAS, "motifs": (MOTIF,), "first_day": WEDNESDAY, "starts": time(9), "ends": time(12),
                      **changes})


def absence(**changes) -> Absence:
    return Absence(**{"agenda": CCAS, "first_day": TUESDAY, "last_day": TUESDAY, "starts": time(9), "ends": time(12),
                      **changes})


def workshop(start: str = "2026-12-01 09:00", end: str = "2026-12-01 11:00", **changes) -> Session:
    return Session(**{"id": 0, "agenda": CCAS, "motif": "atelier-cv", "start": paris(start), "end": paris(end), "places": 2,
                      **changes})


def plain(*said: str) -> str:
    return "\n".join(said).replace(NBSP, " ")


def refusal(act, *arguments) -> str:
    with pytest.raises(PlanningRefused) as refused:
        act(*arguments)
    return plain(str(refused.value))


def queued(new_uow) -> list[Kind]:
    """Of which kinds are the messages that leave at once."""
    with new_uow() as uow:
        found = []
        while one := uow.outbox.claim(paris(NOW), tuple(Kind), ["web", "sms", "telegram"]):
            found.append(one.kind)
    return found


def free_hours(services, motif: str = MOTIF, on: date = TUESDAY) -> list[str]:
    with services.new_uow() as uow:
        found = free(uow, services.knowledge.motifs[motif], services.clock.now())
    return [one.start.strftime("%H:%M") for one in found if one.start.date() == on]


def test_a_new_agenda_receives_once_it_has_an_opening(desk, services):
    desk.add_agenda("lodeve", " Permanence de  Lodève ")
    added = desk.add_opening(opening(agenda="lodeve"))

    assert (added.warnings, added.number is not None) == ((), True)
    assert "Permanence de Lodève (lodeve)" in desk.describe("lodeve")
    assert free_hours(services, on=WEDNESDAY) != []


@pytest.mark.parametrize(("slug", "nom", "said"), [
    ("Lodève 1", "Lodève", "minuscules sans accent"), ("", "Lodève", "ne convient pas"), ("a" * 65, "Lodève", "64 signes"),
    ("../x", "Lodève", "ne convient pas"), ("lodeve", " \u200b ", "Le nom de l'agenda manque"),
    ("lodeve", "L" * 129, "trop long"), (CCAS, "Encore", "existe déjà"),
])
def test_an_agenda_badly_named_is_refused(desk, slug, nom, said):
    assert said in refusal(desk.add_agenda, slug, nom)


def test_an_agenda_where_somebody_is_expected_is_not_closed_and_nothing_is_lost(desk, expect, services):
    expect("2026-11-24 09:00")
    expect("2026-12-01 09:30", "KLP 273")
    desk.add_session(workshop("2026-12-01 14:00", "2026-12-01 16:00"))

    said = refusal(desk.close_agenda, CCAS)

    assert "2 rendez-vous et 1 atelier, le premier mardi 24 novembre à 9 h, le dernier mardi 1er décembre à 14 h" in said
    assert "déplacez-les ou annulez-les" in said
    assert "fermé" not in desk.describe(CCAS)
    assert services.appointment_book.get(CODE).state is State.PREVU
    assert free_hours(services) != []


def test_an_agenda_where_nobody_is_expected_any_more_is_closed_and_keeps_its_past(desk, expect, services):
    expect("2026-11-20 09:00")
    desk.cancel(expect("2026-12-01 09:00", "KLP 273"))

    desk.close_agenda(CCAS)

    assert "fermé" in desk.describe(CCAS)
    assert free_hours(services) == []
    assert services.appointment_book.get(CODE).state is State.PREVU
    assert "est fermé" in refusal(desk.close_agenda, CCAS)
    assert "est fermé" in refusal(desk.add_opening, opening())


@pytest.mark.parametrize(("wrong", "said"), [
    ({"agenda": "nulle-part"}, "n'existe pas : choisissez parmi demo-ccas-1"),
    ({"starts": time(12), "ends": time(9)}, "finit (9 h) avant de commencer (12 h)"),
    ({"ends": time(9)}, "donnez une heure de fin après"),
    ({"motifs": ()}, "pas de motif"),
    ({"motifs": ("danse",)}, "Le motif « danse » n'existe pas : choisissez parmi aide-numerique"),
    ({"motifs": (MOTIF, "atelier-cv")}, "ajoutez un atelier"),
    ({"motifs": ("ailleurs",)}, "RDV Service Public"),
    ({"recurrence": "chaque mardi"}, "n'est pas lisible"),
    ({"recurrence": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31"}, "« le 31 février »"),
    ({"recurrence": "FREQ=HOURLY"}, "pas plus d'une fois par jour"),
    ({"recurrence": "FREQ=WEEKLY;UNTIL=20261101"}, "La date de fin (1er novembre 2026) est avant le premier jour"),
    ({"first_day": date(2046, 1, 1)}, "dans plus de dix ans"),
])
def test_an_opening_that_cannot_be_is_refused_and_not_written(desk, new_uow, wrong, said):
    with new_uow() as uow:
        before = uow.planning.openings(CCAS)

    assert said in refusal(desk.add_opening, opening(**wrong))
    with new_uow() as uow:
        assert uow.planning.openings(CCAS) == before


@pytest.mark.parametrize(("right", "warned"), [
    ({}, []),
    ({"recurrence": "FREQ=WEEKLY;BYDAY=WE;UNTIL=20270630"}, []),
    ({"recurrence": "FREQ=WEEKLY;BYDAY=WE"}, ["revient sans fin"]),
    ({"first_day": date(2026, 11, 18), "recurrence": "FREQ=WEEKLY;COUNT=9"}, ["Le premier jour, le mercredi 18 novembre"]),
    ({"first_day": date(2026, 11, 18)}, ["est passé", "n'ouvre aucun jour"]),
    ({"first_day": date(2027, 7, 14)}, ["Le mercredi 14 juillet 2027 est férié"]),
    ({"ends": time(9, 20)}, ["« Premier accueil au CCAS » dure 30 minutes : aucun rendez-vous ne tient"]),
    ({"first_day": TUESDAY, "starts": time(11)},
     ["(chaque lundi, mardi, jeudi et vendredi, de 9 h à 12 h), la première fois mardi 1er décembre à 11 h"]),
    ({"first_day": TUESDAY, "starts": time(12), "ends": time(14)}, []),
])
def test_what_is_odd_in_an_opening_is_said_and_it_is_written_all_the_same(desk, new_uow, right, warned):
    added = desk.add_opening(opening(**right))

    assert len(added.warnings) == len(warned)
    assert all(words in plain(warning) for words, warning in zip(warned, added.warnings))
    with new_uow() as uow:
        assert added.number in [one.id for one in uow.planning.openings(CCAS)]


def test_openings_that_overlap_offer_each_hour_once(desk, services):
    before = free_hours(services)

    desk.add_opening(opening(first_day=TUESDAY, starts=time(11)))

    assert free_hours(services) == before


def test_removing_an_opening_keeps_the_appointments_taken_in_it(desk, expect, services):
    number = desk.add_opening(opening(recurrence="FREQ=WEEKLY;COUNT=20")).number
    expect("2026-12-02 09:00")
    expect("2026-12-01 09:00", "KLP 273")

    removed = desk.remove_opening(number)

    assert "Rendez-vous qui y restent : 1" in removed.said
    assert plain(*removed.warnings) == "Ce rendez-vous reste : KLP 274, mercredi 2 décembre à 9 h, Premier accueil au CCAS."
    assert services.appointment_book.get(CODE).state is State.PREVU
    assert "Aucune plage" in refusal(desk.remove_opening, number)


def test_a_day_is_taken_out_of_an_opening_that_comes_back(desk, expect, services):
    number = desk.add_opening(opening(motifs=("aide-numerique",), recurrence="FREQ=WEEKLY;COUNT=20",
                                      starts=time(7), ends=time(8))).number
    expect("2026-12-02 07:00", motif="aide-numerique")

    excepted = desk.except_day(number, WEDNESDAY)

    assert "KLP 274" in plain(*excepted.warnings)
    assert "sauf le 2 décembre 2026" in desk.describe(CCAS)
    assert free_hours(services, "aide-numerique", WEDNESDAY + timedelta(days=7))[0] == "06:00"
    assert "n'ouvre pas le mercredi 2 décembre" in refusal(desk.except_day, number, WEDNESDAY)


@pytest.mark.parametrize(("day", "said"), [(TUESDAY, "n'ouvre pas le mardi"), (date(2026, 11, 18), "est passé")])
def test_a_day_that_does_not_open_cannot_be_taken_out(desk, day, said):
    number = desk.add_opening(opening(recurrence="FREQ=WEEKLY;COUNT=20")).number

    assert said in refusal(desk.except_day, number, day)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"agenda": "nulle-part"}, "n'existe pas"),
    ({"starts": time(12), "ends": time(9)}, "finit (9 h) avant de commencer (12 h)"),
    ({"last_day": date(2026, 11, 30)}, "finit (30 novembre 2026) avant de commencer (1er décembre 2026)"),
    ({"last_day": WEDNESDAY, "recurrence": "FREQ=WEEKLY"}, "tient dans un seul jour"),
    ({"recurrence": "FREQ=MINUTELY"}, "pas plus d'une fois par jour"),
    ({"last_day": date(2046, 1, 1)}, "dans plus de dix ans"),
    ({"titre": "x" * 129}, "trop long"),
])
def test_an_absence_that_cannot_be_is_refused(desk, wrong, said):
    assert said in refusal(desk.add_absence, absence(**wrong))


def test_an_absence_cancels_nobody_and_says_who_is_expected_without_their_name(desk, expect, services):
    expect("2026-12-01 09:00")
    expect("2026-12-01 14:00", "KLP 273")
    expect("2026-12-04 09:00", "KLP 276")

    added = desk.add_absence(absence(last_day=date(2026, 12, 3), starts=time(9, 15)))

    assert ["KLP 274" in one for one in added.warnings] == [True, False]
    assert plain(added.warnings[1]) == ("Rien n'est annulé : KLP 273, mardi 1er décembre à 14 h, Premier accueil au CCAS. "
                                        "Déplacez ou annulez ce rendez-vous.")
    assert "Inès" not in plain(*added.warnings)
    assert services.appointment_book.get(CODE).state is State.PREVU


def test_an_absence_that_comes_back_closes_each_time_and_its_removal_opens_again(desk, expect, services):
    expect("2026-12-08 09:00")
    before = free_hours(services)

    added = desk.add_absence(absence(recurrence="FREQ=WEEKLY;COUNT=3", titre="réunion"))

    assert "chaque mardi, 3 fois, à partir du 1er décembre 2026, de 9 h à 12 h : réunion" in plain(desk.describe(CCAS))
    assert ["KLP 274" in one for one in added.warnings] == [True]
    assert "08:00" not in free_hours(services)
    desk.remove_absence(added.number)
    assert free_hours(services) == before
    assert "Aucune absence" in refusal(desk.remove_absence, added.number)


def test_an_absence_in_the_past_is_noted_with_a_word(desk):
    past = absence(first_day=date(2026, 11, 17), last_day=date(2026, 11, 17))

    assert "est passée" in plain(*desk.add_absence(past).warnings)


def test_an_absence_during_a_workshop_says_so(desk):
    desk.add_session(workshop())

    assert "Rien n'est annulé : atelier n° " in plain(*desk.add_absence(absence()).warnings)


def test_a_workshop_outlives_its_motif(desk, services, new_uow):
    number = desk.add_session(workshop(titre="Mon CV")).number
    without = wire(replace(services.knowledge, motifs={}), new_uow, index=None, clock=SetClock(NOW)).desk_planning

    assert f"n° {number}, mardi 1er décembre à 9 h, Mon CV, Rendez-vous (0 inscrit sur 2)" in plain(without.describe(CCAS))
    assert "1 atelier" in refusal(without.close_agenda, CCAS)
    assert "Rien n'est annulé : atelier n° " in plain(*without.add_absence(absence()).warnings)


@pytest.mark.parametrize(("wrong", "said"), [
    ({"agenda": "nulle-part"}, "n'existe pas"), ({"motif": MOTIF}, "seul à seul"), ({"motif": "danse"}, "n'existe pas"),
    ({"places": 0}, "de 1 à 500"), ({"places": 501}, "de 1 à 500"), ({"end": paris("2026-12-01 08:00")}, "finir après"),
    ({"end": paris("2026-12-02 10:00")}, "le même jour"),
    ({"start": paris("2026-11-20 09:00"), "end": paris("2026-11-20 10:00")}, "déjà passé"),
])
def test_a_workshop_that_cannot_be_is_refused(desk, wrong, said):
    assert said in refusal(desk.add_session, replace(workshop(), **wrong))


def test_a_workshop_and_an_appointment_cannot_have_the_same_time(desk, expect):
    expect("2026-12-01 10:30")

    assert "est déjà pris mardi 1er décembre à 9 h (9 h – 11 h)" in refusal(desk.add_session, workshop())
    assert "Ateliers à venir\n  (rien)" in desk.describe(CCAS)
    desk.add_session(workshop(end="2026-12-01 10:30"))
    with pytest.raises(CreneauTaken):
        expect("2026-12-01 09:30", "KLP 273")


@pytest.mark.parametrize(("start", "end", "warned"), [
    ("2026-12-01 09:00", "2026-12-01 11:00", []),
    ("2026-12-02 09:00", "2026-12-02 11:00", ["en dehors des plages"]),
    ("2026-12-25 09:00", "2026-12-25 11:00", ["Le vendredi 25 décembre 2026 est férié"]),
    ("2026-12-03 09:00", "2026-12-03 11:00", ["Une absence est notée"]),
])
def test_what_is_odd_in_a_workshop_is_said(desk, start, end, warned):
    desk.add_absence(absence(first_day=date(2026, 12, 3), last_day=date(2026, 12, 3)))

    warnings = desk.add_session(workshop(start, end)).warnings

    assert len(warnings) == len(warned)
    assert all(words in plain(warning) for words, warning in zip(warned, warnings))


def test_a_day_off_from_midnight_to_midnight_is_no_public_holiday(desk):
    desk.add_absence(absence(last_day=WEDNESDAY, starts=time(0), ends=time(0)))

    warnings = plain(*desk.add_session(workshop()).warnings)

    assert "Une absence est notée" in warnings
    assert "férié" not in warnings


def test_cancelling_a_workshop_cancels_and_tells_everyone_who_joined(desk, expect, services, new_uow):
    number = desk.add_session(workshop()).number
    expect("2026-12-01 09:00", session=number, motif="atelier-cv")
    expect("2026-12-01 09:00", "KLP 273", session=number, motif="atelier-cv", contact=None)

    cancelled = desk.cancel_session(number)

    assert [services.appointment_book.get(code).state for code in (CODE, "KLP 273")] == [State.ANNULE] * 2
    assert queued(new_uow) == [Kind.ANNULATION]
    assert plain(*cancelled.warnings) == "Aucun message ne peut leur être envoyé, appelez : KLP 273 (06 12 34 56 78)."
    assert "Aucun atelier à venir" in refusal(desk.cancel_session, number)
    desk.add_session(workshop())


def test_a_workshop_that_nobody_knows_or_that_has_begun_is_not_cancelled(desk, at):
    number = desk.add_session(workshop()).number

    assert "Aucun atelier à venir" in refusal(desk.cancel_session, number + 1)
    assert "Aucun atelier à venir" in refusal(at("2026-12-01T09:30").desk_planning.cancel_session, number)


def test_cancelling_frees_the_time_and_tells_the_person(desk, expect, services, new_uow):
    desk.cancel(expect("2026-12-01 09:00").lower().replace(" ", ""))

    assert services.appointment_book.get(CODE).state is State.ANNULE
    assert queued(new_uow) == [Kind.ANNULATION]
    assert "noté « annulé »" in refusal(desk.cancel, CODE)
    expect("2026-12-01 09:00", "KLP 273")


@pytest.mark.parametrize(("act", "arguments"), [
    ("cancel", ()), ("move", (paris("2026-12-01 09:00"),)), ("set_state", ("vu",))])
@pytest.mark.parametrize("code", ["KLP 273", "", "n'importe quoi"])
def test_a_code_that_nobody_has_is_said(desk, code, act, arguments):
    assert "trois lettres et trois chiffres" in refusal(getattr(desk, act), code, *arguments)


def test_moving_keeps_the_code_and_tells_the_person(desk, expect, services, new_uow):
    expect("2026-11-24 09:00")

    moved = desk.move(CODE, paris("2026-12-01 09:30"))

    assert "KLP 274, mardi 1er décembre à 9 h 30" in plain(moved.said)
    assert services.appointment_book.get(CODE).start == paris("2026-12-01 09:30")
    assert queued(new_uow) == [Kind.CHANGE]


def test_who_cannot_be_written_to_is_to_be_called(desk, expect):
    expect("2026-11-24 09:00", contact=None)

    assert "appelez : KLP 274 (06 12 34 56 78)" in plain(*desk.move(CODE, paris("2026-12-01 09:30")).warnings)


@pytest.mark.parametrize(("when", "said"), [
    ("2026-12-01 09:10", "mardi 1er décembre à 9 h, mardi 1er décembre à 9 h 30 et mardi 1er décembre à 10 h."),
    ("2026-11-20 09:00", "déjà passée (vendredi 20 novembre à 9 h)"),
    ("2027-06-01 09:00", "jeudi 20 mai"),
    ("2026-12-25 09:00", "n'est pas libre (vendredi 25 décembre à 9 h)"),
    ("2026-11-24 09:00", "est déjà mardi 24 novembre à 9 h"),
])
def test_moving_to_a_time_that_is_not_free_changes_nothing_and_says_the_nearest(desk, expect, services, when, said):
    expect("2026-11-24 09:00")

    assert said in refusal(desk.move, CODE, paris(when))
    assert services.appointment_book.get(CODE).start == paris("2026-11-24 09:00")


def test_the_desk_is_not_held_by_the_delays_of_the_motif(desk, expect, services, new_uow):
    expect("2026-11-24 09:00")
    with new_uow() as uow:
        uow.planning.add_opening(opening(first_day=date(2026, 11, 21), starts=time(14), ends=time(15)))
        uow.commit()

    desk.move(CODE, paris("2026-11-21 14:30"))

    assert services.appointment_book.get(CODE).start == paris("2026-11-21 14:30")


def test_an_appointment_may_be_moved_onto_part_of_its_own_time(desk, expect, services):
    expect("2026-11-24 09:00", motif="point-conseil-budget", end=paris("2026-11-24 10:00"))

    desk.move(CODE, paris("2026-11-24 09:30"))

    assert services.appointment_book.get(CODE).start == paris("2026-11-24 09:30")


def test_what_is_cancelled_or_whose_motif_is_gone_is_not_moved(desk, expect):
    expect("2026-11-24 09:00", motif="supprime")

    assert "Le motif « supprime » n'existe pas" in refusal(desk.move, CODE, paris("2026-12-01 09:30"))
    desk.cancel(CODE)
    assert "noté « annulé »" in refusal(desk.move, CODE, paris("2026-12-01 09:30"))


def test_a_state_is_noted_on_the_day_and_can_be_corrected(at, desk, expect, services):
    expect("2026-11-24 09:00")
    assert "Notez-le ce jour-là" in refusal(desk.set_state, CODE, "absent")
    that_day = at("2026-11-24T09:20").desk_planning

    for state in ("absent", "vu", "prevu", "vu"):
        that_day.set_state(CODE, state)
        assert services.appointment_book.get(CODE).state.value == state
    assert "il n'y a rien à changer" in refusal(that_day.set_state, CODE, "vu")
    assert "notez-le d'abord « prévu »" in refusal(that_day.cancel, CODE)


@pytest.mark.parametrize("state", ["annule", "excuse", "parti"])
def test_a_state_that_the_desk_does_not_note_is_refused(desk, expect, state):
    assert "écrivez vu, absent ou prevu" in refusal(desk.set_state, expect("2026-11-20 09:00"), state)


def test_what_was_cancelled_stays_so(desk, expect):
    desk.cancel(expect("2026-11-24 09:00"))

    assert "Reprenez un rendez-vous" in refusal(desk.set_state, CODE, "prevu")


def test_a_motif_that_lasts_longer_than_before_changes_no_appointment_taken(expect, services, new_uow, town):
    expect("2026-11-24 09:00")
    longer = replace(town, motifs={**town.motifs, MOTIF: replace(town.motifs[MOTIF], duree=timedelta(hours=1))})
    changed = wire(longer, new_uow, index=None, clock=SetClock(NOW))

    assert "KLP 274, mardi 24 novembre à 9 h" in plain(changed.desk_planning.describe(CCAS))
    assert changed.appointment_book.get(CODE).end == paris("2026-11-24 09:30")
    changed.desk_planning.move(CODE, paris("2026-12-01 09:00"))
    assert changed.appointment_book.get(CODE).end == paris("2026-12-01 10:00")


def test_an_agenda_is_described_with_the_numbers_by_which_it_can_be_changed(desk, expect):
    desk.add_agenda("lodeve", "Lodève")
    plage = desk.add_opening(opening(agenda="lodeve", recurrence="FREQ=WEEKLY;UNTIL=20270630")).number
    away = desk.add_absence(absence(agenda="lodeve", last_day=WEDNESDAY, starts=time(0), ends=time(23, 59),
                                    titre="formation\x1b[2J")).number
    atelier = desk.add_session(workshop(agenda="lodeve", titre="Mon CV")).number
    expect("2026-12-09 09:00", agenda="lodeve")

    assert plain(desk.describe("lodeve")) == f"""\
Lodève (lodeve)

Plages d'ouverture
  n° {plage}, chaque mercredi, jusqu'au 30 juin 2027, de 9 h à 12 h, à partir du 2 décembre 2026 : Premier accueil au CCAS

Absences
  n° {away}, du mardi 1er décembre 2026 au mercredi 2 décembre 2026 : formation[2J

Ateliers à venir
  n° {atelier}, mardi 1er décembre à 9 h, Mon CV, Atelier CV (0 inscrit sur 2)

Rendez-vous à venir
  KLP 274, mercredi 9 décembre à 9 h, Premier accueil au CCAS"""


def test_an_agenda_that_does_not_exist_is_not_described(desk):
    assert "choisissez parmi demo-ccas-1" in refusal(desk.describe, "nulle-part")


def test_the_calendar_of_an_agenda_has_a_secret_address(desk, new_uow):
    path = desk.calendar_path(CCAS)

    with new_uow() as uow:
        assert uow.planning.fed_by(path.removeprefix("/agenda/").removesuffix(".ics")).slug == CCAS
    assert "n'existe pas" in refusal(desk.calendar_path, "nulle-part")
