"""Conversations: their thread, what may be answered with a number, the booking under way, Rasa's memory."""
from __future__ import annotations

import json
import secrets
from contextlib import suppress
from datetime import datetime, timezone
from typing import Any, Mapping

from sqlalchemy import and_, delete, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from bot.adapters.cipher import Cipher
from bot.adapters.database.contacts import address_hash
from bot.adapters.database.drafts import draft_from_json, draft_to_json
from bot.adapters.database.tables import agents, appointments, conversations, elsewhere_usagers, messages, waiting
from bot.domain.answer import Answer, Choice
from bot.domain.appointment import Contact, State
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import Conversation, IncomingMessage, Sent
from bot.domain.handover import Line

_LONG_AGO = datetime(1970, 1, 1, tzinfo=timezone.utc)  # before any limit


class SqlConversations:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def open(self, channel: str, address: str, now: datetime) -> Conversation:
        hashed = address_hash(self._cipher, Contact(channel, address))
        mine = and_(conversations.c.channel == channel, conversations.c.address_hash == hashed)
        row = self._connection.execute(select(conversations).where(mine)).one_or_none()
        if row is None:
            row = self._begin(secrets.token_hex(16), channel, hashed, self._cipher.encrypt(address), now)
        self._connection.execute(update(conversations).where(conversations.c.id == row.id).values(updated_at=now))
        return self._conversation(row)

    def get(self, conversation: str, now: datetime) -> Conversation:
        row = self._connection.execute(select(conversations).where(conversations.c.id == conversation)).one_or_none()
        # Rasa's own shell has no channel of ours: its sender id is all there is.
        return self._conversation(row or self._begin(conversation, "shell", self._cipher.hash(conversation), None, now))

    def hold(self, conversation: str) -> None:
        """Nobody else writes in it until the end of this transaction."""
        self._connection.execute(
            select(conversations.c.id).where(conversations.c.id == conversation).with_for_update()).one_or_none()

    def address(self, conversation: str) -> str | None:
        """The address of a conversation on its channel."""
        return self._cipher.decrypt(self._connection.execute(
            select(conversations.c.address_encrypted).where(conversations.c.id == conversation)).scalar_one_or_none())

    def keep_choices(self, conversation: str, answer: Answer, now: datetime) -> None:
        self._update(conversation, choices=json.dumps(answer.to_dict()["choices"]), updated_at=now)

    def was_introduced(self, conversation: str) -> None:
        self._update(conversation, answered=True)

    def keep_draft(self, conversation: str, draft: BookingDraft | None) -> None:
        self._update(conversation, draft_encrypted=self._cipher.encrypt(draft_to_json(draft)) if draft else None)

    def keep_memory(self, conversation: str, memory: Mapping[str, Any]) -> None:
        """What Rasa remembers: its slots, and nothing of what was said."""
        self._update(conversation, slots=json.dumps(dict(memory)))

    def record_incoming(self, conversation: str, message: IncomingMessage, text: str | None, now: datetime,
                        private: str | None = None, urgence: str | None = None) -> int:
        inserted = self._connection.execute(insert(messages).values(
            conversation_id=conversation, channel_message_id=message.id, text=text, created_at=now, urgence=urgence,
            private_encrypted=self._cipher.encrypt(private)))
        return inserted.inserted_primary_key[0]

    def find_incoming(self, conversation: str, message_id: str) -> int | None:
        same = and_(messages.c.conversation_id == conversation, messages.c.channel_message_id == message_id)
        return self._connection.execute(select(messages.c.id).where(same)).scalar_one_or_none()

    def record_outgoing(self, conversation: str, incoming: int | None, answer: Answer, now: datetime,
                        agent: int | None = None, key: str | None = None) -> Sent:
        written = self._connection.execute(select(messages).where(
            messages.c.conversation_id == conversation, messages.c.channel_message_id == key)).one_or_none() if key else None
        if written is not None:
            return self._sent(written)
        # The question may have been erased meanwhile, at the person's own request: the answer then stands alone.
        question = select(messages.c.id).where(messages.c.id == incoming).scalar_subquery()
        said = json.dumps(answer.to_dict())
        kept = {"answer": said} if agent is None else {"private_encrypted": self._cipher.encrypt(said), "agent_id": agent}
        inserted = self._connection.execute(insert(messages).values(
            conversation_id=conversation, answers_id=question, channel_message_id=key, created_at=now, **kept))
        return Sent(inserted.inserted_primary_key[0], answer)

    def answers_to(self, incoming: int) -> list[Sent]:
        rows = self._connection.execute(
            select(messages).where(messages.c.answers_id == incoming).order_by(messages.c.id))
        return [self._sent(row) for row in rows]

    def sent(self, conversation: str, answer_id: int) -> Answer | None:
        mine = and_(messages.c.conversation_id == conversation, messages.c.id == answer_id, _IS_ANSWER)
        row = self._connection.execute(select(messages).where(mine)).one_or_none()
        return self._sent(row).answer if row else None

    def history(self, conversation: str) -> list[tuple[str | None, Sent | None]]:
        rows = self._connection.execute(
            select(messages).where(messages.c.conversation_id == conversation).order_by(messages.c.id))
        return [(None, self._sent(row)) if _is_answer(row) else (self._text(row), None) for row in rows]

    def lines(self, conversation: str) -> list[Line]:
        """The whole thread as an agent reads it, oldest first."""
        rows = self._connection.execute(
            select(messages, agents.c.nom).outerjoin_from(messages, agents, agents.c.id == messages.c.agent_id)
            .where(messages.c.conversation_id == conversation).order_by(messages.c.id))
        return [Line(row.id, row.created_at, answer=self._sent(row).answer, agent=row.nom) if _is_answer(row)
                else Line(row.id, row.created_at, self._text(row), urgence=row.urgence) for row in rows]

    def last_number(self) -> int:
        return self._connection.execute(select(func.max(messages.c.id))).scalar_one() or 0

    def said_by_desk(self, after: int) -> list[tuple[str, str, Sent]]:
        rows = self._connection.execute(
            select(messages, conversations.c.channel, conversations.c.address_encrypted).join_from(messages, conversations)
            .where(messages.c.id > after, _IS_ANSWER, messages.c.channel_message_id.is_not(None)).order_by(messages.c.id))
        return [(row.channel, self._cipher.decrypt(row.address_encrypted) or "", self._sent(row)) for row in rows]

    def join(self, one: str, other: str) -> None:
        """Two conversations are the same person's; so are those that were joined to either before."""
        both = conversations.c.id.in_((one, other))
        known = self._connection.execute(select(conversations.c.person).where(
            both, conversations.c.person.is_not(None))).scalars().all()
        self._connection.execute(update(conversations).where(or_(both, conversations.c.person.in_(known))).values(
            person=known[0] if known else secrets.token_hex(16)))

    def joined(self, conversation: str) -> list[str]:
        person = select(conversations.c.person).where(conversations.c.id == conversation).scalar_subquery()
        others = self._connection.execute(select(conversations.c.id).where(
            conversations.c.person == person, conversations.c.id != conversation).order_by(conversations.c.id))
        return [conversation, *others.scalars()]

    def erase(self, conversation: str) -> None:
        self._connection.execute(delete(messages).where(messages.c.conversation_id == conversation))
        self._update(conversation, choices="[]", draft_encrypted=None, slots="{}", answered=False, person=None,
                     updated_at=_LONG_AGO)

    def erase_before(self, limit: datetime) -> int:
        old = conversations.c.updated_at < limit
        expected = (appointments.c.state == State.PREVU.value) & (appointments.c.ends_at > limit)
        awaited = or_(*(exists().where(table.c.conversation_id == conversations.c.id, *still) for table, still in (
            (appointments, [expected]), (waiting, [waiting.c.closed_at.is_(None)]), (elsewhere_usagers, []))))
        for kept in self._connection.execute(select(conversations.c.id).where(old, awaited)).scalars().all():
            self.erase(kept)
        return self._connection.execute(delete(conversations).where(old, ~awaited)).rowcount

    def _begin(self, id_: str, channel: str, hashed: str, encrypted: str | None, now: datetime) -> Row:
        with suppress(IntegrityError), self._connection.begin_nested():  # another process has just begun it
            self._connection.execute(insert(conversations).values(
                id=id_, channel=channel, address_hash=hashed, address_encrypted=encrypted, updated_at=now))
        return self._connection.execute(select(conversations).where(
            conversations.c.channel == channel, conversations.c.address_hash == hashed)).one()

    def _update(self, conversation: str, **values: Any) -> None:
        self._connection.execute(update(conversations).where(conversations.c.id == conversation).values(**values))

    def _conversation(self, row: Row) -> Conversation:
        draft = self._cipher.decrypt(row.draft_encrypted)
        choices = tuple(Choice(c["label"], c["sends"], c.get("asks")) for c in json.loads(row.choices))
        return Conversation(row.id, row.channel, choices, draft_from_json(draft) if draft else None,
                            is_new=not row.answered, memory=json.loads(row.slots))

    def _sent(self, row: Row) -> Sent:
        said = row.answer or self._cipher.decrypt(row.private_encrypted) or ""
        return Sent(row.id, Answer.from_dict(json.loads(said)))

    def _text(self, row: Row) -> str | None:
        return row.text or self._cipher.decrypt(row.private_encrypted)


_IS_ANSWER = messages.c.answer.is_not(None) | messages.c.agent_id.is_not(None)


def _is_answer(row: Row) -> bool:
    return row.answer is not None or row.agent_id is not None
