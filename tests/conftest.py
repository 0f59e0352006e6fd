"""Fixtures that several rooms share."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import keep_town
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.knowledge.loading import load_knowledge
from bot.bootstrap import Services, reading, wire
from bot.domain.knowledge import Knowledge
from bot.settings import ROOT
from tests.postgres import postgresql

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
NOW = "2026-11-21T10:00"


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the town really says."""
    return load_knowledge(ROOT / "knowledge")[0]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def new_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table: every test that uses it runs on both."""
    if request.param == "sqlite":
        made = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        made = open_database(request.getfixturevalue("postgres_url"))
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    made.dispose()


@pytest.fixture
def engine(new_engine: Engine) -> Engine:
    """An empty, migrated database."""
    migrate(new_engine)
    return new_engine


@pytest.fixture
def new_uow(engine: Engine) -> Callable[[], SqlUnitOfWork]:
    cipher = Cipher(new_key())
    return lambda: SqlUnitOfWork(engine, cipher)


@pytest.fixture
def services(engine: Engine, new_uow: Callable[[], SqlUnitOfWork], knowledge: Knowledge) -> Services:
    """Every service over a real database with the demonstration agenda, on a Saturday morning."""
    seed_demo(engine)
    return wire(knowledge, new_uow, SqlDirectory(engine), SetClock(NOW))


@pytest.fixture
def town_directory(engine: Engine, knowledge: Knowledge) -> None:
    """The directory of the same database holds what the town vouches for."""
    keep_town(engine, knowledge.structures.values(), reading(knowledge))
