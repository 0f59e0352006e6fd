"""Everything that is encrypted, encrypted again with the newest key."""
from __future__ import annotations

from datetime import datetime
from typing import Iterator

from sqlalchemy import Column, Table, and_, func, select, update
from sqlalchemy.engine import Connection, Engine

from bot.adapters.cipher import Cipher
from bot.adapters.database.programs import is_anybody_living
from bot.adapters.database.tables import metadata

_ENCRYPTED = "_encrypted"
_IN_USE = "Un programme se sert de cette base. Arrêtez-le, attendez quinze secondes, puis recommencez."


def refuse_while_used(engine: Engine, now: datetime) -> None:
    """ValueError while a program is running: it would not read what a key that it does not know encrypts."""
    with engine.begin() as connection:
        if is_anybody_living(connection, now):
            raise ValueError(_IN_USE)


def count_encrypted(engine: Engine) -> int:
    with engine.begin() as connection:
        return sum(connection.execute(select(func.count()).where(column.isnot(None)).select_from(table)).scalar_one()
                   for table, column in _encrypted())


def renew(engine: Engine, cipher: Cipher) -> Iterator[None]:
    """Encrypt each value again, one at each step; all of them, or none if it is interrupted."""
    with engine.begin() as connection:
        for table, column in _encrypted():
            yield from _renewed(connection, table, column, cipher)


def _renewed(connection: Connection, table: Table, column: Column[str], cipher: Cipher) -> Iterator[None]:
    keys = list(table.primary_key.columns)
    for token, *row in connection.execute(select(column, *keys).where(column.isnot(None))).all():
        this = and_(*(key == value for key, value in zip(keys, row)))
        connection.execute(update(table).where(this).values({column.name: cipher.renew(token)}))
        yield


def _encrypted() -> Iterator[tuple[Table, Column[str]]]:
    for table in metadata.sorted_tables:
        for column in table.columns:
            if column.name.endswith(_ENCRYPTED):
                yield table, column
