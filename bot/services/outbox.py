"""Sends what is queued: once, in order, at a decent hour; what could not be sent is tried again, then shown to the desk."""
from __future__ import annotations

import logging
import random
from datetime import timedelta
from typing import Mapping

from bot.domain.errors import NotSent
from bot.domain.notice import Kind, is_decent_hour
from bot.services.booking_ports import Queued, Transport
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

logger = logging.getLogger(__name__)

_FIRST_WAIT = timedelta(minutes=1)
_ATTEMPTS = 8
_PERHAPS_SENT = timedelta(minutes=10)
_ANY_HOUR = tuple(kind for kind in Kind if not kind.waits_for_the_day)


class Outbox:
    """A message is claimed in one transaction and settled in another: what a crash leaves between is not sent again.

    A channel without a transport is a thread that its people read here (the widget, the telephone simulator): writing the
    message down there is sending it, in the same transaction as the settling.
    """

    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory, transports: Mapping[str, Transport]) -> None:
        self._clock = clock
        self._new_uow = new_uow
        self._transports = transports

    def send_due(self) -> int:
        """Send everything that is due; how many left."""
        left = 0
        while (claimed := self._claim()) is not None:
            queued, transport = claimed
            left += self._send(queued, transport) if transport else self._clock.now() < queued.not_after
        return left

    def in_trouble(self) -> list[tuple[str, str, str]]:
        """(key, state, reason) of the messages that somebody should look at."""
        with self._new_uow() as uow:
            return uow.outbox.in_trouble(self._clock.now() - _PERHAPS_SENT)

    def _claim(self) -> tuple[Queued, Transport | None] | None:
        """The next message and by what to send it; None in its place when there is nothing more to do for it."""
        now = self._clock.now()
        with self._new_uow() as uow:
            queued = uow.outbox.claim(now, tuple(Kind) if is_decent_hour(now) else _ANY_HOUR)
            if queued is None:
                return None
            transport = self._transports.get(queued.contact.channel)
            if now >= queued.not_after:
                uow.outbox.is_too_late(queued.id, now)
                transport = None
            elif transport is None:
                self._settle(uow, queued)
            uow.commit()
        return queued, transport

    def _send(self, queued: Queued, transport: Transport) -> bool:
        """Whether it left."""
        try:
            transport.send(queued.contact.address, queued.answer, queued.key)
        except NotSent as error:
            self._failed(queued, error)
            return False
        with self._new_uow() as uow:
            self._settle(uow, queued)
            uow.commit()
        return True

    def _settle(self, uow: UnitOfWork, queued: Queued) -> None:
        """Write the message in the thread of its address, where its choices can be answered."""
        now = self._clock.now()
        conversation = uow.conversations.open(queued.contact.channel, queued.contact.address, now).id
        uow.conversations.record_outgoing(conversation, None, queued.answer, now)
        uow.conversations.keep_choices(conversation, queued.answer, now)
        uow.outbox.was_sent(queued.id, now)

    def _failed(self, queued: Queued, error: NotSent) -> None:
        logger.warning("message %s was not sent, attempt %d: %s", queued.id, queued.attempt, error)
        now = self._clock.now()
        wait = _FIRST_WAIT * 2 ** (queued.attempt - 1) * random.uniform(1, 1.5)
        with self._new_uow() as uow:
            if error.permanent or queued.attempt >= _ATTEMPTS:
                uow.outbox.give_up(queued.id, str(error)[:128], now)
            else:
                uow.outbox.try_again(queued.id, now + wait, str(error)[:128], now)
            uow.commit()
