"""What is to be sent: queued with what it is about, claimed before it is sent, never sent twice."""
from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Collection

from sqlalchemy import and_, case, distinct, exists, func, insert, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from bot.adapters.cipher import Cipher
from bot.adapters.database.contacts import address_hash, belongs_to
from bot.adapters.database.programs import is_living
from bot.adapters.database.tables import appointments, conversations, outbox, waiting
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.notice import Kind, Notice
from bot.services.post_ports import Backlog, Queued, Trouble

_WAITING, _UNDER_WAY, _SENT = "a_envoyer", "en_cours", "envoye"
_TOO_LATE, _NO_USE, _FAILED, _REFUSED = "perime", "inutile", "echec", "refuse"
# After that long, or when its program has died, nobody is sending it any more: the next message to the same address no
# longer waits for it.
_DEAD_AFTER = timedelta(minutes=2)
_FORGOTTEN = {"answer_encrypted": None, "address_encrypted": None, "address_hash": None}


class SqlOutbox:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, notice: Notice, now: datetime) -> bool:
        """Queue it, unless one with its key already was; whether it is new."""
        if self._connection.execute(select(outbox.c.id).where(outbox.c.key == notice.key)).first():
            return False
        appointment = select(appointments.c.id).where(appointments.c.code == notice.appointment).scalar_subquery()
        self._connection.execute(insert(outbox).values(
            key=notice.key, kind=notice.kind.value, channel=notice.contact.channel, appointment_id=appointment,
            address_encrypted=self._cipher.encrypt(notice.contact.address),
            address_hash=address_hash(self._cipher, notice.contact),
            answer_encrypted=self._cipher.encrypt(json.dumps(notice.answer.to_dict())), not_before=notice.not_before,
            not_after=notice.not_after, state=_WAITING, changed_at=now, message_id=notice.message))
        return True

    def claim(self, now: datetime, kinds: Collection[Kind], channels: Collection[str],
              program: str | None = None) -> Queued | None:
        """The oldest that is due, now this worker's own; on PostgreSQL those that another holds are passed over."""
        is_urgent = outbox.c.kind == Kind.URGENCE.value
        due = (select(outbox).where(outbox.c.state == _WAITING, outbox.c.not_before <= now,
                                    outbox.c.kind.in_([kind.value for kind in kinds]), outbox.c.channel.in_(channels),
                                    or_(is_urgent, ~_comes_after_another(now, kinds)))
               .order_by(case((is_urgent, 0), else_=1), outbox.c.not_before, outbox.c.id)
               .limit(1).with_for_update(skip_locked=True))
        row = self._connection.execute(due).one_or_none()
        if row is None:
            return None
        self._become(row.id, _UNDER_WAY, now, attempts=row.attempts + 1, program=program)
        return self._queued(row)

    def channels(self) -> set[str]:
        """Those on which something waits."""
        waiting = select(distinct(outbox.c.channel)).where(outbox.c.state == _WAITING)
        return set(self._connection.execute(waiting).scalars())

    def is_message(self, number: int, message: int) -> None:
        self._connection.execute(update(outbox).where(outbox.c.id == number).values(message_id=message))

    def was_sent(self, number: int, reference: str | None, now: datetime) -> None:
        """It left: its content is forgotten, its key is not."""
        self._become(number, _SENT, now, reference=reference, **_FORGOTTEN)

    def receipt(self, channel: str, reference: str, receipt: str) -> bool:
        """What the provider says became of it; False if it is not one of ours."""
        ours = and_(outbox.c.channel == channel, outbox.c.reference == reference)
        return bool(self._connection.execute(update(outbox).where(ours).values(receipt=receipt[:16])).rowcount)

    def is_too_late(self, number: int, now: datetime) -> None:
        self._become(number, _TOO_LATE, now, **_FORGOTTEN)

    def is_refused(self, number: int, now: datetime) -> None:
        self._become(number, _REFUSED, now, **_FORGOTTEN)

    def try_again(self, number: int, at: datetime, why: str, now: datetime) -> None:
        self._become(number, _WAITING, now, not_before=at, error=why)

    def give_up(self, number: int, why: str, now: datetime) -> None:
        self._become(number, _FAILED, now, error=why)

    def drop(self, appointment: str, now: datetime) -> None:
        """What was still to be said of an appointment no longer holds."""
        theirs = select(appointments.c.id).where(appointments.c.code == appointment).scalar_subquery()
        self._connection.execute(
            update(outbox).where(outbox.c.appointment_id == theirs, outbox.c.state == _WAITING)
            .values(state=_NO_USE, changed_at=now, **_FORGOTTEN))

    def backlog(self, now: datetime, failed_since: datetime) -> Backlog:
        """What is due and has not left."""
        due = and_(outbox.c.state == _WAITING, outbox.c.not_before <= now)
        due_now, oldest = self._connection.execute(
            select(func.count(), func.min(outbox.c.not_before)).select_from(outbox).where(due)).one()
        failed = self._connection.execute(select(func.count()).select_from(outbox).where(
            outbox.c.state == _FAILED, outbox.c.changed_at >= failed_since)).scalar_one()
        return Backlog(due_now, oldest, failed)

    def erase(self, conversation: str, now: datetime) -> None:
        """Their address is looked up in what they wait for too: erase that after."""
        addresses = select(conversations.c.address_hash).where(conversations.c.id == conversation).union(
            select(waiting.c.contact_hash).where(belongs_to(waiting, conversation), waiting.c.contact_hash.is_not(None)))
        theirs = and_(outbox.c.address_hash.in_(addresses), outbox.c.appointment_id.is_(None),
                      outbox.c.kind != Kind.URGENCE.value, outbox.c.state.in_((_WAITING, _FAILED)))
        self._connection.execute(update(outbox).where(theirs).values(state=_NO_USE, changed_at=now, **_FORGOTTEN))

    def in_trouble(self, under_way_since: datetime) -> list[Trouble]:
        """What failed for good, and what was perhaps sent when the process died; oldest first."""
        stuck = (outbox.c.state == _UNDER_WAY) & (outbox.c.changed_at < under_way_since)
        rows = self._connection.execute(
            select(outbox).where((outbox.c.state == _FAILED) | stuck).order_by(outbox.c.id))
        return [Trouble(row.key, Kind(row.kind), row.channel, row.state == _UNDER_WAY, row.error or "", row.changed_at)
                for row in rows]

    def forget_before(self, limit: datetime) -> int:
        """Empty what was settled before `limit`; how many."""
        settled = (outbox.c.changed_at < limit) & (outbox.c.state != _WAITING) & outbox.c.answer_encrypted.is_not(None)
        return self._connection.execute(update(outbox).where(settled).values(**_FORGOTTEN)).rowcount

    def _become(self, number: int, state: str, now: datetime, **values: object) -> None:
        self._connection.execute(update(outbox).where(outbox.c.id == number).values(
            state=state, changed_at=now, **values))

    def _queued(self, row: Row) -> Queued:
        answer = Answer.from_dict(json.loads(self._cipher.decrypt(row.answer_encrypted) or "{}"))
        contact = Contact(row.channel, self._cipher.decrypt(row.address_encrypted) or "")
        return Queued(row.id, row.key, Kind(row.kind), contact, answer, row.not_after, row.attempts + 1, row.message_id)


def _comes_after_another(now: datetime, kinds: Collection[Kind]) -> ColumnElement[bool]:
    """Whether an older message to the same address is under way, due too, or about to be tried again."""
    older = outbox.alias("older")
    # Not in the time to come: a clock that was set back would hold a person's messages until it has caught up.
    under_way = and_(older.c.state == _UNDER_WAY, older.c.changed_at.between(now - _DEAD_AFTER, now + _DEAD_AFTER),
                     or_(older.c.program.is_(None), is_living(older.c.program, now)))
    to_come = and_(older.c.state == _WAITING, older.c.kind.in_([kind.value for kind in kinds]),
                   or_(older.c.not_before <= now, older.c.attempts > 0))
    return exists().where(older.c.address_hash == outbox.c.address_hash, older.c.id < outbox.c.id, or_(under_way, to_come))
