"""Find the right door: what answers a need best, then what is nearest, then what was seen last."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from bot.domain.criteria import Criteria
from bot.domain.departements import departement_of
from bot.domain.entry import ANYTHING, Entry, theme_mark
from bot.domain.french import day_of
from bot.domain.need import Rarity, at_most
from bot.domain.offer import Offer
from bot.domain.structure import Structure, freshness, merged
from bot.domain.territory import Commune, Point, Territoires, distance_km
from bot.domain.thematique import Thematiques
from bot.services.needs import GOOD_ENOUGH, Needs, entry_fit, theme_fit
from bot.services.place_card import OpeningHours
from bot.services.ports import Candidate, Clock, DirectoryIndex, DirectoryReader

_FARTHEST_KM = 60.0
_AS_GOOD = 0.9      # part of the best fit from which two places answer the need equally well: the nearest wins
_FICHE = 0.8        # the fit of a place that deals with the subject under discussion
_FRESHNESS_STEPS = 4
_BLUR_KM = 0.001  # what the distance of a candidate may be wrong by
_AT_FIRST, _AT_MOST = 8, 400  # entries read
_SPARE = 3  # places read besides, should some of the best be closed for now


@dataclass(frozen=True)
class Query:
    """What is looked for: a need (a few words, or a name) near a commune (a slug), a point, or home.

    `fiche` is the subject that the need is about, if there is one.
    """

    need: str = ""
    commune: str | None = None
    here: Point | None = None
    fiche: str | None = None
    criteria: Criteria = field(default_factory=Criteria)


@dataclass(frozen=True)
class Found:
    """A place that answers (`place` is its id in the directory), and how far it is in kilometres."""

    place: str
    structure: Structure
    km: float


@dataclass(frozen=True)
class _Wanted:
    """A query made precise: roots and themes with their fit, from where, for the people of which town."""

    roots: Sequence[str]
    themes: Mapping[str, float]
    origin: Point
    named: Commune | None
    people_of: Commune
    criteria: Criteria
    radius_km: float
    rarity: Rarity

    def promise(self, said: Collection[str], mentioned: Collection[str], least: int) -> float:
        """The most that an entry can fit, see `ports.Promise`."""
        if ANYTHING in said:
            return 1.0
        if not said:
            return 0.0
        theme = max((self.themes.get(mark[1:], 0.0) for mark in said), default=0.0)
        return max(at_most([mark for mark in said if mark in self.roots], mentioned, least, self.roots, self.rarity),
                   theme_fit(theme))

    @property
    def marks(self) -> set[str]:
        return {*self.roots, *map(theme_mark, self.themes)} or {ANYTHING}


@dataclass(frozen=True)
class _Scored:
    entry: Entry
    fit: float
    km: float


class _Ranking:
    """The places that answer, best first, of the entries read so far; of which `needed` are looked for."""

    def __init__(self, wanted: _Wanted, needed: int, today: date) -> None:
        self._wanted = wanted
        self._needed = needed
        self._today = today
        self._scored: list[_Scored] = []
        self._best = self._least = 0.0  # the fit of the best, and the least of the first ones
        self._last: tuple[bool, int] | None = None  # what would be shown last: whether it fits less, how far it is
        self.ranked: list[_Scored] = []

    def add(self, scored: Iterable[_Scored]) -> None:
        """More entries that answer."""
        self._scored += scored
        self._best = max((one.fit for one in self._scored), default=0.0)
        by_place: dict[str, _Scored] = {}
        for one in sorted((one for one in self._scored if one.fit >= self._best * GOOD_ENOUGH), key=self._order):
            by_place.setdefault(one.entry.place, one)
        self.ranked = list(by_place.values())
        first = self.ranked[:self._needed]
        self._last = self._order(first[-1])[:2] if len(first) == self._needed else None
        self._least = min((one.fit for one in first), default=0.0)

    def may_change_with(self, one: Candidate) -> bool:
        """Whether this one may come among the first, or fit so well that some of these are no longer as good as the best."""
        if one.promise < self._best * GOOD_ENOUGH:
            return False
        is_less = one.promise < self._best * _AS_GOOD and self._wanted.named is None
        if self._last is None or (is_less, round(one.km - _BLUR_KM)) <= self._last:
            return True
        return one.promise > self._best and one.promise * _AS_GOOD > self._least

    def _order(self, one: _Scored) -> tuple[bool, int, int, float, str]:
        in_town = self._wanted.named is not None and one.entry.code == self._wanted.named.insee
        seen = round(freshness(one.entry.date_maj, self._today) * _FRESHNESS_STEPS)
        return one.fit < self._best * _AS_GOOD and not in_town, round(one.km), -seen, -one.fit, one.entry.place


class Directory:
    """Every door that the town or a producer describes."""

    def __init__(self, territoires: Territoires, thematiques: Thematiques, index: DirectoryIndex, hours: OpeningHours,
                 clock: Clock) -> None:
        self._territoires = territoires
        self._thematiques = thematiques
        self._needs = Needs(territoires, thematiques)
        self._index = index
        self._hours = hours
        self._clock = clock

    def search(self, query: Query, limit: int = 3, offset: int = 0) -> list[Found]:
        """The places that answer, best first. A need without meaning (« ouvert maintenant ») finds whatever is near."""
        with self._index.reading() as reader:
            wanted = self._wanted(query, reader)
            ranked = self._ranked(wanted, reader, offset + limit + _SPARE)[:offset + limit + _SPARE]
            records = reader.records([one.entry.place for one in ranked])
        found = [Found(one.entry.place, merged(records[one.entry.place]), one.km) for one in ranked]
        return [one for one in found if not one.structure.is_closed_on(query.criteria.day)][offset:offset + limit]

    def place(self, identifier: str) -> tuple[Structure | None, list[Offer]]:
        """One place and what it offers; (None, []) if nobody describes it any more."""
        with self._index.reading() as reader:
            records = reader.records([identifier])[identifier]
            offers = reader.offers([one.id for one in records])
        return (merged(records) if records else None), offers

    def _wanted(self, query: Query, reader: DirectoryReader) -> _Wanted:
        named = self._territoires.communes.get(query.commune or "") or self._territoires.named_in(query.need)
        roots, rarity = self._needs.roots(query.need, reader)
        themes = {theme: _FICHE for theme in self._thematiques.of_fiche(query.fiche or "")}
        themes |= {theme: share for theme, share in self._thematiques.meant(roots).items()}
        origin = query.here or named or self._territoires.home
        people_of = named or (self._territoires.nearest(query.here) if query.here else self._territoires.home)
        return _Wanted(roots, themes, origin, named, people_of, query.criteria, self._thematiques.radius_km(list(themes)),
                       rarity)

    def _ranked(self, wanted: _Wanted, reader: DirectoryReader, needed: int) -> list[_Scored]:
        """The best places, at least `needed` of them if there are; past the radius of the need only for want of any."""
        ranked = self._within(wanted.radius_km, wanted, reader, needed)
        if not ranked and wanted.radius_km < _FARTHEST_KM:
            ranked = self._within(_FARTHEST_KM, wanted, reader, needed)
        return ranked

    def _within(self, km: float, wanted: _Wanted, reader: DirectoryReader, needed: int) -> list[_Scored]:
        """Entries are read a few at a time, then more, those that promise most and then the nearest first, as long as one
        that is left may be among the `needed` best."""
        ranking = _Ranking(wanted, needed, day_of(self._clock.now()))
        candidates = reader.candidates(wanted.marks, wanted.origin, km, wanted.criteria.traits, wanted.promise)
        waiting = islice(filter(ranking.may_change_with, candidates), _AT_MOST)
        at_once = _AT_FIRST
        while batch := [one.entry for one in islice(waiting, at_once)]:
            ranking.add(self._scored(reader.entries(batch), wanted, km))
            at_once *= 2
        return ranking.ranked

    def _scored(self, entries: Iterable[Entry], wanted: _Wanted, km: float) -> list[_Scored]:
        scored = []
        for entry in entries:
            away = distance_km(wanted.origin, entry)
            if away > km or not self._is_for(entry, wanted) or not wanted.criteria.met_by(entry):
                continue
            score = _fit(entry, wanted)
            if score and self._is_open(entry, wanted.criteria):
                scored.append(_Scored(entry, score, away))
        return scored

    def _is_open(self, entry: Entry, criteria: Criteria) -> bool:
        """Whether it is known to be open when somebody wants to go."""
        if criteria.open_at is None and criteria.open_on is None:
            return True
        if entry.horaires is None:
            return False
        return ((criteria.open_at is None or self._hours.is_open(entry.horaires, criteria.open_at))
                and (criteria.open_on is None or self._hours.opens_on(entry.horaires, criteria.open_on)))

    def _is_for(self, entry: Entry, wanted: _Wanted) -> bool:
        """Whether it serves these people; outside home's département, only those who named its town or are there."""
        if not self._territoires.serves(entry.zone, wanted.people_of.slug):
            return False
        at_home = entry.code is None or departement_of(entry.code) == departement_of(self._territoires.home.insee)
        return at_home or entry.code == wanted.people_of.insee or (
            wanted.named is None and wanted.people_of != self._territoires.home)


def _fit(entry: Entry, wanted: _Wanted) -> float:
    if not wanted.roots and not wanted.themes:
        return 1.0
    return entry_fit(entry, wanted.roots, wanted.themes, wanted.rarity)
