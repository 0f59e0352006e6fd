"""Which records of the directory are one and the same place: one organisation receiving people at one door.

Records are compared only when they share a SIRET, a telephone, or a word of their name in the same town; two records are one
place when their names agree and so do their addresses or their points. Places in doubt stay apart: showing a place twice
costs a line, merging two sends somebody to the wrong door.
"""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from bot.domain.normalisation import fold
from bot.domain.structure import Structure
from bot.domain.territory import Spot, distance_km

# What one organisation is called in full and in short.
_SHORT_NAMES = [(re.compile(pattern), short) for pattern, short in [
    (r"\bc\.? ?c\.? ?a\.? ?s\b\.?|centre communal d'? ?action sociale", "ccas"),
    (r"centre inter ?communal d'? ?action sociale", "cias"),
    (r"caisses? d'? ?allocations? familiales?", "caf"),
    (r"caisse primaire d'? ?assurance maladie|assurance maladie", "cpam"),
    (r"mutualite sociale agricole", "msa"),
    (r"(?:points? d?'?|bureau )? ?informations? jeunesse", "jeunesse"),
    (r"(?:maison|espace|point|antenne) france services?|frances? services?", "franceservices"),
    (r"maison (?:de )?services? au public|\bmsap\b|\bmfs\b", "franceservices"),
    (r"pole emploi|france travail", "travail"),
    (r"missions? locales?", "missionlocale"),
    (r"hotel de ville|\bville d[e'u]|\bcommune d[e'u]|\bmairie\b", "mairie "),
    (r"communaute (?:de |d'? ?)?(?:communes?|agglomeration|agglo)|\bcommunaute urbaine|\bmetropole", "intercommunalite"),
    (r"(?:ludo ?)?mediatheques?|bibliotheques?", "mediatheque"),
    (r"centres? (?:socio ?culturels?|sociaux|social)|\bcsc\b", "centresocial"),
    (r"maisons? (?:departementales? )?(?:de|des) (?:la )?solidarites?|\bmds\b", "solidarites"),
    (r"tresorerie|centre des (?:finances publiques|impots)|service des impots", "impots"),
    (r"poles? medico ?socia(?:l|ux)", "pms"),
    (r"maisons? des habitants", "mdh"),
]]
_KINDS = frozenset({
    "ccas", "cias", "caf", "cpam", "msa", "jeunesse", "franceservices", "travail", "missionlocale", "mairie", "impots",
    "intercommunalite", "mediatheque", "centresocial", "solidarites", "gendarmerie", "tribunal", "college", "lycee", "ecole",
    "hopital", "ehpad", "annexe", "sous", "siege", "bus", "itinerant", "itinerante", "permanence", "permanences",
    "droit",
})
_HOSTS = frozenset({"centresocial", "intercommunalite", "ccas", "cias"})  # they run a France services under their own name
_GUESTS = frozenset({"permanence", "permanences", "droit", "bus", "itinerant", "itinerante"})
_BRANCH = frozenset({"annexe", "sous", "siege", "bus", "itinerant", "itinerante"})
_ONE_PER_TOWN = frozenset({"mairie", "ccas", "cias"})
_NOT_IN_A_TOWN = frozenset({"cedex", "l", "d", "le", "la", "les", "de", "du", "sur", "st", "saint", "sainte", "ste"})
_SAY_NOTHING = frozenset("""a association asso au aux centre cedex d de des du en espace et france groupe l la le les lieu
maison numerique nord ou point pole relais service services site st saint sud sur un une ville""".split())
_STREET = {
    "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "blvd": "boulevard", "pl": "place", "r": "rue",
    "rte": "route", "che": "chemin", "chem": "chemin", "imp": "impasse", "all": "allee", "fg": "faubourg", "fbg": "faubourg",
    "sq": "square", "crs": "cours", "res": "residence",
}
_TITLES = {
    "gal": "general", "gen": "general", "mal": "marechal", "dr": "docteur", "pr": "professeur", "cdt": "commandant",
    "cne": "capitaine", "lt": "lieutenant", "st": "saint", "ste": "sainte",
}
_IN_FULL = {**_STREET, **_TITLES}
_WAYS = frozenset({*_STREET.values(), "quai", "esplanade", "de", "du", "des", "la", "le", "les", "et", "bp", "cs", "bis",
                   "batiment", "bat", "zi", "za", "zac", "cedex"})
_CROWD = 40          # records that share a key past which the key says too little to compare them all
_SAME_DOOR_KM = 0.12
_NEXT_DOOR_KM = 0.35
_SAME_TOWN_KM = 1.2
_SAME_NAME, _LIKE_NAME = 0.85, 0.5
_SAME_WORD = 0.84


@dataclass(frozen=True)
class _Record:
    """A structure made comparable. `street` holds the words of its address, the kind of way left out."""

    id: str
    source: str
    postcode: str | None
    words: frozenset[str]
    kinds: frozenset[str]
    number: str | None
    street: frozenset[str]
    town: frozenset[str]
    insee: str | None
    departement: str
    telephone: str | None
    siret: str | None
    spot: Spot | None

    @classmethod
    def of(cls, structure: Structure) -> "_Record":
        town = frozenset(re.findall(r"[a-z]+", fold(structure.commune or ""))) - _NOT_IN_A_TOWN
        words = _words(structure.nom, town)
        number, street = _address(structure.adresse or "", town)
        located = structure.latitude is not None and structure.longitude is not None
        return cls(structure.id, structure.source, structure.code_postal, words, words & _KINDS, number, street, town,
                   structure.code_insee, (structure.code_insee or structure.code_postal or "")[:2],
                   "".join(re.findall(r"\d", structure.telephone or ""))[-9:] or None, structure.siret,
                   Spot(structure.latitude or 0.0, structure.longitude or 0.0) if located else None)

    @property
    def keys(self) -> Iterator[str]:
        """What it may share with a record of the same place."""
        yield from (f"{name} {value}" for name, value in (("siret", self.siret), ("tel", self.telephone)) if value)
        yield from (f"{self.departement} {self.number} {word}" for word in self.street)
        for where in {*self.town, self.postcode}:
            yield from (f"{self.departement} {where} {word[:5]}" for word in self.words)


def places_of(structures: Iterable[Structure]) -> dict[str, str]:
    """The place of each structure, by id: the smallest id among the records of the same place."""
    records = {structure.id: _Record.of(structure) for structure in structures}
    place = {identifier: identifier for identifier in records}

    def root(identifier: str) -> str:
        while place[identifier] != identifier:
            place[identifier] = place[place[identifier]]
            identifier = place[identifier]
        return identifier

    members = {identifier: [record] for identifier, record in records.items()}
    for one, other in _candidates(records.values()):
        first, second = sorted((root(one), root(other)))
        if first != second and _same(records[one], records[other]) and not any(
                _contradict(a, b) for a in members[first] for b in members[second]):
            place[second] = first
            members[first] += members.pop(second)
    return {identifier: root(identifier) for identifier in records}


def same_place(one: Structure, other: Structure) -> bool:
    """Whether two records describe one organisation at one door."""
    return _same(_Record.of(one), _Record.of(other))


def _candidates(records: Iterable[_Record]) -> list[tuple[str, str]]:
    sharing: dict[str, list[str]] = defaultdict(list)
    for record in records:
        for key in record.keys:
            sharing[key].append(record.id)
    return sorted({pair for ids in sharing.values() if len(ids) <= _CROWD for pair in combinations(sorted(set(ids)), 2)})


def _same(one: _Record, other: _Record) -> bool:
    if not _same_town(one, other):
        return False
    heard, registered = _agree(one.telephone, other.telephone), _agree(one.siret, other.siret)
    km = _apart(one, other)
    same_door = _same_door(one, other, bool(heard or registered)) or (
        bool(heard) and km <= _SAME_DOOR_KM and not _elsewhere(one, other))
    names = _likeness(one.words, other.words)
    if same_door and registered and (one.source != other.source or names >= _LIKE_NAME):
        return True
    if same_door and one.source != other.source and _shares_its_door(one, other, heard):
        return True
    if one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds) or (one.kinds ^ other.kinds) & _BRANCH:
        return False
    alone = bool(one.kinds & other.kinds & _ONE_PER_TOWN)
    if names >= _SAME_NAME and (heard is not False or one.words == other.words or alone):
        near = km <= (_SAME_TOWN_KM if alone else _NEXT_DOOR_KM) and (alone or not _elsewhere(one, other))
        return same_door or near or (km <= _SAME_DOOR_KM and (bool(heard) or one.words == other.words))
    return (one.source != other.source and names >= _LIKE_NAME and bool(heard or registered)
            and (same_door or km <= _SAME_DOOR_KM))


def _shares_its_door(one: _Record, other: _Record, heard: bool | None) -> bool:
    """Whether two names at one address are one organisation: the same telephone, or a France services and its host.

    One producer gives two records to what it holds for two places; a permanence is not the place that lends it a room.
    """
    if (one.kinds ^ other.kinds) & _GUESTS:
        return False
    different = one.kinds ^ other.kinds
    return bool(heard) or (heard is None and "franceservices" in different and different <= {"franceservices", *_HOSTS})


def _contradict(one: _Record, other: _Record) -> bool:
    """Whether two records cannot be one place, though a third is like both."""
    return _agree(one.telephone, other.telephone) is False and bool(
        one.kinds and other.kinds and one.kinds.isdisjoint(other.kinds))


def _agree(one: str | None, other: str | None) -> bool | None:
    """Whether two facts are the same; None if either is unknown."""
    return one == other if one and other else None


def _same_town(one: _Record, other: _Record) -> bool:
    if one.insee and other.insee and one.insee == other.insee:
        return True
    if not one.town or not other.town:
        return one.departement == other.departement
    return one.departement == other.departement and (one.town <= other.town or other.town <= one.town)


def _words(name: str, town: Iterable[str]) -> frozenset[str]:
    text = fold(name).replace("-", " ").replace("@", "a")
    for pattern, short in _SHORT_NAMES:
        text = pattern.sub(f" {short} ", text)
    found = frozenset(re.findall(r"[a-z0-9]{2,}", text)) - _SAY_NOTHING
    return (found - frozenset(town)) or found


def _address(text: str, town: frozenset[str]) -> tuple[str | None, frozenset[str]]:
    words = [_IN_FULL.get(word, word) for word in re.findall(r"[a-z]+|\d+", fold(text))]
    numbers = [word for word in words if word.isdigit() and len(word) < 5]
    numbered = [one for one, way in zip(words, words[1:]) if one in numbers and way in _WAYS]
    number = next(iter(numbered or numbers), None)
    street = frozenset(word for word in words if not word.isdigit() and len(word) > 1) - _WAYS
    return number, street - town if number else street


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The part of the shorter text that the longer one says, 0 to 1."""
    short, long = sorted((one, other), key=len)
    return sum(any(_alike(word, another) for another in long) for word in short) / len(short) if short else 0.0


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    return min(len(one), len(other)) >= 5 and SequenceMatcher(None, one, other).ratio() >= _SAME_WORD


def _apart(one: _Record, other: _Record) -> float:
    """Kilometres; as if they were next door when a point is missing and nothing says otherwise."""
    if one.spot and other.spot:
        return distance_km(one.spot, other.spot)
    return _NEXT_DOOR_KM if not _elsewhere(one, other) else float("inf")


def _same_door(one: _Record, other: _Record, sure: bool) -> bool:
    """Whether the addresses are the same; « place de l'Église » without a number says too little, unless one is `sure`."""
    if one.number != other.number or _likeness(one.street, other.street) < _SAME_NAME:
        return False
    return sure or one.number is not None or len(one.street & other.street) > 1


def _elsewhere(one: _Record, other: _Record) -> bool:
    """Whether both addresses are known and are not the same street."""
    return bool(one.street and other.street) and _likeness(one.street, other.street) < _LIKE_NAME
