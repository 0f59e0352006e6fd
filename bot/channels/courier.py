"""The journey of messages that are sent to people rather than read on a page: kept, answered, posted."""
from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from time import monotonic
from typing import Any, AsyncIterator, Callable, Coroutine

from bot.channels.relay import Relay
from bot.domain.conversation import IncomingMessage, Sent
from bot.domain.errors import NotSent, StorageUnavailable
from bot.services.inbox import Inbox
from bot.services.outbox import Outbox
from bot.services.post_ports import Transport

logger = logging.getLogger(__name__)

_LOOKED_AT_EVERY, _NEXT_PART, _LAST_WORDS = 5.0, 4.0, 10.0  # seconds
_LOOKS_FOR_THE_NEXT_PART = 8
_TOLD_EVERY, _MOST_TOLD = 600.0, 1000  # seconds, people
Part = tuple[int, IncomingMessage]  # under its number in the inbox


class Courier:
    """Takes in what one channel received, has it answered, and sends what is due. Each channel has its own.

    Several programs may share the post. Whichever received them, one person's messages are in the hands of one program at
    a time, in the order in which they were received. When a program dies, another takes up what it had.

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
        self._wrote: set[str] = set()
        self._answering: set[str] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._told: dict[str, float] = {}

    async def accept(self, message: IncomingMessage) -> None:
        """Keep a message, then answer it in the background; a repeated delivery (same `id`) is dropped.

        Once this returns, the provider may be told that the message was received: a crash does not lose it.
        StorageUnavailable: it was not kept, so that the provider must bring it again; its person has been told.
        """
        try:
            number = await asyncio.to_thread(self._inbox.keep, message)
        except StorageUnavailable:
            if await self._say(message):
                return  # The number that helps was given: nothing more is to come.
            raise
        except Exception:
            # It is answered all the same: it may be a cry for help, and that needs no database.
            logger.exception("a message on channel %s could not be kept", self._channel)
            self._in_background(self._answer_unkept(message))
            return
        if number is not None:
            self._answer_whoever_wrote(message.address)

    async def is_first(self, key: str) -> bool:
        """Whether something that asks for no answer of the dialogue comes for the first time, as far as anybody can tell."""
        try:
            return await asyncio.to_thread(self._inbox.is_first, self._channel, key)
        except StorageUnavailable:
            return True

    async def receipt(self, reference: str, receipt: str) -> bool:
        """What the provider says became of a message; False if it is not one of ours."""
        return await asyncio.to_thread(self._outbox.receipt, self._channel, reference, receipt)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer what nobody has answered yet, and send what is due, until the end."""
        await self._take_up()
        end = asyncio.Event()
        posting = asyncio.create_task(self._work_until(end))
        yield
        # Whoever is sending comes to its end: cut in between, a message would count as perhaps sent.
        end.set()
        await asyncio.wait([posting, *self._tasks], timeout=_LAST_WORDS)

    async def _take_up(self) -> None:
        """What nobody is answering: it was received by a program that has died."""
        try:
            for address in await asyncio.to_thread(self._inbox.waiting, self._channel):
                self._answer_whoever_wrote(address)
        except StorageUnavailable:
            pass  # The database says so in the log; it is asked again.
        except Exception:
            logger.exception("nobody could say what waits on channel %s; it will be tried again", self._channel)

    def _answer_whoever_wrote(self, address: str) -> None:
        """One person's messages are answered one after the other; what is at it already looks once more."""
        self._wrote.add(address)
        if address not in self._answering:
            self._answering.add(address)
            self._in_background(self._answer_all(address))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer_all(self, address: str) -> None:
        """Answer what somebody wrote until nothing is left, or until another program is at it."""
        try:
            while address in self._wrote:
                self._wrote.discard(address)
                while parts := await self._next_message(address):
                    await self._answer(parts)
        except StorageUnavailable:
            pass  # The database says so in the log; the message stays in the inbox.
        except Exception:
            # It stays in the inbox, where the next look finds it.
            logger.exception("a message on channel %s could not be dealt with", self._channel)
        finally:
            self._answering.discard(address)

    async def _next_message(self, address: str) -> list[Part]:
        """The parts of the next message, all of them; the rest of one that looks unfinished is waited for."""
        parts, looks = self._first_whole(await self._take(address)), 0
        while parts and self._lacks_a_part(parts[-1]) and looks < _LOOKS_FOR_THE_NEXT_PART:
            await asyncio.sleep(_NEXT_PART / _LOOKS_FOR_THE_NEXT_PART)
            known, parts = len(parts), self._first_whole(await self._take(address))
            looks = looks + 1 if len(parts) == known else 0
        return parts

    def _first_whole(self, received: list[Part]) -> list[Part]:
        """The first, and those that follow as long as the one before them looks unfinished."""
        ends = (n for n, part in enumerate(received, start=1) if not self._lacks_a_part(part))
        return received[:next(ends, len(received))]

    def _lacks_a_part(self, part: Part) -> bool:
        _, message = part
        return message.button is None and self._is_unfinished(message.text)

    async def _take(self, address: str) -> list[Part]:
        return await asyncio.to_thread(self._inbox.take, self._channel, address)

    async def _answer(self, parts: list[Part]) -> None:
        numbers = [number for number, _ in parts]
        whole = replace(parts[0][1], text="".join(part.text for _, part in parts))
        if await self._is_admitted(whole):
            await self._say(whole)
        await asyncio.to_thread(self._inbox.answered, numbers)
        await self._outbox.post_due(self._channel, self._transport)

    async def _answer_unkept(self, message: IncomingMessage) -> None:
        await self._say(message)
        try:
            await self._outbox.post_due(self._channel, self._transport)
        except Exception:
            logger.exception("what is due on channel %s was not sent; it will be tried again", self._channel)

    async def _say(self, message: IncomingMessage) -> bool:
        """Whether a number that helps was given, without waiting for the database."""
        sent, _ = await self._relay.handle(message)
        at_once = [one for one in sent if one.id == 0]  # nothing could be kept, nor queued
        for one in at_once:
            if one.answer.urgent or self._may_tell(message.address):
                await self._say_at_once(message.address, one)
        return any(one.answer.urgent for one in at_once)

    def _may_tell(self, address: str) -> bool:
        """What goes wrong is said to a person once, however often the provider brings the message again."""
        now = monotonic()
        self._told = {who: at for who, at in self._told.items() if now - at < _TOLD_EVERY}
        is_new = address not in self._told and len(self._told) < _MOST_TOLD
        if is_new:
            self._told[address] = now
        return is_new

    async def _is_admitted(self, message: IncomingMessage) -> bool:
        try:
            return await asyncio.to_thread(self._admits, message)
        except StorageUnavailable:
            return True  # In doubt: it may be a cry for help.
        except Exception:
            # Answered in doubt: it may be a cry for help.
            logger.exception("nobody could say whether a message on channel %s is to be answered", self._channel)
            return True

    async def _say_at_once(self, address: str, sent: Sent) -> None:
        try:
            await self._transport.send(address, sent, "")
        except NotSent as error:
            logger.warning("an answer on channel %s was not sent: %s", self._channel, error)

    async def _work_until(self, end: asyncio.Event) -> None:
        while not end.is_set():
            await self._take_up()
            try:
                await self._outbox.post_due(self._channel, self._transport)
            except StorageUnavailable:
                pass  # The database says so in the log; it is asked again.
            except Exception:
                logger.exception("what is due on channel %s was not sent; it will be tried again", self._channel)
            with suppress(asyncio.TimeoutError):
                await asyncio.wait_for(end.wait(), _LOOKED_AT_EVERY)
