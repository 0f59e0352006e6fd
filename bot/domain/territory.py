"""The towns the assistant knows: what covers them, how people name them, how far apart they are."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import asin, cos, hypot, radians, sin, sqrt
from typing import Any, Protocol

from bot.domain.departements import departement_of
from bot.domain.normalisation import fold
from bot.domain.place_names import PlaceNames, Spelling
from bot.domain.structure import Structure

EARTH_RADIUS_KM = 6371.0
_COUNTRY = "france"
_SIREN = 9
_HOME = re.compile(r"\b(chez nous|(?:ma|notre) (?:ville|commune|mairie)|ici)\b")
_POSTCODE = re.compile(r"(?<!\d)\d{5}(?!\d)")
_NOT_HOME = re.compile(r"\b(?:d'|jusqu'|d |jusqu )ici\b")


class Point(Protocol):
    """Anything that is somewhere, in degrees."""

    @property
    def latitude(self) -> float: ...

    @property
    def longitude(self) -> float: ...


@dataclass(frozen=True)
class Spot:
    """A point, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True)
class Commune:
    """One town. `insee` and the postcodes are text (« 06004 »); `epci` is the slug of its group of communes.

    `mot_courant`: its name is an everyday word too (Celles, Lattes), read as a town only after « à », « de »…
    """

    slug: str
    nom: str
    insee: str
    code_postal: str
    departement: str
    region: str
    latitude: float
    longitude: float
    autres_noms: tuple[str, ...] = ()
    epci: str | None = None
    autres_codes_postaux: tuple[str, ...] = ()
    mot_courant: bool = False

    @property
    def codes_postaux(self) -> tuple[str, ...]:
        """Every postcode of the town."""
        return (self.code_postal, *self.autres_codes_postaux)

    @classmethod
    def from_dict(cls, slug: str, entry: Mapping[str, Any], region: str) -> "Commune":
        """A town as `knowledge/territoires.yml` describes it; raises KeyError or ValueError if it is incomplete."""
        return cls(
            slug=slug, nom=entry["nom"], insee=entry["insee"], code_postal=entry["code_postal"],
            departement=entry["departement"], region=region,
            latitude=float(entry["lat"]), longitude=float(entry["lon"]),
            autres_noms=tuple(map(str, entry.get("autres_noms") or ())), epci=entry.get("epci"),
            autres_codes_postaux=tuple(map(str, entry.get("autres_codes_postaux") or ())),
            mot_courant=bool(entry.get("mot_courant")),
        )


@dataclass(frozen=True)
class Territoires:
    """Every town, by slug, and the one the assistant speaks of when nobody names any.

    `habitants`: what the people of that town are called (« clermontais »).
    """

    home: Commune
    communes: Mapping[str, Commune]
    habitants: frozenset[str] = frozenset()

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "Territoires":
        """The content of `knowledge/territoires.yml`: accueil, habitants, departements, communes.

        Raises KeyError or ValueError if a town is incomplete or the home town is not there.
        """
        regions = {slug: departement["region"] for slug, departement in content["departements"].items()}
        communes = {slug: Commune.from_dict(slug, entry, regions[entry["departement"]])
                    for slug, entry in content["communes"].items()}
        return cls(communes[content["accueil"]], communes, frozenset(map(fold, content.get("habitants") or ())))

    def covering(self, slug: str) -> tuple[str, ...]:
        """What holds for this town, most specific first: itself, epci, département, region, « france ».

        A place that is not known is only covered by the country.
        """
        commune = self.communes.get(slug)
        if commune is None:
            return (_COUNTRY,)
        wider = (commune.slug, commune.epci, commune.departement, commune.region, _COUNTRY)
        return tuple(territory for territory in wider if territory)

    def knows(self, territory: str) -> bool:
        """Whether a slug is the country, a town, or what covers one."""
        return territory == _COUNTRY or any(territory in self.covering(slug) for slug in self.communes)

    def serves(self, zone: Collection[str], slug: str) -> bool:
        """Whether a place that serves these territories (slugs or INSEE codes) serves this town's people.

        No territory means everybody. A group of communes given by its SIREN may be theirs: it is not held against it.
        """
        if not zone or any(len(one) == _SIREN and one.isdigit() for one in zone):
            return True
        return not set(zone).isdisjoint((*self.covering(slug), *self._codes(slug)))

    def codes_of(self, territory: str) -> tuple[str, ...]:
        """The INSEE codes of a territory (a slug): a town's, those of the towns of a group, of départements otherwise."""
        if territory == _COUNTRY:
            return (_COUNTRY,)
        if territory in self.communes:
            return (self.communes[territory].insee,)
        towns = [one for one in self.communes.values() if territory in (one.epci, one.departement, one.region)]
        if all(one.epci == territory for one in towns):
            return tuple(sorted(one.insee for one in towns))
        return tuple(sorted({code for one in towns if (code := departement_of(one.insee))}))

    def town_of(self, structure: Structure) -> Commune | None:
        """The town where a place is, if it is one that the assistant knows."""
        if structure.code_insee:
            return self.by_insee(structure.code_insee)
        named = self.named_in(f"à {structure.commune}") if structure.commune else None
        # « Clermont », 60600, is not ours.
        same = named and (structure.code_postal is None or structure.code_postal[:2] == named.code_postal[:2])
        return named if same else None

    def nearest(self, point: Point) -> Commune:
        """The town whose centre is nearest."""
        narrow = cos(radians(point.latitude))  # a degree of longitude, in degrees of latitude
        return min(self.communes.values(), key=lambda commune: hypot(
            commune.latitude - point.latitude, (commune.longitude - point.longitude) * narrow))

    def means_home(self, text: str) -> bool:
        """Whether a message says « ici », « chez nous », « ma commune », « clermontais »… (but not « d'ici lundi »)."""
        folded = _NOT_HOME.sub(" ", fold(text))
        return _HOME.search(folded) is not None or not self.habitants.isdisjoint(re.findall(r"[a-z]+", folded))

    def named_in(self, text: str) -> Commune | None:
        """The town that a message names (name, usual spelling or a postcode of its own; one typo forgiven), or None."""
        slug = self._names.find(text)
        return self.communes[slug] if slug else None

    def meant_in(self, text: str) -> Commune | None:
        """The town that a message names, else the home town if it says « ici »."""
        return self.named_in(text) or (self.home if self.means_home(text) else None)

    def sharing_postcode(self, text: str) -> tuple[Commune, ...]:
        """The towns that share the postcode of a message, when it names no town: which one is meant, nobody can tell."""
        written = next((code for code in _POSTCODE.findall(text) if len(self._by_postcode.get(code, ())) > 1), None)
        return tuple(self._by_postcode[written]) if written and self.named_in(text) is None else ()

    def without_names(self, text: str) -> str:
        """The folded words of a message, less the names of towns."""
        return self._names.remove(text)

    def by_insee(self, code: str) -> Commune | None:
        """The town with this INSEE code."""
        return self._by_insee.get(code)

    def _codes(self, slug: str) -> tuple[str, ...]:
        commune = self.communes.get(slug)
        return tuple(filter(None, (commune.insee, departement_of(commune.insee)))) if commune else ()

    @cached_property
    def _names(self) -> PlaceNames:
        ordered = (self.home, *self.communes.values())
        return PlaceNames(spelling for commune in ordered for spelling in self._spellings(commune))

    def _spellings(self, commune: Commune) -> Iterator[Spelling]:
        nearby = commune.departement == self.home.departement
        yield Spelling(commune.nom, commune.slug, commune.mot_courant, forgiving=nearby)
        for other in commune.autres_noms:
            yield Spelling(other, commune.slug, forgiving=nearby)
        for postcode in commune.codes_postaux:
            if len(self._by_postcode[postcode]) == 1:
                yield Spelling(postcode, commune.slug)

    @cached_property
    def _by_postcode(self) -> Mapping[str, list[Commune]]:
        found: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes.values():
            for postcode in commune.codes_postaux:
                found[postcode].append(commune)
        return found

    @cached_property
    def _by_insee(self) -> Mapping[str, Commune]:
        return {commune.insee: commune for commune in self.communes.values()}


def distance_km(a: Point, b: Point) -> float:
    """Kilometres between two points as the crow flies (haversine)."""
    latitude_a, latitude_b = radians(a.latitude), radians(b.latitude)
    half_height = sin((latitude_b - latitude_a) / 2) ** 2
    half_width = sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * asin(sqrt(half_height + cos(latitude_a) * cos(latitude_b) * half_width))
