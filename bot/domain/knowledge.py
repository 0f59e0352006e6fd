"""Everything the town says, read once and never changed while it is served."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Mapping

from bot.domain.fiche import Fiche
from bot.domain.glossaire import Glossaire
from bot.domain.langue import Langues
from bot.domain.motif import Motif
from bot.domain.parametre import Parametre, fill
from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.domain.thematique import Thematiques
from bot.domain.urgence import Urgences


@dataclass(frozen=True)
class ReponseType:
    """What the desk often writes: a title to choose it by, and the words."""

    titre: str
    texte: str


@dataclass(frozen=True)
class Knowledge:
    """`parametres` are keyed « domaine.cle »; the others by slug, id or key."""

    fiches: Mapping[str, Fiche]
    parametres: Mapping[str, Parametre]
    motifs: Mapping[str, Motif]
    structures: Mapping[str, Structure]
    territoires: Territoires
    thematiques: Thematiques
    urgences: Urgences
    glossaire: Glossaire
    langues: Langues
    messages: Mapping[str, str]
    reponses_types: tuple[ReponseType, ...] = ()

    def is_ours(self, fiche: Fiche) -> bool:
        """Whether a fiche speaks of the town itself."""
        return fiche.covers(self.territoires.covering(self.territoires.home.slug))

    def places_of(self, fiche: Fiche) -> list[Structure]:
        """Where a fiche sends people to, as far as the town describes these places."""
        return [self.structures[slug] for slug in fiche.structures if slug in self.structures]

    def fill(self, text: str, today: date) -> str:
        """`text` with its facts put in: `{{ rsa.montant }}` from the parametres, `{{ numero.115 }}` from the helplines.

        `{{ nu.115 }}` is the bare number, for texts that are not in French.
        """

        def value_of(domaine: str, cle: str) -> str:
            if domaine == "numero":
                return self.urgences.numeros[cle].with_mention
            if domaine == "nu":
                return self.urgences.numeros[cle].numero
            return self.parametres[f"{domaine}.{cle}"].say(today)

        return fill(text, value_of)
