"""Appointments and the time they take."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError

from bot.adapters.cipher import Cipher
from bot.adapters.database.tables import agendas, appointment_history, appointments, taken_cells
from bot.domain.appointment import Appointment, State
from bot.domain.availability import cells
from bot.domain.errors import AppointmentNotFound, CreneauTaken

_FREES_THE_TIME = frozenset({State.EXCUSE, State.ANNULE})
_WITH_AGENDA = select(appointments, agendas.c.slug, agendas.c.demo).join_from(appointments, agendas)


class SqlAppointments:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, appointment: Appointment, pause_end: datetime, now: datetime) -> None:
        """Keep an appointment. CreneauTaken if the database already holds any of its five-minute cells."""
        agenda = self._connection.execute(
            select(agendas.c.id).where(agendas.c.slug == appointment.agenda)).scalar_one()
        inserted = self._connection.execute(insert(appointments).values(
            code=appointment.code, agenda_id=agenda, motif=appointment.motif, starts_at=appointment.start,
            ends_at=appointment.end, state=appointment.state.value, conversation_id=appointment.conversation,
            prenom_encrypted=self._cipher.encrypt(appointment.prenom),
            telephone_encrypted=self._cipher.encrypt(appointment.telephone), created_at=now))
        number = inserted.inserted_primary_key[0]
        try:
            self._connection.execute(insert(taken_cells), [
                {"agenda_id": agenda, "cell": cell, "appointment_id": number}
                for cell in cells(appointment.start, pause_end)])
        except IntegrityError as refused:
            raise CreneauTaken from refused
        self._remember(number, appointment.state, now)

    def get(self, code: str) -> Appointment | None:
        row = self._connection.execute(_WITH_AGENDA.where(appointments.c.code == code)).one_or_none()
        return self._appointment(row) if row else None

    def coming(self, conversation: str, now: datetime) -> list[Appointment]:
        mine = _WITH_AGENDA.where(and_(appointments.c.conversation_id == conversation, appointments.c.starts_at > now,
                                       appointments.c.state == State.PREVU.value))
        return [self._appointment(row) for row in self._connection.execute(mine.order_by(appointments.c.starts_at))]

    def between(self, start: datetime, end: datetime) -> list[Appointment]:
        those = _WITH_AGENDA.where(and_(appointments.c.starts_at >= start, appointments.c.starts_at < end))
        return [self._appointment(row) for row in self._connection.execute(those.order_by(appointments.c.starts_at))]

    def change_state(self, code: str, state: State, now: datetime) -> None:
        """Raises AppointmentNotFound if the code is unknown or the appointment is no longer to come."""
        planned = and_(appointments.c.code == code, appointments.c.state == State.PREVU.value)
        number = self._connection.execute(select(appointments.c.id).where(planned).with_for_update()).scalar_one_or_none()
        if number is None:
            raise AppointmentNotFound(code)
        self._connection.execute(update(appointments).where(appointments.c.id == number).values(state=state.value))
        if state in _FREES_THE_TIME:
            self._connection.execute(delete(taken_cells).where(taken_cells.c.appointment_id == number))
        self._remember(number, state, now)

    def anonymise_before(self, limit: datetime) -> int:
        old = and_(appointments.c.ends_at < limit, appointments.c.conversation_id.is_not(None))
        return self._connection.execute(update(appointments).where(old).values(
            prenom_encrypted=None, telephone_encrypted=None, conversation_id=None)).rowcount

    def _remember(self, number: int, state: State, now: datetime) -> None:
        self._connection.execute(insert(appointment_history).values(appointment_id=number, state=state.value, at=now))

    def _appointment(self, row: Row) -> Appointment:
        return Appointment(row.code, row.motif, row.slug, row.starts_at, row.ends_at, State(row.state),
                           self._cipher.decrypt(row.prenom_encrypted) or "",
                           self._cipher.decrypt(row.telephone_encrypted), row.conversation_id or "", row.demo)
