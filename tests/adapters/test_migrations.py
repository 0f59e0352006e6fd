"""A database of an older version keeps what people did."""
import re
from datetime import date, time

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.database import engine as database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.domain.agenda import Absence, Opening
from bot.domain.appointment import Appointment, State, new_code
from bot.domain.availability import minutes
from bot.domain.errors import CreneauTaken
from tests.builders import paris

NINE, HALF_PAST = paris("2026-11-23 09:00"), paris("2026-11-23 09:30")
BEFORE_0003 = (
    "INSERT INTO agendas (id, slug, nom, demo) VALUES (7, 'guichet', 'Guichet', false)",
    "INSERT INTO openings (id, agenda_id, motifs, first_day, starts, ends, recurrence) VALUES "
    "(3, 7, '[\"entretien\", \"accueil\"]', '2026-01-05', '09:00:00', '12:00:00', 'FREQ=WEEKLY;BYDAY=MO')",
    "INSERT INTO absences (id, agenda_id, starts_at, ends_at) VALUES "
    "(2, 7, '2026-11-30 08:00:00+00:00', '2026-11-30 11:00:00+00:00')",
    "INSERT INTO appointments (id, code, agenda_id, motif, starts_at, ends_at, state, created_at) VALUES "
    "(5, 'KLP 274', 7, 'entretien', '2026-11-23 08:00:00+00:00', '2026-11-23 08:30:00+00:00', 'prevu', "
    "'2026-11-20 08:00:00+00:00')",
    "INSERT INTO appointment_history (id, appointment_id, at, state) VALUES (4, 5, '2026-11-20 08:00:00+00:00', 'prevu')",
    *(f"INSERT INTO taken_cells (agenda_id, cell, appointment_id) VALUES (7, '2026-11-23 08:{minute:02}:00+00:00', 5)"
      for minute in range(0, 30, 5)),
)

BEFORE_0005 = (
    "INSERT INTO conversations (id, channel, address_hash, updated_at) VALUES "
    "('c', 'web', 'h', '2026-11-20 08:00:00.000000')",
    *(f"INSERT INTO messages (id, conversation_id, answers_id, text, created_at) VALUES "
      f"({values}, '2026-11-20 08:00:00.000000')" for values in ("7, 'c', NULL, 'bonjour'", "9, 'c', 7, NULL")),
)


def upgrade(engine, revision: str) -> None:
    """Bring the tables to what they were at a revision."""
    config = Config()
    config.set_main_option("script_location", str(database.MIGRATIONS))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


@pytest.fixture
def older(new_engine):
    """The database as version 0.4.0 left it."""
    upgrade(new_engine, "0002")
    with new_engine.begin() as connection:
        for statement in BEFORE_0003:
            if new_engine.dialect.name == "sqlite":  # which keeps moments as text without a zone
                statement = re.sub(r"(\d\d:\d\d:\d\d)(?:\+00:00)?'", r"\1.000000'", statement)
            connection.execute(text(statement))
    return new_engine


def test_agendas_and_appointments_go_through_the_great_change(older):
    database.migrate(older)

    with SqlUnitOfWork(older, Cipher(new_key())) as uow:
        assert uow.planning.openings("guichet") == [
            Opening("guichet", ("accueil", "entretien"), date(2026, 1, 5), time(9), time(12), "FREQ=WEEKLY;BYDAY=MO", id=1)]
        assert uow.planning.absences("guichet") == [
            Absence("guichet", date(2026, 11, 30), date(2026, 11, 30), time(9), time(12), id=1)]
        assert uow.agendas.busy(["guichet"], NINE.date(), NINE.date()) == {"guichet": [(minutes(NINE), minutes(HALF_PAST))]}
        assert [(change.state, change.start) for change in uow.appointments.history("KLP 274")] == [(State.PREVU, NINE)]
        assert len(uow.planning.agenda("guichet").feed_token) == 43
        assert len(uow.appointments.get("KLP 274").uid) == 32


def test_the_last_messages_and_what_they_answer_go_through_the_change_of_channels(new_engine):
    upgrade(new_engine, "0004")
    with new_engine.begin() as connection:
        for statement in BEFORE_0005:
            connection.execute(text(statement))

    database.migrate(new_engine)

    with new_engine.begin() as connection:
        assert connection.execute(text("SELECT id, answers_id, text FROM messages ORDER BY id")).all() == [
            (7, None, "bonjour"), (9, 7, None)]
        connection.execute(text("DELETE FROM messages WHERE id = 7"))
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0


def test_what_was_taken_before_is_still_refused_after(older):
    database.migrate(older)

    with SqlUnitOfWork(older, Cipher(new_key())) as uow, pytest.raises(CreneauTaken):
        uow.appointments.add(Appointment(new_code(), "entretien", "guichet", NINE, HALF_PAST, State.PREVU, "Ali", None, "c"),
                             HALF_PAST, None, NINE)
