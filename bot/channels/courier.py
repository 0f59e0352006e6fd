"""The journey of messages that are sent to people rather than read on a page: kept, answered, posted."""
from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import AsyncIterator, Callable

from bot.channels.relay import Relay
from bot.channels.turns import Turns
from bot.domain.conversation import IncomingMessage, Sent
from bot.domain.errors import NotSent
from bot.services.inbox import Inbox
from bot.services.outbox import Outbox
from bot.services.post_ports import Transport

logger = logging.getLogger(__name__)

_POSTED_EVERY, _NEXT_PART, _LAST_WORDS = 5.0, 4.0, 10.0  # seconds


class Courier:
    """Takes in what one channel received, has it answered, and sends what is due. Each channel has its own.

    `admits` says whether a message is to be answered at all. `is_unfinished` says whether a text looks like a part of a
    longer one, whose next part is waited for.
    """

    def __init__(self, channel: str, transport: Transport, relay: Relay, inbox: Inbox, outbox: Outbox,
                 admits: Callable[[IncomingMessage], bool] = lambda message: True,
                 is_unfinished: Callable[[str], bool] = lambda text: False) -> None:
        self._channel = channel
        self._transport = transport
        self._relay = relay
        self._inbox = inbox
        self._outbox = outbox
        self._admits = admits
        self._is_unfinished = is_unfinished
        self._parts: dict[str, list[tuple[int | None, IncomingMessage]]] = {}
        self._turns = Turns()
        self._tasks: set[asyncio.Task[None]] = set()

    async def accept(self, message: IncomingMessage) -> None:
        """Keep a message, then answer it in the background; a repeated delivery (same `id`) is dropped.

        Once this returns, the provider may be told that the message was received: a crash does not lose it.
        """
        try:
            number = await asyncio.to_thread(self._inbox.keep, message)
        except Exception:
            # It is answered all the same: it may be a cry for help, and that needs no database.
            logger.exception("a message on channel %s could not be kept", self._channel)
            self._answer_after_the_others([None], message)
            return
        if number is not None:
            self._take(number, message)

    async def receipt(self, reference: str, receipt: str) -> bool:
        """What the provider says became of a message; False if it is not one of ours."""
        return await asyncio.to_thread(self._outbox.receipt, self._channel, reference, receipt)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer what the process before had no time to, and send what is due until the end."""
        for number, message in await asyncio.to_thread(self._inbox.waiting, self._channel):
            self._take(number, message)
        end = asyncio.Event()
        posting = asyncio.create_task(self._post_until(end))
        yield
        # Whoever is sending comes to its end: cut in between, a message would count as perhaps sent.
        end.set()
        await asyncio.wait([posting, *self._tasks], timeout=_LAST_WORDS)

    def _take(self, number: int, message: IncomingMessage) -> None:
        """Answer a message, or wait for the rest of it."""
        parts = self._parts.setdefault(message.address, [])
        parts.append((number, message))
        if message.button is None and self._is_unfinished(message.text):
            asyncio.get_running_loop().call_later(_NEXT_PART, self._join, message.address, len(parts))
        else:
            self._join(message.address, len(parts))

    def _join(self, address: str, how_many: int) -> None:
        """Answer the parts of a message as one, unless more of them came meanwhile."""
        parts = self._parts.get(address, [])
        if len(parts) != how_many:
            return
        del self._parts[address]
        whole = replace(parts[0][1], text="".join(part.text for _, part in parts))
        self._answer_after_the_others([number for number, _ in parts], whole)

    def _answer_after_the_others(self, numbers: list[int | None], message: IncomingMessage) -> None:
        """One person's messages are answered one after the other."""
        task = asyncio.create_task(self._answer_in_turn(numbers, message))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_in_turn(self, numbers: list[int | None], message: IncomingMessage) -> None:
        async with self._turns.of(message.address):
            try:
                await self._answer(numbers, message)
            except Exception:
                logger.exception("a message on channel %s could not be dealt with", self._channel)

    async def _answer(self, numbers: list[int | None], message: IncomingMessage) -> None:
        if numbers == [None] or await self._is_admitted(message):
            sent, _ = await self._relay.handle(message)
            for one in sent:
                if one.id == 0:  # nothing could be kept, nor queued
                    await self._say_at_once(message.address, one)
        for number in numbers:
            if number is not None:
                await asyncio.to_thread(self._inbox.answered, number)
        await self._outbox.post_due(self._channel, self._transport)

    async def _is_admitted(self, message: IncomingMessage) -> bool:
        try:
            return await asyncio.to_thread(self._admits, message)
        except Exception:
            # Answered in doubt: it may be a cry for help.
            logger.exception("nobody could say whether a message on channel %s is to be answered", self._channel)
            return True

    async def _say_at_once(self, address: str, sent: Sent) -> None:
        try:
            await self._transport.send(address, sent, "")
        except NotSent as error:
            logger.warning("an answer on channel %s was not sent: %s", self._channel, error)

    async def _post_until(self, end: asyncio.Event) -> None:
        while not end.is_set():
            try:
                await self._outbox.post_due(self._channel, self._transport)
            except Exception:
                logger.exception("what is due on channel %s was not sent; it will be tried again", self._channel)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(end.wait(), _POSTED_EVERY)
