"""One demand, as it is counted: what was asked, from where, by which way, and what came of it. Nobody's words."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import Enum

# Subjects that are neither a fiche nor an act.
OUT_OF_SCOPE, WITHOUT_FICHE, URGENCE = "hors_sujet", "sans_fiche", "urgence"
NO_HOUR = -1


class Outcome(str, Enum):
    """What came of a demand."""

    REPONDU = "repondu"
    PROPOSE = "propose"
    SANS_REPONSE = "sans_reponse"
    HORS_SUJET = "hors_sujet"
    ANNUAIRE = "annuaire"
    HUMAIN = "humain"
    RENDEZ_VOUS = "rendez_vous"
    URGENCE = "urgence"


@dataclass(frozen=True)
class Demand:
    """`hour` is that of Paris. `subject` is a fiche, an act, or one of the words above. What is unknown is empty."""

    day: date
    hour: int
    channel: str
    commune: str
    subject: str
    rubrique: str
    outcome: Outcome


def urgence(day: date) -> Demand:
    """A cry for help: counted by month and by nothing else, so that nobody is found again from it."""
    return Demand(day.replace(day=1), NO_HOUR, "", "", URGENCE, "", Outcome.URGENCE)
