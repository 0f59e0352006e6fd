"""Open the database so that what was confirmed survives a power cut, and so that writers wait instead of failing."""
from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Any, Iterator

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import create_engine, event, func, select
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.pool import QueuePool

from bot.adapters.database.trouble import tell_trouble

MIGRATIONS = Path(__file__).parent.parent / "migrations"
_BUSY_SECONDS = 15
# Eight processes may be at it at once: PostgreSQL accepts a hundred connections unless told otherwise.
_CONNECTIONS = {"pool_size": 5, "max_overflow": 5}
# A machine that vanished answers nothing at all: it is given up after seconds, not after a quarter of an hour.
_WAITED_FOR = {"connect_timeout": 5, "keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 3,
               "tcp_user_timeout": 15_000}
_READS = "repere_read_only"
_STARTING = 7_377_373  # any number, the same in all programs
_FROM_THE_FUTURE = ("La base de données vient d'une version plus récente de Repère. Reprenez cette version, ou restaurez la "
                    "sauvegarde faite avant la mise à jour.")
READ_ONLY = {_READS: True}  # execution options of a connection that only reads


def open_database(url: str) -> Engine:
    """An engine for `url` (« sqlite:///var/repere.db », « postgresql://… »). StorageUnavailable while it is away or full."""
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        engine = create_engine(parsed, future=True, pool_pre_ping=True, hide_parameters=True, connect_args=_WAITED_FOR,
                               **_CONNECTIONS)
        tell_trouble(engine)
        return engine
    pooled: dict[str, Any] = {}
    if parsed.database and parsed.database != ":memory:":
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        pooled["poolclass"] = QueuePool  # SQLAlchemy 1.4 would open the file anew for every transaction
    settings = {"timeout": _BUSY_SECONDS, "check_same_thread": False}
    engine = create_engine(parsed, future=True, hide_parameters=True, connect_args=settings, **pooled)
    tell_trouble(engine)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


@contextmanager
def alone(engine: Engine) -> Iterator[None]:
    """Programs that start at the same moment prepare the database one after the other. SQLite sees to it by itself."""
    if engine.dialect.name != "postgresql":
        yield
        return
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(_STARTING)))
        yield


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; does nothing when they are. ValueError if they are of a version to come."""
    with engine.begin() as connection:
        try:
            command.upgrade(migrations_of(connection), "head")
        except CommandError:
            raise ValueError(_FROM_THE_FUTURE) from None


def migrations_of(connection: Connection) -> Config:
    """What Alembic needs to change the tables within the transaction of `connection`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _prepare_sqlite(connection: Any, record: Any) -> None:
    # The driver must not open transactions by itself, or BEGIN IMMEDIATE below would come too late.
    connection.isolation_level = None
    # secure_delete: what is erased is written over, and is not in the free pages of a stolen file.
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Any) -> None:
    # Taking the write lock at once makes two writers queue; taking it late makes one of them fail.
    reads = connection.get_execution_options().get(_READS)
    connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")
