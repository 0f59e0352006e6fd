"""The whole database as lines that JSON can say, and back: from SQLite or PostgreSQL, to either.

What was encrypted stays so. The tables are read as they are (reflected), so that a backup of an older version can be put
back and brought up to date.
"""
from __future__ import annotations

import base64
from datetime import date, datetime, time, timezone
from typing import Any, Callable, Iterable, Iterator

from alembic import command
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Integer, MetaData, Table, func, insert, select, text
from sqlalchemy.engine import Connection, Engine

from bot.adapters.database.engine import READ_ONLY, migrations_of
from bot.adapters.database.programs import is_anybody_living

_FORMAT, _VERSION = "repere", 1
_ALEMBIC, _OF_SQLITE_ITSELF = "alembic_version", "sqlite_"
_AT_ONCE = 500  # rows
_HOLDS_SOMETHING = "La base de données n'est pas vide. Pour remplacer ce qu'elle contient, recommencez avec --replace."
_IN_USE = "Un programme se sert de cette base. Arrêtez-le, attendez quinze secondes, puis recommencez."
_UNKNOWN = "Cette sauvegarde vient d'une version plus récente de Repère. Installez cette version, puis recommencez."


def lines_of(engine: Engine, now: datetime) -> Iterator[dict[str, Any]]:
    """A header, then every row, as they all were at one moment."""
    options = READ_ONLY if engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        tables = _tables(connection)
        revision = MigrationContext.configure(connection).get_current_revision()
        yield {"format": _FORMAT, "version": _VERSION, "revision": revision, "at": now.isoformat(),
               "counters": _counters(connection, tables)}
        for table in tables:
            for row in connection.execution_options(stream_results=True).execute(select(table)):
                yield {"table": table.name, "row": {name: _said(value) for name, value in row._mapping.items()}}


def put_back(engine: Engine, lines: Iterable[dict[str, Any]], now: datetime, replace: bool = False) -> int:
    """Fill a database with the lines of a backup, all or nothing; how many rows. ValueError, in French, if it cannot.

    `replace`: empty it first.
    """
    rows = iter(lines)
    header = next(rows, {})
    if header.get("format") != _FORMAT or header.get("version") != _VERSION:
        raise ValueError(_UNKNOWN)
    with engine.begin() as connection:
        existing = _reflected(connection)
        if existing.tables:
            _refuse_what_is_used(connection, existing, now, replace)
            existing.drop_all(connection)
        _migrate(connection, header["revision"])
        count = _fill(connection, rows)
        _set_counters(connection, header["counters"])
        _migrate(connection, "head")
    return count


def _refuse_what_is_used(connection: Connection, existing: MetaData, now: datetime, replace: bool) -> None:
    holds = any(connection.execute(select(table).limit(1)).first() for name, table in existing.tables.items()
                if name not in (_ALEMBIC, "programs"))
    if holds and not replace:
        raise ValueError(_HOLDS_SOMETHING)
    if "programs" in existing.tables and is_anybody_living(connection, now):
        raise ValueError(_IN_USE)


def _migrate(connection: Connection, revision: str) -> None:
    config = migrations_of(connection)
    try:
        command.upgrade(config, revision)
    except command.util.CommandError:
        raise ValueError(_UNKNOWN) from None


def _fill(connection: Connection, rows: Iterator[dict[str, Any]]) -> int:
    tables = {table.name: table for table in _tables(connection)}
    held: list[dict[str, Any]] = []
    count, name = 0, ""
    for one in rows:
        if one["table"] != name or len(held) == _AT_ONCE:
            _insert(connection, tables.get(name), held)
            held, name = [], one["table"]
        held.append(one["row"])
        count += 1
    _insert(connection, tables.get(name), held)
    return count


def _insert(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(insert(table), [{name: _read(value) for name, value in row.items()} for row in rows])


def _reflected(connection: Connection) -> MetaData:
    found = MetaData()
    found.reflect(connection)
    for name in [name for name in found.tables if name.startswith(_OF_SQLITE_ITSELF)]:
        found.remove(found.tables[name])
    return found


def _tables(connection: Connection) -> list[Table]:
    """Those that hold rows of ours, the ones that others refer to first."""
    return [table for table in _reflected(connection).sorted_tables if table.name != _ALEMBIC]


def _counters(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    """The last number given in each table that counts: it is never given again, even when its row has gone."""
    if connection.dialect.name == "sqlite":
        kept = {name: int(last) for name, last in connection.execute(text("SELECT name, seq FROM sqlite_sequence"))}
        return {**_highest(connection, tables), **kept}
    return {table.name: int(last) for table in tables if (sequence := _sequence(connection, table)) and (
        last := connection.execute(text(f"SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM {sequence}")).scalar())}


def _highest(connection: Connection, tables: Iterable[Table]) -> dict[str, int]:
    keys = {table.name: list(table.primary_key.columns)[0] for table in tables if len(table.primary_key.columns) == 1}
    return {name: int(highest) for name, key in keys.items() if isinstance(key.type, Integer)
            and (highest := connection.execute(select(func.max(key))).scalar()) is not None}


def _set_counters(connection: Connection, counters: dict[str, int]) -> None:
    if connection.dialect.name == "sqlite":
        for name, highest in counters.items():
            connection.execute(text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"),
                               {"last": highest, "name": name})
        counted = {name for name, in connection.execute(text("SELECT name FROM sqlite_sequence"))}
        for name in {"messages"} & counters.keys() - counted:
            connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"),
                               {"name": name, "last": counters[name]})
        return
    for table in _tables(connection):
        sequence, last = _sequence(connection, table), counters.get(table.name)
        if sequence and last:
            connection.execute(text("SELECT setval(CAST(:sequence AS regclass), :last)"),
                               {"sequence": sequence, "last": last})


def _sequence(connection: Connection, table: Table) -> str | None:
    """The name of what numbers the rows of a table of PostgreSQL, if something does."""
    keys = list(table.primary_key.columns)
    if len(keys) != 1 or not isinstance(keys[0].type, Integer):
        return None
    asked = text("SELECT pg_get_serial_sequence(:table, :column)")
    return connection.execute(asked, {"table": table.name, "column": keys[0].name}).scalar()


_WRITTEN: dict[type, tuple[str, Callable[[Any], str]]] = {
    datetime: ("moment", lambda one: (one if one.tzinfo else one.replace(tzinfo=timezone.utc)).isoformat()),
    date: ("jour", lambda one: one.isoformat()), time: ("heure", lambda one: one.isoformat()),
    bytes: ("octets", lambda one: base64.b64encode(one).decode())}
_BACK: dict[str, Callable[[str], Any]] = {
    "moment": datetime.fromisoformat, "jour": date.fromisoformat, "heure": time.fromisoformat, "octets": base64.b64decode}


def _said(value: Any) -> Any:
    """A value as JSON can say it; what it has no word for is {"$": its kind, "v": as text}."""
    value = bytes(value) if isinstance(value, memoryview) else value
    kind, write = _WRITTEN.get(type(value), ("", None))
    if write is not None:
        return {"$": kind, "v": write(value)}
    return {"$": "json", "v": value} if isinstance(value, (dict, list)) else value


def _read(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return value["v"] if value["$"] == "json" else _BACK[value["$"]](value["v"])
