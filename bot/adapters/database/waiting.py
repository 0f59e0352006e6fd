"""Those who wait for a time to free up, or to be called back."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.adapters.cipher import Cipher
from bot.adapters.database.contacts import belongs_to, contact_columns
from bot.adapters.database.tables import waiting
from bot.domain.appointment import Contact
from bot.domain.booking_draft import Purpose
from bot.domain.waiting import Waiting
from bot.domain.wish import Wish

_NOBODYS = {"prenom_encrypted": None, "telephone_encrypted": None, "contact_encrypted": None, "contact_hash": None,
            "conversation_id": "", "wish": None}


class SqlWaiting:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, one: Waiting) -> None:
        """Keep a request, last in the queue; an earlier one of the same person, for the same, ends."""
        self.close(one.conversation, one.motif, one.purpose, one.created_at)
        self._connection.execute(insert(waiting).values(
            purpose=one.purpose.value, motif=one.motif, conversation_id=one.conversation, created_at=one.created_at,
            prenom_encrypted=self._cipher.encrypt(one.prenom), telephone_encrypted=self._cipher.encrypt(one.telephone),
            wish=one.wish.to_dict() if one.wish else None, **contact_columns(self._cipher, one.contact)))

    def open(self, purpose: Purpose, hold: bool = False) -> list[Waiting]:
        """Those who still wait, first come first; with `hold`, those whom no other transaction holds, held by this one."""
        open_ones = (waiting.c.purpose == purpose.value) & waiting.c.closed_at.is_(None)
        those = select(waiting).where(open_ones).order_by(waiting.c.id)
        rows = self._connection.execute(those.with_for_update(skip_locked=True) if hold else those)
        return [self._waiting(row) for row in rows]

    def was_told(self, number: int, now: datetime) -> None:
        """Counted when the message is queued, whatever becomes of it: nobody is told a hundred times."""
        self._connection.execute(update(waiting).where(waiting.c.id == number).values(
            told=waiting.c.told + 1, told_at=now))

    def close(self, conversation: str, motif: str | None, purpose: Purpose, now: datetime) -> int:
        """These people wait no longer, for one motif or for any (None); how many requests ended."""
        theirs = [belongs_to(waiting, conversation), waiting.c.purpose == purpose.value, waiting.c.closed_at.is_(None),
                  *([waiting.c.motif == motif] if motif else [])]
        return self._connection.execute(update(waiting).where(*theirs).values(closed_at=now)).rowcount

    def called(self, number: int, now: datetime) -> bool:
        """The desk has dealt with it; False if there was nothing to deal with."""
        one = (waiting.c.id == number) & waiting.c.closed_at.is_(None)
        return bool(self._connection.execute(update(waiting).where(one).values(closed_at=now)).rowcount)

    def of_person(self, conversation: str) -> list[Waiting]:
        theirs = belongs_to(waiting, conversation) & waiting.c.prenom_encrypted.is_not(None)
        return [self._waiting(row) for row in self._connection.execute(
            select(waiting).where(theirs).order_by(waiting.c.id))]

    def erase(self, conversation: str, now: datetime) -> None:
        theirs = belongs_to(waiting, conversation)
        self._connection.execute(update(waiting).where(theirs).values(
            **_NOBODYS, closed_at=func.coalesce(waiting.c.closed_at, now)))

    def anonymise_before(self, limit: datetime) -> int:
        """Forget those who asked before `limit`, and those dealt with."""
        old = (waiting.c.created_at < limit) | waiting.c.closed_at.is_not(None)
        return self._connection.execute(update(waiting).where(old, waiting.c.prenom_encrypted.is_not(None)).values(
            **_NOBODYS, closed_at=waiting.c.created_at)).rowcount

    def _waiting(self, row: Row) -> Waiting:
        prenom, telephone, contact = map(self._cipher.decrypt, (
            row.prenom_encrypted, row.telephone_encrypted, row.contact_encrypted))
        return Waiting(Purpose(row.purpose), row.motif, row.conversation_id, prenom or "", telephone, Contact.read(contact),
                       row.created_at, Wish.from_dict(row.wish) if row.wish else None, row.told, row.told_at, row.id)
