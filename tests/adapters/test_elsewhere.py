"""What is kept of the appointments of others, on SQLite and on PostgreSQL."""
from dataclasses import replace
from datetime import datetime, timedelta, timezone

import pytest
from sqlalchemy import select

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.elsewhere import KeptToken, SqlElsewhere
from bot.adapters.database.tables import access_tokens, elsewhere_appointments
from bot.domain.appointment import State
from bot.domain.elsewhere import PROVIDER, ElsewhereAppointment, ElsewhereEvent

NOW = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)
START = datetime(2026, 11, 24, 13, tzinfo=timezone.utc)
CREATED = ElsewhereEvent(PROVIDER, "4521", START, NOW, {"77": State.PREVU}, 259, "budget", "CCAS")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@pytest.fixture
def elsewhere(engine):
    with engine.connect() as connection, connection.begin():
        made = SqlElsewhere(connection, Cipher(new_key()))
        made.remember_usager(PROVIDER, "77", "c1", NOW)
        yield made


def later(event: ElsewhereEvent, minutes: int = 1, **changes: object) -> ElsewhereEvent:
    return replace(event, at=event.at + minutes * MINUTE, **changes)


def state_in(elsewhere, conversation="c1", now=NOW):
    return [(one.external_id, one.nom, one.lieu, one.start) for one in elsewhere.coming(conversation, now)]


KEPT = [("4521/77", "Rendez-vous au CCAS", "CCAS", START)]


def test_an_appointment_of_somebody_we_sent_is_kept(elsewhere):
    elsewhere.keep(CREATED, "Rendez-vous au CCAS")

    assert elsewhere.coming("c1", NOW) == [
        ElsewhereAppointment(PROVIDER, "4521/77", "c1", "Rendez-vous au CCAS", "CCAS", START, State.PREVU)]
    assert elsewhere.coming("c2", NOW) == elsewhere.coming("c1", START) == []


def test_nothing_is_kept_of_the_others(elsewhere):
    elsewhere.keep(replace(CREATED, usagers={"1": State.PREVU, "770": State.PREVU}), "Rendez-vous au CCAS")
    elsewhere.keep(replace(CREATED, provider="autre"), "Rendez-vous au CCAS")
    elsewhere.keep(replace(CREATED, usagers={}), "Rendez-vous au CCAS")

    assert elsewhere._connection.execute(select(elsewhere_appointments)).all() == []


def test_what_changes_is_changed(elsewhere):
    elsewhere.keep(CREATED, "Ancien nom")
    elsewhere.keep(later(CREATED, start=START + DAY, lieu="Maison"), "Nouveau nom")

    assert state_in(elsewhere) == [("4521/77", "Nouveau nom", "Maison", START + DAY)]


@pytest.mark.parametrize("state", [State.VU, State.EXCUSE, State.ANNULE, State.ABSENT])
def test_only_what_is_to_come_is_listed(elsewhere, state):
    elsewhere.keep(CREATED, "Rendez-vous au CCAS")
    elsewhere.keep(later(CREATED, usagers={"77": state}), "Rendez-vous au CCAS")

    assert state_in(elsewhere) == []
    elsewhere.keep(later(CREATED, 2), "Rendez-vous au CCAS")
    assert state_in(elsewhere) == KEPT


def test_news_that_come_late_or_twice_change_nothing(elsewhere):
    cancelled = later(CREATED, 2, usagers={"77": State.ANNULE})
    for event in (cancelled, CREATED, cancelled, later(CREATED, 1, start=START + DAY)):
        elsewhere.keep(event, "Rendez-vous au CCAS")

    assert state_in(elsewhere) == []
    assert elsewhere._connection.execute(select(elsewhere_appointments.c.starts_at)).scalars().all() == [START]


@pytest.mark.parametrize("before", [[CREATED], []])
def test_what_was_removed_stays_so_and_says_nothing(elsewhere, before):
    for event in (*before, later(CREATED, 2, is_removed=True), later(CREATED, 1), CREATED):
        elsewhere.keep(event, "Rendez-vous au CCAS")

    rows = elsewhere._connection.execute(select(elsewhere_appointments)).all()
    assert [(row.state, row.nom, row.lieu) for row in rows] == [("annule", "", None)]


def test_each_person_of_a_workshop_has_their_own(elsewhere):
    elsewhere.remember_usager(PROVIDER, "78", "c2", NOW)
    elsewhere.keep(replace(CREATED, usagers={"77": State.PREVU, "78": State.EXCUSE, "79": State.PREVU}), "Atelier")

    assert [row[0] for row in state_in(elsewhere)] == ["4521/77"]
    assert state_in(elsewhere, "c2") == []


def test_who_no_longer_takes_part_has_it_no_more(elsewhere):
    elsewhere.remember_usager(PROVIDER, "78", "c2", NOW)
    elsewhere.keep(replace(CREATED, usagers={"77": State.PREVU, "78": State.PREVU}), "Atelier")
    elsewhere.keep(replace(CREATED, external_id="45", usagers={"77": State.PREVU}), "Autre")
    elsewhere.keep(later(CREATED, usagers={"78": State.PREVU}), "Atelier")

    assert [row[0] for row in state_in(elsewhere)] == ["45/77"]
    assert [row[0] for row in state_in(elsewhere, "c2")] == ["4521/78"]


def test_older_news_take_nobody_away(elsewhere):
    elsewhere.keep(later(CREATED), "Rendez-vous au CCAS")
    elsewhere.keep(replace(CREATED, usagers={}), "Rendez-vous au CCAS")

    assert state_in(elsewhere) == KEPT


def test_the_soonest_comes_first(elsewhere):
    for number, days in (("1", 3), ("2", 1), ("3", 2)):
        elsewhere.keep(replace(CREATED, external_id=number, start=START + days * DAY), "Rendez-vous")

    assert [row[0] for row in state_in(elsewhere)] == ["2/77", "3/77", "1/77"]


def test_a_person_who_comes_back_elsewhere_belongs_there(elsewhere):
    elsewhere.remember_usager(PROVIDER, "77", "c2", NOW)

    assert (elsewhere.usagers(PROVIDER, "c1"), elsewhere.usagers(PROVIDER, "c2")) == ([], ["77"])


def test_a_conversation_is_forgotten_with_its_people(elsewhere):
    elsewhere.keep(CREATED, "Rendez-vous au CCAS")
    elsewhere.erase("c2")
    assert state_in(elsewhere) == KEPT

    elsewhere.erase("c1")
    elsewhere.keep(later(CREATED), "Rendez-vous au CCAS")
    assert (elsewhere.usagers(PROVIDER, "c1"), state_in(elsewhere)) == ([], [])


def test_what_is_past_is_forgotten_and_people_with_it(elsewhere):
    elsewhere.remember_usager(PROVIDER, "78", "c2", NOW)
    elsewhere.keep(CREATED, "Rendez-vous au CCAS")

    assert elsewhere.erase_before(START) == 0
    assert (elsewhere.usagers(PROVIDER, "c1"), elsewhere.usagers(PROVIDER, "c2")) == (["77"], [])
    assert elsewhere.erase_before(START + MINUTE) == 1
    assert elsewhere.usagers(PROVIDER, "c1") == []


def test_people_newly_sent_are_not_forgotten(elsewhere):
    elsewhere.erase_before(NOW)

    assert elsewhere.usagers(PROVIDER, "c1") == ["77"]


def test_the_access_is_kept_unreadable(engine):
    token = KeptToken(engine, Cipher(new_key()), SetClock("2026-11-21T10:00"), PROVIDER)
    assert token.get() is None

    token.keep("premier")
    with token.refreshing() as held:
        assert held.get() == "premier"
        held.keep("second")

    assert token.get() == "second"
    with engine.connect() as connection:
        assert "second" not in connection.execute(select(access_tokens.c.token_encrypted)).scalar_one()
