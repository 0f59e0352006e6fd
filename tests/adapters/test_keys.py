"""The key changes: what was encrypted is read, addresses are still found, and an old key opens nothing any more."""
import pytest
from cryptography.fernet import InvalidToken
from sqlalchemy import select

from bot.adapters.cipher import Cipher, key_of, new_key, with_new_key, without_old_keys
from bot.adapters.clock import SystemClock
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.renewal import refuse_while_used, renew
from bot.adapters.database.tables import metadata
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.sealed_file import read_sealed, write_sealed
from bot.commands import main

NOW = SystemClock().now()
ADDRESS = "0612345678"


def conversation(engine, key):
    with SqlUnitOfWork(engine, Cipher(key)) as uow:
        found = uow.conversations.open("sms", ADDRESS, NOW).id
        uow.commit()
    return found


def read_all(engine, key):
    """What is encrypted, in the clear."""
    columns = [column for table in metadata.tables.values() for column in table.columns
               if column.name.endswith("_encrypted")]
    with engine.connect() as connection:
        return {Cipher(key).decrypt(token) for column in columns
                for token in connection.execute(select(column).where(column.isnot(None))).scalars()}


def test_what_was_encrypted_is_read_with_the_new_key_alone_and_with_the_old_one_no_more(engine):
    old = new_key()
    conversation(engine, old)
    both = with_new_key(old)
    assert read_all(engine, both) == {ADDRESS}

    assert len(list(renew(engine, Cipher(both)))) == 1
    assert read_all(engine, without_old_keys(both)) == {ADDRESS}
    with pytest.raises(InvalidToken):
        read_all(engine, old)


def test_who_writes_again_after_several_keys_is_the_same_person(engine):
    key = new_key()
    first = conversation(engine, key)
    for _ in range(3):
        key = without_old_keys(with_new_key(key))
    assert conversation(engine, key) == first


def test_a_change_that_is_interrupted_leaves_everything_readable(engine):
    old = new_key()
    conversation(engine, old)
    steps = renew(engine, Cipher(with_new_key(old)))
    next(steps)
    steps.close()
    assert read_all(engine, old) == {ADDRESS}


def test_a_program_that_runs_is_not_given_what_it_cannot_read(engine):
    with SqlUnitOfWork(engine, Cipher(new_key())) as uow:
        uow.programs.is_there("one", NOW)
        uow.commit()
    with pytest.raises(ValueError, match="Arrêtez-le"):
        refuse_while_used(engine, NOW)


def test_a_backup_from_before_opens_until_the_old_keys_are_forgotten(tmp_path):
    old, path = new_key(), tmp_path / "sauvegarde"
    write_sealed(path, old, [1, 2])
    both = with_new_key(old)
    assert list(read_sealed(path, both)) == [1, 2]
    with pytest.raises(ValueError, match="autre clé"):
        list(read_sealed(path, without_old_keys(both)))


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A town of its own, with a person in it: its database and its key file."""
    engine, path = open_database(f"sqlite:///{tmp_path}/ville.db"), tmp_path / "cle"
    migrate(engine)
    conversation(engine, key_of(path))
    monkeypatch.setenv("REPERE_DATABASE_URL", f"sqlite:///{tmp_path}/ville.db")
    monkeypatch.setenv("REPERE_KEY_FILE", str(path))
    return engine, path


def test_the_command_changes_the_key_then_throws_the_old_ones_away(installed, capsys):
    engine, path = installed
    first = key_of(path)
    for act, said in (("rotate", "31 jours"), ("rotate", "31 jours"), ("forget", "ne s'ouvrent plus")):
        with pytest.raises(SystemExit) as ended:
            main(["key", act])
        assert not ended.value.code
        assert said in capsys.readouterr().out
    assert read_all(engine, key_of(path)) == {ADDRESS}
    assert first not in key_of(path)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(InvalidToken):
        read_all(engine, first)
