"""What people say is wrong in the directory."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection

from bot.adapters.database.tables import directory_errors
from bot.domain.place_error import PlaceError


class SqlPlaceErrors:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def record(self, place: str, error: PlaceError, now: datetime) -> None:
        self._connection.execute(insert(directory_errors).values(place=place, reason=error.value, created_at=now))

    def open(self) -> list[tuple[str, PlaceError, datetime]]:
        rows = self._connection.execute(select(directory_errors).where(directory_errors.c.handled_at.is_(None))
                                        .order_by(directory_errors.c.id))
        return [(row.place, PlaceError(row.reason), row.created_at) for row in rows]

    def handle(self, place: str, error: PlaceError, now: datetime) -> None:
        self._connection.execute(update(directory_errors).where(
            directory_errors.c.place == place, directory_errors.c.reason == error.value,
            directory_errors.c.handled_at.is_(None)).values(handled_at=now))
