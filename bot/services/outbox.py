"""Sends what is queued: once, in order, at a decent hour; what could not be sent is tried again, then shown to the desk."""
from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import AbstractSet, Collection

from bot.domain.conversation import Sent
from bot.domain.errors import NotSent
from bot.domain.notice import Kind, is_decent_hour
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.post_ports import Queued, Transport, Trouble

logger = logging.getLogger(__name__)

# Who asks is waiting for the answer; a reminder may take its time.
_FIRST_WAIT = {True: timedelta(seconds=5), False: timedelta(minutes=1)}
_ATTEMPTS = 8
_PERHAPS_SENT = timedelta(minutes=10)
_ANY_HOUR = tuple(kind for kind in Kind if not kind.waits_for_the_day)


@dataclass(frozen=True)
class _Claimed:
    """A message that is this worker's own; not wanted when it comes too late, or when its person has said STOP."""

    queued: Queued
    is_wanted: bool


class Outbox:
    """A message is claimed in one transaction and settled in another: what a crash leaves between is not sent again.

    `posted` are the channels whose messages a transport carries. Any other is a thread that its people read here (the
    widget): writing the message down there is sending it, in the same transaction as the settling. `program`: the name of
    this one among those that send.
    """

    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory, posted: AbstractSet[str] = frozenset(),
                 program: str | None = None) -> None:
        self._clock = clock
        self._program = program
        self._new_uow = new_uow
        self._posted = posted

    def send_due(self) -> int:
        """Write down everything that is due in the threads that are read here; how many."""
        written = 0
        with self._new_uow() as uow:
            threads = uow.outbox.channels() - self._posted
        while threads and (claimed := self._claim(threads)) is not None:
            written += claimed.is_wanted
        return written

    async def post_due(self, channel: str, transport: Transport) -> int:
        """Send everything that is due on a channel; how many left."""
        left = 0
        while (claimed := await asyncio.to_thread(self._claim, (channel,))) is not None:
            left += claimed.is_wanted and await self._post(claimed.queued, transport)
        return left

    def in_trouble(self) -> list[Trouble]:
        """The messages that somebody should look at."""
        with self._new_uow() as uow:
            return uow.outbox.in_trouble(self._clock.now() - _PERHAPS_SENT)

    def receipt(self, channel: str, reference: str, receipt: str) -> bool:
        """What a provider says became of a message; False if it is not one of ours."""
        with self._new_uow() as uow:
            known = uow.outbox.receipt(channel, reference, receipt)
            uow.commit()
        return known

    def _claim(self, channels: Collection[str]) -> _Claimed | None:
        """The next message. Wanted, it stands in its thread from now on, where its choices can be answered."""
        now = self._clock.now()
        with self._new_uow() as uow:
            queued = uow.outbox.claim(now, tuple(Kind) if is_decent_hour(now) else _ANY_HOUR, channels,
                                      self._program)
            if queued is None:
                return None
            is_late = now >= queued.not_after
            is_wanted = not is_late and (queued.kind.answers_somebody or not uow.oppositions.holds(queued.contact))
            if is_wanted:
                queued = self._in_its_thread(uow, queued)
            if is_late:
                uow.outbox.is_too_late(queued.id, now)
            elif not is_wanted:
                uow.outbox.is_refused(queued.id, now)
            elif queued.contact.channel not in self._posted:
                uow.outbox.was_sent(queued.id, None, now)
            uow.commit()
        return _Claimed(queued, is_wanted)

    def _in_its_thread(self, uow: UnitOfWork, queued: Queued) -> Queued:
        if queued.message is not None or not queued.kind.stands_in_a_thread:
            return queued
        now = self._clock.now()
        conversation = uow.conversations.open(queued.contact.channel, queued.contact.address, now).id
        message = uow.conversations.record_outgoing(conversation, None, queued.answer, now).id
        uow.conversations.keep_choices(conversation, queued.answer, now)
        uow.outbox.is_message(queued.id, message)
        return replace(queued, message=message)

    async def _post(self, queued: Queued, transport: Transport) -> bool:
        """Whether it left."""
        try:
            sent = Sent(queued.message or 0, queued.answer)
            reference = await transport.send(queued.contact.address, sent, queued.key)
        except NotSent as error:
            await asyncio.to_thread(self._failed, queued, error)
            return False
        await asyncio.to_thread(self._left, queued, reference)
        return True

    def _left(self, queued: Queued, reference: str | None) -> None:
        with self._new_uow() as uow:
            uow.outbox.was_sent(queued.id, reference, self._clock.now())
            uow.commit()

    def _failed(self, queued: Queued, error: NotSent) -> None:
        logger.warning("message %s was not sent, attempt %d: %s", queued.id, queued.attempt, error)
        now = self._clock.now()
        first = _FIRST_WAIT[queued.kind.answers_somebody]
        wait = max(first * 2 ** (queued.attempt - 1) * random.uniform(1, 1.5), timedelta(seconds=error.wait))
        with self._new_uow() as uow:
            if error.permanent or queued.attempt >= _ATTEMPTS:
                uow.outbox.give_up(queued.id, str(error)[:128], now)
            else:
                uow.outbox.try_again(queued.id, now + wait, str(error)[:128], now)
            uow.commit()
