"""What one town's knowledge says that holds in another: everything that names neither it, its places nor its territories.

Half a truth is worse than none: a sentence that might only hold in the first town is left out, never rewritten.
"""
from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from bot.domain.answer import Source
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.glossaire import Entree, Glossaire
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.domain.parametre import PLACEHOLDER
from bot.domain.territory import Territoires

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")
_LIST_ITEM = "- "
# « L'Échappée », « Le Mescladis »; « Part'âges », « Repér'Âge »: what only one place is called.
_OWN_NAME = re.compile(r"\b(?:L'|Le |La |Les )[A-ZÉÈ]\w[\w'-]*|\b\w{3,}'\w+")
_AT_A_COUNTER = "ici"


class Carrier:
    """Takes what it can out of the knowledge of one town (`base`) for another, whose towns are `towns`."""

    def __init__(self, base: Knowledge, towns: Territoires) -> None:
        self._base = base
        self._covering = towns.covering(towns.home.slug)
        names = sorted(_names(base.territoires, self._covering), key=len, reverse=True)
        self._names = re.compile(rf"\b(?:{'|'.join(names)})\b")
        proper = sorted(_proper_names(base) - {towns.home.nom}, key=len, reverse=True)
        self._proper = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, proper))})(?!\w)")

    def fiches(self) -> dict[str, Fiche]:
        """The fiches that still say something, by slug."""
        carried = {slug: self._fiche(fiche) for slug, fiche in self._base.fiches.items()}
        return {slug: fiche for slug, fiche in carried.items() if fiche is not None}

    def glossaire(self, fiches: Mapping[str, Fiche]) -> Glossaire:
        """The words whose explanation holds; they lead to the fiches that are there."""
        entries: dict[str, Entree] = {}
        for slug, entree in self._base.glossaire.entrees.items():
            said = self.text(entree.explication)
            if said and not self.is_named_in(entree.terme):
                entries[slug] = replace(entree, explication=said, voir=tuple(one for one in entree.voir if one in fiches))
        return Glossaire(entries.values())

    def text(self, text: str) -> str:
        """`text` without the sentences, and the items of lists, that only hold in the first town."""
        kept: list[str] = []
        for block in text.split("\n\n"):
            lines = "\n".join(filter(None, map(self._line, block.split("\n"))))
            if lines:
                kept.append(lines)
            elif block.startswith(_LIST_ITEM) and kept and kept[-1].endswith(":"):
                kept.pop()  # what announced a list says nothing without it
        return "\n\n".join(kept)

    def is_named_in(self, text: str) -> bool:
        """Whether a text names the first town, a place of it or a territory that is not the other's."""
        local = any(self._is_local(*found.groups()) for found in PLACEHOLDER.finditer(text))
        return local or self._proper.search(text) is not None or self._names.search(fold(text)) is not None

    def _fiche(self, fiche: Fiche) -> Fiche | None:
        if fiche.territoire not in self._covering or self.is_named_in(fiche.titre):
            return None
        sources = tuple(source for source in fiche.sources if not self._is_local_source(source))
        rubriques: dict[Rubrique, str] = {rubrique: said for rubrique, text in fiche.rubriques.items()
                     if rubrique is not Rubrique.CONTACT and (said := self.text(text))}
        if not sources or Rubrique.PRESENTATION not in rubriques:
            return None
        elsewhere = {one: text for one, text in fiche.ailleurs.items() if one in self._covering}
        return replace(
            fiche, rubriques=rubriques, sources=sources, structures=(), ailleurs=elsewhere,
            sources_ailleurs={one: fiche.sources_ailleurs[one] for one in elsewhere},
            sujets=tuple(one for one in fiche.sujets if not self.is_named_in(one)),
            questions=tuple(one for one in fiche.questions if not self.is_named_in(one)))

    def _line(self, line: str) -> str:
        if line.startswith(_LIST_ITEM):
            return "" if self._only_holds_there(line) else line
        return " ".join(one for one in _SENTENCE_END.split(line) if not self._only_holds_there(one))

    def _only_holds_there(self, sentence: str) -> bool:
        return self.is_named_in(sentence) or _AT_A_COUNTER in re.findall(r"[a-z]+", fold(sentence))

    def _is_local(self, domaine: str, cle: str) -> bool:
        parametre = self._base.parametres.get(f"{domaine}.{cle}")
        return parametre is not None and (self.is_named_in(parametre.libelle) or any(
            self._is_local_source(one.source) or (isinstance(one.valeur, str) and self.is_named_in(one.valeur))
            for one in parametre.valeurs))

    def _is_local_source(self, source: Source) -> bool:
        return self.is_named_in(source.titre) or self._names.search(fold(source.lien)) is not None


def _names(towns: Territoires, covering: Sequence[str]) -> Iterator[str]:
    """How the first town, its people and what covers it without covering the other are written, folded."""
    home = towns.home
    near = {one.epci for one in towns.communes.values() if one.departement == home.departement and one.epci}
    for territory in ({*near, home.departement, home.region, home.slug} - set(covering)):
        yield from {re.escape(territory), re.escape(territory.replace("-", " "))}
    yield from map(re.escape, towns.habitants)
    yield home.slug.replace("-l-", "-")


def _proper_names(base: Knowledge) -> set[str]:
    """Towns and places as their own names are written, capital first: « Celles » the town, not « celles » the word."""
    towns = {commune.nom for commune in base.territoires.communes.values()}
    places = {found for place in base.structures.values() for found in _OWN_NAME.findall(place.nom)}
    return {name for name in towns | places if len(name) > 1}
