"""Appointments in people's own calendars: one appointment for who booked it, an agenda for who receives."""
from __future__ import annotations

from datetime import timedelta

from bot.domain.appointment import Appointment
from bot.domain.calendar_entry import CalendarEntry
from bot.services.appointment_words import AppointmentWords
from bot.services.ports import Clock, UnitOfWorkFactory

_BEFORE, _AFTER = timedelta(days=30), timedelta(days=180)
_ALARM = timedelta(hours=2)


class Calendars:
    def __init__(self, words: AppointmentWords, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._words = words
        self._clock = clock
        self._new_uow = new_uow

    def of_usager(self, uid: str) -> CalendarEntry | None:
        """One appointment, discreet: what it is for is not written. None if no appointment has this name."""
        with self._new_uow() as uow:
            appointment = uow.appointments.named(uid)
        if appointment is None:
            return None
        motif = self._words.motif(appointment.motif)
        return self._entry(appointment, motif.nom_public, "\n".join([f"Code : {appointment.code}", *motif.papiers]), _ALARM)

    def of_agenda(self, token: str) -> tuple[str, list[CalendarEntry]] | None:
        """The name of an agenda and those who are expected there, by first name only: this calendar may be read by others.

        None if the secret opens nothing.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            agenda = uow.planning.fed_by(token)
            expected = uow.appointments.of_agenda(agenda.slug, now - _BEFORE, now + _AFTER) if agenda else []
        if agenda is None:
            return None
        return agenda.nom, [self._entry(one, f"{self._words.motif(one.motif).nom} : {one.prenom}", one.code, None)
                            for one in expected]

    def _entry(self, appointment: Appointment, summary: str, description: str, alarm: timedelta | None) -> CalendarEntry:
        return CalendarEntry(
            uid=appointment.uid, sequence=appointment.sequence, start=appointment.start, end=appointment.end,
            summary=summary, location=self._words.address(self._words.motif(appointment.motif)), description=description,
            is_cancelled=not appointment.state.takes_the_time, changed_at=appointment.changed_at or self._clock.now(),
            alarm_before=alarm)
