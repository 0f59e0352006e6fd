"""Appointments that are booked and kept elsewhere: their page, and what the other side says of them."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Mapping

from bot.domain.appointment import State
from bot.domain.motif import Engine, Reservation

PROVIDER = Engine.RDV_SERVICE_PUBLIC.value
SITE = "https://rdv.anct.gouv.fr"
# RDV Service Public, its demonstration, and the older names of the same service. Since 2026 it moves to numerique.gouv.fr.
HOSTS = ("rdv.anct.gouv.fr", "www.rdv-solidarites.fr", "demo.rdv.anct.gouv.fr", "www.rdv-aide-numerique.fr",
         "rdv.numerique.gouv.fr", "www.rdv.numerique.gouv.fr", "demo.rdv.numerique.gouv.fr")
# Nothing before the host, no port, no sign that a browser and a program could read differently.
_PAGE = re.compile(r"https://(?P<host>[a-z0-9.-]+)(?:[/?#][!#-\[\]^-~]*)?", re.IGNORECASE)
_STATES = {"unknown": State.PREVU, "seen": State.VU, "excused": State.EXCUSE, "revoked": State.ANNULE,
           "noshow": State.ABSENT}


@dataclass(frozen=True)
class ElsewhereAppointment:
    """An appointment of a conversation, as `provider` last told it; `start` is UTC.

    `external_id` names there the appointment and the person (« 4521/77 »): several people of ours may share one workshop.
    """

    provider: str
    external_id: str
    conversation: str
    nom: str
    lieu: str | None
    start: datetime
    state: State


@dataclass(frozen=True)
class ElsewhereEvent:
    """What the other side says at the moment `at` of its appointment `external_id`; both moments are UTC.

    `usagers`: what becomes of it for each person, by their number there. `organisation` and `categorie` tell which motif it
    is. When it `is_removed`, it never was: not the same as cancelled.
    """

    provider: str
    external_id: str
    start: datetime
    at: datetime
    usagers: Mapping[str, State]
    organisation: int | None = None
    categorie: str | None = None
    lieu: str | None = None
    is_removed: bool = False


def page_of(reservation: Reservation, site: str = SITE) -> str:
    """Where a person books: the page that the author gave, else that of the organisation on `site`.

    Raises ValueError, in French for the author.
    """
    if reservation.lien is not None:
        return _checked(reservation.lien)
    if reservation.organisation is not None:
        return f"{site}/org/{reservation.organisation}"
    raise ValueError("Il manque « lien » ou « organisation » : on ne sait pas où prendre ce rendez-vous.")


def state_of(status: str) -> State:
    """Our name for a status of RDV Service Public. Raises ValueError for one that is not known."""
    if status not in _STATES:
        raise ValueError("unknown status of an appointment")
    return _STATES[status]


def _checked(lien: str) -> str:
    if not lien.lower().startswith("https://"):
        raise ValueError("Le lien doit commencer par « https:// ».")
    page = _PAGE.fullmatch(lien)
    if page is None:
        raise ValueError("Ce lien est mal écrit. Copiez-le depuis la barre d'adresse de votre navigateur.")
    if page["host"].lower() not in HOSTS:
        raise ValueError(f"Ce lien ne mène pas à RDV Service Public. Les sites acceptés : {', '.join(HOSTS)}.")
    return lien
