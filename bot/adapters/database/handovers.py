"""Who asks for a person of the desk, and what changes that the desk shows live."""
from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from bot.adapters.database.tables import agents, appointments, conversations, handovers, messages, town_notices
from bot.domain.handover import EndedBy, Handover

_OPEN = handovers.c.ended_at.is_(None)


class SqlHandovers:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def ask(self, conversation: str, now: datetime) -> None:
        with suppress(IntegrityError), self._connection.begin_nested():  # they wait already
            self._connection.execute(insert(handovers).values(conversation_id=conversation, asked_at=now))

    def of(self, conversation: str) -> Handover | None:
        return next(iter(self._read(_OPEN, handovers.c.conversation_id == conversation)), None)

    def get(self, number: int) -> Handover | None:
        return next(iter(self._read(handovers.c.id == number)), None)

    def open(self) -> list[Handover]:
        return self._read(_OPEN)

    def ended_since(self, limit: datetime) -> list[Handover]:
        return sorted(self._read(handovers.c.ended_at >= limit), key=lambda one: one.ended_at or limit, reverse=True)

    def claim(self, number: int, agent: int, now: datetime, instead_of: int | None = None) -> bool:
        free = handovers.c.agent_id.is_(None) if instead_of is None else handovers.c.agent_id == instead_of
        return self._change(number, _OPEN, free, agent_id=agent, claimed_at=func.coalesce(handovers.c.claimed_at, now))

    def release(self, number: int, agent: int) -> bool:
        return self._change(number, _OPEN, handovers.c.agent_id == agent, agent_id=None, claimed_at=None)

    def end(self, number: int, by: EndedBy, now: datetime) -> bool:
        return self._change(number, _OPEN, ended_at=now, ended_by=by.value)

    def end_of(self, conversation: str, by: EndedBy, now: datetime) -> None:
        self._connection.execute(update(handovers).where(_OPEN, handovers.c.conversation_id == conversation).values(
            ended_at=now, ended_by=by.value))

    def forget(self, conversation: str) -> None:
        self._connection.execute(update(handovers).where(handovers.c.conversation_id == conversation).values(
            conversation_id=None))

    def waits(self, since: datetime, most: int) -> list[timedelta]:
        rows = self._connection.execute(
            select(handovers.c.asked_at, handovers.c.claimed_at).where(handovers.c.claimed_at >= since)
            .order_by(handovers.c.claimed_at.desc()).limit(most))
        return [row.claimed_at - row.asked_at for row in rows]

    def end_forgotten(self, now: datetime) -> None:
        self._connection.execute(update(handovers).where(_OPEN, handovers.c.conversation_id.is_(None)).values(
            ended_at=now, ended_by=EndedBy.USAGER.value))

    def _change(self, number: int, *conditions: ColumnElement[bool], **values: object) -> bool:
        return self._connection.execute(
            update(handovers).where(handovers.c.id == number, *conditions).values(**values)).rowcount > 0

    def _read(self, *which: ColumnElement[bool]) -> list[Handover]:
        since = messages.c.created_at >= handovers.c.asked_at
        cry = (select(messages.c.urgence).where(messages.c.conversation_id == handovers.c.conversation_id,
                                                messages.c.urgence.is_not(None), since)
               .order_by(messages.c.id.desc()).limit(1).scalar_subquery())
        rows = self._connection.execute(
            select(handovers, conversations.c.channel, agents.c.nom, cry.label("urgence"))
            .join_from(handovers, conversations).outerjoin(agents, agents.c.id == handovers.c.agent_id)
            .where(*which).order_by(handovers.c.asked_at, handovers.c.id))
        return [_handover(row) for row in rows]


class SqlDeskNews:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def revision(self) -> str:
        said = select(func.max(messages.c.id)).join_from(messages, handovers,
                                                         handovers.c.conversation_id == messages.c.conversation_id)
        # Two programs may write 11 before 10 can be read: the number of them tells what the last one does not.
        marks = [said, said.with_only_columns(func.count(messages.c.id)),
                 select(func.max(handovers.c.asked_at)), select(func.max(handovers.c.ended_at)),
                 select(func.count(handovers.c.agent_id)), select(func.sum(handovers.c.agent_id)),
                 select(func.max(appointments.c.changed_at)), select(func.max(appointments.c.arrived_at)),
                 select(func.max(appointments.c.id)), select(func.count(appointments.c.arrived_at)),
                 select(func.max(town_notices.c.id)), select(func.count(town_notices.c.id))]
        row = self._connection.execute(select(*(mark.scalar_subquery() for mark in marks))).one()
        return "/".join(str(mark) for mark in row)


def _handover(row: Row) -> Handover:
    return Handover(row.id, row.conversation_id, row.channel, row.asked_at, row.agent_id, row.nom, row.claimed_at,
                    row.ended_at, row.urgence)
