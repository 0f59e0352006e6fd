"""A desk's time, said in French to the desk: openings, absences, group sessions, appointments."""
from __future__ import annotations

import re
from datetime import date, time, timedelta
from typing import Iterable, Sequence

from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Appointment, Session, State
from bot.domain.french import JOURS, NBSP, PARIS, say_date, say_list, say_moment, say_time
from bot.domain.motif import Motif
from bot.services.appointment_words import AppointmentWords
from bot.services.booking_ports import Recurrences

SAID_STATES = {State.PREVU: "prévu", State.VU: "venu", State.EXCUSE: "excusé", State.ANNULE: "annulé",
               State.ABSENT: "absent"}
# An absence for the whole day goes from one to the other: a day has no later minute.
DAY_BEGINS, DAY_ENDS = time(0), time(23, 59)


class PlanningWords:
    """Pure. Motifs are named as the desk knows them, and people not at all."""

    def __init__(self, words: AppointmentWords, recurrences: Recurrences) -> None:
        self._words = words
        self._recurrences = recurrences

    def opening(self, opening: Opening) -> str:
        """« chaque mardi, de 9 h à 12 h »."""
        return f"{self._recurrences.say_rule(opening.recurrence, opening.first_day)}, {_hours(opening)}"

    def absence(self, absence: Absence) -> str:
        """« le mardi 1er décembre 2026, de 9 h à 12 h », « du lundi 21 décembre 2026 au jeudi 24 décembre 2026 »."""
        if absence.first_day == absence.last_day:
            day = self._recurrences.say_rule(absence.recurrence, absence.first_day)
            is_whole = (absence.starts, absence.ends) == (DAY_BEGINS, DAY_ENDS)
            return f"{day}, {'toute la journée' if is_whole else _hours(absence)}"
        begins = "" if absence.starts == DAY_BEGINS else f" à {say_time(absence.starts)}"
        ends = "" if absence.ends == DAY_ENDS else f" à {say_time(absence.ends)}"
        return f"du {say_day(absence.first_day)}{begins} au {say_day(absence.last_day)}{ends}"

    def session(self, session: Session) -> str:
        """« n° 3, mardi 1er décembre à 14 h, Atelier CV (4 inscrits sur 10) »."""
        title = session_title(session, self._words.motif(session.motif))
        return f"n° {session.id}, {say_moment(session.start)}, {title} ({joined(session)})"

    def appointment(self, appointment: Appointment) -> str:
        """« KLP 274, mardi 24 novembre à 14 h, Entretien »."""
        return f"{appointment.code}, {say_moment(appointment.start)}, {self._words.motif(appointment.motif).nom}"

    def agenda(self, agenda: Agenda, openings: Iterable[Opening], absences: Iterable[Absence], sessions: Iterable[Session],
               appointments: Iterable[Appointment], today: date) -> str:
        """Everything to come of an agenda, with the numbers by which it can be changed."""
        state = [name for name, is_so in (("fermé", agenda.is_closed), ("démonstration", agenda.demo)) if is_so]
        head = f"{agenda.nom} ({', '.join([agenda.slug, *state])})"
        return "\n\n".join([
            head,
            _block("Plages d'ouverture", [self.opening_line(one, today) for one in openings
                                          if one.recurrence or one.first_day >= today]),
            _block("Absences", [self.absence_line(one) for one in absences if one.recurrence or one.last_day >= today]),
            _block("Ateliers à venir", [self.session(one) for one in sessions]),
            _block("Rendez-vous à venir", [self.appointment(one) for one in appointments])])

    def absence_line(self, absence: Absence) -> str:
        """« n° 3, le mardi 1er décembre 2026, toute la journée : formation »."""
        return f"n° {absence.id}, {self.absence(absence)}{f' : {absence.titre}' if absence.titre else ''}"

    def opening_line(self, opening: Opening, today: date) -> str:
        """« n° 2, chaque mardi, de 9 h à 12 h : Premier accueil ; sauf le 1er décembre 2026 »."""
        said = self.opening(opening)
        motifs = say_list([self._words.motif(motif).nom for motif in opening.motifs])
        begins = (f", à partir du {say_date(opening.first_day)}"
                  if opening.recurrence and opening.first_day > today and "à partir du" not in said else "")
        left_out = [say_date(day) for day in sorted(opening.exceptions) if day >= today]
        return f"n° {opening.id}, {said}{begins} : {motifs}" + (f" ; sauf le {say_list(left_out)}" if left_out else "")


def say_day(day: date) -> str:
    """« mardi 1er décembre 2026 »."""
    return f"{JOURS[day.weekday()]} {say_date(day)}"


def say_span(one: Appointment | Session) -> str:
    """« 9 h – 9 h 30 », in Paris."""
    return f"{say_time(one.start.astimezone(PARIS))} – {say_time(one.end.astimezone(PARIS))}"


def session_title(session: Session, motif: Motif) -> str:
    """What the desk calls it, if it does, and its motif."""
    return f"{session.titre}, {motif.nom}" if session.titre else motif.nom


def joined(session: Session) -> str:
    """« 1 inscrit sur 10 »."""
    return f"{how_many(session.taken, 'inscrit')} sur {session.places}"


def how_many(count: int, named: str, plural: str = "s") -> str:
    """« 1 inscription », « 3 inscriptions »."""
    return f"{count} {named}{plural if count > 1 else ''}"


def say_duration(motif: Motif) -> str:
    """« 1 h 10, pause comprise »."""
    hours, rest = divmod((motif.duree + motif.pause) // timedelta(minutes=1), 60)
    said = f"{hours}{NBSP}h" + (f"{NBSP}{rest:02}" if rest else "") if hours else f"{rest} minutes"
    return said + (", pause comprise" if motif.pause else "")


def say_telephone(telephone: str | None) -> str:
    """« 06 12 34 56 78 », « pas de numéro »."""
    if not telephone:
        return "pas de numéro"
    digits = "0" + telephone.removeprefix("+33") if telephone.startswith("+33") else telephone
    return re.sub(r"(?<=[0-9])(?=(?:[0-9]{2})+$)", NBSP, digits) if re.fullmatch(r"0[0-9]{9}", digits) else digits


def _hours(plage: Opening | Absence) -> str:
    return f"de {say_time(plage.starts)} à {say_time(plage.ends)}"


def _block(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title, *(f"  {line}" for line in lines or ["(rien)"])])
