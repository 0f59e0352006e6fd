"""Find the right place near somebody, and say in a few plain lines where it is and how to reach it."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.french import MOIS, PARIS, of_town
from bot.domain.structure import Structure
from bot.domain.territory import Commune, Territoires, distance_km
from bot.services.need_search import NeedSearch, meaningful

_FAR_KM = 60.0
_AS_GOOD = 0.9    # part of the best score from which two places answer the need equally well: the nearest wins
_GOOD_ENOUGH = 0.6


class OpeningHours(Protocol):
    """Reads hours in OpenStreetMap's syntax."""

    def is_open(self, hours: str, at: datetime) -> bool:
        """Whether the place is open at that time."""

    def said(self, hours: str, at: datetime) -> str:
        """« ouvert jusqu'à 17 h », « fermé, ouvre mardi à 9 h »."""


@dataclass(frozen=True)
class Found:
    """A place that answers, how far it is in kilometres, and its hours in words (empty if unknown or no time given)."""

    structure: Structure
    km: float
    hours_text: str


@dataclass(frozen=True)
class _Spot:
    latitude: float
    longitude: float


class Directory:
    """The places the town vouches for."""

    def __init__(self, structures: Mapping[str, Structure], territoires: Territoires, hours: OpeningHours) -> None:
        self._structures = structures
        self._territoires = territoires
        self._hours = hours
        self._needs = NeedSearch(structures.values(), territoires.without_names)

    def search(self, need: str, commune: str | None = None, open_at: datetime | None = None,
               limit: int = 3, offset: int = 0) -> list[Found]:
        """The places that answer a need (a few words, or a name): the best answers and the named town's, nearest first.

        From `commune` (a slug), else from the town that `need` names, else from home. With `open_at`, only the places
        known to be open then. A need without meaning (« ouvert maintenant ») finds whatever is near.
        """
        named = self._territoires.communes.get(commune or "") or self._territoires.named_in(need)
        wanted = meaningful(self._territoires.without_names(need))
        scores = self._needs.scores(wanted) if wanted else dict.fromkeys(self._structures, 1.0)
        found = [(score, f) for i, score in scores.items() if (f := self._found(i, named, open_at))]
        best = max((score for score, _ in found), default=0.0)
        kept = [(score, f) for score, f in found if score >= best * _GOOD_ENOUGH]
        kept.sort(key=lambda row: (row[0] < best * _AS_GOOD and not self._is_in(row[1].structure, named),
                                   round(row[1].km), -row[0], row[1].structure.id))
        return [f for _, f in kept[offset:offset + limit]]

    def card(self, structure: Structure, now: datetime, from_commune: str | None = None,
             introduced: bool = False) -> str:
        """What to say of a place: one fact a line, what is not known said plainly, how old the facts are.

        `introduced`: what it is for comes after its name.
        """
        lines = [structure.nom, *([structure.presentation] if introduced else ()), *_contact(structure),
                 *self._opening(structure, now)]
        if structure.note:
            lines.append(structure.note)
        lines += self._whose(structure) + self._how_far(structure, from_commune)
        if structure.is_stale(now.astimezone(PARIS).date()):
            lines.append(_old(structure))
        return "\n".join([*lines, f"Source : {structure.source.titre}."])

    def elsewhere(self, identifier: str | None) -> Structure | None:
        """The place with this id, if it serves the people of another town than home: shown to who names it."""
        structure = self._structures.get(identifier or "")
        return structure if structure and not self._is_ours(structure) else None

    def _is_ours(self, structure: Structure) -> bool:
        return self._territoires.serves(structure.zone_eligibilite, self._territoires.home.slug)

    def _whose(self, structure: Structure) -> list[str]:
        return [] if self._is_ours(structure) else [f"Ce lieu est pour les habitants {of_town(structure.commune)}."]

    def _found(self, identifier: str, named: Commune | None, open_at: datetime | None) -> Found | None:
        structure = self._structures[identifier]
        km = self._reach(structure, named)
        osm = structure.horaires_accueil
        if km is None or (open_at and not (osm and self._hours.is_open(osm, open_at))):
            return None
        return Found(structure, km, self._hours.said(osm, open_at) if osm and open_at else "")

    def _reach(self, structure: Structure, named: Commune | None) -> float | None:
        """Kilometres to the place, or None if it is too far to be of use, or serves other people.

        A place outside the home département is only shown to people who named its town.
        """
        origin = named or self._territoires.home
        town = self._town(structure)
        if town is None or not self._territoires.serves(structure.zone_eligibilite, origin.slug):
            return None
        km = distance_km(origin, _spot(structure, town))
        ours = town.departement == self._territoires.home.departement and km <= _FAR_KM
        return km if ours or town == named else None

    def _is_in(self, structure: Structure, named: Commune | None) -> bool:
        return named is not None and self._town(structure) == named

    def _town(self, structure: Structure) -> Commune | None:
        known = self._territoires.by_insee(structure.code_insee) if structure.code_insee else None
        return known or self._territoires.named_in(f"à {structure.commune}")

    def _how_far(self, structure: Structure, from_commune: str | None) -> list[str]:
        origin = self._territoires.communes.get(from_commune or "", self._territoires.home)
        town = self._town(structure)
        if town is None or town == origin:
            return []
        return [f"C'est à {max(1, round(distance_km(origin, _spot(structure, town))))} km environ."]

    def _opening(self, structure: Structure, now: datetime) -> list[str]:
        if structure.horaires_accueil is None:
            return ["Je n'ai pas encore ses horaires."] if structure.adresse or structure.telephone else []
        said = self._hours.said(structure.horaires_accueil, now)
        if structure.is_stale(now.astimezone(PARIS).date()):
            return [f"En principe : {said}."]
        return [f"{said[:1].upper()}{said[1:]}."]


def _contact(structure: Structure) -> list[str]:
    town = " ".join(filter(None, (structure.code_postal, structure.commune)))
    if structure.is_shelter:
        return ["Son adresse ne se donne pas : c'est pour protéger les personnes."]
    if not structure.adresse and not structure.telephone:
        return [f"Je n'ai pas encore son adresse ni son téléphone. Demandez-les à la mairie {of_town(structure.commune)}."]
    return [
        f"Adresse : {structure.adresse}, {town}." if structure.adresse
        else f"Adresse : je ne l'ai pas encore. Demandez-la à la mairie {of_town(structure.commune)}.",
        f"Téléphone : {structure.telephone}." if structure.telephone
        else f"Téléphone : je ne l'ai pas encore. Demandez-le à la mairie {of_town(structure.commune)}.",
    ]


def _old(structure: Structure) -> str:
    before = "appelez avant de venir" if structure.telephone else "à vérifier avant de venir"
    return f"Informations {_of_month(structure.date_maj)} : {before}."


def _of_month(day: date) -> str:
    """« de mars 2022 », « d'août 2022 »; « de 2021 » for a 1 January, which means that only the year is known."""
    if (day.month, day.day) == (1, 1):
        return f"de {day.year}"
    month = MOIS[day.month - 1]
    return f"{'d' + chr(39) if month[0] in 'ao' else 'de '}{month} {day.year}"


def _spot(structure: Structure, town: Commune) -> _Spot:
    if structure.latitude is None or structure.longitude is None:
        return _Spot(town.latitude, town.longitude)
    return _Spot(structure.latitude, structure.longitude)
