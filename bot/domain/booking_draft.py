"""A booking under way: what the person has said so far."""
from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.appointment import Creneau
from bot.domain.wish import Wish


class Purpose(str, Enum):
    """What is being asked: a time, a time on another site, to be told when one frees up, or to be called back."""

    RDV = "rdv"
    AILLEURS = "ailleurs"
    ATTENTE = "attente"
    RAPPEL = "rappel"


@dataclass(frozen=True)
class BookingDraft:
    """`proposed` are the creneaux shown last, so that « le 2 » keeps its meaning; `skipped` counts those shown before.

    `moves` is the code of the appointment that this one replaces. `for_other`: somebody books for another person, whose
    first name is asked. `key` names this booking, so that it is kept once however often it is confirmed.
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
    for_other: bool = False
    purpose: Purpose = Purpose.RDV
    key: str = ""

    @property
    def awaiting(self) -> str:
        """The one thing still to be said: motif, creneau, prenom, telephone or confirmation."""
        if self.motif is None:
            return "motif"
        if self.creneau is None and self.purpose is Purpose.RDV:
            return "creneau"
        if self.prenom is None:
            return "prenom"
        if self.telephone is None and self.wants_telephone:
            return "telephone"
        return "confirmation"

    def with_changes(self, **changes: object) -> "BookingDraft":
        return replace(self, **changes)  # type: ignore[arg-type]
