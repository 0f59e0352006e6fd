"""The programs that share this database, and which of them live."""
from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import and_, delete, exists, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from bot.adapters.database.tables import programs

# A program renews its row every two seconds: one that has not for that long is dead, or as good as dead.
LOST = timedelta(seconds=15)


class SqlPrograms:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_there(self, program: str, now: datetime) -> None:
        same = programs.c.id == program
        if not self._connection.execute(update(programs).where(same).values(seen_at=now)).rowcount:
            self._connection.execute(insert(programs).values(id=program, started_at=now, seen_at=now))

    def leaves(self, program: str) -> None:
        self._connection.execute(delete(programs).where(programs.c.id == program))

    def first(self, now: datetime) -> str | None:
        living = select(programs.c.id).where(_seen(now)).order_by(programs.c.started_at, programs.c.id)
        return self._connection.execute(living.limit(1)).scalar_one_or_none()

    def forget_before(self, limit: datetime) -> int:
        return self._connection.execute(delete(programs).where(programs.c.seen_at < limit)).rowcount


def is_living(program: ColumnElement[str], now: datetime) -> ColumnElement[bool]:
    """Whether the program of this name lives."""
    return exists().where(programs.c.id == program, _seen(now))


def is_anybody_living(connection: Connection, now: datetime) -> bool:
    """Whether a program uses the database."""
    return connection.execute(select(programs.c.id).where(_seen(now)).limit(1)).first() is not None


def _seen(now: datetime) -> ColumnElement[bool]:
    # A clock that was set back leaves rows seen in the time to come: they must not live until then.
    return and_(programs.c.seen_at > now - LOST, programs.c.seen_at < now + LOST)
