"""One person on two channels: her appointments are found on both, once she has typed on one the code read on the other."""
from __future__ import annotations

from datetime import datetime

from bot.domain.answer import Answer, Choice, payload
from bot.domain.conversation import Turn
from bot.domain.french import NBSP
from bot.domain.joining import JOINING_CODE_HOLDS, find_joining_code, new_joining_code
from bot.services.answers import Answers
from bot.services.ports import UnitOfWork

# Answered before the dialogue is asked: not one of its payloads.
JOIN = Choice("Les voir sur un autre appareil", "relier_canaux")
_SEE = Choice("Mes rendez-vous", payload("voir_mes_rdv"))


class Joining:
    """Answers by itself: a code must never reach the language side, nor its memory."""

    def __init__(self, answers: Answers) -> None:
        self._answers = answers

    def answer(self, uow: UnitOfWork, turn: Turn, now: datetime) -> Answer | None:
        """What to say to who asks for a code, or types one; None for any other turn."""
        if turn.is_payload:
            return self._begin(uow, turn.conversation, now) if turn.text == JOIN.sends else None
        code = find_joining_code(turn.text)
        return self._finish(uow, turn.conversation, code, now) if code else None

    def _begin(self, uow: UnitOfWork, conversation: str, now: datetime) -> Answer:
        code = new_joining_code()
        uow.joining_codes.add(code, conversation, now + JOINING_CODE_HOLDS)
        minutes = str(int(JOINING_CODE_HOLDS.total_seconds() // 60))
        return self._answers.say("relier_code", code=code.replace(" ", NBSP), minutes=minutes)

    def _finish(self, uow: UnitOfWork, conversation: str, code: str, now: datetime) -> Answer:
        other = uow.joining_codes.take(code, now)
        if other is None:
            return self._answers.say("relier_code_inconnu")
        uow.conversations.join(other, conversation)
        return self._answers.say("relier_fait", (_SEE,))
