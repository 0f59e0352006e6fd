"""Search the directory: an inverted index by cells of the country, the same on SQLite and PostgreSQL."""
from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import MISSING, fields
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Any, Type, TypeVar

from rapidfuzz import fuzz, process
from sqlalchemy import Text, and_, bindparam, case, cast, false, func, or_, select
from sqlalchemy.engine import Connection, Engine, Row

from bot.adapters.database.engine import READ_ONLY
from bot.adapters.database.postings import MOST_MARKS, ranked
from bot.adapters.database.tables import directory_entries, directory_postings, directory_words, offers, structures
from bot.adapters.database.town_state import read_town
from bot.domain.answer import Source
from bot.domain.cells import Box, box_around
from bot.domain.entry import Entry
from bot.domain.need import SAME_WORD, Answered, Rarity
from bot.domain.offer import Offer
from bot.domain.sonorite import sound
from bot.domain.structure import Closure, Structure
from bot.domain.territory import Point
from bot.domain.town import TownState
from bot.services.ports import Candidate, LocatedOffer, OfferKey, Promise, Wanted

_BATCH = 500
_AT_MOST = 400  # entries near a point
_Item = TypeVar("_Item")
_Read = TypeVar("_Read", Structure, Offer)


class SqlDirectory:
    """What the services ask of the directory."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    @contextmanager
    def reading(self) -> Iterator["SqlDirectoryReader"]:
        """One consistent picture, which locks nobody out."""
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            yield SqlDirectoryReader(connection)

    def town(self) -> TownState | None:
        """What the desk says of the town over what its files say; None while the database cannot be asked."""
        return read_town(self._engine)


class SqlDirectoryReader:
    """Questions on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def recognised(self, word: str) -> str | None:
        """The root of a known word that sounds or looks like this one, which nothing knows."""
        heard = self._connection.execute(
            select(directory_words.c.root).where(directory_words.c.sound == sound(word))
            .order_by(directory_words.c.uses.desc()).limit(1)).scalar()
        if heard:
            return str(heard)
        near = self._connection.execute(select(directory_words.c.word, directory_words.c.root).where(
            directory_words.c.word.between(word[:2], f"{word[:2]}~"))).all()
        alike = process.extractOne(word, [row.word for row in near], scorer=fuzz.ratio, score_cutoff=100 * SAME_WORD)
        return near[alike[2]].root if alike else None

    def rarity(self, roots: Collection[str]) -> Rarity:
        """How many entries use each of these roots, those that none uses left out."""
        rows = self._connection.execute(_USES, {"roots": list(roots)}).all()
        return Rarity({root: uses for root, uses, _ in rows}, rows[0].total if rows else 1)

    def candidates(self, marks: Collection[str], origin: Point, km: float, traits: Sequence[int],
                   promise: Promise) -> Iterator[Candidate]:
        """What has any of the marks within `km` kilometres, and a bit of each of the traits (see `Criteria.traits`).

        What promises most comes first, to a tenth, then the nearest; what promises nothing is left out.
        """
        found: dict[str, list[bytes]] = {mark: [] for mark in sorted(marks)[:MOST_MARKS]}
        asked = {"cells": box_around(origin, km).cells, "marks": list(found)}
        for mark, packed in self._connection.execute(_POSTINGS, asked).all():
            found[mark].append(packed)
        return ranked(found, origin, km, traits, promise)

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """Those of these entries that are there, in that order."""
        found = {row.id: entry_of(row) for row in self._connection.execute(_ENTRIES, {"numbers": list(numbers)}).all()}
        return [found[number] for number in numbers if number in found]

    def near(self, marks: Collection[str], origin: Point, km: float, traits: Sequence[int] = ()) -> list[Entry]:
        """Entries with any of the marks within `km` kilometres; of too many, those with the most marks, then nearest.

        They have a bit of each of the traits, see `Criteria.traits`.
        """
        found = self.candidates(marks, origin, km, traits, lambda said, mentioned, least: len(said))
        return self.entries([one.entry for one in islice(found, _AT_MOST)])

    def records(self, places: Collection[str]) -> Mapping[str, list[Structure]]:
        """What each producer says of these places, by place."""
        found: dict[str, list[Structure]] = {place: [] for place in places}
        for row in self._connection.execute(_RECORDS, {"places": list(places)}).all():
            found[row.place].append(read(Structure, row))
        return found

    def described(self, ids: Collection[str]) -> dict[str, tuple[Structure, list[Offer]]]:
        """Those of these structures that are there, with their offers, by id and in its order."""
        rows = self._connection.execute(select(structures).where(structures.c.id.in_(ids)).order_by(structures.c.id))
        found: dict[str, tuple[Structure, list[Offer]]] = {row.id: (read(Structure, row), []) for row in rows}
        for offer in self.offers(ids):
            found[offer.structure_id][1].append(offer)
        return found

    def everything(self) -> Iterator[tuple[Structure, list[Offer]]]:
        """Every structure with its offers, without holding them all in memory."""
        ids = self._connection.execute(select(structures.c.id).order_by(structures.c.id)).scalars().all()
        for batch in batches(ids, _BATCH):
            yield from self.described(batch).values()

    def offers(self, structure_ids: Collection[str]) -> list[Offer]:
        """The offers of these structures."""
        rows = self._connection.execute(select(offers).where(offers.c.structure_id.in_(structure_ids)).order_by(offers.c.id))
        return [read(Offer, row) for row in rows]

    def together(self, structure_ids: Collection[str]) -> Mapping[str, list[Structure]]:
        """By id, each of these structures and the other records of its place; those that nobody describes are left out."""
        places = dict(self._connection.execute(
            select(structures.c.id, structures.c.place).where(structures.c.id.in_(structure_ids))).all())
        records = self.records(set(places.values()))
        return {identifier: records[place] for identifier, place in places.items()}

    def listed_structures(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[str], int]:
        """The ids of one page of the structures, in a lasting order, and how many there are in all."""
        found = select(structures.c.id).where(*(structures.c[field].in_(values) for field, values in wanted.items()))
        page = self._connection.execute(found.order_by(structures.c.id).limit(limit).offset(offset))
        return list(page.scalars()), self._count(found)

    def listed_offers(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[OfferKey], int]:
        """One page of the offers and of the structures without offers, in a lasting order, and how many there are in all."""
        owned = structures.outerjoin(offers, offers.c.structure_id == structures.c.id)
        found = select(structures.c.id, offers.c.id.label("offer_id")).select_from(owned).where(*_wanted(wanted))
        page = self._connection.execute(found.order_by(structures.c.id, offers.c.id).limit(limit).offset(offset))
        return [(row.id, row.offer_id) for row in page], self._count(found)

    def offers_around(self, wanted: Wanted, around: tuple[Point, float] | None) -> list[LocatedOffer]:
        """The offers and the structures without offers about so many kilometres around a point, or anywhere."""
        located = directory_entries.join(structures, structures.c.id == directory_entries.c.structure_id).outerjoin(
            offers, offers.c.id == directory_entries.c.offer_id)
        near = [] if around is None else _located_in(box_around(*around))
        return [_located(row) for row in self._connection.execute(
            select(directory_entries.c.structure_id, directory_entries.c.offer_id, structures.c.place,
                   directory_entries.c.latitude, directory_entries.c.longitude, directory_entries.c.code,
                   directory_entries.c.horaires, func.coalesce(offers.c.date_maj, structures.c.date_maj).label("date_maj"),
                   *(_json(offers.c[field]) for field in ("modes_accueil", "zone_eligibilite")),
                   *(_json(structures.c[field]).label(f"its_{field}") for field in _OF_ITS_STRUCTURE))
            .select_from(located).where(*near, *_wanted(wanted)))]

    def producers(self) -> Mapping[str, str | None]:
        """Who publishes the structures, and one title under which they are cited, if any."""
        cited = func.min(cast(structures.c.citation, Text))
        rows = self._connection.execute(select(structures.c.source, cited).group_by(structures.c.source))
        return {source: citation[0] if (citation := json.loads(stored or "null")) else None for source, stored in rows}

    def _count(self, found: Any) -> int:
        return int(self._connection.execute(select(func.count()).select_from(found.subquery())).scalar())


_USES = select(directory_words.c.root, func.max(directory_words.c.uses).label("uses"),
               select(func.max(directory_entries.c.id)).scalar_subquery().label("total")).where(
    directory_words.c.root.in_(bindparam("roots", expanding=True))).group_by(directory_words.c.root)
_POSTINGS = select(directory_postings.c.mark, directory_postings.c.packed).where(
    directory_postings.c.cell.in_(bindparam("cells", expanding=True)),
    directory_postings.c.mark.in_(bindparam("marks", expanding=True)))
_RECORDS = select(structures).where(
    structures.c.place.in_(bindparam("places", expanding=True))).order_by(structures.c.id)
_ENTRIES = select(directory_entries).where(directory_entries.c.id.in_(bindparam("numbers", expanding=True)))


def _located_in(box: Box) -> list[Any]:
    """The conditions on the entries that are in a box."""
    return [directory_entries.c.cell.in_(box.cells), directory_entries.c.latitude.between(box.south, box.north),
            directory_entries.c.longitude.between(box.west, box.east)]


def _wanted(wanted: Wanted) -> list[Any]:
    """The conditions on an offer, or on a structure without offers, which counts as one if it says what it is for."""
    said = or_(_json(structures.c.thematiques) != _NOTHING, _json(structures.c.besoins) != _NOTHING)
    return [or_(offers.c.id.is_not(None), said), *(_has_one(field, values) for field, values in wanted.items())]


def _has_one(field: str, values: Collection[str]) -> Any:
    if field == "id":  # found by the indexes of both tables, and not by reading them
        owners = select(offers.c.structure_id).where(offers.c.id.in_(values))
        return and_(_SCALARS[field].in_(values), or_(structures.c.id.in_(values), structures.c.id.in_(owners)))
    if field not in _LISTS:
        return _SCALARS[field].in_(values)
    kept = _LISTS[field]
    among = [kept.contains(json.dumps(value), autoescape=True) for value in values]
    return or_(false(), *among, *([kept == _NOTHING] if field in _EVERYBODY else []))


def _json(column: Any) -> Any:
    return cast(column, Text)


_NOTHING = "[]"
_OF_ITS_STRUCTURE = ("zone_eligibilite", "reseaux_porteurs", "fermetures")
_EVERYBODY = frozenset({"publics", "zone_eligibilite"})  # an offer that says nothing of these is for everybody
_SCALARS = {
    "id": func.coalesce(offers.c.id, structures.c.id),
    "source": func.coalesce(offers.c.source, structures.c.source),
    "code_insee": func.coalesce(offers.c.code_insee, structures.c.code_insee),
    "type": offers.c.type,
    "frais": case((offers.c.id.is_not(None), offers.c.frais), (structures.c.is_free, "gratuit"),
                  (structures.c.is_free.is_(False), "payant")),
}
_LISTS = {
    "thematiques": case((offers.c.id.is_(None), _json(structures.c.thematiques)), else_=_json(offers.c.thematiques)),
    **{field: func.coalesce(_json(offers.c[field]), _NOTHING) for field in ("publics", "modes_accueil", "zone_eligibilite")},
}


def _located(row: Row) -> LocatedOffer:
    return LocatedOffer(
        row.structure_id, row.offer_id, row.place, row.latitude, row.longitude, row.date_maj, row.code, row.horaires,
        zone=_items(row.its_zone_eligibilite) + _items(row.zone_eligibilite), modes_accueil=_items(row.modes_accueil),
        reseaux_porteurs=_items(row.its_reseaux_porteurs), fermetures=_value("fermetures", _items(row.its_fermetures)))


@lru_cache(maxsize=4096)
def _items(stored: str | None) -> tuple[Any, ...]:
    """A list, as it is stored: thousands of rows hold the same few."""
    return tuple(json.loads(stored or _NOTHING))


def entry_of(row: Row) -> Entry:
    """An entry from its row."""
    phrases, mentioned = row.answered
    offered: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in row.offered.items()}
    return Entry(row.structure_id, row.offer_id, row.place, row.latitude, row.longitude,
                 Answered(tuple(map(frozenset, phrases)), frozenset(mentioned)), row.date_maj, row.code, row.horaires,
                 **offered)


def read(kind: Type[_Read], row: Row) -> _Read:
    """A Structure or an Offer from its row."""
    stored = row._mapping
    values = {field.name: _value(field.name, stored[field.name]) for field in fields(kind)}
    return kind(**{field.name: values[field.name] for field in fields(kind)
                   if values[field.name] is not None or field.default is MISSING})


def written(record: Structure | Offer) -> dict[str, Any]:
    """The columns of a Structure or an Offer."""
    return {field.name: _column(getattr(record, field.name)) for field in fields(record)}


def _value(name: str, stored: Any) -> Any:
    if name == "fermetures":
        return tuple(Closure(date.fromisoformat(first), date.fromisoformat(last), why) for first, last, why in stored or ())
    if name == "citation" and stored:
        return Source(stored[0], stored[1], date.fromisoformat(stored[2]))
    return tuple(stored) if isinstance(stored, list) else stored


def _column(value: Any) -> Any:
    if isinstance(value, Source):
        return [value.titre, value.lien, value.date.isoformat()]
    if isinstance(value, tuple):
        return [[one.first_day.isoformat(), one.last_day.isoformat(), one.reason] if isinstance(one, Closure) else one
                for one in value]
    return value


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items by so many at a time."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch
