"""The time of an agenda that an appointment or a session takes: written once, refused twice."""
from __future__ import annotations

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError

from bot.adapters.database.tables import agendas, appointments, taken_cells, taken_spans
from bot.domain.availability import Span, cells
from bot.domain.errors import CreneauTaken


def locked_agenda(connection: Connection, slug: str, leaving: str | None = None) -> int | None:
    """The number of an agenda that is not closed, held until the end of the transaction.

    What changes one agenda queues on PostgreSQL, as all writers do on SQLite. The agenda that the appointment `leaving` (its
    code) leaves is held too, always in the order of their numbers: two moves in opposite directions cannot block each other.
    """
    left = select(appointments.c.agenda_id).where(appointments.c.code == leaving)
    rows = connection.execute(
        select(agendas.c.id, agendas.c.slug, agendas.c.closed_at).where((agendas.c.slug == slug) | agendas.c.id.in_(left))
        .order_by(agendas.c.id).with_for_update(key_share=True)).all()
    return next((row.id for row in rows if row.slug == slug and row.closed_at is None), None)


def take_time(connection: Connection, agenda: int, span: Span, *, appointment: int | None = None,
              session: int | None = None) -> None:
    """Take a span for good. CreneauTaken if any of its cells is taken: the transaction is then of no more use."""
    try:
        taken = connection.execute(insert(taken_spans).values(
            agenda_id=agenda, starts=span[0], ends=span[1], appointment_id=appointment, session_id=session))
        connection.execute(insert(taken_cells), [
            {"agenda_id": agenda, "cell": cell, "span_id": taken.inserted_primary_key[0]} for cell in cells(span)])
    except IntegrityError as refused:
        raise CreneauTaken from refused
