"""A fiche: what the town says on one subject, rubrique by rubrique, and what differs elsewhere."""
from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Mapping, Sequence

from bot.domain.answer import Source


class Rubrique(str, Enum):
    """The closed list of headings."""

    PRESENTATION = "presentation"
    CONDITIONS = "conditions"
    PIECES = "pieces"
    DEMARCHE = "demarche"
    DELAIS = "delais"
    COUT = "cout"
    CONTACT = "contact"
    RECOURS = "recours"

    @property
    def titre(self) -> str:
        """The heading that an author writes."""
        return _WORDS[self][0]

    @property
    def bouton(self) -> str:
        """The words of its button."""
        return _WORDS[self][1]


_WORDS = {
    Rubrique.PRESENTATION: ("Présentation", "C'est quoi ?"),
    Rubrique.CONDITIONS: ("Conditions", "C'est pour qui ?"),
    Rubrique.PIECES: ("Pièces à fournir", "Quels papiers ?"),
    Rubrique.DEMARCHE: ("Démarche", "Comment faire ?"),
    Rubrique.DELAIS: ("Délais", "Combien de temps ?"),
    Rubrique.COUT: ("Coût", "Combien ça coûte ?"),
    Rubrique.CONTACT: ("Contact", "Où aller ?"),
    Rubrique.RECOURS: ("Recours", "Et si on refuse ?"),
}


@dataclass(frozen=True)
class Fiche:
    """One subject. `rubriques` always has PRESENTATION (the head's `en_bref`). `motif` and `atelier` are the appointment and
    the group session that it leads to.

    `ailleurs` maps another territory to its own rubriques: its opening paragraph is the PRESENTATION there.
    `sources_ailleurs` has the sources that only concern one of these territories.
    """

    slug: str
    titre: str
    thematique: str
    territoire: str
    sujets: tuple[str, ...]
    rubriques: Mapping[Rubrique, str]
    sources: tuple[Source, ...]
    verifie_le: date
    a_revoir_le: date
    questions: tuple[str, ...] = ()
    motif: str | None = None
    atelier: str | None = None
    structures: tuple[str, ...] = ()
    ailleurs: Mapping[str, Mapping[Rubrique, str]] = field(default_factory=dict)
    sources_ailleurs: Mapping[str, tuple[Source, ...]] = field(default_factory=dict)

    def text(self, rubrique: Rubrique, territories: Sequence[str]) -> str | None:
        """What to say on `rubrique` to somebody of `territories` (most specific first), or None.

        A variant for one of these territories wins. Without one, the fiche's own text.
        """
        variant = self.ailleurs.get(self._elsewhere(territories) or "")
        if variant is not None:
            return variant.get(rubrique) or variant.get(Rubrique.PRESENTATION)
        return self.rubriques.get(rubrique)

    def covers(self, territories: Sequence[str]) -> bool:
        """Whether the fiche speaks of this place, by itself or by a variant."""
        return self.territoire in territories or self._elsewhere(territories) is not None

    def sources_for(self, territories: Sequence[str]) -> tuple[Source, ...]:
        """Where what is said to somebody of `territories` comes from."""
        elsewhere = self._elsewhere(territories)
        return self.sources_ailleurs.get(elsewhere or "", ()) or self.sources

    def is_due(self, today: date) -> bool:
        """Whether the day on which the team promised to read the fiche again has come."""
        return today >= self.a_revoir_le

    def _elsewhere(self, territories: Sequence[str]) -> str | None:
        """Which of these territories has a variant, the most specific first."""
        return next((territory for territory in territories if territory in self.ailleurs), None)
