"""What a reception desk does with its time and its appointments: done at once, or refused with what to do instead."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Sequence

from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Appointment, Creneau, Session, State, find_code
from bot.domain.errors import AppointmentNotFound, CreneauTaken, PlanningRefused
from bot.domain.french import day_of, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.services.appointment_book import AppointmentBook
from bot.services.appointment_words import AppointmentWords
from bot.services.booking_ports import Recurrences
from bot.services.desk_times import times_to_move
from bot.services.notices import Notices
from bot.services.planning_checks import (
    booked_here,
    changed_meanwhile,
    check_absence,
    check_agenda,
    check_expected,
    check_length,
    check_opening,
    check_session,
    check_state,
    known_agenda,
    known_opening,
    not_free,
    open_agenda,
    still_to_come,
)
from bot.services.planning_times import FOREVER, appointments_in, spans
from bot.services.planning_warnings import PlanningWarnings, those_who_stay, to_call
from bot.services.planning_words import SAID_STATES, PlanningWords, say_day, say_span
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory


@dataclass(frozen=True)
class Done:
    """What was done, and what the desk should know of it, in French. `number` names what was written."""

    said: str
    warnings: tuple[str, ...] = ()
    number: int | None = None


class DeskPlanning:
    """Every method but `describe` and the like raises PlanningRefused when nothing was done."""

    def __init__(self, knowledge: Knowledge, book: AppointmentBook, notices: Notices, recurrences: Recurrences, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._book = book
        self._notices = notices
        self._recurrences = recurrences
        self._clock = clock
        self._new_uow = new_uow
        self._words = PlanningWords(AppointmentWords(knowledge), recurrences)
        self._warnings = PlanningWarnings(knowledge, recurrences, self._words)

    def agendas(self) -> list[Agenda]:
        """All of them, closed ones too, by name."""
        with self._new_uow() as uow:
            return uow.planning.agendas()

    def describe(self, slug: str) -> str:
        """An agenda and all that is to come in it, with the numbers by which it can be changed."""
        now = self._clock.now()
        with self._new_uow() as uow:
            agenda, expected = known_agenda(uow, slug), uow.appointments.of_agenda(slug, now, FOREVER)
            return self._words.agenda(agenda, uow.planning.openings(slug), uow.planning.absences(slug),
                                      uow.planning.sessions(now, FOREVER, slug), expected, day_of(now))

    def calendar_path(self, slug: str) -> str:
        """Where the calendar of an agenda is read, on this assistant: the path is a secret."""
        with self._new_uow() as uow:
            agenda = open_agenda(uow, slug)
        if not agenda.feed_token:
            raise PlanningRefused(f"L'agenda « {slug} » n'a pas d'adresse de calendrier : ajoutez un nouvel agenda.")
        return f"/agenda/{agenda.feed_token}.ics"

    def add_agenda(self, slug: str, nom: str) -> Done:
        nom = clean(nom)
        check_agenda(slug, nom)
        with self._new_uow() as uow:
            if uow.planning.agenda(slug) is not None:
                raise PlanningRefused(f"Un agenda « {slug} » existe déjà, ouvert ou fermé : choisissez un autre nom court.")
            uow.planning.add_agenda(Agenda(slug, nom))
            uow.commit()
        return Done(f"L'agenda « {nom} » est ajouté. Il ne reçoit pas encore : ajoutez une plage d'ouverture.")

    def close_agenda(self, slug: str) -> Done:
        """Receive no more there; what was is kept. Refused while somebody is expected, or a group session is to come."""
        now = self._clock.now()
        with self._new_uow() as uow:
            agenda = open_agenda(uow, slug)
            uow.planning.close_agenda(slug, now)
            expected = uow.appointments.of_agenda(slug, now, FOREVER)
            sessions = uow.planning.sessions(now, FOREVER, slug)
            if expected or sessions:
                raise still_to_come(expected, sessions)
            uow.commit()
        return Done(f"L'agenda « {agenda.nom} » est fermé : il ne propose plus rien. Ce qui a eu lieu reste écrit.")

    def add_opening(self, opening: Opening) -> Done:
        today = day_of(self._clock.now())
        with self._new_uow() as uow:
            open_agenda(uow, opening.agenda)
            check_opening(opening, self._knowledge.motifs, self._recurrences, today)
            warnings = tuple(self._warnings.of_opening(uow, opening, today))
            number = uow.planning.add_opening(opening)
            uow.commit()
        return Done(f"La plage n° {number} est ajoutée : {self._words.opening(opening)}.", warnings, number)

    def remove_opening(self, number: int) -> Done:
        """It opens no more. Appointments taken in it stay."""
        with self._new_uow() as uow:
            opening = known_opening(uow, number)
            staying = self._taken_in(uow, opening)
            uow.planning.remove_opening(number)
            uow.commit()
        return Done(f"La plage n° {number} est supprimée : {self._words.opening(opening)}. "
                    f"Rendez-vous qui y restent : {len(staying)}.", those_who_stay(staying, self._words), number)

    def except_day(self, number: int, day: date) -> Done:
        """An opening that comes back does not on that day. Appointments taken in it stay."""
        with self._new_uow() as uow:
            opening = known_opening(uow, number)
            if day < day_of(self._clock.now()):
                raise PlanningRefused(f"Le {say_day(day)} est passé : donnez un jour à venir.")
            if not spans(self._recurrences, opening, day, day):
                raise PlanningRefused(f"La plage n° {number} ({self._words.opening(opening)}) n'ouvre pas le "
                                      f"{say_day(day)} : il n'y a rien à retirer, vérifiez la date.")
            staying = self._taken_in(uow, replace(opening, first_day=day, recurrence=None))
            uow.planning.except_days(number, tuple(sorted({*opening.exceptions, day})))
            uow.commit()
        return Done(f"La plage n° {number} n'ouvre pas le {say_day(day)}.", those_who_stay(staying, self._words), number)

    def add_absence(self, absence: Absence) -> Done:
        """Nobody is there: nothing more is offered then. Those already expected are in the warnings, and not cancelled."""
        now = self._clock.now()
        absence = replace(absence, titre=clean(absence.titre or "") or None)
        check_length("Le titre", absence.titre or "")
        with self._new_uow() as uow:
            open_agenda(uow, absence.agenda)
            check_absence(absence, self._recurrences, day_of(now))
            warnings = tuple(self._warnings.of_absence(uow, absence, now))
            number = uow.planning.add_absence(absence)
            uow.commit()
        return Done(f"L'absence n° {number} est notée : {self._words.absence(absence)}.", warnings, number)

    def remove_absence(self, number: int) -> Done:
        with self._new_uow() as uow:
            if not uow.planning.remove_absence(number):
                raise PlanningRefused(f"Aucune absence n'a le n° {number} : affichez l'agenda pour voir les numéros.")
            uow.commit()
        return Done(f"L'absence n° {number} est supprimée : les heures d'ouverture se proposent à nouveau.", (), number)

    def add_session(self, session: Session) -> Done:
        """A group session that people may join; it takes the agenda's time."""
        session = replace(session, titre=clean(session.titre or "") or None)
        check_length("Le titre", session.titre or "")
        with self._new_uow() as uow:
            agenda = open_agenda(uow, session.agenda)
            check_session(session, self._knowledge.motifs, self._clock.now())
            warnings = tuple(self._warnings.of_session(uow, session))
            try:
                number = uow.planning.add_session(session)
            except CreneauTaken:
                raise PlanningRefused(
                    f"L'agenda « {agenda.nom} » est déjà pris {say_moment(session.start)} ({say_span(session)}) : "
                    "choisissez une autre heure, ou déplacez d'abord ce qui est prévu ce jour-là.") from None
            uow.commit()
        return Done(f"L'atelier est ajouté : {self._words.session(replace(session, id=number))}.", warnings, number)

    def cancel_session(self, number: int) -> Done:
        """Everyone who joined is cancelled and told, or nothing is done."""
        now = self._clock.now()
        with self._new_uow() as uow:
            session = uow.planning.session(number)
            if session is None or session.is_cancelled or session.start <= now:
                raise PlanningRefused(f"Aucun atelier à venir n'a le n° {number} : affichez l'agenda pour voir les numéros.")
            uow.planning.cancel_session(number)
            expected = uow.appointments.of_session(number)
            for appointment in expected:
                uow.appointments.change_state(appointment.code, State.ANNULE, "accueil", now)
                self._notices.cancelled(uow, appointment, now, by_desk=True)
            uow.commit()
        return Done(f"L'atelier n° {number} est annulé. Inscriptions annulées : {len(expected)}.", to_call(expected, now),
                    number)

    def cancel(self, code: str, seen: int | None = None) -> Done:
        """Give the time away, and tell who was expected. `seen`: the `sequence` of what the desk had before its eyes."""
        appointment = self._expected(code)
        try:
            self._book.cancel(appointment.code, "accueil", seen)
        except AppointmentNotFound:
            raise changed_meanwhile(appointment) from None
        return Done(f"Annulé : {self._words.appointment(appointment)}.", to_call([appointment], self._clock.now()))

    def move(self, code: str, when: datetime, agenda: str | None = None, seen: int | None = None) -> Done:
        """Another time under the same code, and tell who is expected. `when` is aware of its zone.

        At any desk, or at this `agenda`. `seen`: the `sequence` of what the desk had before its eyes.
        """
        appointment, times = self._expected(code), self._times_for(code, when, agenda)
        try:
            moved = self._book.move(appointment.code, _at(times, when), "accueil", there=agenda is not None, seen=seen)
        except AppointmentNotFound:
            raise changed_meanwhile(appointment) from None
        except CreneauTaken:
            raise not_free(times, when) from None
        return Done(f"Déplacé : {self._words.appointment(moved)} (avant : {say_moment(appointment.start)}).",
                    to_call([moved], self._clock.now()))

    def check_move(self, code: str, when: datetime, agenda: str) -> None:
        """Whether `move` could be done now."""
        times = self._times_for(code, when, agenda)
        try:
            _at(times, when)
        except CreneauTaken:
            raise not_free(times, when) from None

    def _times_for(self, code: str, when: datetime, agenda: str | None) -> Sequence[Creneau]:
        """The free times among which an appointment that is expected may go to `when`."""
        appointment, now = self._expected(code), self._clock.now()
        motif = booked_here(self._knowledge.motifs, appointment.motif)
        if appointment.start == when and agenda in (None, appointment.agenda):
            raise PlanningRefused(f"Le rendez-vous {appointment.code} est déjà {say_moment(when)} : donnez une autre heure.")
        if when <= now:
            raise PlanningRefused(f"Cette heure est déjà passée ({say_moment(when)}) : donnez une heure à venir.")
        with self._new_uow() as uow:
            return times_to_move(uow, motif, appointment.code, when, agenda, now)

    def set_state(self, code: str, state: str) -> Done:
        """« vu », « absent », or « prevu » to correct: nothing is told to anybody."""
        appointment = self._appointment(code)
        wanted = check_state(appointment, state, self._clock.now())
        try:
            self._book.set_state(appointment.code, wanted)
        except AppointmentNotFound:
            raise changed_meanwhile(appointment) from None
        return Done(f"Noté « {SAID_STATES[wanted]} » : {self._words.appointment(appointment)}.")

    def _appointment(self, code: str) -> Appointment:
        read = find_code(code)
        appointment = self._book.get(read) if read else None
        if appointment is None:
            raise PlanningRefused(f"Aucun rendez-vous n'a le code « {code} » : relisez-le (trois lettres et trois chiffres, "
                                  "comme KLP 274), ou cherchez-le dans la liste du jour.")
        return appointment

    def _expected(self, code: str) -> Appointment:
        appointment = self._appointment(code)
        check_expected(appointment)
        return appointment

    def _taken_in(self, uow: UnitOfWork, opening: Opening) -> list[Appointment]:
        return [one for one in appointments_in(uow, self._recurrences, opening, self._clock.now())
                if one.motif in opening.motifs]


def _at(times: Sequence[Creneau], when: datetime) -> Creneau:
    for creneau in times:
        if creneau.start == when:
            return creneau
    raise CreneauTaken
