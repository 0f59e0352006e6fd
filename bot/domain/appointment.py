"""Appointments: what one may come for, when, and what becomes of it."""
from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from bot.domain.normalisation import fold
from bot.domain.wish import Wish

# No letter or digit that is mistaken for another when read aloud or copied by hand.
_CODE_ALPHABET = "ACDEFGHJKLPRTVX"
_CODE_DIGITS = "2346789"


class State(str, Enum):
    """What becomes of an appointment; `excuse` is a cancellation by the usager, `annule` by the desk."""

    PREVU = "prevu"
    VU = "vu"
    EXCUSE = "excuse"
    ANNULE = "annule"
    ABSENT = "absent"


@dataclass(frozen=True)
class Motif:
    """A kind of appointment. `nom_public` is discreet: it is what messages show."""

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
    restriction: str | None = None

    def longest_named_in(self, text: str) -> int:
        """The length of the longest of its sujets that a message names, 0 if it names none."""
        message = fold(text)
        named = [fold(sujet) for sujet in self.sujets if re.search(rf"\b{re.escape(fold(sujet))}", message)]
        return max(map(len, named), default=0)


@dataclass(frozen=True, order=True)
class Creneau:
    """A free time, computed and never stored. `start` and `end` are UTC; `agenda` is the desk's slug."""

    start: datetime
    end: datetime
    agenda: str


@dataclass(frozen=True)
class Appointment:
    """A time that is taken. `demo` says that it stands in a demonstration agenda, where nobody will be waiting."""

    code: str
    motif: str
    agenda: str
    start: datetime
    end: datetime
    state: State
    prenom: str
    telephone: str | None
    conversation: str
    demo: bool = False


@dataclass(frozen=True)
class BookingDraft:
    """A booking under way: what the person has said so far.

    `proposed` are the creneaux shown last, so that « le 2 » keeps its meaning; `skipped` counts those shown before.
    `moves` is the code of the appointment that this one replaces.
    """

    motif: str | None = None
    proposed: tuple[Creneau, ...] = ()
    skipped: int = 0
    wish: Wish | None = None
    creneau: Creneau | None = None
    prenom: str | None = None
    telephone: str | None = None
    wants_telephone: bool = True
    moves: str | None = None

    @property
    def awaiting(self) -> str:
        """The one thing still to be said: motif, creneau, prenom, telephone or confirmation."""
        if self.motif is None:
            return "motif"
        if self.creneau is None:
            return "creneau"
        if self.prenom is None:
            return "prenom"
        if self.telephone is None and self.wants_telephone:
            return "telephone"
        return "confirmation"

    def with_changes(self, **changes: object) -> "BookingDraft":
        return replace(self, **changes)  # type: ignore[arg-type]


def new_code() -> str:
    """A code one can say on the phone: three letters, three digits (« KLP 274 »): over a million of them."""
    letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(3))
    return f"{letters} {''.join(secrets.choice(_CODE_DIGITS) for _ in range(3))}"


def find_code(text: str) -> str | None:
    """The appointment code said in a message (« mon code c'est klp274 »), in its written form, or None."""
    bare = "".join(c for c in fold(text).upper() if c.isalnum() or c == " ")
    words = bare.split()
    for first, second in zip(words, [*words[1:], ""]):
        for candidate in (first, first + second):
            if _is_code(candidate):
                return f"{candidate[:3]} {candidate[3:]}"
    return None


def _is_code(word: str) -> bool:
    return (len(word) == 6 and all(c in _CODE_ALPHABET for c in word[:3])
            and all(c in _CODE_DIGITS for c in word[3:]))
