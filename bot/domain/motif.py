"""What one may come for: the kinds of appointment that the town's team writes in `knowledge/motifs/`."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from functools import cached_property

from bot.domain.normalisation import fold


class Mode(str, Enum):
    """Whether one comes, or is called."""

    SUR_PLACE = "sur-place"
    TELEPHONE = "telephone"


class Engine(str, Enum):
    """Who keeps the agenda: ours, a page of RDV Service Public, or their programming interface."""

    ICI = "ici"
    LIEN = "lien"
    RDV_SERVICE_PUBLIC = "rdv-service-public"


@dataclass(frozen=True)
class Reservation:
    """Where a motif is booked: `lien` is a page; their API wants `organisation` (a number), `categorie`, `departement`."""

    engine: Engine = Engine.ICI
    lien: str | None = None
    organisation: int | None = None
    categorie: str | None = None
    departement: str | None = None


@dataclass(frozen=True)
class Motif:
    """A kind of appointment. `nom_public` is discreet: it is what messages show.

    `pause` follows each appointment: nobody is received then. `grille` is the step of the clock on which starts stand.
    `restriction` is said before the booking, `papiers` after it (`papiers_en_bref` by SMS). `is_collectif`: one joins a
    session that the desk has set.
    """

    slug: str
    nom: str
    nom_public: str
    sujets: tuple[str, ...]
    duree: timedelta
    pause: timedelta
    lieu: str
    delai_min: timedelta
    delai_max: timedelta
    annulation_limite: timedelta
    papiers: tuple[str, ...] = ()
    papiers_en_bref: str | None = None
    restriction: str | None = None
    grille: timedelta = timedelta(minutes=30)
    mode: Mode = Mode.SUR_PLACE
    is_collectif: bool = False
    reservation: Reservation = Reservation()

    @property
    def is_elsewhere(self) -> bool:
        """Whether its agenda is kept by somebody else."""
        return self.reservation.engine is not Engine.ICI

    def longest_named_in(self, text: str) -> int:
        """The length of the longest of its sujets that a message names, 0 if it names none."""
        message = fold(text)
        return max((len(sujet) for sujet, says in self._sujets_said if says.search(message)), default=0)

    @cached_property
    def _sujets_said(self) -> tuple[tuple[str, re.Pattern[str]], ...]:
        folded = map(fold, self.sujets)
        return tuple((sujet, re.compile(rf"\b{re.escape(sujet)}")) for sujet in folded)
