"""What a channel has received: kept before its provider is told so, until it is answered."""
from __future__ import annotations

from typing import Collection

from bot.domain.conversation import IncomingMessage
from bot.domain.notice import STALE
from bot.services.ports import Clock, UnitOfWorkFactory


class Inbox:
    """`program`: the name of this one among those that answer."""

    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory, program: str = "") -> None:
        self._clock = clock
        self._new_uow = new_uow
        self._program = program

    def keep(self, message: IncomingMessage) -> int | None:
        """Its number; None for a repeated delivery."""
        with self._new_uow() as uow:
            number = uow.inbox.keep(message, self._clock.now())
            uow.commit()
        return number

    def is_first(self, channel: str, key: str) -> bool:
        """Whether something without words (a voice note, a photo) comes for the first time; from now on it does not."""
        with self._new_uow() as uow:
            is_first = uow.inbox.note(channel, key, self._clock.now())
            uow.commit()
        return is_first

    def waiting(self, channel: str) -> list[str]:
        """The addresses of those whom nobody is answering, if it is not too late for it."""
        now = self._clock.now()
        with self._new_uow() as uow:
            addresses = uow.inbox.waiting(channel, self._program, now, now - STALE)
            uow.commit()
        return addresses

    def take(self, channel: str, address: str) -> list[tuple[int, IncomingMessage]]:
        """What somebody wrote, oldest first, now ours to answer; nothing while another program answers them."""
        now = self._clock.now()
        with self._new_uow() as uow:
            taken = uow.inbox.take(channel, address, self._program, now, now - STALE)
            uow.commit()
        return taken

    def answered(self, numbers: Collection[int]) -> None:
        """Forget what they said."""
        with self._new_uow() as uow:
            uow.inbox.answered(numbers)
            uow.commit()
