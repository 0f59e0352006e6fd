"""Who works at the desk: accounts, sessions, wrong passwords, the journal of accesses. Tokens are kept as keyed hashes."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, distinct, func, insert, select, update
from sqlalchemy.engine import Connection, Row

from bot.adapters.cipher import Cipher
from bot.adapters.database.tables import access_journal, agent_links, agent_sessions, agents, login_failures
from bot.domain.agent import Agent, AgentSession, Role, Trace


class SqlAccounts:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def all(self) -> list[Agent]:
        return [_agent(row) for row in self._connection.execute(select(agents).order_by(agents.c.nom, agents.c.id))]

    def named(self, login: str) -> Agent | None:
        row = self._connection.execute(select(agents).where(agents.c.login == login)).one_or_none()
        return _agent(row) if row else None

    def get(self, number: int) -> Agent | None:
        row = self._connection.execute(select(agents).where(agents.c.id == number)).one_or_none()
        return _agent(row) if row else None

    def add(self, login: str, nom: str, role: Role, now: datetime) -> int:
        inserted = self._connection.execute(insert(agents).values(login=login, nom=nom, role=role.value, created_at=now))
        return inserted.inserted_primary_key[0]

    def set_role(self, number: int, role: Role) -> None:
        self._connection.execute(update(agents).where(agents.c.id == number).values(role=role.value))

    def disable(self, number: int, now: datetime | None) -> None:
        self._connection.execute(update(agents).where(agents.c.id == number).values(disabled_at=now))

    def password(self, number: int) -> str | None:
        return self._connection.execute(select(agents.c.password_hash).where(agents.c.id == number)).scalar_one_or_none()

    def set_password(self, number: int, kept: str) -> None:
        self._connection.execute(update(agents).where(agents.c.id == number).values(password_hash=kept))

    def add_link(self, agent: int, token: str, expires_at: datetime) -> None:
        self.forget_links(agent)
        self._connection.execute(insert(agent_links).values(
            token_hash=self._cipher.hash(token), agent_id=agent, expires_at=expires_at))

    def linked(self, token: str, now: datetime) -> Agent | None:
        row = self._connection.execute(
            select(agents).join_from(agents, agent_links)
            .where(agent_links.c.token_hash == self._cipher.hash(token), agent_links.c.expires_at > now)).one_or_none()
        return _agent(row) if row else None

    def forget_links(self, agent: int) -> None:
        self._connection.execute(delete(agent_links).where(agent_links.c.agent_id == agent))


class SqlAgentSessions:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def open(self, token: str, agent: int, now: datetime) -> None:
        self._connection.execute(insert(agent_sessions).values(
            token_hash=self._cipher.hash(token), agent_id=agent, opened_at=now, seen_at=now))

    def get(self, token: str) -> AgentSession | None:
        row = self._connection.execute(
            select(agents, agent_sessions.c.opened_at, agent_sessions.c.seen_at, agent_sessions.c.is_locked)
            .join_from(agents, agent_sessions).where(agent_sessions.c.token_hash == self._cipher.hash(token))).one_or_none()
        return AgentSession(_agent(row), row.opened_at, row.seen_at, row.is_locked) if row else None

    def was_seen(self, token: str, now: datetime) -> None:
        self._update(token, seen_at=now)

    def lock(self, token: str, locked: bool, now: datetime) -> None:
        self._update(token, is_locked=locked, seen_at=now)

    def close(self, token: str) -> None:
        self._connection.execute(delete(agent_sessions).where(agent_sessions.c.token_hash == self._cipher.hash(token)))

    def close_all(self, agent: int) -> None:
        self._connection.execute(delete(agent_sessions).where(agent_sessions.c.agent_id == agent))

    def present(self, since: datetime) -> int:
        return self._connection.execute(select(func.count(distinct(agent_sessions.c.agent_id))).where(
            agent_sessions.c.seen_at >= since, ~agent_sessions.c.is_locked)).scalar_one()

    def last_seen(self, agent: int) -> datetime | None:
        return self._connection.execute(select(func.max(agent_sessions.c.seen_at)).where(
            agent_sessions.c.agent_id == agent, ~agent_sessions.c.is_locked)).scalar_one()

    def forget_before(self, limit: datetime) -> int:
        return self._connection.execute(delete(agent_sessions).where(agent_sessions.c.opened_at < limit)).rowcount

    def _update(self, token: str, **values: object) -> None:
        self._connection.execute(
            update(agent_sessions).where(agent_sessions.c.token_hash == self._cipher.hash(token)).values(**values))


class SqlLoginFailures:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, subject: str, now: datetime) -> None:
        self._connection.execute(insert(login_failures).values(subject_hash=self._cipher.hash(subject), at=now))

    def between(self, subject: str, since: datetime, until: datetime) -> int:
        return self._connection.execute(select(func.count()).where(
            login_failures.c.subject_hash == self._cipher.hash(subject),
            login_failures.c.at.between(since, until))).scalar_one()

    def forget(self, subject: str) -> None:
        self._connection.execute(delete(login_failures).where(login_failures.c.subject_hash == self._cipher.hash(subject)))

    def forget_before(self, limit: datetime) -> int:
        return self._connection.execute(delete(login_failures).where(login_failures.c.at < limit)).rowcount


class SqlAccessJournal:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, agent: int, act: str, about: str | None, now: datetime) -> None:
        self._connection.execute(insert(access_journal).values(at=now, agent_id=agent, act=act, about=about))

    def last(self, limit: int, agent: int | None = None) -> list[Trace]:
        lines = (select(access_journal, agents.c.nom)
                 .outerjoin_from(access_journal, agents, agents.c.id == access_journal.c.agent_id)
                 .order_by(access_journal.c.id.desc()).limit(limit))
        if agent is not None:
            lines = lines.where(access_journal.c.agent_id == agent)
        return [Trace(row.at, row.nom or f"compte {row.agent_id}", row.act, row.about)
                for row in self._connection.execute(lines)]

    def forget_before(self, limit: datetime) -> int:
        return self._connection.execute(delete(access_journal).where(access_journal.c.at < limit)).rowcount


def _agent(row: Row) -> Agent:
    return Agent(row.id, row.login, row.nom, Role(row.role), row.password_hash is None, row.disabled_at is not None)
