"""One message's journey, the same for every channel: let in, ask, keep, give back. The rim that never stays silent."""
from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace
from typing import Callable

from bot.channels.figures import BROKEN, DISTRESS, LIMITED, NO_DIALOGUE, Figures, outcome
from bot.channels.gate import Gate
from bot.channels.turns import Turns
from bot.domain.conversation import IncomingMessage, Reply, Sent
from bot.domain.errors import StorageUnavailable
from bot.services.answers import Answers
from bot.services.conversations import Conversations
from bot.services.ports import Dialogue

logger = logging.getLogger(__name__)

_PATIENCE = 3.0  # seconds: who is in danger does not wait any longer for a database that hangs
_Handled = tuple[str, tuple[Sent, ...], Reply]  # what became of a message, what is given back, what was understood


class Relay:
    """Messages of one address are taken one after the other; different addresses do not wait for each other.

    `gate` asks who writes too fast to wait; without one, everybody goes on. `turns`: where they wait for each other; in this
    program only, unless told otherwise. `figures` count what becomes of messages.
    """

    def __init__(self, conversations: Conversations, answers: Answers, dialogue: Dialogue, gate: Gate | None = None,
                 turns: Turns | None = None, figures: Figures | None = None) -> None:
        self._gate = gate
        self._figures = figures
        self._conversations = conversations
        self._answers = answers
        self._dialogue = dialogue
        self._turns = turns or Turns()

    async def handle(self, message: IncomingMessage) -> tuple[tuple[Sent, ...], Reply]:
        """What to give back, and what was understood. Never raises, never returns nothing.

        The work goes on in a task of its own: a caller that hangs up does not undo half of a turn.
        """
        if self._gate is not None:
            instead = await self._gate.turned_away(message, self._turns.present(message.channel, message.address))
            if instead is not None:
                self._count(message, LIMITED)
                return instead, Reply(tuple(sent.answer for sent in instead))
        work = asyncio.ensure_future(self._counted(message))
        await asyncio.wait({work}, timeout=_PATIENCE)
        if not work.done() and (categorie := self._conversations.distress(message)) is not None:
            # Said twice if the work comes to its end: better than too late.
            return (self._number_only(categorie, message),), Reply(())
        return await asyncio.shield(work)

    def out_of_order(self) -> Sent:
        """What is said while nothing can be kept."""
        return Sent(0, self._answers.out_of_order())

    async def _counted(self, message: IncomingMessage) -> tuple[tuple[Sent, ...], Reply]:
        begun = time.perf_counter()
        became, sent, reply = await self._handle_in_order(message)
        self._count(message, became, time.perf_counter() - begun)
        return sent, reply

    def _count(self, message: IncomingMessage, became: str, seconds: float | None = None) -> None:
        if self._figures is not None:
            self._figures.turn(message.channel, became, seconds)

    async def _handle_in_order(self, message: IncomingMessage) -> _Handled:
        async with self._turns.of(message.channel, message.address):
            try:
                return await self._handle(message)
            except StorageUnavailable:
                said = await asyncio.to_thread(self._without_database, message, self.out_of_order)
                return BROKEN, (said,), Reply(())
            except Exception:
                # No text and no address here: a log must not tell who asked what.
                logger.exception("a message on channel %s could not be answered", message.channel)
                return BROKEN, (self._without_database(message, self._excuses),), Reply(())

    async def _handle(self, message: IncomingMessage) -> _Handled:
        opened = await asyncio.to_thread(self._conversations.open_turn, message)
        if opened.turn is None:
            reply = Reply(tuple(sent.answer for sent in opened.answers), opened.understood)
            became = outcome(opened.answers, reply)
            return became if became == DISTRESS else NO_DIALOGUE, opened.answers, reply
        reply = await self._dialogue.ask(opened.turn)
        sent = await asyncio.to_thread(self._conversations.close_turn, opened.turn, reply)
        return outcome(sent, reply), sent, reply

    def _without_database(self, message: IncomingMessage, otherwise: Callable[[], Sent]) -> Sent:
        categorie = self._conversations.distress(message)
        return otherwise() if categorie is None else self._number_only(categorie, message)

    def _number_only(self, categorie: str, message: IncomingMessage) -> Sent:
        # Nothing was kept, so that no button could be followed.
        return Sent(0, replace(self._conversations.answer_distress(categorie, message.channel), choices=()))

    def _excuses(self) -> Sent:
        return Sent(0, self._answers.say("excuses"))
