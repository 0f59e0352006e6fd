"""What channels need beside the outbox: what they received, who wrote STOP, what SMS cost, joining codes, ratings."""
from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Collection, Sequence

from sqlalchemy import Column, Table, delete, func, insert, literal, or_, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from bot.adapters.cipher import Cipher
from bot.adapters.database.contacts import address_hash
from bot.adapters.database.programs import is_living
from bot.adapters.database.tables import inbox, joining_codes, oppositions, ratings, sms_days
from bot.domain.appointment import Contact
from bot.domain.conversation import IncomingMessage


class SqlInbox:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def keep(self, message: IncomingMessage, now: datetime) -> int | None:
        """Its number; None if the message of this channel and id was kept before."""
        key = _insert_new(self._connection, inbox, channel=message.channel, key=message.id, received_at=now,
                          address_hash=self._hash(message.channel, message.address),
                          message_encrypted=self._cipher.encrypt(json.dumps(asdict(message))))
        return key[0] if key else None

    def note(self, channel: str, key: str, now: datetime) -> bool:
        return _insert_new(self._connection, inbox, channel=channel, key=key, received_at=now) is not None

    def waiting(self, channel: str, program: str, now: datetime, since: datetime) -> list[str]:
        """The addresses of those whose oldest message is not answered and in the hands of no other living program."""
        self._name_those_of_the_version_before(channel)
        oldest = (select(func.min(inbox.c.id)).where(inbox.c.channel == channel, *_unanswered(since))
                  .group_by(inbox.c.address_hash))
        rows = self._connection.execute(select(inbox).where(
            inbox.c.id.in_(oldest), or_(inbox.c.program.is_(None), inbox.c.program == program,
                                        ~is_living(inbox.c.program, now))).order_by(inbox.c.id))
        return [self._message(row).address for row in rows]

    def take(self, channel: str, address: str, program: str, now: datetime,
             since: datetime) -> list[tuple[int, IncomingMessage]]:
        """What is not answered yet, oldest first. Whoever has the first has them all: one row says so."""
        theirs = select(inbox).where(inbox.c.channel == channel, inbox.c.address_hash == self._hash(channel, address),
                                     *_unanswered(since)).order_by(inbox.c.id)
        first = self._connection.execute(theirs.limit(1).with_for_update()).one_or_none()
        if first is None:
            return []
        if first.program not in (None, program):
            living = select(is_living(literal(first.program), now))
            if self._connection.execute(living).scalar_one():
                return []
        self._connection.execute(update(inbox).where(inbox.c.id == first.id).values(program=program))
        return [(row.id, self._message(row)) for row in self._connection.execute(theirs)]

    def answered(self, numbers: Collection[int]) -> None:
        self._connection.execute(update(inbox).where(inbox.c.id.in_(numbers)).values(
            message_encrypted=None, address_hash=None, program=None))

    def forget_before(self, limit: datetime) -> int:
        return self._connection.execute(delete(inbox).where(inbox.c.received_at < limit)).rowcount

    def _name_those_of_the_version_before(self, channel: str) -> None:
        """It wrote no address beside them; both versions are at work while a town changes from one to the other."""
        nameless = select(inbox).where(inbox.c.channel == channel, inbox.c.message_encrypted.is_not(None),
                                       inbox.c.address_hash.is_(None))
        for row in self._connection.execute(nameless).all():
            named = self._hash(channel, self._message(row).address)
            self._connection.execute(update(inbox).where(inbox.c.id == row.id).values(address_hash=named))

    def _hash(self, channel: str, address: str) -> str:
        return address_hash(self._cipher, Contact(channel, address))

    def _message(self, row: Row) -> IncomingMessage:
        shape = json.loads(self._cipher.decrypt(row.message_encrypted) or "")
        position = shape.pop("position")
        return IncomingMessage(**shape, position=(position[0], position[1]) if position else None)


def _unanswered(since: datetime) -> tuple[ColumnElement[bool], ...]:
    return inbox.c.message_encrypted.is_not(None), inbox.c.received_at >= since


class SqlOppositions:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, contact: Contact, now: datetime) -> bool:
        return _insert_new(self._connection, oppositions, channel=contact.channel,
                           address_hash=address_hash(self._cipher, contact), since=now) is not None

    def remove(self, contact: Contact) -> bool:
        return bool(self._connection.execute(delete(oppositions).where(*self._of(contact))).rowcount)

    def holds(self, contact: Contact) -> bool:
        return self._connection.execute(select(oppositions.c.since).where(*self._of(contact))).first() is not None

    def _of(self, contact: Contact) -> tuple:
        return (oppositions.c.channel == contact.channel,
                oppositions.c.address_hash == address_hash(self._cipher, contact))


class SqlSmsDays:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def spent(self, day: date) -> int:
        return self._connection.execute(
            select(sms_days.c.segments).where(sms_days.c.day == day)).scalar_one_or_none() or 0

    def spend(self, day: date, segments: int) -> None:
        _add(self._connection, sms_days, sms_days.c.segments, segments, day=day)


class SqlRatings:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def count(self, day: date, page: str, helped: bool) -> None:
        _add(self._connection, ratings, ratings.c.number, 1, day=day, page=page, helped=helped)

    def of_page(self, page: str) -> tuple[int, int]:
        """How many it has helped, and how many not."""
        rows = self._connection.execute(select(ratings.c.helped, func.sum(ratings.c.number)).where(
            ratings.c.page == page).group_by(ratings.c.helped)).all()
        numbers = {bool(helped): int(number) for helped, number in rows}
        return numbers.get(True, 0), numbers.get(False, 0)

    def by_page(self, since: date, until: date) -> list[tuple[str, bool, int]]:
        rows = self._connection.execute(select(ratings.c.page, ratings.c.helped, func.sum(ratings.c.number)).where(
            ratings.c.day >= since, ratings.c.day < until).group_by(ratings.c.page, ratings.c.helped))
        return [(page, bool(helped), int(number)) for page, helped, number in rows]


class SqlJoiningCodes:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, code: str, conversation: str, expires_at: datetime) -> None:
        self._connection.execute(delete(joining_codes).where(joining_codes.c.conversation_id == conversation))
        self._connection.execute(insert(joining_codes).values(
            code_hash=self._cipher.hash(code), conversation_id=conversation, expires_at=expires_at))

    def take(self, code: str, now: datetime) -> str | None:
        same = joining_codes.c.code_hash == self._cipher.hash(code)
        row = self._connection.execute(select(joining_codes).where(same)).one_or_none()
        self._connection.execute(delete(joining_codes).where(same | (joining_codes.c.expires_at <= now)))
        return row.conversation_id if row and row.expires_at > now else None

    def erase(self, conversation: str) -> None:
        self._connection.execute(delete(joining_codes).where(joining_codes.c.conversation_id == conversation))


def _add(connection: Connection, table: Table, counter: Column, number: int, **key: Any) -> None:
    """Add to the counter of a row, which begins with it."""
    more = update(table).where(*(table.c[name] == value for name, value in key.items())).values({counter: counter + number})
    is_begun = connection.execute(more).rowcount or _insert_new(connection, table, **key, **{counter.name: number})
    if not is_begun:  # another process has just begun it
        connection.execute(more)


def _insert_new(connection: Connection, table: Table, **values: Any) -> Sequence[Any] | None:
    """The primary key of a new row; None if there is such a row already."""
    try:
        with connection.begin_nested():
            return connection.execute(insert(table).values(**values)).inserted_primary_key
    except IntegrityError:
        return None
