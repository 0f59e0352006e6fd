"""One appointment, or one group session, as the desk opens it: what is known, what became of it, what would be sent."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Sequence

from bot.domain.appointment import Appointment, Change, Session, State, day_bounds, find_code
from bot.domain.errors import PlanningRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.services.appointment_words import AppointmentWords
from bot.services.desk_day import number_of
from bot.services.planning_words import say_telephone
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_CHANNELS = {"sms": "par SMS", "telegram": "sur Telegram"}


@dataclass(frozen=True)
class Card:
    """An appointment with what surrounds it. `agenda` is a name; `is_to_come`: it can be moved or cancelled still."""

    appointment: Appointment
    motif: Motif
    place: str
    agenda: str
    history: Sequence[Change]
    is_to_come: bool
    is_today: bool


@dataclass(frozen=True)
class ToSend:
    """The message that an act would send, and how; `text` is None when none can leave: one has to call `telephone`."""

    text: str | None
    how: str
    telephone: str


@dataclass(frozen=True)
class SessionCard:
    session: Session
    motif: Motif
    place: str
    agenda: str
    people: Sequence[Appointment]
    is_to_come: bool


class AppointmentCards:
    """Every method raises PlanningRefused, in French, when there is no such thing."""

    def __init__(self, knowledge: Knowledge, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._words = AppointmentWords(knowledge)
        self._clock = clock
        self._new_uow = new_uow

    def card(self, code: str) -> Card:
        read, now = find_code(code), self._clock.now()
        with self._new_uow() as uow:
            one = uow.appointments.get(read) if read else None
            if one is None:
                raise PlanningRefused("Aucun rendez-vous n'a ce code : relisez-le (trois lettres et trois chiffres, comme "
                                      "KLP 274).")
            motif = self._words.motif(one.motif)
            return Card(one, motif, self._words.address(motif), _nom(uow, one.agenda), uow.appointments.history(one.code),
                        one.state is State.PREVU and one.start > now, day_of(one.start) == day_of(now))

    def session(self, number: int) -> SessionCard:
        with self._new_uow() as uow:
            session = uow.planning.session(number)
            if session is None:
                raise PlanningRefused(f"Aucun atelier n'a le n° {number} : choisissez-le dans l'agenda.")
            motif = self._words.motif(session.motif)
            people = [one for one in uow.appointments.between(*day_bounds(day_of(session.start))) if one.session == number]
            return SessionCard(session, motif, self._words.address(motif), _nom(uow, session.agenda), people,
                               not session.is_cancelled and session.start > self._clock.now())

    def if_moved(self, one: Appointment, start: datetime) -> ToSend:
        """What the person would be told of another time."""
        return self._to_send("message_change", replace(one, start=start), start)

    def if_cancelled(self, one: Appointment) -> ToSend:
        return self._to_send("message_annulation", one, one.start)

    def _to_send(self, key: str, one: Appointment, start: datetime) -> ToSend:
        telephone = say_telephone(number_of(one))
        if one.contact is None or start <= self._clock.now():
            return ToSend(None, "", telephone)
        how = _CHANNELS.get(one.contact.channel, "dans sa conversation")
        return ToSend(self._words.about(key, one).text, how, telephone)


def _nom(uow: UnitOfWork, slug: str) -> str:
    agenda = uow.planning.agenda(slug)
    return agenda.nom if agenda else slug
