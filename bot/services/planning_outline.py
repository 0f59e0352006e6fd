"""All that is to come of an agenda, said in French line by line, each with the number by which it can be changed."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Sequence

from bot.domain.agenda import Agenda
from bot.domain.appointment import Session
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.services.appointment_words import AppointmentWords
from bot.services.booking_ports import Recurrences
from bot.services.planning_checks import known_agenda
from bot.services.planning_times import FOREVER
from bot.services.planning_words import PlanningWords, session_title
from bot.services.ports import Clock, UnitOfWorkFactory


@dataclass(frozen=True)
class Written:
    """One line: its number, what it says, and whether it comes back."""

    number: int
    said: str
    comes_back: bool = False


@dataclass(frozen=True)
class Outline:
    agenda: Agenda
    openings: Sequence[Written]
    absences: Sequence[Written]
    sessions: Sequence[tuple[Session, str]]
    expected: int


class PlanningOutlines:
    def __init__(self, knowledge: Knowledge, recurrences: Recurrences, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._motifs = AppointmentWords(knowledge)
        self._words = PlanningWords(self._motifs, recurrences)
        self._clock = clock
        self._new_uow = new_uow

    def of(self, slug: str) -> Outline:
        """PlanningRefused if there is no such agenda."""
        now = self._clock.now()
        today = day_of(now)
        with self._new_uow() as uow:
            agenda = known_agenda(uow, slug)
            openings = [one for one in uow.planning.openings(slug) if one.recurrence or one.first_day >= today]
            absences = [one for one in uow.planning.absences(slug) if one.recurrence or one.last_day >= today]
            sessions = uow.planning.sessions(now, FOREVER, slug)
            expected = len(uow.appointments.of_agenda(slug, now, FOREVER))
        return Outline(
            agenda, [Written(one.id, self._words.opening_line(one, today), one.recurrence is not None) for one in openings],
            [Written(one.id, self._words.absence_line(one)) for one in absences],
            [(one, session_title(one, self._motifs.motif(one.motif))) for one in sessions], expected)
