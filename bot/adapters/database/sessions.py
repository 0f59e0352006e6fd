"""Group sessions as they are written, with the places already taken."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.sql import ColumnElement

from bot.adapters.database.tables import agendas, sessions, taken_places
from bot.domain.appointment import Session


def read_sessions(connection: Connection, *which: ColumnElement[bool]) -> list[Session]:
    """Those that meet all these conditions, soonest first."""
    taken = select(func.count()).where(taken_places.c.session_id == sessions.c.id).scalar_subquery()
    rows = connection.execute(
        select(sessions, agendas.c.slug, taken.label("taken")).join_from(sessions, agendas)
        .where(*which).order_by(sessions.c.starts_at, sessions.c.id))
    return [Session(row.id, row.slug, row.motif, row.starts_at, row.ends_at, row.places, row.taken, row.titre,
                    row.is_cancelled) for row in rows]


def begins_in(start: datetime, end: datetime) -> ColumnElement[bool]:
    """The condition that a session begins in [start, end), and is not cancelled."""
    return and_(sessions.c.starts_at >= start, sessions.c.starts_at < end, ~sessions.c.is_cancelled)
