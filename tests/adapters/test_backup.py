"""Everything is put in a safe place and brought back: all of it, by who has the key, or nothing."""
import argparse
import os
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select

from bot.adapters.cipher import new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.backup import lines_of, put_back
from bot.adapters.database.engine import migrate
from bot.adapters.database.tables import access_journal, agents, conversations, messages, metadata, programs
from bot.adapters.sealed_file import read_sealed, write_sealed
from bot.backup_commands import backup, restore
from bot.domain.conversation import IncomingMessage
from tests.empty_databases import empty_sqlite

NOW, KEY = SetClock("2026-11-21T10:00").now(), new_key()


@pytest.fixture
def used(services, town_directory):
    """A town's day: an agent, a thread, an appointment begun."""
    services.accounts.choose_password(services.accounts.add("nadia", "Nadia", _role()), "les platanes de la place")
    opened = services.conversations.open_turn(IncomingMessage("web", "a" * 22, "une adresse pour mon courrier", "1"))
    services.booking.start(opened.turn.conversation, "domiciliation")
    return services


def _role():
    from bot.domain.agent import Role
    return Role.ACCUEIL


def rows(engine):
    with engine.connect() as connection:
        return {table.name: sorted(map(repr, connection.execute(select(table)))) for table in metadata.sorted_tables}


def test_what_was_saved_comes_back_in_either_database(engine, used, new_engine, tmp_path):
    path = tmp_path / "one.sauvegarde"
    write_sealed(path, KEY, lines_of(engine, NOW))
    for other in (empty_sqlite(tmp_path / "other.db"), new_engine):
        count = put_back(other, read_sealed(path, KEY), NOW)
        assert rows(other) == rows(engine)
        assert count == sum(map(len, rows(engine).values()))


def test_a_number_that_was_given_is_never_given_again(engine, used, tmp_path):
    with engine.begin() as connection:
        highest = connection.execute(select(func.max(messages.c.id))).scalar_one()
        connection.execute(messages.delete())
    other = empty_sqlite(tmp_path / "other.db")
    put_back(other, lines_of(engine, NOW), NOW)
    with other.begin() as connection:
        whose = connection.execute(select(conversations.c.id)).scalars().first()
        made = connection.execute(insert(messages).values(conversation_id=whose, created_at=NOW)).inserted_primary_key[0]
    assert made > highest


def test_after_it_is_back_new_rows_are_taken(engine, used, new_engine):
    put_back(new_engine, list(lines_of(engine, NOW)), NOW)
    with new_engine.begin() as connection:
        agent = connection.execute(select(agents.c.id)).scalar_one()
        before = connection.execute(select(func.count()).select_from(access_journal)).scalar_one()
        columns = {column.name: value for column, value in (
            (access_journal.c.agent_id, agent), (access_journal.c.at, NOW), (access_journal.c.act, "essai"))}
        connection.execute(insert(access_journal).values(**columns))
        assert connection.execute(select(func.count()).select_from(access_journal)).scalar_one() == before + 1


def test_a_base_that_holds_something_is_replaced_only_when_asked(engine, used, tmp_path):
    lines = list(lines_of(engine, NOW))
    with pytest.raises(ValueError, match="--replace"):
        put_back(engine, lines, NOW)
    put_back(engine, lines, NOW, replace=True)
    assert rows(engine)["conversations"]


def test_a_base_that_is_used_is_left_alone(engine, used):
    lines = list(lines_of(engine, NOW))
    with engine.begin() as connection:
        connection.execute(insert(programs).values(id="p", started_at=NOW, seen_at=NOW))
    with pytest.raises(ValueError, match="Arrêtez-le"):
        put_back(engine, lines, NOW, replace=True)
    put_back(engine, lines, NOW + timedelta(minutes=1), replace=True)


def test_a_backup_that_breaks_off_changes_nothing(engine, used):
    before = rows(engine)

    def broken():
        yield from list(lines_of(engine, NOW))[:4]
        raise ValueError("coupé")
    with pytest.raises(ValueError, match="coupé"):
        put_back(engine, broken(), NOW, replace=True)
    assert rows(engine) == before


LINES = [{"n": n, "text": "é" * 500} for n in range(4000)]


@pytest.mark.parametrize("spoil", [
    lambda data: data[:-1], lambda data: data[:len(data) // 2], lambda data: data + b"x",
    lambda data: data[:40] + bytes([data[40] ^ 1]) + data[41:], lambda data: data[:-20] + bytes(20)])
def test_a_file_that_was_touched_does_not_open(tmp_path, spoil):
    path = tmp_path / "f"
    write_sealed(path, KEY, LINES)
    assert list(read_sealed(path, KEY)) == LINES
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(ValueError, match="ne s'ouvre pas"):
        list(read_sealed(path, KEY))


def test_another_key_or_another_file_is_said_in_french(tmp_path):
    write_sealed(tmp_path / "f", KEY, LINES)
    with pytest.raises(ValueError, match="autre clé"):
        list(read_sealed(tmp_path / "f", new_key()))
    (tmp_path / "g").write_text("bonjour à tous", encoding="utf-8")
    with pytest.raises(ValueError, match="pas une sauvegarde"):
        list(read_sealed(tmp_path / "g", KEY))


def test_nothing_of_anybody_can_be_read_in_the_file(engine, used, tmp_path):
    write_sealed(tmp_path / "f", KEY, lines_of(engine, NOW))
    assert b"courrier" not in (tmp_path / "f").read_bytes()
    assert (tmp_path / "f").stat().st_mode & 0o077 == 0


def test_the_commands_save_every_night_and_bring_back(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("REPERE_DATABASE_URL", f"sqlite:///{tmp_path / 'town.db'}")
    monkeypatch.setenv("REPERE_KEY_FILE", str(tmp_path / "key"))
    migrate(empty_sqlite(tmp_path / "town.db"))
    old = tmp_path / "nuits" / "repere-2020-01-01-033000.sauvegarde"
    old.parent.mkdir()
    old.write_bytes(b"")

    os.utime(old, (0, 0))
    backup(argparse.Namespace(file=None, folder=str(tmp_path / "nuits")))
    [made] = (tmp_path / "nuits").iterdir()
    assert made != old
    restore(argparse.Namespace(file=str(made), replace=True))
    assert "lignes sont revenues" in capsys.readouterr().out
