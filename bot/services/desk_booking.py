"""An agent books for somebody who stands at the desk, or calls: at the agenda and the hour that they have chosen."""
from __future__ import annotations

from datetime import datetime
from typing import Sequence

from bot.domain.appointment import Appointment, Contact, Creneau
from bot.domain.booking_draft import Purpose
from bot.domain.errors import AppointmentNotFound, CreneauTaken, PlanningRefused
from bot.domain.french import say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.domain.normalisation import clean
from bot.domain.personal_data import find_phone, mobile_address
from bot.domain.waiting import Waiting
from bot.services.appointment_book import AppointmentBook
from bot.services.desk_times import nearest
from bot.services.planning_checks import booked_here
from bot.services.ports import Clock, UnitOfWorkFactory

_LONGEST_NAME = 64


class TimeTaken(PlanningRefused):
    """The time is not free, or not any more; `nearest` are those that are, in order."""

    def __init__(self, why: str, nearest_times: Sequence[Creneau]) -> None:
        super().__init__(why)
        self.nearest = nearest_times


class DeskBooking:
    """Every method raises PlanningRefused, in French, when nothing was done."""

    def __init__(self, knowledge: Knowledge, book: AppointmentBook, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._book = book
        self._clock = clock
        self._new_uow = new_uow

    def book(self, agenda: str, motif: str, start: datetime, prenom: str, telephone: str = "", *, sms: bool = False,
             for_other: bool = False, key: str = "") -> Appointment:
        """`start` is aware of its zone. `sms`: the person agrees to be written to. The same `key` is one appointment.

        TimeTaken, with the nearest free times, if somebody else was quicker.
        """
        known = booked_here(self._knowledge.motifs, motif)
        if known.is_collectif:
            raise PlanningRefused(f"« {known.nom} » se fait en groupe : choisissez un atelier dans l'agenda.")
        return self._keep(Creneau(start, start + known.duree, agenda), known, prenom, telephone, sms, for_other, key)

    def join(self, session: int, prenom: str, telephone: str = "", *, sms: bool = False, for_other: bool = False,
             key: str = "") -> Appointment:
        """The same, in a group session."""
        with self._new_uow() as uow:
            found = uow.planning.session(session)
        if found is None or found.is_cancelled or found.start <= self._clock.now():
            raise PlanningRefused("Cet atelier est passé ou annulé : choisissez-en un autre dans l'agenda.")
        creneau = Creneau(found.start, found.end, found.agenda, found.id, found.titre)
        return self._keep(creneau, booked_here(self._knowledge.motifs, found.motif), prenom, telephone, sms, for_other, key)

    def arrived(self, code: str, is_there: bool) -> Appointment:
        """The person waits in the room, or does not after all."""
        try:
            return self._book.arrived(code, is_there)
        except AppointmentNotFound:
            raise PlanningRefused("On note « arrivé » le jour du rendez-vous, quand la personne est encore attendue. "
                                  "Rechargez la page pour voir où il en est.") from None

    def waiting(self) -> list[Waiting]:
        """Those who wait for a time to free up, first come first."""
        with self._new_uow() as uow:
            return uow.waiting.open(Purpose.ATTENTE)

    def waits_no_longer(self, number: int) -> None:
        """Somebody has their time, or wants none any more."""
        with self._new_uow() as uow:
            if not uow.waiting.called(number, self._clock.now()):
                raise PlanningRefused("Cette personne n'attend déjà plus. Rechargez la page.")
            uow.commit()

    def _keep(self, creneau: Creneau, motif: Motif, prenom: str, telephone: str, sms: bool, for_other: bool,
              key: str) -> Appointment:
        number = check_telephone(telephone, sms)
        mobile = mobile_address(number) if number and sms else None
        contact = Contact("sms", mobile) if mobile else None
        try:
            return self._book.book_at_desk(creneau, motif, check_prenom(prenom), number, contact, for_other,
                                           key[:32] or None)
        except CreneauTaken:
            raise self._taken(creneau, motif) from None

    def _taken(self, creneau: Creneau, motif: Motif) -> TimeTaken:
        if creneau.session is not None:
            return TimeTaken("Cet atelier est complet. Choisissez-en un autre, ou notez la personne ailleurs.", ())
        with self._new_uow() as uow:
            others = nearest(uow, motif, creneau.start, creneau.agenda, self._clock.now())
        then = ("Choisissez une autre heure ; ce que vous avez écrit est gardé." if others
                else "Aucune autre heure n'est libre autour de ce jour.")
        return TimeTaken(f"Cette heure n'est pas libre ({say_moment(creneau.start)}). {then}", others)


def check_prenom(typed: str) -> str:
    """A name as it will be read out. PlanningRefused if there is none."""
    prenom = clean(typed)
    if not prenom or len(prenom) > _LONGEST_NAME:
        raise PlanningRefused(f"Écrivez le prénom de la personne, en {_LONGEST_NAME} signes au plus.")
    return prenom


def check_telephone(typed: str, sms: bool) -> str | None:
    """The ten digits of a number, None if none was given. PlanningRefused if it is none, or gets no SMS that are wanted."""
    typed = clean(typed)
    number = find_phone(typed) if typed else None
    if typed and number is None:
        raise PlanningRefused("Ce numéro ne se lit pas : écrivez dix chiffres, comme 06 12 34 56 78, ou laissez la case "
                              "vide.")
    if sms and (number is None or mobile_address(number) is None):
        raise PlanningRefused("Pour envoyer un SMS, il faut un numéro de portable (06 ou 07). Écrivez-le, ou décochez la "
                              "case des SMS.")
    return number
