"""One message's journey, the same for every channel: let in, ask, keep, give back. The rim that never stays silent."""
from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

from bot.channels.figures import BROKEN, DISTRESS, LIMITED, NO_DIALOGUE, Figures, outcome
from bot.channels.gate import Gate
from bot.channels.turns import Turns
from bot.domain.conversation import IncomingMessage, Reply, Sent
from bot.services.answers import Answers
from bot.services.conversations import Conversations
from bot.services.ports import Dialogue

logger = logging.getLogger(__name__)

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
        return await asyncio.shield(asyncio.ensure_future(self._counted(message)))

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
            except Exception:
                # No text and no address here: a log must not tell who asked what.
                logger.exception("a message on channel %s could not be answered", message.channel)
                return BROKEN, (self._without_database(message),), Reply(())

    async def _handle(self, message: IncomingMessage) -> _Handled:
        opened = await asyncio.to_thread(self._conversations.open_turn, message)
        if opened.turn is None:
            reply = Reply(tuple(sent.answer for sent in opened.answers))
            became = outcome(opened.answers, reply)
            return became if became == DISTRESS else NO_DIALOGUE, opened.answers, reply
        reply = await self._dialogue.ask(opened.turn)
        sent = await asyncio.to_thread(self._conversations.close_turn, opened.turn, reply)
        return outcome(sent, reply), sent, reply

    def _without_database(self, message: IncomingMessage) -> Sent:
        categorie = self._conversations.distress(message)
        if categorie is not None:
            # Nothing was kept, so that no button could be followed.
            return Sent(0, replace(self._conversations.answer_distress(categorie, message.channel), choices=()))
        return Sent(0, self._answers.say("excuses"))
