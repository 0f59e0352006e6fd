"""What the database itself guarantees, on SQLite and PostgreSQL."""
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.engine import migrate
from bot.adapters.database.tables import metadata
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.domain.answer import Answer, Choice
from bot.domain.appointment import Appointment, Creneau, State, new_code
from bot.domain.availability import moment
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import AppointmentNotFound, CreneauTaken
from bot.domain.wish import Wish
from tests.builders import paris

NOW = paris("2026-11-21 10:00")
NINE = paris("2026-11-23 09:00")
HALF_HOUR = timedelta(minutes=30)


def make_appointment(start=NINE, duration=HALF_HOUR, conversation="c" * 32) -> Appointment:
    return Appointment(new_code(), "entretien-domiciliation", "demo-ccas-1", start, start + duration, State.PREVU,
                       "Ali", "0612345678", conversation)


@pytest.fixture
def uow(engine, new_uow):
    seed_demo(engine)
    return new_uow


def add(new_uow, appointment: Appointment) -> None:
    with new_uow() as uow:
        uow.appointments.add(appointment, appointment.end, None, NOW)
        uow.commit()


def test_the_tables_are_what_the_migrations_make(engine):
    with engine.connect() as connection:
        # SQLite's own table, where it keeps the last numbers given.
        opts = {"include_name": lambda name, kind, parents: name != "sqlite_sequence"}
        assert compare_metadata(MigrationContext.configure(connection, opts=opts), metadata) == []


def test_migrating_twice_changes_nothing(engine):
    migrate(engine)


@pytest.mark.parametrize("minutes", [-25, 0, 5, 25])
def test_the_database_refuses_any_overlap(uow, minutes):
    add(uow, make_appointment())

    with pytest.raises(CreneauTaken):
        add(uow, make_appointment(NINE + timedelta(minutes=minutes)))


@pytest.mark.parametrize("minutes", [-30, 30])
def test_what_touches_does_not_overlap(uow, minutes):
    add(uow, make_appointment())

    add(uow, make_appointment(NINE + timedelta(minutes=minutes)))


def test_of_twenty_people_on_the_last_creneau_exactly_one_gets_it(uow):
    def attempt(number: int) -> bool:
        try:
            add(uow, make_appointment(conversation=f"{number:032}"))
        except CreneauTaken:
            return False
        return True

    with ThreadPoolExecutor(20) as people:
        assert sum(people.map(attempt, range(20))) == 1


def test_a_refused_booking_leaves_nothing_behind(uow):
    add(uow, make_appointment())

    with pytest.raises(CreneauTaken):
        add(uow, make_appointment(conversation="d" * 32))

    with uow() as session:
        assert session.appointments.coming("d" * 32, NOW) == []


def test_what_is_not_committed_is_undone(uow):
    with uow() as session:
        session.appointments.add(make_appointment(), NINE + HALF_HOUR, None, NOW)

    with uow() as session:
        assert session.appointments.between(NOW, NOW + timedelta(days=30)) == []


def test_names_and_numbers_are_unreadable_at_rest(uow, engine):
    add(uow, make_appointment())

    with engine.connect() as connection:
        row = str(connection.execute(text("SELECT * FROM appointments")).one())
    assert "Ali" not in row
    assert "0612345678" not in row


def test_a_cancelled_appointment_cannot_be_cancelled_again(uow):
    appointment = make_appointment()
    add(uow, appointment)
    with uow() as session:
        session.appointments.change_state(appointment.code, State.EXCUSE, "usager", NOW)
        session.commit()

    with uow() as session, pytest.raises(AppointmentNotFound):
        session.appointments.change_state(appointment.code, State.EXCUSE, "usager", NOW)


def test_thirty_days_later_an_appointment_is_nobodys(uow):
    appointment = make_appointment()
    add(uow, appointment)

    with uow() as session:
        assert session.appointments.anonymise_before(NINE + timedelta(days=31)) == 1
        session.commit()

    with uow() as session:
        kept = session.appointments.get(appointment.code)
    assert (kept.prenom, kept.telephone, kept.conversation) == ("", None, "")


def test_a_public_holiday_is_taken_all_day(uow):
    christmas = date(2026, 12, 25)

    with uow() as session:
        [taken] = session.agendas.busy(["demo-ccas-1"], christmas, christmas)["demo-ccas-1"]

    assert (moment(taken[0]), moment(taken[1])) == (paris("2026-12-25 00:00"), paris("2026-12-26 00:00"))


def test_openings_keep_their_clock_hours_across_summer_time(uow):
    with uow() as session:
        openings = session.agendas.openings("entretien-domiciliation", date(2026, 10, 23), date(2026, 10, 26))

    assert [moment(start) for start, _ in openings["demo-ccas-1"]] == [
        paris("2026-10-23 09:00"), paris("2026-10-26 09:00")]


def test_a_draft_comes_back_as_it_was_kept(new_uow):
    draft = BookingDraft("m", (Creneau(NINE, NINE + HALF_HOUR, "a"),), 3, Wish(weekdays=frozenset({1})), None, "Ali")
    with new_uow() as uow:
        conversation = uow.conversations.open("web", "x", NOW).id
        uow.conversations.keep_draft(conversation, draft)
        uow.commit()

    with new_uow() as uow:
        assert uow.conversations.get(conversation, NOW).draft == draft


def test_two_addresses_have_two_conversations_and_neither_is_readable(new_uow, engine):
    with new_uow() as uow:
        assert uow.conversations.open("sms", "+33612345678", NOW).id != uow.conversations.open("sms", "+336", NOW).id
        uow.commit()

    with engine.connect() as connection:
        assert "612345678" not in str(connection.execute(text("SELECT * FROM conversations")).all())


def test_a_day_later_a_conversation_is_gone_and_so_are_its_messages(new_uow, engine):
    with new_uow() as uow:
        conversation = uow.conversations.open("web", "x", NOW).id
        incoming = uow.conversations.record_incoming(conversation, IncomingMessage("web", "x", "bonjour"), "bonjour", NOW)
        uow.conversations.record_outgoing(conversation, incoming, Answer("Bonjour.", choices=(Choice("A", "/a"),)), NOW)
        uow.commit()

    with new_uow() as uow:
        assert uow.conversations.erase_before(NOW + timedelta(hours=25)) == 1
        uow.commit()

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM messages")).scalar_one() == 0


def test_a_message_received_is_unreadable_then_forgotten_and_after_a_week_so_is_its_name(new_uow, engine):
    message = IncomingMessage("sms", "+33612345678", "je dors dehors", "SM1", position=(43.6, 3.4))
    with new_uow() as uow:
        number = uow.inbox.keep(message, NOW)
        uow.commit()
    with engine.connect() as connection:
        kept = str(connection.execute(text("SELECT * FROM inbox")).all())
    assert "dors" not in kept
    assert "612345678" not in kept

    with new_uow() as uow:
        assert uow.inbox.take("sms", message.address, "this program", NOW, NOW) == [(number, message)]
        uow.inbox.answered([number])
        assert uow.inbox.take("sms", message.address, "this program", NOW, NOW) == []
        assert uow.inbox.keep(message, NOW) is None
        assert uow.inbox.forget_before(NOW + timedelta(seconds=1)) == 1
        assert uow.inbox.keep(message, NOW) is not None


def test_the_number_of_an_erased_answer_is_never_given_again(new_uow):
    def answered() -> int:
        with new_uow() as uow:
            conversation = uow.conversations.open("telegram", "42", NOW).id
            number = uow.conversations.record_outgoing(conversation, None, Answer("Oui ?"), NOW).id
            uow.conversations.erase(conversation)
            uow.commit()
        return number

    assert answered() < answered() < answered()


def test_another_key_reads_nothing(engine, new_uow):
    with new_uow() as uow:
        first = uow.conversations.open("sms", "+33612345678", NOW).id
        uow.commit()

    with SqlUnitOfWork(engine, Cipher(new_key())) as uow:
        assert uow.conversations.open("sms", "+33612345678", NOW).id != first
