"""Which offers answer what another program asks, and how far each is: the rules of the API of data·inclusion, and ours."""
from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from bot.domain.departements import departement_of
from bot.domain.entry import theme_mark
from bot.domain.need import Rarity
from bot.domain.structure import are_of_a_shelter, freshness
from bot.domain.territory import Commune, Point, Spot, Territoires, distance_km
from bot.domain.thematique import Thematiques
from bot.services.needs import GOOD_ENOUGH, Needs, entry_fit
from bot.services.place_card import OpeningHours
from bot.services.ports import DirectoryReader, LocatedOffer, OfferKey, Wanted

MAX_KM = 50.0
_AWAY, _HERE, _COUNTRY = "a-distance", "en-presentiel", "france"


class UnknownCommune(ValueError):
    """The assistant knows no town with this INSEE code."""


@dataclass(frozen=True)
class Search:
    """What is looked for, for the people of a town (its INSEE code; home, when nothing says where), around it or `here`.

    `need` is in plain words, `open_at` a time in Paris, `least_score` a freshness from 0 to 1.
    """

    code_commune: str | None = None
    here: Point | None = None
    need: str = ""
    open_on: date | None = None
    open_at: datetime | None = None
    least_score: float = 0.0
    wanted: Wanted = field(default_factory=dict)


class Found(NamedTuple):
    """An offer, or a structure without offers, and how many kilometres away; None when nobody is received there."""

    key: OfferKey
    km: float | None


class PublicSearch:
    """Finds without ranking but by distance: whoever asks has their own idea of what is best."""

    def __init__(self, territoires: Territoires, thematiques: Thematiques, hours: OpeningHours) -> None:
        self._territoires = territoires
        self._thematiques = thematiques
        self._needs = Needs(territoires, thematiques)
        self._hours = hours

    def found(self, asked: Search, reader: DirectoryReader, today: date) -> list[Found]:
        """All that answers, nearest first, what has no distance last. Raises UnknownCommune."""
        town = self._town(asked)
        origin = asked.here or town or self._territoires.home
        offers = {(one.structure_id, one.offer_id): one for one in self._candidates(asked, town, origin, reader)}
        hidden = {one.place for one in offers.values() if are_of_a_shelter(one.reseaux_porteurs)}
        roots, rarity = self._needs.roots(asked.need, reader)
        answering = self._answering(roots, rarity, origin, reader) if roots else offers.keys()
        found = []
        for key, one in offers.items():
            spot = self._spot(one, one.place in hidden)
            km = distance_km(origin, spot) if spot else None
            if (key in answering and self._is_for(one, town, km) and freshness(one.date_maj, today) >= asked.least_score
                    and self._is_open(one, asked, one.place in hidden)):
                found.append(Found(key, km if _receives(one) else None))
        return sorted(found, key=lambda one: (one.km is None, one.km or 0.0, one.key[0], one.key[1] or ""))

    def _town(self, asked: Search) -> Commune | None:
        if asked.code_commune is None:
            return None if asked.here else self._territoires.home
        town = self._territoires.by_insee(asked.code_commune)
        if town is None:
            raise UnknownCommune(asked.code_commune)
        return town

    def _candidates(self, asked: Search, town: Commune | None, origin: Point,
                    reader: DirectoryReader) -> Iterator[LocatedOffer]:
        """What is near; for the people of a town, also what is given at a distance to all of them, from anywhere."""
        yield from reader.offers_around(asked.wanted, (origin, MAX_KM))
        if town and not asked.need and _AWAY in asked.wanted.get("modes_accueil", (_AWAY,)):
            zones = {town.insee, departement_of(town.insee) or town.insee, _COUNTRY}
            yield from reader.offers_around({**asked.wanted, "modes_accueil": (_AWAY,), "zone_eligibilite": zones}, None)

    def _spot(self, offer: LocatedOffer, is_hidden: bool) -> Point | None:
        """Where it is; the middle of its town when it must not be found."""
        if is_hidden:
            return self._territoires.by_insee(offer.code or "")
        return Spot(offer.latitude, offer.longitude)

    def _is_for(self, offer: LocatedOffer, town: Commune | None, km: float | None) -> bool:
        is_near = km is not None and km <= MAX_KM
        if town is None:
            return is_near
        return (is_near or _AWAY in offer.modes_accueil) and self._territoires.serves(offer.zone, town.slug)

    def _is_open(self, offer: LocatedOffer, asked: Search, is_hidden: bool) -> bool:
        """Whether it is known to be open when asked; when people are hidden there, nobody is told."""
        if asked.open_at is None and asked.open_on is None:
            return True
        if offer.horaires is None or is_hidden:
            return False
        hours, closures = offer.horaires, offer.fermetures
        try:  # one record with hours that cannot be read must not hide all the others
            return ((asked.open_at is None or self._hours.is_open(hours, asked.open_at, closures))
                    and (asked.open_on is None or self._hours.opens_on(hours, asked.open_on, closures)))
        except ValueError:
            return False

    def _answering(self, roots: Sequence[str], rarity: Rarity, origin: Point,
                   reader: DirectoryReader) -> Collection[OfferKey]:
        """What answers the roots of a need nearly as well as the best."""
        themes = self._thematiques.meant(roots)
        fits = {}
        for entry in reader.near({*roots, *map(theme_mark, themes)}, origin, MAX_KM):
            fits[entry.structure_id, entry.offer_id] = entry_fit(entry, roots, themes, rarity)
        best = max(fits.values(), default=0.0)
        return {key for key, score in fits.items() if score and score >= best * GOOD_ENOUGH}


def _receives(offer: LocatedOffer) -> bool:
    return not offer.modes_accueil or _HERE in offer.modes_accueil
