"""What a desk should know of what it has just written: nothing is refused for it, and nobody is cancelled."""
from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Iterator

from bot.domain.agenda import Absence, Opening
from bot.domain.appointment import Appointment, Session
from bot.domain.availability import minutes, moment, overlap
from bot.domain.french import day_of, say_list, say_moment
from bot.domain.knowledge import Knowledge
from bot.services.booking_ports import Recurrences
from bot.services.planning_times import FOREVER, appointments_in, span_of, spans
from bot.services.planning_words import PlanningWords, say_day, say_duration, say_telephone
from bot.services.ports import UnitOfWork

_COMPARED = timedelta(weeks=12)
_FORESEEN = timedelta(days=366)


class PlanningWarnings:
    """Each method is asked before the writing, in the same transaction."""

    def __init__(self, knowledge: Knowledge, recurrences: Recurrences, words: PlanningWords) -> None:
        self._knowledge = knowledge
        self._recurrences = recurrences
        self._words = words

    def of_opening(self, uow: UnitOfWork, opening: Opening, today: date) -> Iterator[str]:
        begins = max(opening.first_day, today)
        coming = spans(self._recurrences, opening, begins, begins + _FORESEEN)
        if opening.first_day < today:
            yield f"Le premier jour, le {say_day(opening.first_day)}, est passé."
        if not coming:
            yield "Cette plage n'ouvre aucun jour dans l'année qui vient."
        elif uow.agendas.is_holiday(day_of(moment(coming[0][0]))):
            yield f"Le {say_day(day_of(moment(coming[0][0])))} est férié : personne n'est reçu ce jour-là."
        if opening.recurrence is not None and not self._recurrences.has_end(opening.recurrence):
            yield "Cette plage revient sans fin : elle se propose jusqu'à ce que vous la fermiez."
        yield from self._too_long(opening)
        yield from self._overlaps(uow, opening, begins)

    def of_absence(self, uow: UnitOfWork, absence: Absence, now: datetime) -> Iterator[str]:
        today = day_of(now)
        if absence.recurrence is None and absence.last_day < today:
            yield f"Cette absence est passée (le {say_day(absence.last_day)})."
        for one in appointments_in(uow, self._recurrences, absence, now):
            yield f"Rien n'est annulé : {self._words.appointment(one)}. Déplacez ou annulez ce rendez-vous."
        for session in uow.planning.sessions(now, FOREVER, absence.agenda):
            day = day_of(session.start)
            if any(overlap(span, span_of(session)) for span in spans(self._recurrences, absence, day, day)):
                yield f"Rien n'est annulé : atelier {self._words.session(session)}."

    def of_session(self, uow: UnitOfWork, session: Session) -> Iterator[str]:
        day, start, end = day_of(session.start), minutes(session.start), minutes(session.end)
        openings, absences = uow.planning.openings(session.agenda), uow.planning.absences(session.agenda)
        open_then = [span for one in openings for span in spans(self._recurrences, one, day, day)]
        if uow.agendas.is_holiday(day):
            yield f"Le {say_day(day)} est férié."
        if openings and not any(opens <= start and end <= closes for opens, closes in open_then):
            yield "Cet atelier est en dehors des plages d'ouverture de l'agenda."
        for absence in absences:
            if any(overlap(span, (start, end)) for span in spans(self._recurrences, absence, day, day)):
                yield f"Une absence est notée à ce moment-là : n° {absence.id}, {self._words.absence(absence)}."

    def _too_long(self, opening: Opening) -> Iterator[str]:
        lasts = datetime.combine(date.min, opening.ends) - datetime.combine(date.min, opening.starts)
        for motif in (self._knowledge.motifs[slug] for slug in opening.motifs):
            if motif.duree + motif.pause > lasts:
                yield f"« {motif.nom} » dure {say_duration(motif)} : aucun rendez-vous ne tient dans cette plage."

    def _overlaps(self, uow: UnitOfWork, opening: Opening, begins: date) -> Iterator[str]:
        mine = spans(self._recurrences, opening, begins, begins + _COMPARED)
        for other in uow.planning.openings(opening.agenda):
            theirs = spans(self._recurrences, other, begins, begins + _COMPARED)
            first = next((max(one[0], two[0]) for one in mine for two in theirs if overlap(one, two)), None)
            if first is not None:
                yield (f"Cette plage chevauche la plage n° {other.id} ({self._words.opening(other)}), la première fois "
                       f"{say_moment(moment(first))} : la même heure n'est proposée qu'une fois.")


def those_who_stay(appointments: list[Appointment], words: PlanningWords) -> tuple[str, ...]:
    """What becomes of those who were expected at a time that closes."""
    return tuple(f"Ce rendez-vous reste : {words.appointment(one)}." for one in appointments)


def to_call(appointments: list[Appointment], now: datetime) -> tuple[str, ...]:
    """Who must be called, because no message can reach them."""
    silent = [one for one in appointments if one.contact is None and one.start > now]
    if not silent:
        return ()
    named = say_list([f"{one.code} ({say_telephone(one.telephone)})" for one in silent])
    return (f"Aucun message ne peut leur être envoyé, appelez : {named}.",)

