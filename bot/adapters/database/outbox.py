"""What is to be sent: queued with what it is about, claimed before it is sent, never sent twice."""
from __future__ import annotations

import json
from datetime import datetime
from typing import Collection

from sqlalchemy import insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.adapters.cipher import Cipher
from bot.adapters.database.tables import appointments, outbox
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.notice import Kind, Notice
from bot.services.booking_ports import Queued

_WAITING, _UNDER_WAY, _SENT = "a_envoyer", "en_cours", "envoye"
_TOO_LATE, _NO_USE, _FAILED = "perime", "inutile", "echec"


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
            answer_encrypted=self._cipher.encrypt(json.dumps(notice.answer.to_dict())), not_before=notice.not_before,
            not_after=notice.not_after, state=_WAITING, changed_at=now))
        return True

    def claim(self, now: datetime, kinds: Collection[Kind]) -> Queued | None:
        """The oldest that is due, now this worker's own; on PostgreSQL those that another holds are passed over."""
        due = (select(outbox).where(outbox.c.state == _WAITING, outbox.c.not_before <= now,
                                    outbox.c.kind.in_([kind.value for kind in kinds]))
               .order_by(outbox.c.not_before, outbox.c.id).limit(1).with_for_update(skip_locked=True))
        row = self._connection.execute(due).one_or_none()
        if row is None:
            return None
        self._become(row.id, _UNDER_WAY, now, attempts=row.attempts + 1)
        return self._queued(row)

    def was_sent(self, number: int, now: datetime) -> None:
        """It left: its content is forgotten, its key is not."""
        self._become(number, _SENT, now, answer_encrypted=None, address_encrypted=None)

    def is_too_late(self, number: int, now: datetime) -> None:
        self._become(number, _TOO_LATE, now, answer_encrypted=None, address_encrypted=None)

    def try_again(self, number: int, at: datetime, why: str, now: datetime) -> None:
        self._become(number, _WAITING, now, not_before=at, error=why)

    def give_up(self, number: int, why: str, now: datetime) -> None:
        self._become(number, _FAILED, now, error=why)

    def drop(self, appointment: str, now: datetime) -> None:
        """What was still to be said of an appointment no longer holds."""
        theirs = select(appointments.c.id).where(appointments.c.code == appointment).scalar_subquery()
        self._connection.execute(
            update(outbox).where(outbox.c.appointment_id == theirs, outbox.c.state == _WAITING)
            .values(state=_NO_USE, changed_at=now, answer_encrypted=None, address_encrypted=None))

    def in_trouble(self, under_way_since: datetime) -> list[tuple[str, str, str]]:
        """(key, state, reason) of what failed for good, and of what was perhaps sent when the process died."""
        stuck = (outbox.c.state == _UNDER_WAY) & (outbox.c.changed_at < under_way_since)
        rows = self._connection.execute(
            select(outbox).where((outbox.c.state == _FAILED) | stuck).order_by(outbox.c.id))
        return [(row.key, row.state, row.error or "") for row in rows]

    def forget_before(self, limit: datetime) -> int:
        """Empty what was settled before `limit`; how many."""
        settled = (outbox.c.changed_at < limit) & (outbox.c.state != _WAITING) & outbox.c.answer_encrypted.is_not(None)
        return self._connection.execute(
            update(outbox).where(settled).values(answer_encrypted=None, address_encrypted=None)).rowcount

    def _become(self, number: int, state: str, now: datetime, **values: object) -> None:
        self._connection.execute(update(outbox).where(outbox.c.id == number).values(
            state=state, changed_at=now, **values))

    def _queued(self, row: Row) -> Queued:
        answer = Answer.from_dict(json.loads(self._cipher.decrypt(row.answer_encrypted) or "{}"))
        contact = Contact(row.channel, self._cipher.decrypt(row.address_encrypted) or "")
        return Queued(row.id, row.key, Kind(row.kind), contact, answer, row.not_after, row.attempts + 1)
