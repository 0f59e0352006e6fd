"""What is forgotten, and when: the table of docs/protection-des-donnees.md."""
from __future__ import annotations

from datetime import date, timedelta

from bot.domain.french import day_of
from bot.services.ports import Clock, UnitOfWorkFactory

CONVERSATIONS = timedelta(hours=24)
APPOINTMENTS = timedelta(days=30)
WAITING = timedelta(days=90)
MESSAGES = timedelta(days=30)
RECEIVED = timedelta(days=7)
JOURNAL = timedelta(days=183)
ENTRIES = timedelta(days=1)  # sessions of the desk, wrong passwords, programs that died
DECIDED, UNDECIDED = timedelta(days=90), timedelta(days=180)  # questions that were not understood
ASKED_YEARS = 3  # whole ones, before this one: a part of a year would be compared with what was shown of it


class Forgetting:
    """Erases by the clock, in one short transaction for each kind."""

    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._clock = clock
        self._new_uow = new_uow

    def forget_old(self) -> None:
        """Erase what was kept long enough."""
        now = self._clock.now()
        with self._new_uow() as uow:
            uow.conversations.erase_before(now - CONVERSATIONS)
            uow.unanswered.forget_conversations(now - CONVERSATIONS)
            uow.commit()
        with self._new_uow() as uow:
            uow.appointments.anonymise_before(now - APPOINTMENTS)
            uow.elsewhere.erase_before(now - APPOINTMENTS)
            uow.waiting.anonymise_before(now - WAITING)
            uow.outbox.forget_before(now - MESSAGES)
            uow.inbox.forget_before(now - RECEIVED)
            uow.programs.forget_before(now - ENTRIES)
            uow.unanswered.forget_before(now - DECIDED, now - UNDECIDED)
            uow.access_journal.forget_before(now - JOURNAL)
            uow.agent_sessions.forget_before(now - ENTRIES)
            uow.login_failures.forget_before(now - ENTRIES)
            uow.asked.forget_before(date(day_of(now).year - ASKED_YEARS, 1, 1))
            uow.commit_for_good()
