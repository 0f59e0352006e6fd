"""The agenda as the desk looks at it: for each day and each agenda, what is taken, who is away, what is free."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Iterable, Iterator, Sequence

from bot.domain.agenda import Absence, Agenda
from bot.domain.appointment import Appointment, Session, day_bounds
from bot.domain.availability import Span, minutes, moment, overlap
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.services.booking_ports import Recurrences
from bot.services.desk_times import free_by_desk
from bot.services.planning_times import spans
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class Line:
    """What stands at one hour of an agenda: free (for `motifs`), an appointment, a session with its people, an absence."""

    start: datetime
    end: datetime
    motifs: tuple[Motif, ...] = ()
    appointment: Appointment | None = None
    session: Session | None = None
    away: str | None = None


@dataclass(frozen=True)
class Lane:
    """One agenda on one day: the hours between which it receives, and its lines in order."""

    agenda: Agenda
    hours: Sequence[tuple[datetime, datetime]]
    lines: Sequence[Line]


@dataclass(frozen=True)
class AgendaDay:
    day: date
    is_holiday: bool
    lanes: Sequence[Lane]


@dataclass(frozen=True)
class Wanted:
    """What to look at: these days, of one agenda or of all, for one motif or any, for the appointment that moves or none."""

    first: date
    last: date
    agenda: str | None = None
    motif: str | None = None
    moving: str | None = None


@dataclass
class _Found:
    """What was read of one agenda on one day."""

    hours: list[Span] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    free: dict[datetime, list[Motif]] = field(default_factory=lambda: defaultdict(list))


class DeskAgenda:
    def __init__(self, knowledge: Knowledge, recurrences: Recurrences, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._recurrences = recurrences
        self._clock = clock
        self._new_uow = new_uow

    def motifs(self) -> list[Motif]:
        """Those whose times our agendas keep, by name."""
        return sorted((one for one in self._knowledge.motifs.values() if not one.is_elsewhere), key=lambda one: one.nom)

    def days(self, wanted: Wanted) -> list[AgendaDay]:
        """Saturdays and Sundays on which nothing happens are left out, unless one alone is asked for."""
        with self._new_uow() as uow:
            agendas = [one for one in uow.planning.agendas()
                       if not one.is_closed and wanted.agenda in (None, one.slug)]
            found: dict[tuple[date, str], _Found] = defaultdict(_Found)
            self._read_openings(uow, wanted, found)
            self._read_free(uow, wanted, found)
            self._read_taken(uow, wanted, found)
            for agenda in agendas:
                self._read_absences(uow, agenda, wanted, found)
            every = [AgendaDay(day, uow.agendas.is_holiday(day), [_lane(one, found[day, one.slug]) for one in agendas])
                     for day in _between(wanted.first, wanted.last)]
        return [one for one in every if one.day.weekday() < _SATURDAY or len(every) == 1 or _is_used(one)]

    def _read_openings(self, uow: UnitOfWork, wanted: Wanted, found: dict[tuple[date, str], _Found]) -> None:
        for motif in self._knowledge.motifs.values():
            for slug, those in uow.agendas.openings(motif.slug, wanted.first, wanted.last).items():
                for span in those:
                    found[day_of(moment(span[0])), slug].hours.append(span)

    def _read_free(self, uow: UnitOfWork, wanted: Wanted, found: dict[tuple[date, str], _Found]) -> None:
        begin, end = day_bounds(wanted.first)[0], day_bounds(wanted.last)[1] - timedelta(minutes=1)
        for motif in self._knowledge.motifs.values():
            if wanted.motif not in (None, motif.slug):
                continue
            for slug, times in free_by_desk(uow, motif, self._clock.now(), begin, end, wanted.moving).items():
                for one in times:
                    found[day_of(one.start), slug].free[one.start].append(motif)

    def _read_taken(self, uow: UnitOfWork, wanted: Wanted, found: dict[tuple[date, str], _Found]) -> None:
        begin, end = day_bounds(wanted.first)[0], day_bounds(wanted.last)[1]
        for one in uow.appointments.between(begin, end):
            if one.session is None and one.state.takes_the_time:
                found[day_of(one.start), one.agenda].lines.append(Line(one.start, one.end, appointment=one))
        for session in uow.planning.sessions(begin, end):
            found[day_of(session.start), session.agenda].lines.append(Line(session.start, session.end, session=session))

    def _read_absences(self, uow: UnitOfWork, agenda: Agenda, wanted: Wanted, found: dict[tuple[date, str], _Found]) -> None:
        for absence in uow.planning.absences(agenda.slug):
            for day, span in self._away(absence, wanted):
                found[day, agenda.slug].lines.append(Line(moment(span[0]), moment(span[1]), away=absence.titre or ""))

    def _away(self, absence: Absence, wanted: Wanted) -> Iterator[tuple[date, Span]]:
        """An absence, cut at each midnight."""
        times = spans(self._recurrences, absence, wanted.first, wanted.last)
        for day in _between(wanted.first, wanted.last):
            begin, end = map(minutes, day_bounds(day))
            for span in times:
                if overlap(span, (begin, end)):
                    yield day, (max(span[0], begin), min(span[1], end))


def _between(first: date, last: date) -> list[date]:
    return [first + _DAY * number for number in range((last - first).days + 1)]


def _lane(agenda: Agenda, found: _Found) -> Lane:
    free = [Line(start, start + min(motif.duree for motif in motifs), motifs=tuple(motifs))
            for start, motifs in found.free.items()]
    hours = [(moment(start), moment(end)) for start, end in _joined(found.hours)]
    return Lane(agenda, hours, sorted([*found.lines, *free], key=lambda line: (line.start, line.end)))


def _joined(those: Iterable[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(those):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def _is_used(one: AgendaDay) -> bool:
    return any(lane.lines or lane.hours for lane in one.lanes)
