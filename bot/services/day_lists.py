"""A desk's day as lists to show: by place, then agenda, then hour; who is there now, who comes next."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Iterable, Sequence

from bot.domain.appointment import Appointment, Session, State
from bot.services.appointment_words import AppointmentWords
from bot.services.desk_day import Day, place_of


@dataclass(frozen=True)
class Row:
    """One hour of an agenda: an appointment, or a group session and its people.

    `moment` is « maintenant », « ensuite » or "".
    """

    start: datetime
    end: datetime
    motif: str
    appointment: Appointment | None = None
    session: Session | None = None
    people: tuple[Appointment, ...] = ()
    moment: str = ""


@dataclass(frozen=True)
class AgendaDay:
    nom: str
    rows: Sequence[Row]


@dataclass(frozen=True)
class Place:
    nom: str
    agendas: Sequence[AgendaDay]


@dataclass(frozen=True)
class Counts:
    """How many people: still expected, of them in the room, seen, missing."""

    expected: int
    waiting: int
    seen: int
    missing: int


def by_place(day: Day, words: AppointmentWords, now: datetime) -> list[Place]:
    """The day, place by place, each by name."""
    rows = sorted(((place_of(words, one), (day.agendas or {}).get(one.agenda, one.agenda), _row(one, day, words))
                   for one in _hours(day)), key=lambda found: (found[0], found[1], found[2].start))
    return [Place(place, [AgendaDay(agenda, _marked([row for *_, row in those], now))
                          for agenda, those in groupby(found, key=lambda one: one[1])])
            for place, found in groupby(rows, key=lambda one: one[0])]


def counts(day: Day) -> Counts:
    expected = [one for one in day.appointments if one.state is State.PREVU]
    return Counts(len(expected), sum(one.arrived_at is not None for one in expected),
                  sum(one.state is State.VU for one in day.appointments),
                  sum(one.state is State.ABSENT for one in day.appointments))


def _hours(day: Day) -> Iterable[Appointment | Session]:
    sessions = day.sessions or {}
    return [*(one for one in day.appointments if one.session not in sessions), *sessions.values()]


def _row(one: Appointment | Session, day: Day, words: AppointmentWords) -> Row:
    motif = words.motif(one.motif).nom
    if isinstance(one, Appointment):
        return Row(one.start, one.end, motif, appointment=one)
    people = tuple(joined for joined in day.appointments if joined.session == one.id)
    return Row(one.start, one.end, motif, session=one, people=people)


def _marked(rows: list[Row], now: datetime) -> list[Row]:
    """Whose hour it is, and the first of those to come; who is cancelled is neither."""
    due = [row for row in rows if _is_due(row)]
    after = next((row for row in due if row.start > now), None)
    return [replace(row, moment="maintenant" if row in due and row.start <= now < row.end
                    else "ensuite" if row is after else "") for row in rows]


def _is_due(row: Row) -> bool:
    if row.session is not None:
        return not row.session.is_cancelled
    return row.appointment is not None and row.appointment.state is State.PREVU
