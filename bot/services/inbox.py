"""What a channel has received: kept before its provider is told so, until it is answered."""
from __future__ import annotations

from bot.domain.conversation import IncomingMessage
from bot.domain.notice import STALE
from bot.services.ports import Clock, UnitOfWorkFactory


class Inbox:
    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._clock = clock
        self._new_uow = new_uow

    def keep(self, message: IncomingMessage) -> int | None:
        """Its number; None for a repeated delivery."""
        with self._new_uow() as uow:
            number = uow.inbox.keep(message, self._clock.now())
            uow.commit()
        return number

    def waiting(self, channel: str) -> list[tuple[int, IncomingMessage]]:
        """What the process before this one had no time to answer, if it is not too late for it."""
        with self._new_uow() as uow:
            return uow.inbox.waiting(channel, self._clock.now() - STALE)

    def answered(self, number: int) -> None:
        """Forget what it said."""
        with self._new_uow() as uow:
            uow.inbox.answered(number)
            uow.commit()
