"""Appointments that others keep: whose they are, what was last said of them, and by which access we ask."""
from __future__ import annotations

from contextlib import contextmanager
from datetime import datetime
from threading import Lock
from typing import Any, Iterator, Mapping

from sqlalchemy import and_, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.sql.schema import Table

from bot.adapters.cipher import Cipher
from bot.adapters.database.engine import READ_ONLY
from bot.adapters.database.tables import access_tokens, elsewhere_appointments, elsewhere_usagers
from bot.domain.appointment import State
from bot.domain.elsewhere import ElsewhereAppointment, ElsewhereEvent
from bot.services.ports import Clock

_INSERTS = {"postgresql": postgresql.insert, "sqlite": sqlite.insert}
# What stays of an appointment that was removed, so that late news of it does not bring it back.
_REMOVED = {"state": State.ANNULE.value, "nom": "", "lieu": None}


class SqlElsewhere:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def token(self, provider: str, for_refreshing: bool = False) -> str | None:
        """The access to a provider, in clear. For refreshing, PostgreSQL lets one transaction at a time read it."""
        mine = select(access_tokens.c.token_encrypted).where(access_tokens.c.provider == provider)
        found = self._connection.execute(mine.with_for_update() if for_refreshing else mine).scalar_one_or_none()
        return self._cipher.decrypt(found)

    def keep_token(self, provider: str, token: str, now: datetime) -> None:
        self._write(access_tokens, {"provider": provider},
                    {"token_encrypted": self._cipher.encrypt(token), "updated_at": now})

    def usagers(self, provider: str, conversation: str) -> list[str]:
        theirs = and_(elsewhere_usagers.c.provider == provider, elsewhere_usagers.c.conversation_id == conversation)
        return list(self._connection.execute(
            select(elsewhere_usagers.c.external_id).where(theirs).order_by(elsewhere_usagers.c.external_id)).scalars())

    def remember_usager(self, provider: str, external_id: str, conversation: str, now: datetime) -> None:
        self._write(elsewhere_usagers, {"provider": provider, "external_id": external_id},
                    {"conversation_id": conversation, "created_at": now})

    def keep(self, event: ElsewhereEvent, nom: str) -> None:
        """For each person we know: what is said of the appointment, unless what is kept is newer.

        Who no longer takes part in it has it no more.
        """
        known = self._connection.execute(select(elsewhere_usagers).where(
            elsewhere_usagers.c.provider == event.provider, elsewhere_usagers.c.external_id.in_(event.usagers))).all()
        kept = {f"{event.external_id}/{row.external_id}": row for row in known}
        for external_id, row in kept.items():
            told = {"nom": nom, "lieu": event.lieu, "state": event.usagers[row.external_id].value}
            self._write(elsewhere_appointments, {"provider": event.provider, "external_id": external_id},
                        {"conversation_id": row.conversation_id, "starts_at": event.start, "changed_at": event.at,
                         **(_REMOVED if event.is_removed else told)}, newer_by="changed_at")
        others = and_(elsewhere_appointments.c.provider == event.provider,
                      elsewhere_appointments.c.external_id.startswith(f"{event.external_id}/", autoescape=True),
                      elsewhere_appointments.c.external_id.not_in(list(kept)),
                      elsewhere_appointments.c.changed_at <= event.at)
        self._connection.execute(update(elsewhere_appointments).where(others).values(changed_at=event.at, **_REMOVED))

    def coming(self, conversation: str, now: datetime) -> list[ElsewhereAppointment]:
        mine = and_(elsewhere_appointments.c.conversation_id == conversation, elsewhere_appointments.c.starts_at > now,
                    elsewhere_appointments.c.state == State.PREVU.value)
        rows = self._connection.execute(
            select(elsewhere_appointments).where(mine).order_by(elsewhere_appointments.c.starts_at))
        return [ElsewhereAppointment(row.provider, row.external_id, row.conversation_id, row.nom, row.lieu,
                                     row.starts_at, State(row.state)) for row in rows]

    def erase(self, conversation: str) -> None:
        for table in (elsewhere_appointments, elsewhere_usagers):
            self._connection.execute(delete(table).where(table.c.conversation_id == conversation))

    def erase_before(self, limit: datetime) -> int:
        """What began before `limit`; and the people known for longer, unless something of theirs is left."""
        past = self._connection.execute(
            delete(elsewhere_appointments).where(elsewhere_appointments.c.starts_at < limit)).rowcount
        theirs = exists().where(elsewhere_appointments.c.conversation_id == elsewhere_usagers.c.conversation_id)
        self._connection.execute(
            delete(elsewhere_usagers).where(and_(elsewhere_usagers.c.created_at < limit, ~theirs)))
        return past

    def _write(self, table: Table, key: Mapping[str, Any], values: Mapping[str, Any], newer_by: str | None = None) -> None:
        """Insert the row or change it, in one statement; by `newer_by`, what is older than the row changes nothing."""
        row = _INSERTS[self._connection.dialect.name](table).values(**key, **values)
        where = table.c[newer_by] <= row.excluded[newer_by] if newer_by else None
        self._connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(values), where=where))


class KeptToken:
    """The access to one provider, kept encrypted, and refreshed by one at a time."""

    def __init__(self, engine: Engine, cipher: Cipher, clock: Clock, provider: str) -> None:
        self._engine = engine
        self._cipher = cipher
        self._clock = clock
        self._provider = provider
        self._lock = Lock()

    def get(self) -> str | None:
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            return SqlElsewhere(connection, self._cipher).token(self._provider)

    def keep(self, token: str) -> None:
        """Kept for good when this returns."""
        with self._engine.begin() as connection:
            SqlElsewhere(connection, self._cipher).keep_token(self._provider, token, self._clock.now())

    @contextmanager
    def refreshing(self) -> Iterator["KeptToken | LockedToken"]:
        """Nobody else refreshes meanwhile; what is kept is kept for good at the end.

        On PostgreSQL the row is held for the other processes. On SQLite a transaction would stop everybody's writing for as
        long as the provider takes to answer: only this process is held.
        """
        with self._lock:
            if self._engine.dialect.name == "sqlite":
                yield self
                return
            with self._engine.begin() as connection:
                yield LockedToken(SqlElsewhere(connection, self._cipher), self._provider, self._clock)


class LockedToken:
    """The same, inside the transaction that holds the row."""

    def __init__(self, elsewhere: SqlElsewhere, provider: str, clock: Clock) -> None:
        self._elsewhere = elsewhere
        self._provider = provider
        self._clock = clock

    def get(self) -> str | None:
        return self._elsewhere.token(self._provider, for_refreshing=True)

    def keep(self, token: str) -> None:
        self._elsewhere.keep_token(self._provider, token, self._clock.now())
