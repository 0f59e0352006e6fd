"""The commands of `python -m bot` by which a reception desk reads its day and keeps its own time."""
from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from bot.adapters.recurrence import rule_from_french
from bot.bootstrap import Services, build
from bot.domain.agenda import Absence, Opening
from bot.domain.appointment import Session
from bot.domain.errors import PlanningRefused
from bot.domain.french import PARIS, day_of
from bot.domain.typed_time import read_day, read_hour
from bot.services.desk_planning import Done
from bot.services.planning_words import DAY_BEGINS, DAY_ENDS
from bot.settings import Settings

Action = Callable[[Services, argparse.Namespace], str]
_LARGEST_NUMBER = 10 ** 9


def agenda(options: argparse.Namespace) -> None:
    """Print a day of the desk: aujourd'hui, demain, mardi, 2026-11-24, 24/11/2026."""
    services = build(Settings.from_environment())
    print(services.desk_day.sheet(_day(services, options.jour)))


def planning(options: argparse.Namespace) -> None:
    """Keep the desk's time: agendas, openings, absences, group sessions; move and cancel appointments."""
    print(options.action(build(Settings.from_environment()), options))


def add_actions(command: argparse.ArgumentParser) -> None:
    """What `planning` can do, each with its own options."""
    actions = command.add_subparsers(required=True, metavar="action")
    for name, (action, options) in _ACTIONS.items():
        one = actions.add_parser(name, help=action.__doc__)
        one.set_defaults(action=action)
        for option, settings in options.items():
            one.add_argument(option, **settings)


def _agendas(services: Services, options: argparse.Namespace) -> str:
    """les agendas"""
    lines = [f"{one.slug}  {one.nom}{' (fermé)' if one.is_closed else ''}" for one in services.desk_planning.agendas()]
    return "\n".join(lines) or "Aucun agenda : ajoutez-en un avec « planning ajouter-agenda »."


def _see(services: Services, options: argparse.Namespace) -> str:
    """un agenda : plages, absences, ateliers, rendez-vous à venir, avec leurs numéros"""
    return services.desk_planning.describe(options.slug)


def _add_agenda(services: Services, options: argparse.Namespace) -> str:
    """ajouter un agenda (une personne ou un bureau)"""
    return _said(services.desk_planning.add_agenda(options.slug, options.nom))


def _close_agenda(services: Services, options: argparse.Namespace) -> str:
    """fermer un agenda où plus personne n'est attendu"""
    return _said(services.desk_planning.close_agenda(options.slug))


def _add_opening(services: Services, options: argparse.Namespace) -> str:
    """ouvrir une plage : pour quoi, quand, et si elle revient"""
    motifs = tuple(filter(None, (motif.strip() for motif in options.motifs.split(","))))
    return _said(services.desk_planning.add_opening(Opening(
        options.slug, motifs, _day(services, options.le), read_hour(options.de), read_hour(options.a), _rule(options))))


def _remove_opening(services: Services, options: argparse.Namespace) -> str:
    """supprimer une plage (les rendez-vous pris restent)"""
    return _said(services.desk_planning.remove_opening(_number(options.numero)))


def _except_day(services: Services, options: argparse.Namespace) -> str:
    """retirer un seul jour d'une plage qui revient"""
    return _said(services.desk_planning.except_day(_number(options.numero), _day(services, options.le)))


def _add_absence(services: Services, options: argparse.Namespace) -> str:
    """noter une absence d'un ou plusieurs jours (rien n'est annulé)"""
    return _said(services.desk_planning.add_absence(Absence(
        options.slug, _day(services, options.du), _day(services, options.au or options.du),
        read_hour(options.de) if options.de else DAY_BEGINS, read_hour(options.a) if options.a else DAY_ENDS,
        _rule(options), options.titre)))


def _remove_absence(services: Services, options: argparse.Namespace) -> str:
    """supprimer une absence"""
    return _said(services.desk_planning.remove_absence(_number(options.numero)))


def _add_session(services: Services, options: argparse.Namespace) -> str:
    """ajouter un atelier où plusieurs personnes s'inscrivent"""
    day = _day(services, options.le)
    start, end = (datetime.combine(day, read_hour(hour), PARIS) for hour in (options.de, options.a))
    return _said(services.desk_planning.add_session(Session(
        0, options.slug, options.motif, start, end, _number(options.places), titre=options.titre)))


def _cancel_session(services: Services, options: argparse.Namespace) -> str:
    """annuler un atelier et prévenir les inscrits"""
    return _said(services.desk_planning.cancel_session(_number(options.numero)))


def _cancel(services: Services, options: argparse.Namespace) -> str:
    """annuler un rendez-vous et prévenir la personne"""
    return _said(services.desk_planning.cancel(" ".join(options.code)))


def _move(services: Services, options: argparse.Namespace) -> str:
    """changer l'heure d'un rendez-vous et prévenir la personne"""
    when = datetime.combine(_day(services, options.le), read_hour(options.de), PARIS)
    return _said(services.desk_planning.move(" ".join(options.code), when))


def _noting(state: str, described: str) -> Action:
    def note(services: Services, options: argparse.Namespace) -> str:
        return _said(services.desk_planning.set_state(" ".join(options.code), state))
    note.__doc__ = described
    return note


def _called(services: Services, options: argparse.Namespace) -> str:
    """noter que la personne a été rappelée"""
    number = _number(options.numero)
    if not services.waiting_list.called(number):
        raise PlanningRefused(f"Personne n'est à rappeler sous le n° {number} : les numéros sont dans la journée (agenda).")
    return f"Noté : la personne n° {number} a été rappelée."


def _calendar(services: Services, options: argparse.Namespace) -> str:
    """l'adresse secrète du calendrier de l'agenda"""
    return (f"{services.desk_planning.calendar_path(options.slug)}\nÀ ajouter après l'adresse de ce service. Qui a cette "
            "adresse lit les rendez-vous et les prénoms : donnez-la seulement à qui reçoit.")


def _said(done: Done) -> str:
    return "\n".join([done.said, *(f"Attention : {warning}" for warning in done.warnings)])


def _day(services: Services, text: str) -> date:
    return read_day(text, day_of(services.clock.now()))


def _number(text: str) -> int:
    """A number as the desk writes it. ValueError, in French."""
    digits = text.removeprefix("n°").strip()
    if not (digits.isascii() and digits.isdigit() and int(digits) < _LARGEST_NUMBER):
        raise ValueError(f"« {text} » n'est pas un numéro : écrivez un nombre entier, par exemple 12.")
    return int(digits)


def _rule(options: argparse.Namespace) -> str | None:
    """When it comes back, if it does, by RFC 5545. ValueError, in French."""
    if options.repeter and options.regle:
        raise ValueError("Donnez --repeter (en français) ou --regle (RFC 5545), pas les deux.")
    if not options.repeter:
        return str(options.regle) if options.regle else None
    rule = rule_from_french(options.repeter)
    if rule is None:
        raise ValueError(f"« {options.repeter} » : je ne comprends pas quand cela revient. Écrivez par exemple « chaque "
                         "mardi », « un jeudi sur deux » ou « le 2e lundi du mois, jusqu'au 30 juin 2027 ».")
    return rule


_DAY_HELP = "2026-12-01, 01/12/2026, « 1er décembre 2026 », demain, mardi"
_HOUR_HELP = "l'heure de Paris : 9:00, 9h, 9h30"
_SLUG: dict[str, Any] = {"slug": {"metavar": "AGENDA", "help": "son nom court"}}
_NUMBER: dict[str, Any] = {"numero": {"metavar": "N", "help": "son numéro, que montre « voir »"}}
_CODE: dict[str, Any] = {"code": {"metavar": "CODE", "nargs": "+", "help": "le code du rendez-vous : KLP 274"}}
_TITLE: dict[str, Any] = {"--titre": {"help": "ce qu'on lira à côté"}}
_AGAIN: dict[str, Any] = {"--repeter": {"help": "« chaque mardi jusqu'au 30 juin 2027 »"},
                          "--regle": {"help": "la même chose par RFC 5545 : FREQ=WEEKLY;BYDAY=TU"}}


def _days(*names: str, required: bool = True) -> dict[str, Any]:
    return {name: {"required": required, "help": _DAY_HELP} for name in names}


def _hours(*names: str, required: bool = True) -> dict[str, Any]:
    return {name: {"required": required, "help": _HOUR_HELP} for name in names}


_ACTIONS: dict[str, tuple[Action, dict[str, Any]]] = {
    "agendas": (_agendas, {}),
    "voir": (_see, _SLUG),
    "ajouter-agenda": (_add_agenda, {**_SLUG, "--nom": {"required": True, "help": "« CCAS, bureau 2 »"}}),
    "fermer-agenda": (_close_agenda, _SLUG),
    "ouvrir": (_add_opening, {**_SLUG, "--motifs": {"required": True, "help": "leurs noms courts, séparés par des virgules"},
                              **_days("--le"), **_hours("--de", "--a"), **_AGAIN}),
    "fermer-plage": (_remove_opening, _NUMBER),
    "sauf": (_except_day, {**_NUMBER, **_days("--le")}),
    "absence": (_add_absence, {**_SLUG, **_days("--du"), **_days("--au", required=False),
                               **_hours("--de", "--a", required=False), **_AGAIN, **_TITLE}),
    "supprimer-absence": (_remove_absence, _NUMBER),
    "atelier": (_add_session, {**_SLUG, "--motif": {"required": True, "help": "son nom court"}, **_days("--le"),
                               **_hours("--de", "--a"), "--places": {"required": True, "help": "pour combien de personnes"},
                               **_TITLE}),
    "annuler-atelier": (_cancel_session, _NUMBER),
    "annuler": (_cancel, _CODE),
    "deplacer": (_move, {**_CODE, **_days("--le"), **_hours("--de")}),
    "venu": (_noting("vu", "noter que la personne est venue"), _CODE),
    "absent": (_noting("absent", "noter que la personne n'est pas venue"), _CODE),
    "prevu": (_noting("prevu", "corriger : la personne est encore attendue"), _CODE),
    "rappele": (_called, _NUMBER),
    "calendrier": (_calendar, _SLUG),
}
