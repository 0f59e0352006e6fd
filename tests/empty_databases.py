"""Databases with every table and no row: migrated once, then copied or emptied, because most tests need one."""
from __future__ import annotations

import functools
import sqlite3
import tempfile
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.engine import Engine

from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.tables import metadata


@functools.cache
def _migrated() -> sqlite3.Connection:
    with tempfile.TemporaryDirectory() as folder:
        made = open_database(f"sqlite:///{folder}/migrated.db")
        migrate(made)
        made.dispose()
        kept = sqlite3.connect(":memory:", check_same_thread=False)
        with sqlite3.connect(Path(folder) / "migrated.db") as written:
            written.backup(kept)
    return kept


def empty_sqlite(path: Path | str = ":memory:") -> Engine:
    made = open_database(f"sqlite:///{path}")
    taken = made.raw_connection()
    try:
        _migrated().backup(taken.dbapi_connection)
    finally:
        taken.close()
    return made


def empty_postgresql(engine: Engine) -> None:
    """Takes every row out of a migrated database and starts its counters again."""
    emptied = "; ".join(f'DELETE FROM "{table.name}"' for table in metadata.tables.values())
    with engine.begin() as connection:
        # A thread that the last test left behind must not write into this one.
        connection.execute(text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                                "WHERE datname = current_database() AND pid <> pg_backend_pid()"))
        # Rows that refer to each other may go in any order.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text(emptied))
        connection.execute(text("SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"))
