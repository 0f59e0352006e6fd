"""What is forgotten, and when: the table of docs/protection-des-donnees.md."""
from __future__ import annotations

from datetime import timedelta

from bot.services.ports import Clock, UnitOfWorkFactory

CONVERSATIONS = timedelta(hours=24)
APPOINTMENTS = timedelta(days=30)
WAITING = timedelta(days=90)
MESSAGES = timedelta(days=30)
RECEIVED = timedelta(days=7)


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
            uow.commit()
        with self._new_uow() as uow:
            uow.appointments.anonymise_before(now - APPOINTMENTS)
            uow.elsewhere.erase_before(now - APPOINTMENTS)
            uow.waiting.anonymise_before(now - WAITING)
            uow.outbox.forget_before(now - MESSAGES)
            uow.inbox.forget_before(now - RECEIVED)
            uow.commit()
