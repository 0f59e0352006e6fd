"""A town that upgrades, from any version, loses nothing of what people had begun; nor if two programs start at once."""
import json
import subprocess
import sys
from dataclasses import dataclass

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.engine import MIGRATIONS, migrate
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import wire
from bot.domain.conversation import IncomingMessage
from bot.settings import ROOT
from tests.adapters.test_migrations import upgrade

REVISIONS = sorted(script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions())
ADDRESS, CONVERSATION, CODE = "c" * 43, "1" * 32, "KLP 274"
CHOICES = [{"label": "Les papiers", "sends": "/a"}, {"label": "Les délais", "sends": '/ouvrir_fiche{"fiche": "rsa"}'}]
# Moments as a database without zones writes them, in UTC.
ROWS = {
    "conversations": {"id": CONVERSATION, "channel": "web", "choices": json.dumps(CHOICES), "answered": True,
                      "slots": '{"fiche": "rsa"}', "updated_at": "2026-11-21 08:00:00.000000"},
    "messages": {"id": 7, "conversation_id": CONVERSATION, "text": "le rsa", "created_at": "2026-11-21 08:00:00.000000"},
    "agendas": {"id": 3, "slug": "guichet", "nom": "Guichet", "demo": False},
    "appointments": {"id": 5, "code": CODE, "agenda_id": 3, "motif": "entretien-domiciliation", "state": "prevu",
                     "starts_at": "2026-11-23 08:00:00.000000", "ends_at": "2026-11-23 08:30:00.000000",
                     "created_at": "2026-11-20 08:00:00.000000", "uid": "u" * 32, "conversation_id": CONVERSATION},
}


@dataclass
class Town:
    engine: object
    cipher: Cipher

    def fill(self) -> None:
        """One conversation in progress and its appointment, in the columns that there are at this version."""
        hidden = {"address_hash": self.cipher.hash(f"web:{ADDRESS}"), "address_encrypted": self.cipher.encrypt(ADDRESS),
                  "prenom_encrypted": self.cipher.encrypt("Inès")}
        with self.engine.begin() as connection:
            for table, row in ROWS.items():
                known = {column["name"] for column in inspect(connection).get_columns(table)}
                values = {name: self._as_kept(value) for name, value in {**hidden, **row}.items() if name in known}
                names = ", ".join(values)
                connection.execute(text(f"INSERT INTO {table} ({names}) VALUES (:{names.replace(', ', ', :')})"), values)

    def _as_kept(self, value):
        is_moment = isinstance(value, str) and value.endswith(".000000")
        return f"{value}+00:00" if is_moment and self.engine.dialect.name != "sqlite" else value


@pytest.mark.parametrize("revision", REVISIONS)
def test_what_people_had_begun_goes_on(new_engine, knowledge, revision):
    upgrade(new_engine, revision)
    town = Town(new_engine, Cipher(new_key()))
    town.fill()

    migrate(new_engine)
    services = wire(knowledge, lambda: SqlUnitOfWork(new_engine, town.cipher), SqlDirectory(new_engine),
                    SetClock("2026-11-21T10:00"))
    turn = services.conversations.open_turn(IncomingMessage("web", ADDRESS, "2", "m1")).turn
    listed = services.kept_appointments.list(CONVERSATION).text

    assert (turn.conversation, turn.text, turn.memory) == (CONVERSATION, CHOICES[1]["sends"], {"fiche": "rsa"})
    assert "Lundi 23 novembre à 9\xa0h" in listed
    assert CODE in listed
    assert services.watch.is_migrated()
    with SqlUnitOfWork(new_engine, town.cipher) as uow:
        assert uow.appointments.get(CODE).prenom == "Inès"


def test_a_program_that_is_too_old_for_its_database_says_so_and_changes_nothing(new_engine):
    migrate(new_engine)
    with new_engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(ValueError, match="plus récente de Repère"):
        migrate(new_engine)


START = """
import sys
from pathlib import Path
from bot.bootstrap import build
from bot.settings import Settings
services = build(Settings(database_url=sys.argv[1], key_file=Path(sys.argv[2]), demo=True))
assert services.watch.is_migrated()
"""


def test_two_programs_that_start_at_once_upgrade_once(new_engine, tmp_path):
    upgrade(new_engine, "0002")
    (tmp_path / "key").write_text(new_key())
    (tmp_path / "key").chmod(0o600)
    url = new_engine.url.render_as_string(hide_password=False)
    new_engine.dispose()

    begun = [subprocess.Popen([sys.executable, "-W", "ignore", "-c", START, url, str(tmp_path / "key")], cwd=ROOT,
                              stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate(timeout=120)[1] for one in begun]

    assert [one.returncode for one in begun] == [0, 0], "\n".join(said)
    with new_engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all() == REVISIONS[-1:]
        assert connection.execute(text("SELECT count(*) - count(DISTINCT slug) FROM agendas")).scalar_one() == 0
