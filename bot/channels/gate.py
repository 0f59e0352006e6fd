"""Before the relay: who writes too fast is asked to wait. A cry for help is never asked to."""
from __future__ import annotations

import asyncio
from typing import Callable

from bot.domain.answer import Answer
from bot.domain.conversation import COUNTER, IncomingMessage, Sent
from bot.domain.pace import say_wait
from bot.services.answers import Answers
from bot.services.limits import Limits, Wait

MOST_WAITING = 20
_CROWDED = Wait(10, is_theirs=True)


class Gate:
    """Used by every channel, through the relay."""

    def __init__(self, limits: Limits, answers: Answers, is_distress: Callable[[IncomingMessage], bool]) -> None:
        self._limits = limits
        self._answers = answers
        self._is_distress = is_distress
        self._listening = asyncio.Lock()

    async def turned_away(self, message: IncomingMessage, waiting: int) -> tuple[Sent, ...] | None:
        """None if the message goes on; else what is said instead, which may be nothing: a text is paid for.

        `waiting`: how many of the same person are being answered, or wait for it. Nothing of this is kept.
        """
        if message.channel == COUNTER:
            return None
        wait = self._limits.message(message.channel, message.address, message.origin)
        wait = wait or (_CROWDED if waiting >= MOST_WAITING else None)
        if wait is None or await self._cries_for_help(message):
            return None
        # A page shows what it is answered; what is carried to a telephone costs, and comes on top of the rest.
        if message.origin is None and not self._limits.may_tell(message.channel, message.address):
            return ()
        return (Sent(0, self._said(wait)),)

    async def _cries_for_help(self, message: IncomingMessage) -> bool:
        """One at a time: a flood waits for itself, and leaves the processor to the others."""
        async with self._listening:
            return await asyncio.to_thread(self._is_distress, message)

    def visit(self, origin: str) -> tuple[int, str] | None:
        """(seconds to wait, the sentence that says so) for a page that is asked too often; None if it is shown."""
        wait = self._limits.visit(origin)
        return (wait.seconds, self._said(wait).text) if wait else None

    def _said(self, wait: Wait) -> Answer:
        if wait.is_theirs:
            return self._answers.say("trop_de_messages", quand=say_wait(wait.seconds))
        return self._answers.say("trop_de_monde", quand=say_wait(wait.seconds))
