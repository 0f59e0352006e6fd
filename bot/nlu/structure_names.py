"""Which place of the directory a message names: « la mairie d'Octon », « l'Échappée », « france travail pezenas »."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz

from bot.domain.normalisation import fold
from bot.domain.territory import Territoires

_CUTOFF = 92
_FEWEST_LETTERS = 6
_LINKS = frozenset({"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"})
_SAINT = {"st": "saint", "ste": "sainte"}
_OWN_NAME = re.compile(r"(?<=\s)(?:L'|Le |La |Les )\w.*")  # « Centre social et culturel L'Échappée »


@dataclass(frozen=True)
class NamedPlace:
    """What is needed of a structure to recognise it: `id`, `nom`, and the INSEE code of its town (None: unknown).

    `zone` lists the territories whose people it serves; empty, everybody.
    """

    id: str
    nom: str
    code_insee: str | None
    zone: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Name:
    """Significant words of a name. Without its town's (`insee`), it only counts when the message names that town."""

    words: str
    place: str
    insee: str | None = None


class StructureNames:
    """Reads the names of places. A name that several places share means none of them unless the town is said."""

    def __init__(self, places: Iterable[NamedPlace], territoires: Territoires) -> None:
        self._territoires = territoires
        found = {name for place in places for name in self._names(place)}
        names = sorted(found, key=lambda name: (-len(name.words), name.words, name.place))
        bearers = Counter((name.words, name.insee) for name in names)
        whole = [name for name in names if name.insee is None]
        self._whole = [n for n in whole if len(n.words) >= _FEWEST_LETTERS and not _begins_another(n, whole)]
        self._in_town = [n for n in names if n.insee and n.words and bearers[n.words, n.insee] == 1]

    def find(self, text: str) -> str | None:
        """The id of the place named; the longest name wins, a typo is forgiven in a long one."""
        message = _significant(text)
        whole = next((name.place for name in self._whole if _says(message, name.words)), None)
        if whole:
            return whole
        candidates = [name for name in self._in_town if _says(message, name.words)]
        town = self._territoires.meant_in(text) if candidates else None
        return next((name.place for name in candidates if town and name.insee == town.insee), None)

    def _names(self, place: NamedPlace) -> Iterator[_Name]:
        name = re.sub(r"\s*\([^)]*\)", "", place.nom)
        head = name.split(",")[0]
        own = _OWN_NAME.search(head)
        for written in filter(None, (name, head, own and own[0])):
            yield _Name(_significant(written), place.id)
        if place.code_insee:
            bare = _significant(self._territoires.without_names(head))
            yield _Name(bare, place.id, place.code_insee)
            yield _Name(" ".join(bare.split()[:2]), place.id, place.code_insee)  # « mission locale »
            sigle = re.match(r"(\w+) \(", place.nom)
            if sigle:
                yield _Name(fold(sigle[1]), place.id, place.code_insee)


def _begins_another(name: _Name, others: Iterable[_Name]) -> bool:
    """« Croix-Rouge » is no whole name where there is a « Croix-Rouge insertion » as well."""
    return any(other.place != name.place and f"{other.words} ".startswith(f"{name.words} ") for other in others)


def _significant(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", re.sub(r"(?<=[a-z]{3})'(?=[a-z])", "", fold(text)))  # « Part'âges » is one word
    return " ".join(_SAINT.get(word, word) for word in words if word not in _LINKS)


def _says(message: str, name: str) -> bool:
    """Whether a message holds a name: whole words; or nearly all of its letters, its short words being exact."""
    if f" {name} " in f" {message} ":
        return True
    if len(name) < _FEWEST_LETTERS or len(message) < len(name) - 1:
        return False
    short = {word for word in name.split() if len(word) < _FEWEST_LETTERS - 1}
    return short <= set(message.split()) and fuzz.partial_ratio(name, message, score_cutoff=_CUTOFF) > 0
