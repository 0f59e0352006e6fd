"""What the desk sets for itself."""
from __future__ import annotations

from sqlalchemy import delete, insert, select
from sqlalchemy.engine import Connection

from bot.adapters.database.tables import desk_settings


class SqlDeskSettings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def kept(self, name: str) -> str | None:
        return self._connection.execute(
            select(desk_settings.c.value).where(desk_settings.c.name == name)).scalar_one_or_none()

    def keep(self, name: str, value: str | None) -> None:
        self._connection.execute(delete(desk_settings).where(desk_settings.c.name == name))
        if value is not None:
            self._connection.execute(insert(desk_settings).values(name=name, value=value))
