"""A whole site without Rasa, over a database that can be taken away and given back."""
from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import Services, wire
from bot.domain.errors import StorageUnavailable
from bot.domain.knowledge import Knowledge
from tests.conftest import NOW
from tests.empty_databases import empty_sqlite
from tests.postgres import server


@dataclass(frozen=True)
class Database:
    """`take_away` and `give_back` do to it what happens in a night."""

    engine: Engine
    take_away: Callable[[], object]
    give_back: Callable[[], object]


def full(folder: Path) -> Database:
    """A disk with no room left: SQLite may not take one page more."""
    engine, most = empty_sqlite(folder / "full.db"), [1_000_000]

    @event.listens_for(engine, "checkout")
    def limit(connection: Any, record: Any, proxy: Any) -> None:
        connection.execute(f"PRAGMA max_page_count = {most[0]}")

    def take_away() -> None:
        most[0] = 1
        cipher, failures = Cipher(new_key()), 0
        while failures < 20:  # the room left in the pages that are there
            try:
                with SqlUnitOfWork(engine, cipher) as uow:
                    uow.conversations.open("web", new_key(), SetClock(NOW).now())
                    uow.commit()
            except StorageUnavailable:
                failures += 1

    return Database(engine, take_away, lambda: most.__setitem__(0, 1_000_000))


def unreadable(folder: Path) -> Database:
    """A file that is no database any more, until the right one is put back."""
    path, aside = folder / "broken.db", folder / "aside.db"
    engine = empty_sqlite(path)

    def take_away() -> None:
        engine.dispose()
        path.rename(aside)
        for leftover in folder.glob("broken.db-*"):
            leftover.unlink()
        path.write_bytes(b"this is not a database, and long enough to be read as one" * 100)

    def give_back() -> None:
        engine.dispose()
        aside.rename(path)

    return Database(engine, take_away, give_back)


@pytest.fixture(params=["full", "unreadable", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Each way in which a database can be missing."""
    if request.param == "postgresql":
        with server() as running:
            engine = open_database(running.url)
            migrate(engine)
            yield Database(engine, running.stop, running.start)
            engine.dispose()
    else:
        made = {"full": full, "unreadable": unreadable}[request.param](tmp_path)
        yield made
        made.engine.dispose()


@pytest.fixture
def town(database: Database, knowledge: Knowledge) -> Services:
    """Every service over it, with the demonstration agenda."""
    seed_demo(database.engine)
    cipher = Cipher(new_key())
    return wire(knowledge, lambda: SqlUnitOfWork(database.engine, cipher), SqlDirectory(database.engine), SetClock(NOW),
                sms_cap=100, posted={"sms"})


async def ask(page: Any, **shape: object) -> tuple[int, dict[str, Any]]:
    """(status, what the widget is answered)."""
    response = await page.post("/web/messages", data=json.dumps(shape))
    return response.status, await response.json()


def lines_of_trouble(caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the log says of the database; anything with a trace would be a text of somebody's."""
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    return [record.getMessage() for record in caplog.records
            if record.levelno >= logging.ERROR and record.name.startswith("bot")]
