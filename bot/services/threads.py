"""How an answer enters a thread: written down, and queued where it has to be carried to its reader."""
from __future__ import annotations

from datetime import datetime
from typing import AbstractSet

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import Sent
from bot.domain.handover import Handover
from bot.domain.notice import STALE, Kind, Notice
from bot.domain.own_data import without_tickets
from bot.services.ports import UnitOfWork

_DESK = "bureau-"  # how the names of what the desk says begin


class Threads:
    """`posted` are the channels whose answers leave by the outbox, queued in the transaction that keeps them."""

    def __init__(self, posted: AbstractSet[str]) -> None:
        self._posted = posted

    def keep(self, uow: UnitOfWork, channel: str, conversation: str, answer: Answer, now: datetime,
             incoming: int | None = None, agent: int | None = None, key: str | None = None) -> Sent:
        """What was answered to `incoming`, or written by an `agent`; of the same `key`, the first alone."""
        kept = without_tickets(answer)
        sent = uow.conversations.record_outgoing(conversation, incoming, kept, now, agent, key)
        if sent.answer == kept:
            sent = Sent(sent.id, answer)
        address = uow.conversations.address(conversation) if channel in self._posted else None
        if address is not None:
            kind = Kind.URGENCE if answer.urgent else Kind.REPONSE
            uow.outbox.add(Notice(f"{kind.value}:{sent.id}", kind, Contact(channel, address), answer, now, now + STALE,
                                  message=sent.id), now)
        return sent

    def tell(self, uow: UnitOfWork, handover: Handover, answer: Answer, now: datetime) -> None:
        """What the desk lets a person know of their request: told to pages that are open, as what agents write is."""
        self.keep(uow, handover.channel, handover.conversation, answer, now, key=f"{_DESK}{handover.id}-{now.timestamp()}")

    def write(self, uow: UnitOfWork, handover: Handover, answer: Answer, now: datetime, agent: int, key: str) -> None:
        """What an agent writes; the same `key` is sent once."""
        self.keep(uow, handover.channel, handover.conversation, answer, now, agent=agent, key=f"{_DESK}{key}"[:128])
