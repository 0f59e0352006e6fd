"""What a person may ask about their own data: to see it, to take a copy of it, to have it erased (GDPR, art. 15, 17, 20)."""
from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import Turn
from bot.domain.handover import EndedBy
from bot.domain.own_data import NOTICE, TICKET_HOLDS, OwnData, Right, new_ticket
from bot.services.forgetting import CONVERSATIONS
from bot.services.own_data_words import OwnDataWords
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

# Where the answer is read on a page of ours, the rest may be read on another.
_ON_A_PAGE = "web"


class OwnDataRights:
    """Answers by itself: the language side is not asked, and works no better nor worse without a model."""

    def __init__(self, words: OwnDataWords, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._words = words
        self._clock = clock
        self._new_uow = new_uow

    def answer(self, uow: UnitOfWork, turn: Turn, now: datetime) -> Answer | None:
        """What to say to who asks to see their data, or to have it erased, which is then done; None for any other turn."""
        if not turn.is_payload:
            return None
        if turn.text == Right.ERASE.sends:
            return self._erased(uow, turn.conversation, now)
        return self._shown(uow, turn.conversation, now) if turn.text == Right.SEE.sends else None

    def show(self, conversation: str) -> Answer:
        """What is held about the person of a conversation."""
        with self._new_uow() as uow:
            answer = self._shown(uow, conversation, self._clock.now())
            uow.commit()
        return answer

    def erase(self, conversation: str) -> Answer:
        """Erase it, in every conversation that was joined to this one; what was erased, and what was not."""
        with self._new_uow() as uow:
            answer = self._erased(uow, conversation, self._clock.now())
            uow.commit_for_good()
        return answer

    def erase_here(self, uow: UnitOfWork, conversation: str, now: datetime) -> None:
        """Erase what was said in one conversation, and what waits for its person; appointments to come stay."""
        uow.outbox.erase(conversation, now)
        uow.waiting.erase(conversation, now)
        uow.appointments.anonymise_over(conversation, now)
        uow.joining_codes.erase(conversation)
        uow.handovers.end_of(conversation, EndedBy.USAGER, now)
        uow.handovers.forget(conversation)
        uow.unanswered.erase(conversation)
        uow.elsewhere.erase(conversation)
        uow.conversations.erase(conversation)

    def read(self, ticket: str) -> tuple[list[str], dict[str, Any], str] | None:
        """What a ticket opens, once: the lines to read, all of it as a file, and the ticket of that file."""
        now = self._clock.now()
        with self._new_uow() as uow:
            conversation = uow.joining_codes.take(_code(ticket), now)
            if conversation is None:
                uow.commit()
                return None
            held = self._held(uow, conversation, now)
            file = self._new_ticket(uow, conversation, now)
            uow.commit()
        return self._words.lines(held), self._words.copy(held, now), file

    def _shown(self, uow: UnitOfWork, conversation: str, now: datetime) -> Answer:
        held = self._held(uow, conversation, now)
        answer = self._words.shown(held)
        if held.channel != _ON_A_PAGE:
            return answer
        return self._words.with_link(answer, f"{NOTICE}/{self._new_ticket(uow, conversation, now)}")

    def _erased(self, uow: UnitOfWork, conversation: str, now: datetime) -> Answer:
        held = self._held(uow, conversation, now)
        for one in uow.conversations.joined(conversation):
            self.erase_here(uow, one, now)
        return self._words.erased(held, now)

    def _held(self, uow: UnitOfWork, conversation: str, now: datetime) -> OwnData:
        joined = uow.conversations.joined(conversation)
        here, address = uow.conversations.get(conversation, now), uow.conversations.address(conversation)
        return OwnData(
            here.channel, now + CONVERSATIONS, [line for one in joined for line in uow.conversations.lines(one)],
            uow.appointments.of_person(conversation),
            [found for one in joined for found in uow.elsewhere.coming(one, now)], uow.waiting.of_person(conversation),
            [question for one in joined for question in uow.unanswered.of_conversation(one)],
            has_subject=any(here.memory.values()), asks_for_a_person=any(uow.handovers.of(one) for one in joined),
            has_said_stop=address is not None and uow.oppositions.holds(Contact(here.channel, address)),
            others=len(joined) - 1)

    def _new_ticket(self, uow: UnitOfWork, conversation: str, now: datetime) -> str:
        ticket = new_ticket()
        uow.joining_codes.add(_code(ticket), conversation, now + TICKET_HOLDS)
        return ticket


def _code(ticket: str) -> str:
    """Apart from the codes that people type, which are short enough to be guessed at."""
    return f"{NOTICE}/{ticket}"
