"""When desks receive, and when they are taken."""
from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Callable, Mapping, Sequence

import holidays
from sqlalchemy import JSON, Date, Text, and_, bindparam, cast, func, or_, select, type_coerce
from sqlalchemy.engine import Connection

from bot.adapters.database.sessions import begins_in, read_sessions
from bot.adapters.database.tables import (
    absences,
    agendas,
    appointments,
    opening_motifs,
    openings,
    sessions,
    taken_spans,
)
from bot.adapters.recurrence import occurrences
from bot.domain.appointment import Session, day_bounds
from bot.domain.availability import Span, minutes, span_between

# One row for each agenda, its numbers in two lists: thousands of rows would cost more than all the arithmetic on them.
_TOGETHER: dict[str, Callable[[Any], Any]] = {
    "sqlite": lambda column: type_coerce(func.json_group_array(column), JSON), "postgresql": func.array_agg}

# Written once: SQLAlchemy takes as long to build them as the database to answer. Days left out are read as the text they are
# kept in, because most are read again and again.
_FIRST, _LAST, _SLUGS = bindparam("first", type_=Date), bindparam("last", type_=Date), bindparam("slugs", expanding=True)
_OPENINGS = (
    select(agendas.c.slug, openings.c.first_day, openings.c.starts, openings.c.ends, openings.c.recurrence,
           cast(openings.c.exceptions, Text))
    .join_from(opening_motifs, openings).join(agendas, agendas.c.id == openings.c.agenda_id)
    .where(opening_motifs.c.motif == bindparam("motif"), agendas.c.closed_at.is_(None),
           or_(openings.c.recurrence.is_not(None), openings.c.first_day.between(_FIRST, _LAST))))
_ABSENCES = (
    select(agendas.c.slug, absences.c.first_day, absences.c.last_day, absences.c.starts, absences.c.ends,
           absences.c.recurrence)
    .join_from(absences, agendas)
    .where(agendas.c.slug.in_(_SLUGS), or_(absences.c.recurrence.is_not(None), and_(
        absences.c.first_day <= _LAST, absences.c.last_day >= _FIRST))))
_TAKEN = {dialect: (
    select(agendas.c.slug, together(taken_spans.c.starts), together(taken_spans.c.ends))
    .join_from(taken_spans, agendas, taken_spans.c.agenda_id == agendas.c.id)
    .where(agendas.c.slug.in_(_SLUGS), taken_spans.c.starts < bindparam("end"), taken_spans.c.ends > bindparam("start"))
    .group_by(agendas.c.slug)) for dialect, together in _TOGETHER.items()}
_NOT_ITS_OWN = taken_spans.c.appointment_id.is_distinct_from(
    select(appointments.c.id).where(appointments.c.code == bindparam("moving")).scalar_subquery())
_WITHOUT_ITS_OWN = {dialect: taken.where(_NOT_ITS_OWN) for dialect, taken in _TAKEN.items()}


class SqlAgendas:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def openings(self, motif: str, first: date, last: date) -> Mapping[str, Sequence[Span]]:
        """By agenda that is not closed, the openings of this motif from one day to another, both included."""
        found: dict[str, list[Span]] = {}
        rows = self._connection.execute(_OPENINGS, {"motif": motif, "first": first, "last": last})
        for slug, first_day, starts, ends, rule, exceptions in rows.all():
            found.setdefault(slug, []).extend(
                occurrences(first_day, starts, ends, rule, _days(exceptions), first, last))
        return found

    def busy(self, slugs: Sequence[str], first: date, last: date, moving: str | None = None) -> Mapping[str, Sequence[Span]]:
        """By agenda, what is taken, absent or a public holiday from one day to another, both included.

        The appointment of code `moving` takes nothing: it may be moved onto part of its own time.
        """
        start, end = minutes(day_bounds(first)[0]), minutes(day_bounds(last)[1])
        found: dict[str, list[Span]] = {slug: list(_holidays(first, last)) for slug in slugs}
        taken = (_TAKEN if moving is None else _WITHOUT_ITS_OWN)[self._connection.dialect.name]
        asked = {"slugs": slugs, "start": start, "end": end, **({} if moving is None else {"moving": moving})}
        for slug, begins, ends in self._connection.execute(taken, asked).all():
            found[slug].extend(zip(begins, ends))
        for slug, first_day, last_day, starts, ends, rule in self._connection.execute(
                _ABSENCES, {"slugs": slugs, "first": first, "last": last}).all():
            found[slug].extend(occurrences(first_day, starts, ends, rule, (), first, last) if rule
                               else [span_between(first_day, starts, last_day, ends)])
        return found

    def sessions(self, motif: str, start: datetime, end: datetime) -> list[Session]:
        """The group sessions of a motif that begin in [start, end), cancelled ones left out, soonest first."""
        return read_sessions(self._connection, sessions.c.motif == motif, begins_in(start, end))

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday."""
        return bool(_holidays(day, day))

    def is_demo(self, agenda: str) -> bool:
        return bool(self._connection.execute(select(agendas.c.demo).where(agendas.c.slug == agenda)).scalar_one())


@lru_cache(maxsize=1024)
def _days(written: str) -> tuple[date, ...]:
    """From JSON: `["2026-12-24"]`."""
    return tuple(map(date.fromisoformat, json.loads(written)))


@lru_cache(maxsize=64)
def _holidays(first: date, last: date) -> tuple[Span, ...]:
    """The public holidays of metropolitan France (Code du travail, article L3133-1), whole days."""
    days = holidays.country_holidays("FR", years=range(first.year, last.year + 1))
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((minutes(start), minutes(end)) for start, end in (day_bounds(day) for day in every if day in days))
