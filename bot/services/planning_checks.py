"""What a desk may not do: checks that raise PlanningRefused, in French, with what to do instead."""
from __future__ import annotations

import re
from datetime import date, datetime, timedelta
from typing import Mapping, Sequence

from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Appointment, Creneau, Session, State
from bot.domain.errors import PlanningRefused
from bot.domain.french import day_of, say_date, say_list, say_moment, say_time
from bot.domain.motif import Motif
from bot.services.booking_ports import Recurrences
from bot.services.planning_words import SAID_STATES, how_many
from bot.services.ports import UnitOfWork

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)
_SLUG_LENGTH, _NAME_LENGTH = 64, 128
_FURTHEST = timedelta(days=3653)  # ten years
_MOST_PLACES = 500
_NEAREST = 3


def check_agenda(slug: str, nom: str) -> None:
    if len(slug) > _SLUG_LENGTH or not _SLUG.fullmatch(slug):
        raise PlanningRefused(f"« {slug} » ne convient pas comme nom court : écrivez des minuscules sans accent, des "
                              f"chiffres et des tirets, {_SLUG_LENGTH} signes au plus, par exemple « ccas-bureau-2 ».")
    if not nom:
        raise PlanningRefused("Le nom de l'agenda manque : écrivez par exemple « CCAS, bureau 2 ».")
    check_length("Le nom de l'agenda", nom)


def check_length(what: str, text: str) -> None:
    if len(text) > _NAME_LENGTH:
        raise PlanningRefused(f"{what} est trop long : écrivez-le en {_NAME_LENGTH} signes au plus.")


def check_opening(opening: Opening, motifs: Mapping[str, Motif], recurrences: Recurrences, today: date) -> None:
    if not opening.motifs:
        raise PlanningRefused("Cette plage n'a pas de motif : dites pour quoi on reçoit, un motif au moins.")
    for slug in opening.motifs:
        if booked_here(motifs, slug).is_collectif:
            raise PlanningRefused(f"« {slug} » se fait en groupe : ajoutez un atelier, pas une plage d'ouverture.")
    _check_hours(opening, "La plage")
    _check_rule(opening, recurrences)
    _check_not_too_far(opening.first_day, today)


def check_absence(absence: Absence, recurrences: Recurrences, today: date) -> None:
    if absence.last_day < absence.first_day:
        raise PlanningRefused(f"L'absence finit ({say_date(absence.last_day)}) avant de commencer "
                              f"({say_date(absence.first_day)}) : donnez un dernier jour qui suit le premier.")
    if absence.first_day == absence.last_day:
        _check_hours(absence, "L'absence")
    elif absence.recurrence is not None:
        raise PlanningRefused("Une absence qui revient tient dans un seul jour : notez plusieurs jours de suite sans les "
                              "répéter, ou dites la répétition en jours, par exemple « du lundi au vendredi ».")
    _check_rule(absence, recurrences)
    _check_not_too_far(absence.last_day, today)


def check_session(session: Session, motifs: Mapping[str, Motif], now: datetime) -> None:
    if not booked_here(motifs, session.motif).is_collectif:
        raise PlanningRefused(f"« {session.motif} » se fait seul à seul : ajoutez une plage d'ouverture, pas un atelier.")
    if not 1 <= session.places <= _MOST_PLACES:
        raise PlanningRefused(f"Un atelier ne peut pas avoir {session.places} places : donnez un nombre de 1 à "
                              f"{_MOST_PLACES}.")
    if session.end <= session.start or day_of(session.start) != day_of(session.end):
        raise PlanningRefused("L'atelier doit finir après son début, le même jour : corrigez l'heure de fin.")
    if session.start <= now:
        raise PlanningRefused(f"Cet atelier est déjà passé ({say_moment(session.start)}) : donnez une date à venir.")
    _check_not_too_far(day_of(session.start), day_of(now))


def booked_here(motifs: Mapping[str, Motif], slug: str) -> Motif:
    """The motif of this name, whose times this agenda keeps."""
    motif = motifs.get(slug)
    if motif is None:
        ours = [one.slug for one in motifs.values() if not one.is_elsewhere]
        raise PlanningRefused(f"Le motif « {slug} » n'existe pas : choisissez parmi {say_list(ours) or 'ceux de la ville'}.")
    if motif.is_elsewhere:
        raise PlanningRefused(f"« {slug} » se réserve sur RDV Service Public : réglez ses heures là-bas.")
    return motif


def known_agenda(uow: UnitOfWork, slug: str) -> Agenda:
    agenda = uow.planning.agenda(slug)
    if agenda is None:
        slugs = [one.slug for one in uow.planning.agendas()]
        known = f"choisissez parmi {say_list(slugs)}" if slugs else "ajoutez-le d'abord"
        raise PlanningRefused(f"L'agenda « {slug} » n'existe pas : {known}.")
    return agenda


def open_agenda(uow: UnitOfWork, slug: str) -> Agenda:
    agenda = known_agenda(uow, slug)
    if agenda.is_closed:
        raise PlanningRefused(f"L'agenda « {agenda.nom} » est fermé : choisissez un autre agenda, ou ajoutez-en un.")
    return agenda


def known_opening(uow: UnitOfWork, number: int) -> Opening:
    opening = uow.planning.opening(number)
    if opening is None:
        raise PlanningRefused(f"Aucune plage n'a le n° {number} : affichez l'agenda pour voir les numéros.")
    return opening


def check_expected(appointment: Appointment) -> None:
    if appointment.state is not State.PREVU:
        then = ("notez-le d'abord « prévu » si c'est une erreur" if appointment.state.takes_the_time
                else "il n'y a rien à changer")
        raise PlanningRefused(f"{_noted(appointment)} : {then}.")


def check_state(appointment: Appointment, state: str, now: datetime) -> State:
    """The state that the desk may note now."""
    if state not in ("vu", "absent", "prevu"):
        raise PlanningRefused(f"« {state} » ne se note pas ici : écrivez vu, absent ou prevu.")
    wanted = State(state)
    if appointment.state is wanted:
        raise PlanningRefused(f"{_noted(appointment)} : il n'y a rien à changer.")
    if not appointment.state.takes_the_time:
        raise PlanningRefused(f"{_noted(appointment)} : son heure a pu être donnée à quelqu'un d'autre. Reprenez un "
                              "rendez-vous.")
    if not appointment.state.allows(wanted, appointment.start, now):
        raise PlanningRefused(f"Le rendez-vous {appointment.code} est {say_moment(appointment.start)} : on ne sait pas "
                              "encore si la personne viendra. Notez-le ce jour-là.")
    return wanted


def changed_meanwhile(appointment: Appointment) -> PlanningRefused:
    return PlanningRefused(f"Le rendez-vous {appointment.code} vient de changer : relisez la liste du jour, puis "
                           "recommencez.")


def still_to_come(expected: Sequence[Appointment], sessions: Sequence[Session]) -> PlanningRefused:
    """Why an agenda cannot be closed: one of these at least."""
    starts = sorted([one.start for one in expected] + [one.start for one in sessions])
    there = say_list([*([how_many(len(expected), "rendez-vous", "")] if expected else []),
                      *([how_many(len(sessions), "atelier")] if sessions else [])])
    return PlanningRefused(f"Cet agenda attend encore du monde : {there}, le premier {say_moment(starts[0])}, le dernier "
                           f"{say_moment(starts[-1])}. Affichez l'agenda pour les voir, déplacez-les ou annulez-les, puis "
                           "fermez-le.")


def not_free(times: Sequence[Creneau], when: datetime) -> PlanningRefused:
    """Why nobody can be received then; the nearest of the free times."""
    nearest = sorted((one.start for one in times if one.start != when), key=lambda start: abs(start - when))[:_NEAREST]
    others = (f"Les heures libres les plus proches : {say_list([say_moment(start) for start in sorted(nearest)])}."
              if nearest else "Aucune heure n'est libre pour le moment : ajoutez une plage d'ouverture.")
    return PlanningRefused(f"Cette heure n'est pas libre ({say_moment(when)}). {others}")


def _noted(appointment: Appointment) -> str:
    return (f"Le rendez-vous {appointment.code} ({say_moment(appointment.start)}) est noté "
            f"« {SAID_STATES[appointment.state]} »")


def _check_hours(plage: Opening | Absence, named: str) -> None:
    if plage.ends <= plage.starts:
        raise PlanningRefused(f"{named} finit ({say_time(plage.ends)}) avant de commencer ({say_time(plage.starts)}) : "
                              "donnez une heure de fin après l'heure de début.")


def _check_rule(plage: Opening | Absence, recurrences: Recurrences) -> None:
    fault = recurrences.fault_of(plage.recurrence, plage.first_day) if plage.recurrence is not None else None
    if fault is not None:
        raise PlanningRefused(fault)


def _check_not_too_far(day: date, today: date) -> None:
    if day - today > _FURTHEST:
        raise PlanningRefused(f"Le {say_date(day)} est dans plus de dix ans : vérifiez l'année.")
