"""When desks receive, and when they are taken."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Callable, Mapping, Sequence

import holidays
from sqlalchemy import JSON, and_, func, or_, select, type_coerce
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


class SqlAgendas:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def openings(self, motif: str, first: date, last: date) -> Mapping[str, Sequence[Span]]:
        """By agenda that is not closed, the openings of this motif from one day to another, both included."""
        found: dict[str, list[Span]] = {}
        touching = or_(openings.c.recurrence.is_not(None), openings.c.first_day.between(first, last))
        rows = self._connection.execute(
            select(agendas.c.slug, openings.c.first_day, openings.c.starts, openings.c.ends, openings.c.recurrence,
                   openings.c.exceptions)
            .join_from(opening_motifs, openings).join(agendas, agendas.c.id == openings.c.agenda_id)
            .where(opening_motifs.c.motif == motif, agendas.c.closed_at.is_(None), touching))
        for slug, first_day, starts, ends, rule, exceptions in rows:
            left_out = tuple(map(date.fromisoformat, exceptions))
            found.setdefault(slug, []).extend(occurrences(first_day, starts, ends, rule, left_out, first, last))
        return found

    def busy(self, slugs: Sequence[str], first: date, last: date, moving: str | None = None) -> Mapping[str, Sequence[Span]]:
        """By agenda, what is taken, absent or a public holiday from one day to another, both included.

        The appointment of code `moving` takes nothing: it may be moved onto part of its own time.
        """
        start, end = minutes(day_bounds(first)[0]), minutes(day_bounds(last)[1])
        found: dict[str, list[Span]] = {slug: list(_holidays(first, last)) for slug in slugs}
        together = _TOGETHER[self._connection.dialect.name]
        taken = (select(agendas.c.slug, together(taken_spans.c.starts), together(taken_spans.c.ends))
                 .join_from(taken_spans, agendas, taken_spans.c.agenda_id == agendas.c.id)
                 .where(agendas.c.slug.in_(slugs), taken_spans.c.starts < end, taken_spans.c.ends > start)
                 .group_by(agendas.c.slug))
        if moving is not None:
            own = select(appointments.c.id).where(appointments.c.code == moving).scalar_subquery()
            taken = taken.where(taken_spans.c.appointment_id.is_distinct_from(own))
        for slug, begins, ends in self._connection.execute(taken).all():
            found[slug].extend(zip(begins, ends))
        for slug, spans in self._away(slugs, first, last):
            found[slug].extend(spans)
        return found

    def sessions(self, motif: str, start: datetime, end: datetime) -> list[Session]:
        """The group sessions of a motif that begin in [start, end), cancelled ones left out, soonest first."""
        return read_sessions(self._connection, sessions.c.motif == motif, begins_in(start, end))

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday."""
        return bool(_holidays(day, day))

    def is_demo(self, agenda: str) -> bool:
        return bool(self._connection.execute(select(agendas.c.demo).where(agendas.c.slug == agenda)).scalar_one())

    def _away(self, slugs: Sequence[str], first: date, last: date) -> list[tuple[str, Sequence[Span]]]:
        touching = or_(absences.c.recurrence.is_not(None),
                       and_(absences.c.first_day <= last, absences.c.last_day >= first))
        rows = self._connection.execute(
            select(agendas.c.slug, absences).join_from(absences, agendas)
            .where(agendas.c.slug.in_(slugs), touching)).all()
        return [(row.slug, occurrences(row.first_day, row.starts, row.ends, row.recurrence, (), first, last)
                 if row.recurrence else [span_between(row.first_day, row.starts, row.last_day, row.ends)]) for row in rows]


@lru_cache(maxsize=64)
def _holidays(first: date, last: date) -> tuple[Span, ...]:
    """The public holidays of metropolitan France (Code du travail, article L3133-1), whole days."""
    days = holidays.country_holidays("FR", years=range(first.year, last.year + 1))
    every = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return tuple((minutes(start), minutes(end)) for start, end in (day_bounds(day) for day in every if day in days))
