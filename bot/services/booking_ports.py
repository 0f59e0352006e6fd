"""What appointments need from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import date, datetime, time
from typing import Collection, Mapping, Protocol, Sequence

from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Appointment, Change, Creneau, Session, State
from bot.domain.availability import Span
from bot.domain.booking_draft import Purpose
from bot.domain.waiting import Waiting


class Agendas(Protocol):
    def openings(self, motif: str, first: date, last: date) -> Mapping[str, Sequence[Span]]:
        """By agenda that is not closed, when it receives for this motif, from one day to another, both included."""

    def busy(self, slugs: Sequence[str], first: date, last: date, moving: str | None = None) -> Mapping[str, Sequence[Span]]:
        """By agenda, what is taken (the pause after an appointment included), absent or a public holiday.

        The appointment of code `moving` takes nothing: it may be moved onto part of its own time.
        """

    def sessions(self, motif: str, start: datetime, end: datetime) -> list[Session]:
        """The group sessions that begin in [start, end), cancelled ones left out, soonest first."""

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday: no agenda receives."""

    def is_demo(self, agenda: str) -> bool:
        """Whether nobody will be waiting: an agenda to try the assistant with."""


class Appointments(Protocol):
    def add(self, appointment: Appointment, busy_until: datetime, key: str | None, now: datetime,
            by: str = "usager") -> None:
        """Keep an appointment; CreneauTaken if any part of it is no longer free, or its booking (`key`) was kept already."""

    def get(self, code: str) -> Appointment | None:
        """The appointment with this code."""

    def held(self, code: str) -> Appointment | None:
        """The same, that nobody else changes until this transaction ends."""

    def named(self, uid: str) -> Appointment | None:
        """The appointment that calendars know by this name."""

    def kept_for(self, key: str) -> Appointment | None:
        """The appointment that this booking became."""

    def coming(self, conversation: str, now: datetime) -> list[Appointment]:
        """The appointments to come that were made in a conversation, soonest first."""

    def of_person(self, conversation: str) -> list[Appointment]:
        """All that is known to be of the person of a conversation, over or to come, soonest first."""

    def between(self, start: datetime, end: datetime) -> list[Appointment]:
        """All appointments that begin in [start, end), soonest first."""

    def of_agenda(self, agenda: str, start: datetime, end: datetime) -> list[Appointment]:
        """Those expected at one agenda, that begin in [start, end), soonest first."""

    def of_session(self, session: int) -> list[Appointment]:
        """Who is expected at a group session."""

    def change_state(self, code: str, state: State, by: str, now: datetime,
                     among: Collection[State] = (State.PREVU,)) -> None:
        """Change what becomes of it, keep the history, free the time if it was cancelled.

        AppointmentNotFound if there is none with this code whose state is `among` these.
        """

    def reschedule(self, code: str, creneau: Creneau, busy_until: datetime, by: str, now: datetime) -> None:
        """Another time for the same appointment, in one step. CreneauTaken or AppointmentNotFound: nothing changed."""

    def arrived(self, code: str, at: datetime | None) -> None:
        """Since when the person waits in the room; None: they are not there after all."""

    def history(self, code: str) -> list[Change]:
        """What became of it, oldest first."""

    def anonymise_before(self, limit: datetime) -> int:
        """Forget whose appointments the ones ended before `limit` were; how many."""

    def anonymise_over(self, conversation: str, now: datetime) -> None:
        """Forget whose the appointments of a person were: those that have begun, or were cancelled."""


class Planning(Protocol):
    """What a desk writes about its own time."""

    def agendas(self) -> list[Agenda]:
        """All of them, closed ones too, by name."""

    def agenda(self, slug: str) -> Agenda | None: ...

    def fed_by(self, token: str) -> Agenda | None:
        """The agenda whose calendar this secret opens."""

    def add_agenda(self, agenda: Agenda) -> None: ...

    def close_agenda(self, slug: str, now: datetime) -> None:
        """Receive no more; what was is kept."""

    def openings(self, agenda: str) -> list[Opening]: ...

    def opening(self, number: int) -> Opening | None: ...

    def add_opening(self, opening: Opening) -> int:
        """Its number."""

    def except_days(self, opening: int, days: tuple[date, ...]) -> None:
        """The days on which an opening that comes back does not."""

    def remove_opening(self, opening: int) -> bool:
        """Whether there was one. Appointments taken in it stay."""

    def absences(self, agenda: str) -> list[Absence]: ...

    def add_absence(self, absence: Absence) -> int:
        """Its number."""

    def remove_absence(self, absence: int) -> bool: ...

    def add_session(self, session: Session) -> int:
        """Its number. CreneauTaken if the agenda is taken then."""

    def session(self, number: int) -> Session | None: ...

    def sessions(self, start: datetime, end: datetime, agenda: str | None = None) -> list[Session]:
        """The group sessions that begin in [start, end), at one agenda or any, cancelled ones left out, soonest first."""

    def cancel_session(self, number: int) -> None:
        """Nobody can join it any more and its agenda is free again; those who joined are for the caller."""


class WaitingList(Protocol):
    def add(self, one: Waiting) -> None:
        """Keep a request, last in the queue; an earlier one of the same person, for the same, ends."""

    def open(self, purpose: Purpose, hold: bool = False) -> list[Waiting]:
        """Those who still wait, first come first; with `hold`, those whom no other transaction holds, held by this one."""

    def was_told(self, number: int, now: datetime) -> None:
        """Count a message, whatever becomes of it."""

    def close(self, conversation: str, motif: str | None, purpose: Purpose, now: datetime) -> int:
        """These people wait no longer, for one motif or for any (None); how many requests ended."""

    def called(self, number: int, now: datetime) -> bool:
        """The desk has dealt with it; False if there was nothing to deal with."""

    def of_person(self, conversation: str) -> list[Waiting]:
        """What the person of a conversation waits for."""

    def erase(self, conversation: str, now: datetime) -> None:
        """The person of a conversation waits no longer, and nobody knows that they did."""

    def anonymise_before(self, limit: datetime) -> int:
        """Forget those who asked before `limit`, and those dealt with; how many."""


class Recurrences(Protocol):
    """Rules of RFC 5545, in French."""

    def fault_of(self, rule: str, first_day: date) -> str | None:
        """What is wrong with a rule, in French, or None."""

    def has_end(self, rule: str) -> bool: ...

    def say_rule(self, rule: str | None, first_day: date) -> str:
        """« chaque mardi, jusqu'au 30 juin 2027 »."""

    def occurrences(self, first_day: date, starts: time, ends: time, rule: str | None, exceptions: tuple[date, ...],
                    first: date, last: date) -> Sequence[Span]:
        """Its times between two days, both included."""
