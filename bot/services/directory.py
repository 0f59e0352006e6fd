"""Find the right door: what answers a need best, then what is nearest, then what was seen last."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from bot.domain.cells import CELL_KM, cell_of, cells_apart
from bot.domain.criteria import Criteria
from bot.domain.departements import departement_of
from bot.domain.entry import ANYTHING, Entry, part_of_week, theme_mark
from bot.domain.french import PARIS
from bot.domain.need import Rarity, at_most
from bot.domain.offer import Offer
from bot.domain.structure import Structure, freshness, merged
from bot.domain.territory import Commune, Point, Territoires, distance_km
from bot.domain.thematique import Thematiques
from bot.services.needs import GOOD_ENOUGH, Needs, entry_fit, theme_fit
from bot.services.place_card import OpeningHours
from bot.services.ports import Clock, DirectoryIndex, DirectoryReader

_FARTHEST_KM = 60.0
_AS_GOOD = 0.9      # part of the best fit from which two places answer the need equally well: the nearest wins
_FICHE = 0.8        # the fit of a place that deals with the subject under discussion
_FRESHNESS_STEPS = 4
_AT_ONCE, _AT_MOST = 40, 400  # entries read
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

    def promise(self, marks: Collection[str]) -> float:
        """The most that an entry with these of the marks can fit (but for what its description mentions besides)."""
        if ANYTHING in marks:
            return 1.0
        theme = max((self.themes.get(mark[1:], 0.0) for mark in marks if mark.startswith("#")), default=0.0)
        asked = sum(map(self.rarity.of, self.roots))
        share = sum(self.rarity.of(mark) for mark in marks if mark in self.roots) / asked if asked else 0.0
        return round(max(at_most(share), theme_fit(theme)), 2)

    @property
    def marks(self) -> set[str]:
        return {*self.roots, *map(theme_mark, self.themes)} or {ANYTHING}


@dataclass(frozen=True)
class _Scored:
    entry: Entry
    fit: float
    km: float


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
        roots = self._needs.roots(query.need, reader)
        themes = {theme: _FICHE for theme in self._thematiques.of_fiche(query.fiche or "")}
        themes |= {theme: share for theme, share in self._thematiques.meant(roots).items()}
        origin = query.here or named or self._territoires.home
        people_of = named or (self._territoires.nearest(query.here) if query.here else self._territoires.home)
        return _Wanted(roots, themes, origin, named, people_of, query.criteria, self._thematiques.radius_km(list(themes)),
                       reader.rarity(roots))

    def _ranked(self, wanted: _Wanted, reader: DirectoryReader, needed: int) -> list[_Scored]:
        """The best places, at least `needed` of them if there are; past the radius of the need only for want of any."""
        ranked = self._within(wanted.radius_km, wanted, reader, needed)
        if not ranked and wanted.radius_km < _FARTHEST_KM:
            ranked = self._within(_FARTHEST_KM, wanted, reader, needed)
        return ranked

    def _within(self, km: float, wanted: _Wanted, reader: DirectoryReader, needed: int) -> list[_Scored]:
        """Entries are read a few at a time, those whose marks promise most and then the nearest first, until none that is
        left can be better than the `needed` best."""
        at = wanted.criteria.open_at
        found = reader.candidates(wanted.marks, wanted.origin, km, part_of_week(at) if at else None)
        promises = {marks: wanted.promise(marks) for marks in {one.marks for one in found}}
        here = cell_of(wanted.origin.latitude, wanted.origin.longitude)
        waiting = sorted((-promises[one.marks], cells_apart(here, one.cell), one.entry)
                         for one in found if promises[one.marks])
        scored: list[_Scored] = []
        ranked: list[_Scored] = []
        for start in range(0, min(len(waiting), _AT_MOST), _AT_ONCE):
            following = waiting[start + _AT_ONCE:][:1]
            scored += self._scored(reader.entries([entry for *_, entry in waiting[start:start + _AT_ONCE]]), wanted, km)
            best = max((one.fit for one in scored), default=0.0)
            ranked = self._ordered(wanted, [one for one in scored if one.fit >= best * GOOD_ENOUGH], best)
            good = [one for one in ranked if one.fit >= best * _AS_GOOD][:needed]
            if len(good) == needed and following and _cannot_be_better(following[0], waiting[start], best, good[-1].km):
                break
        return ranked

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

    def _ordered(self, wanted: _Wanted, scored: Iterable[_Scored], best: float) -> list[_Scored]:
        today = self._clock.now().astimezone(PARIS).date()
        by_place: dict[str, _Scored] = {}
        for one in sorted(scored, key=lambda one: _order(one, wanted, best, today)):
            by_place.setdefault(one.entry.place, one)
        return list(by_place.values())

    def _is_for(self, entry: Entry, wanted: _Wanted) -> bool:
        """Whether it serves these people; outside home's département, only those who named its town or are there."""
        if not self._territoires.serves(entry.zone, wanted.people_of.slug):
            return False
        at_home = entry.code is None or departement_of(entry.code) == departement_of(self._territoires.home.insee)
        return at_home or entry.code == wanted.people_of.insee or (
            wanted.named is None and wanted.people_of != self._territoires.home)


def _cannot_be_better(following: tuple[float, int, int], last: tuple[float, int, int], best: float, km: float) -> bool:
    """Whether what is read next fits too little, or fits as well from farther away than `km`."""
    promise, apart, _ = following
    return -promise < best * _AS_GOOD or (promise == last[0] and apart > (km / CELL_KM + 2) ** 2)


def _fit(entry: Entry, wanted: _Wanted) -> float:
    if not wanted.roots and not wanted.themes:
        return 1.0
    return entry_fit(entry, wanted.roots, wanted.themes, wanted.rarity)


def _order(one: _Scored, wanted: _Wanted, best: float, today: date) -> tuple[bool, int, int, float, str]:
    in_town = wanted.named is not None and one.entry.code == wanted.named.insee
    seen = round(freshness(one.entry.date_maj, today) * _FRESHNESS_STEPS)
    return one.fit < best * _AS_GOOD and not in_town, round(one.km), -seen, -one.fit, one.entry.place
