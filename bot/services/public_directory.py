"""The directory for other programs: searched and listed as the API of data·inclusion does, in the shape of its version 1.

Of a place where people are housed, nothing that leads there goes out: no address, no point, no hours, and it is as far as
its town is. Names of contacts never go out either. An offer is called a service here, as in the standard.
"""
from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import ceil
from typing import Any, NamedTuple

from bot.domain.french import day_of
from bot.domain.offer import Offer
from bot.domain.structure import TOWN, Structure, freshness
from bot.domain.territory import Commune, Territoires
from bot.services.ports import Clock, DirectoryIndex, DirectoryReader, OfferKey, Wanted
from bot.services.public_search import PublicSearch, Search

_TRACES: Mapping[str, Any] = dict.fromkeys(
    ("adresse", "complement_adresse", "latitude", "longitude", "horaires_accueil", "horaires_texte"))
_TRACES_OF_STRUCTURE: Mapping[str, Any] = {**_TRACES, "siret": None, "accessibilite_lieu": None}
Shaped = dict[str, Any]


class Shape(NamedTuple):
    """How records are written for others.

    `write` gives a structure and its offers on a given day; a structure without offers gives its reception, if it says what
    it is for. The ids of the town's own go out with `producer` and two dashes before them.
    """

    producer: str
    write: Callable[[Structure, Sequence[Offer], date], tuple[Shaped, list[Shaped]]]


@dataclass(frozen=True)
class Page:
    """One page, numbered from 1, of at most `size` of `total` items."""

    items: list[Shaped]
    total: int
    page: int
    size: int

    def to_dict(self) -> Shaped:
        """JSON-able shape."""
        return {"items": self.items, "total": self.total, "page": self.page, "size": self.size,
                "pages": ceil(self.total / self.size)}


class _Record(NamedTuple):
    """What may be shown of a structure, of its offers, and of the other records of its place."""

    structure: Structure
    offers: list[Offer]
    others: list[Structure]


class PublicDirectory:
    """What other programs may know of the directory, and nothing that changes it."""

    def __init__(self, territoires: Territoires, index: DirectoryIndex, search: PublicSearch, clock: Clock,
                 shape: Shape) -> None:
        self._territoires = territoires
        self._index = index
        self._search = search
        self._clock = clock
        self._shape = shape

    @property
    def home(self) -> Commune:
        """The town around which one searches when nothing says where."""
        return self._territoires.home

    @property
    def today(self) -> date:
        """The day it is in Paris."""
        return day_of(self._clock.now())

    def search(self, asked: Search, page: int, size: int) -> Page:
        """The services that answer, nearest first, those without a distance last. Raises UnknownCommune."""
        asked = replace(asked, wanted=self._as_stored(asked.wanted))
        with self._index.reading() as reader:
            found = self._search.found(asked, reader, self.today)
            shown = found[(page - 1) * size:page * size]
            services = self._services([one.key for one in shown], reader)
        return Page([{"service": services[key], "distance": None if km is None else round(km)}
                     for key, km in shown if key in services], len(found), page, size)

    def services(self, wanted: Wanted, page: int, size: int) -> Page:
        """All services, in a lasting order."""
        with self._index.reading() as reader:
            keys, total = reader.listed_offers(self._as_stored(wanted), size, (page - 1) * size)
            services = self._services(keys, reader).values()
        return Page([{name: value for name, value in one.items() if name != "structure"} for one in services],
                    total, page, size)

    def service(self, identifier: str) -> Shaped | None:
        """One service and its structure."""
        ids = self._stored_ids(identifier)
        with self._index.reading() as reader:
            keys, _ = reader.listed_offers({"id": ids}, len(ids), 0)
            return _with_id(identifier, self._services(keys, reader).values())

    def structures(self, wanted: Wanted, page: int, size: int) -> Page:
        """All structures, in a lasting order, each with the ids of the other records of its place."""
        with self._index.reading() as reader:
            ids, total = reader.listed_structures(self._as_stored(wanted), size, (page - 1) * size)
            records = self._records(ids, reader)
        return Page([{**self._structure(one), "doublons": [{"source": other["source"], "id": other["id"]}
                                                           for other in self._others(one)]}
                     for one in records.values()], total, page, size)

    def structure(self, identifier: str) -> Shaped | None:
        """One structure, the other records of its place, and its services."""
        with self._index.reading() as reader:
            records = self._records(self._stored_ids(identifier), reader)
        return _with_id(identifier, ({**self._structure(one), "doublons": self._others(one),
                                      "services": self._write(one.structure, one.offers)[1]} for one in records.values()))

    def sources(self) -> list[Shaped]:
        """Who publishes what is here, the town first."""
        with self._index.reading() as reader:
            producers = reader.producers()
        town = {"slug": self._shape.producer, "nom": f"Repère, {self.home.nom}",
                "description": "Les lieux que l'équipe de l'assistant a relevés un par un."}
        return [town if producer == TOWN else
                {"slug": producer, "nom": producer, "description": f"Repris de : {titre}." if titre else None}
                for producer, titre in sorted(producers.items(), key=lambda one: (one[0] != TOWN, one[0]))]

    def _services(self, keys: Iterable[OfferKey], reader: DirectoryReader) -> dict[OfferKey, Shaped]:
        keys = list(keys)
        records = self._records({structure_id for structure_id, _ in keys}, reader)
        written: dict[OfferKey, Shaped] = {}
        for structure_id, offer_id in keys:
            record = records.get(structure_id)
            if record is None:
                continue
            structure, services = self._write(record.structure, [one for one in record.offers if one.id == offer_id])
            for service in services:
                written[structure_id, offer_id] = {**service, "structure": structure}
        return written

    def _records(self, ids: Collection[str], reader: DirectoryReader) -> dict[str, _Record]:
        """Records by id, in the order of the ids."""
        together = reader.together(ids)
        offers: dict[str, list[Offer]] = {identifier: [] for identifier in ids}
        for offer in reader.offers(ids):
            offers[offer.structure_id].append(offer)
        found: dict[str, _Record] = {}
        for identifier, offered in offers.items():
            everything = together.get(identifier, [])
            if any(one.is_shelter for one in everything):
                everything = [replace(one, **_TRACES_OF_STRUCTURE) for one in everything]
                offered = [replace(one, **_TRACES) for one in offered]
            found |= {one.id: _Record(one, offered, [other for other in everything if other is not one])
                      for one in everything if one.id == identifier}
        return found

    def _structure(self, record: _Record) -> Shaped:
        return self._scored(self._write(record.structure, ())[0])

    def _others(self, record: _Record) -> list[Shaped]:
        return [self._write(one, ())[0] for one in record.others]

    def _write(self, structure: Structure, offers: Sequence[Offer]) -> tuple[Shaped, list[Shaped]]:
        written, services = self._shape.write(structure, offers, self.today)
        return written, [self._scored({**one, "contact_nom_prenom": None}) for one in services]

    def _scored(self, written: Shaped) -> Shaped:
        return {**written, "score_qualite": round(freshness(date.fromisoformat(written["date_maj"]), self.today), 2)}

    def _as_stored(self, wanted: Wanted) -> Wanted:
        sources = [TOWN if source == self._shape.producer else source for source in wanted.get("source", ())]
        return {**wanted, "source": sources} if sources else wanted

    def _stored_ids(self, identifier: str) -> list[str]:
        """What may be stored under an id that goes out; that of a reception ends with two dashes and a word."""
        own = identifier.removeprefix(f"{self._shape.producer}--")
        return [one for one in (identifier, own, identifier.rpartition("--")[0], own.rpartition("--")[0]) if one]


def _with_id(identifier: str, written: Iterable[Shaped]) -> Shaped | None:
    return next((one for one in written if one["id"] == identifier), None)
