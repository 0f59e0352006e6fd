"""How many messages asked for what: one row for each kind of demand, day and hour."""
from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Sequence

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from bot.adapters.database.tables import asked
from bot.domain.asked import Demand

_INSERT = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


class SqlAsked:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, demand: Demand) -> None:
        """One statement: two processes that count the same thing at once count two."""
        values = {**asdict(demand), "outcome": demand.outcome.value}
        row = _INSERT[self._connection.dialect.name](asked).values(**values, number=1)
        self._connection.execute(row.on_conflict_do_update(index_elements=list(asked.primary_key),
                                                           set_={"number": asked.c.number + 1}))

    def first_day(self) -> date | None:
        return self._connection.execute(select(func.min(asked.c.day))).scalar_one()

    def by(self, fields: Sequence[str], since: date, until: date) -> list[tuple[tuple, int]]:
        columns = [asked.c[field] for field in fields]
        rows = self._connection.execute(select(*columns, func.sum(asked.c.number)).where(
            asked.c.day >= since, asked.c.day < until).group_by(*columns).order_by(*columns))
        return [(tuple(row[:-1]), int(row[-1])) for row in rows]

    def forget_before(self, day: date) -> int:
        return self._connection.execute(delete(asked).where(asked.c.day < day)).rowcount
