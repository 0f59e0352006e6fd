"""When desks receive, and when they are taken."""
from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from typing import Iterator, Mapping, Sequence

import holidays
from dateutil.rrule import rrulestr
from sqlalchemy import and_, select
from sqlalchemy.engine import Connection, Row

from bot.adapters.database.tables import absences, agendas, openings, taken_cells
from bot.domain.appointment import Motif
from bot.domain.availability import CELL, Interval
from bot.domain.french import PARIS


class SqlAgendas:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def openings(self, motif: Motif, start: datetime, end: datetime) -> Mapping[str, Sequence[Interval]]:
        """By agenda, the openings of this motif that touch [start, end), public holidays left out."""
        found: dict[str, list[Interval]] = {}
        rows = self._connection.execute(select(openings, agendas.c.slug).join_from(openings, agendas)).all()
        for row in rows:
            if motif.slug in json.loads(row.motifs):
                found.setdefault(row.slug, []).extend(_occurrences(row, start, end))
        return found

    def busy(self, slugs: Sequence[str], start: datetime, end: datetime) -> Mapping[str, Sequence[Interval]]:
        """By agenda, what is taken or absent and touches [start, end)."""
        found: dict[str, list[Interval]] = {}
        cells = select(agendas.c.slug, taken_cells.c.cell).join_from(taken_cells, agendas).where(
            and_(agendas.c.slug.in_(slugs), taken_cells.c.cell >= start, taken_cells.c.cell < end))
        for slug, cell in self._connection.execute(cells):
            found.setdefault(slug, []).append(Interval(cell, cell + CELL))
        away = select(agendas.c.slug, absences.c.starts_at, absences.c.ends_at).join_from(absences, agendas).where(
            and_(agendas.c.slug.in_(slugs), absences.c.ends_at > start, absences.c.starts_at < end))
        for slug, begins, ends in self._connection.execute(away):
            found.setdefault(slug, []).append(Interval(begins, ends))
        return found

    def is_demo(self, agenda: str) -> bool:
        return bool(self._connection.execute(select(agendas.c.demo).where(agendas.c.slug == agenda)).scalar_one())


def _occurrences(row: Row, start: datetime, end: datetime) -> Iterator[Interval]:
    """The times of one opening between two moments. Hours are wall-clock hours of Paris, daylight saving or not."""
    for day in _days(row.first_day, row.recurrence, start.astimezone(PARIS).date(), end.astimezone(PARIS).date()):
        interval = Interval(_in_paris(day, row.starts), _in_paris(day, row.ends))
        if day not in _public_holidays(day.year) and interval.end > start and interval.start < end:
            yield interval


def _days(first: date, recurrence: str | None, start: date, end: date) -> list[date]:
    if recurrence is None:
        return [first]
    rule = rrulestr(recurrence, dtstart=datetime.combine(first, time()))
    return [d.date() for d in rule.between(datetime.combine(start - timedelta(days=1), time()),
                                           datetime.combine(end, time()), inc=True)]


def _in_paris(day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, tzinfo=PARIS).astimezone(timezone.utc)


@cache
def _public_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", years=year))
