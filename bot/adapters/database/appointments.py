"""Appointments and the time they take."""
from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any, Collection

from sqlalchemy import and_, delete, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.exc import IntegrityError
from sqlalchemy.sql import ColumnElement

from bot.adapters.cipher import Cipher
from bot.adapters.database.contacts import belongs_to, contact_columns
from bot.adapters.database.tables import (
    agendas,
    appointment_history,
    appointments,
    sessions,
    taken_places,
    taken_spans,
)
from bot.adapters.database.taken_time import locked_agenda, take_time
from bot.domain.appointment import Appointment, Change, Contact, Creneau, State
from bot.domain.availability import Span, minutes
from bot.domain.errors import AppointmentNotFound, CreneauTaken

_WITH_AGENDA = select(appointments, agendas.c.slug, agendas.c.demo).join_from(appointments, agendas)

_NOBODYS = {"prenom_encrypted": None, "telephone_encrypted": None, "contact_encrypted": None, "contact_hash": None,
            "conversation_id": None, "booking_key": None}

# Its messages may be sent meanwhile: whoever writes to a row of the outbox twice looks whether its appointment is there.
_HELD = {"key_share": True}


class SqlAppointments:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def add(self, appointment: Appointment, busy_until: datetime, key: str | None, now: datetime,
            by: str = "usager") -> None:
        """Keep an appointment. CreneauTaken if the database already holds any of its cells, or its session is full.

        `key` names the booking: CreneauTaken too if it was kept already (`kept_for` finds it).
        """
        agenda = self._locked(appointment.agenda)
        try:
            inserted = self._connection.execute(insert(appointments).values(
                code=appointment.code, uid=appointment.uid or secrets.token_hex(16), booking_key=key, agenda_id=agenda,
                motif=appointment.motif, session_id=appointment.session, starts_at=appointment.start,
                ends_at=appointment.end, state=appointment.state.value, conversation_id=appointment.conversation,
                for_other=appointment.for_other, created_at=now, **self._encrypted(appointment)))
        except IntegrityError as refused:
            raise CreneauTaken from refused
        number = inserted.inserted_primary_key[0]
        self._take(number, agenda, appointment.session, (minutes(appointment.start), minutes(busy_until)))
        self._remember(number, appointment.state, appointment.start, by, now)

    def get(self, code: str) -> Appointment | None:
        return self._one(appointments.c.code == code)

    def held(self, code: str) -> Appointment | None:
        """The same, that nobody else changes until this transaction ends."""
        return self._one(appointments.c.code == code, hold=True)

    def named(self, uid: str) -> Appointment | None:
        """The appointment that calendars know by this name."""
        return self._one(appointments.c.uid == uid)

    def kept_for(self, key: str) -> Appointment | None:
        """The appointment that this booking became."""
        return self._one(appointments.c.booking_key == key)

    def coming(self, conversation: str, now: datetime) -> list[Appointment]:
        """Those made in this conversation, and those whose messages come to its address."""
        return self._all(belongs_to(appointments, conversation), appointments.c.starts_at > now,
                         appointments.c.state == State.PREVU.value)

    def of_person(self, conversation: str) -> list[Appointment]:
        return self._all(belongs_to(appointments, conversation))

    def between(self, start: datetime, end: datetime) -> list[Appointment]:
        return self._all(appointments.c.starts_at >= start, appointments.c.starts_at < end)

    def of_agenda(self, agenda: str, start: datetime, end: datetime) -> list[Appointment]:
        """Those expected at one agenda, that begin in [start, end), soonest first."""
        return self._all(agendas.c.slug == agenda, appointments.c.state == State.PREVU.value,
                         appointments.c.starts_at >= start, appointments.c.starts_at < end)

    def of_session(self, session: int) -> list[Appointment]:
        """Who is expected at a group session."""
        return self._all(appointments.c.session_id == session, appointments.c.state == State.PREVU.value)

    def change_state(self, code: str, state: State, by: str, now: datetime,
                     among: Collection[State] = (State.PREVU,)) -> None:
        """Raises AppointmentNotFound if the code is unknown or the appointment's state is none of `among`."""
        row = self._locked_row(code, among)
        self._connection.execute(update(appointments).where(appointments.c.id == row.id).values(
            state=state.value, changed_at=now))
        if not state.takes_the_time:
            self._give_back(row.id)
        self._remember(row.id, state, row.starts_at, by, now)

    def reschedule(self, code: str, creneau: Creneau, busy_until: datetime, by: str, now: datetime) -> None:
        """Another time for the same appointment, in one step. CreneauTaken or AppointmentNotFound: nothing changed."""
        agenda = self._locked(creneau.agenda, leaving=code)
        row = self._locked_row(code, (State.PREVU,))
        self._give_back(row.id)
        self._connection.execute(update(appointments).where(appointments.c.id == row.id).values(
            agenda_id=agenda, session_id=creneau.session, starts_at=creneau.start, ends_at=creneau.end,
            sequence=appointments.c.sequence + 1, changed_at=now, arrived_at=None))
        self._take(row.id, agenda, creneau.session, (minutes(creneau.start), minutes(busy_until)))
        self._remember(row.id, State.PREVU, creneau.start, by, now)

    def arrived(self, code: str, at: datetime | None) -> None:
        self._connection.execute(update(appointments).where(appointments.c.code == code).values(arrived_at=at))

    def history(self, code: str) -> list[Change]:
        """What became of it, oldest first."""
        rows = self._connection.execute(
            select(appointment_history).join_from(appointment_history, appointments)
            .where(appointments.c.code == code).order_by(appointment_history.c.id))
        return [Change(row.at, State(row.state), row.starts_at, row.by) for row in rows]

    def anonymise_before(self, limit: datetime) -> int:
        old = and_(appointments.c.ends_at < limit, appointments.c.conversation_id.is_not(None))
        return self._connection.execute(update(appointments).where(old).values(**_NOBODYS)).rowcount

    def anonymise_over(self, conversation: str, now: datetime) -> None:
        cancelled = [state.value for state in State if not state.takes_the_time]
        over = (appointments.c.ends_at <= now) | appointments.c.state.in_(cancelled)
        self._connection.execute(
            update(appointments).where(belongs_to(appointments, conversation), over).values(**_NOBODYS))

    def _locked(self, slug: str, leaving: str | None = None) -> int:
        number = locked_agenda(self._connection, slug, leaving)
        if number is None:
            raise CreneauTaken
        return number

    def _locked_row(self, code: str, among: Collection[State]) -> Row:
        wanted = and_(appointments.c.code == code, appointments.c.state.in_([state.value for state in among]))
        row = self._connection.execute(
            select(appointments.c.id, appointments.c.starts_at).where(wanted).with_for_update(**_HELD)).one_or_none()
        if row is None:
            raise AppointmentNotFound(code)
        return row

    def _take(self, number: int, agenda: int, session: int | None, span: Span) -> None:
        if session is None:
            take_time(self._connection, agenda, span, appointment=number)
        else:
            self._take_place(number, session)

    def _take_place(self, number: int, session: int) -> None:
        """The first free place of a session that is not cancelled."""
        places = self._connection.execute(
            select(sessions.c.places).where(sessions.c.id == session, ~sessions.c.is_cancelled)).scalar_one_or_none() or 0
        taken = set(self._connection.execute(
            select(taken_places.c.place).where(taken_places.c.session_id == session)).scalars())
        free = next((place for place in range(1, places + 1) if place not in taken), None)
        if free is None:
            raise CreneauTaken
        self._connection.execute(insert(taken_places).values(session_id=session, place=free, appointment_id=number))

    def _give_back(self, number: int) -> None:
        self._connection.execute(delete(taken_spans).where(taken_spans.c.appointment_id == number))
        self._connection.execute(delete(taken_places).where(taken_places.c.appointment_id == number))

    def _remember(self, number: int, state: State, start: datetime, by: str, now: datetime) -> None:
        self._connection.execute(insert(appointment_history).values(
            appointment_id=number, state=state.value, starts_at=start, by=by, at=now))

    def _one(self, which: ColumnElement[bool], hold: bool = False) -> Appointment | None:
        query = _WITH_AGENDA.where(which)
        row = self._connection.execute(query.with_for_update(of=appointments, **_HELD) if hold else query).one_or_none()
        return self._appointment(row) if row else None

    def _all(self, *which: ColumnElement[bool]) -> list[Appointment]:
        ordered = _WITH_AGENDA.where(*which).order_by(appointments.c.starts_at, appointments.c.id)
        return [self._appointment(row) for row in self._connection.execute(ordered)]

    def _encrypted(self, appointment: Appointment) -> dict[str, Any]:
        return {"prenom_encrypted": self._cipher.encrypt(appointment.prenom),
                "telephone_encrypted": self._cipher.encrypt(appointment.telephone),
                **contact_columns(self._cipher, appointment.contact)}

    def _appointment(self, row: Row) -> Appointment:
        return Appointment(row.code, row.motif, row.slug, row.starts_at, row.ends_at, State(row.state),
                           self._cipher.decrypt(row.prenom_encrypted) or "",
                           self._cipher.decrypt(row.telephone_encrypted), row.conversation_id or "", row.demo,
                           row.uid, row.sequence, row.session_id, row.for_other,
                           Contact.read(self._cipher.decrypt(row.contact_encrypted)), row.changed_at or row.created_at,
                           row.arrived_at)
