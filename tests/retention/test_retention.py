"""Each line of docs/protection-des-donnees.md: a canary goes in, the clock moves to its limit, and the canary is nowhere."""
from datetime import datetime, timedelta, timezone

import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select

from bot.adapters.clock import SetClock
from bot.adapters.database.backup import lines_of
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.tables import metadata
from bot.adapters.sealed_file import write_sealed
from bot.bootstrap import wire
from bot.domain.answer import Answer
from bot.domain.conversation import IncomingMessage, Reply
from bot.domain.french import PARIS
from bot.services.forgetting import APPOINTMENTS, CONVERSATIONS, RECEIVED, UNDECIDED
from tests.services.test_booking import book

CANARY = "canarijaune"
MOBILE = "+33612345678"
BEGUN = datetime(2026, 11, 21, 9, tzinfo=timezone.utc)
LEAST = timedelta(seconds=1)


@pytest.fixture
def at(services, new_uow, knowledge, engine):
    return lambda moment: wire(knowledge, new_uow, SqlDirectory(engine), SetClock(
        moment.astimezone(PARIS).replace(tzinfo=None).isoformat()))


def read(cipher, value):
    """A value as who holds the key reads it."""
    if not isinstance(value, str):
        return repr(value)
    try:
        return cipher.decrypt(value) or value
    except (InvalidToken, ValueError):
        return value


def found(engine, cipher, canary=CANARY):
    """The tables where the canary is, deciphered."""
    with engine.connect() as connection:
        return {table.name for table in metadata.sorted_tables for row in connection.execute(select(table))
                for value in row if canary in read(cipher, value).lower()}


def written(services, text=CANARY, channel="web", address="a" * 22):
    return services.conversations.open_turn(IncomingMessage(channel, address, text, "1")).turn


def a_message(services):
    written(services, f"je cherche le {CANARY}")
    return "messages", BEGUN + CONVERSATIONS


def an_answer(services):
    turn = written(services, "bonjour")
    services.conversations.close_turn(turn, Reply((Answer(f"Voici le {CANARY}."),)))
    return "messages", BEGUN + CONVERSATIONS


def a_draft(services):
    turn = written(services, "un rendez-vous")
    services.booking.start(turn.conversation, "domiciliation")
    with services.new_uow() as uow:
        draft = uow.conversations.get(turn.conversation, BEGUN).draft
        uow.conversations.keep_draft(turn.conversation, draft.with_changes(prenom=CANARY))
        uow.commit()
    return "conversations", BEGUN + CONVERSATIONS


def words_to_an_agent(services):
    turn = written(services, "parler à une personne")
    services.handovers.ask(turn.conversation)
    with services.new_uow() as uow:
        told = IncomingMessage("web", "a" * 22, "", "2")
        uow.conversations.record_incoming(turn.conversation, told, None, BEGUN, private=CANARY)
        uow.commit()
    return "messages", BEGUN + CONVERSATIONS


def a_question(services):
    services.answers.note_unanswered(f"où est le {CANARY} ?", [("rsa", 0.2)], "web")
    return "unanswered", BEGUN + UNDECIDED


def a_text_received(services):
    services.inbox.keep(IncomingMessage("sms", MOBILE, CANARY, "sms-1"))
    return "inbox", BEGUN + RECEIVED


@pytest.mark.parametrize("put", [a_message, an_answer, a_draft, words_to_an_agent, a_question, a_text_received])
def test_it_is_kept_until_its_limit_and_not_a_second_more(put, services, at, engine, cipher, tmp_path, caplog):
    table, limit = put(services)
    assert found(engine, cipher) == {table}

    at(limit - LEAST).forgetting.forget_old()
    assert found(engine, cipher) == {table}

    at(limit + LEAST).forgetting.forget_old()
    assert found(engine, cipher) == set()
    assert CANARY not in caplog.text
    if engine.dialect.name == "sqlite":
        files = [path for path in tmp_path.iterdir() if path.name.startswith("migrated.db")]
        assert not [path.name for path in files if CANARY.encode() in path.read_bytes()]


def test_what_is_erased_on_demand_is_left_in_no_file(services, engine, cipher, tmp_path):
    written(services, f"je cherche le {CANARY}")
    services.conversations.erase_address("web", "a" * 22)
    assert found(engine, cipher) == set()
    if engine.dialect.name == "sqlite":
        assert not [path for path in tmp_path.iterdir() if path.is_file() and CANARY.encode() in path.read_bytes()]


def test_a_backup_shows_nothing_to_who_has_no_key(services, engine, tmp_path):
    a_message(services)
    a_text_received(services)
    write_sealed(tmp_path / "sauvegarde", "k" * 43 + "=", lines_of(engine, BEGUN))
    assert CANARY.encode() not in (tmp_path / "sauvegarde").read_bytes()


def test_an_appointment_is_nobodys_a_month_later(services, at, engine, cipher, new_uow):
    code = book(services)
    with new_uow() as uow:
        over = uow.appointments.get(code).end
    assert "appointments" in found(engine, cipher, "ali")

    at(over + APPOINTMENTS + LEAST).forgetting.forget_old()
    assert "appointments" not in found(engine, cipher, "ali")
