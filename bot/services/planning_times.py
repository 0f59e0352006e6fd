"""What is written in an agenda, as times: when an opening or an absence falls, who is expected meanwhile."""
from __future__ import annotations

from datetime import date, datetime, timezone
from typing import Sequence

from bot.domain.agenda import Absence, Opening
from bot.domain.appointment import Appointment, Session
from bot.domain.availability import Span, minutes, overlap, span_between
from bot.domain.french import day_of
from bot.services.booking_ports import Recurrences
from bot.services.ports import UnitOfWork

FOREVER = datetime.max.replace(tzinfo=timezone.utc)


def span_of(one: Appointment | Session) -> Span:
    return minutes(one.start), minutes(one.end)


def spans(recurrences: Recurrences, plage: Opening | Absence, first: date, last: date) -> Sequence[Span]:
    """When it falls from one day to another, both included; an absence that does not come back, whole."""
    if isinstance(plage, Absence) and plage.recurrence is None:
        return [span_between(plage.first_day, plage.starts, plage.last_day, plage.ends)]
    exceptions = plage.exceptions if isinstance(plage, Opening) else ()
    return recurrences.occurrences(plage.first_day, plage.starts, plage.ends, plage.recurrence, exceptions, first, last)


def appointments_in(uow: UnitOfWork, recurrences: Recurrences, plage: Opening | Absence, now: datetime) -> list[Appointment]:
    """Those to come that fall in an opening or an absence, soonest first; not those who joined a group session."""
    coming = [one for one in uow.appointments.of_agenda(plage.agenda, now, FOREVER) if one.session is None]
    if not coming:
        return []
    times = spans(recurrences, plage, day_of(now), day_of(coming[-1].start))
    return [one for one in coming if any(overlap(span, span_of(one)) for span in times)]
