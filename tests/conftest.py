"""Fixtures that several rooms share."""
from __future__ import annotations

import os
from pathlib import Path
from typing import Callable, Iterator

import pytest
from argon2 import PasswordHasher
from hypothesis import settings
from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.adapters import passwords
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
from tests.empty_databases import empty_postgresql, empty_sqlite
from tests.postgres import postgresql

os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
NOW = "2026-11-21T10:00"
# Timing limits belong in bench/: an example may take as long as a busy machine makes it.
settings.register_profile("untimed", settings.get_profile(settings.get_current_profile_name()), deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session", autouse=True)
def cheap_passwords() -> None:
    """argon2 is slow on purpose: a tenth of a second for each agent of each test."""
    passwords.HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


@pytest.fixture(scope="session")
def knowledge() -> Knowledge:
    """What the town really says."""
    return load_knowledge(ROOT / "knowledge")[0]


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with postgresql() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def backend(request: pytest.FixtureRequest) -> str:
    """Every test that uses a database runs on both."""
    return request.param


@pytest.fixture
def new_engine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database without a table."""
    if backend == "sqlite":
        made = open_database(f"sqlite:///{tmp_path / 'test.db'}")
    else:
        made = open_database(request.getfixturevalue("postgres_url"))
        with made.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    yield made
    made.dispose()


@pytest.fixture(scope="session")
def migrated_postgres_url(postgres_url: str) -> str:
    """A second database of the same server, migrated once: emptying it is twenty times faster than making it anew."""
    maker = open_database(postgres_url)
    with maker.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("CREATE DATABASE migrated"))
    maker.dispose()
    url = postgres_url.replace("/postgres?", "/migrated?")
    made = open_database(url)
    migrate(made)
    made.dispose()
    return url


@pytest.fixture
def engine(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database."""
    if backend == "sqlite":
        made = empty_sqlite(tmp_path / "migrated.db")
    else:
        made = open_database(request.getfixturevalue("migrated_postgres_url"))
        empty_postgresql(made)
    yield made
    made.dispose()


@pytest.fixture
def cipher() -> Cipher:
    return Cipher(new_key())


@pytest.fixture
def new_uow(engine: Engine, cipher: Cipher) -> Callable[[], SqlUnitOfWork]:
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
