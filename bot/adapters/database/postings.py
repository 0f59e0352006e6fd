"""What a mark leads to in a cell of the country, packed: each entry with what is needed to rank it before it is read."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from struct import Struct
from typing import Any

import numpy as np

from bot.domain.entry import MENTIONED, NO_PHRASE
from bot.domain.territory import EARTH_RADIUS_KM, Point
from bot.services.ports import Candidate, Promise

_PACKED = Struct("<IffQB")
_FIELDS = np.dtype([("entry", "<u4"), ("latitude", "<f4"), ("longitude", "<f4"), ("traits", "<u8"), ("least", "u1")])
_BLUR_KM = 0.001  # by which a point may be moved when it is packed
_LEAST_BIT = 56
POSTING_BYTES = _PACKED.size
MOST_MARKS = _LEAST_BIT // 2
packed = _PACKED.pack  # the number of an entry, where it is, its traits, and the least of the mark (`Entry.marks`)


def ranked(postings: Mapping[str, Sequence[bytes]], origin: Point, km: float, traits: Iterable[int],
           promise: Promise) -> Iterator[Candidate]:
    """What is within `km` kilometres and has a bit of each of the traits: what promises most first, then the nearest.

    `postings`: those of each mark, `MOST_MARKS` at most.
    """
    by_mark = list(map(b"".join, postings.values()))
    found = np.frombuffer(b"".join(by_mark), _FIELDS)
    ranks = np.repeat(np.arange(len(by_mark), dtype="u8"), [len(some) // POSTING_BYTES for some in by_mark])
    for bits in traits:
        kept = found["traits"] & np.uint64(bits) != 0
        found, ranks = found[kept], ranks[kept]
    if not len(found):
        return iter(())
    order = np.argsort(found["entry"], kind="stable")
    first = np.flatnonzero(np.diff(found["entry"][order], prepend=0))
    promised = _promised(found["least"][order], ranks[order], first, list(postings), promise)
    found, promised = found[order[first]][promised > 0], promised[promised > 0]
    away = _kilometres(origin, found)
    best = np.lexsort((away, -promised.round(1)))
    best = best[away[best] <= km + _BLUR_KM]
    return map(Candidate._make, zip(found["entry"][best].tolist(), promised[best].tolist(), away[best].tolist()))


def _promised(least: Any, ranks: Any, first: Any, marks: Sequence[str], promise: Promise) -> Any:
    """What each entry promises, which is computed once for all those that have the same marks in the same way."""
    is_mentioned = least == MENTIONED
    bits = np.bitwise_or.reduceat(np.uint64(1) << (ranks + is_mentioned * np.uint64(MOST_MARKS)), first)
    shortest = np.minimum.reduceat(np.where(is_mentioned, NO_PHRASE, least), first).astype("u8")
    ways, way = np.unique(bits | shortest << np.uint64(_LEAST_BIT), return_inverse=True)
    said, mentioned = ([[mark for rank, mark in enumerate(marks, start) if bits >> rank & 1] for bits in ways.tolist()]
                       for start in (0, MOST_MARKS))
    return np.array(list(map(promise, said, mentioned, (ways >> np.uint64(_LEAST_BIT)).tolist())))[way]


def _kilometres(origin: Point, found: Any) -> Any:
    """The haversine distance of each posting."""
    latitude, longitude = np.radians(found["latitude"], dtype="f8"), np.radians(found["longitude"], dtype="f8")
    here, east = np.radians(origin.latitude), np.radians(origin.longitude)
    half = np.sin((latitude - here) / 2) ** 2 + np.cos(here) * np.cos(latitude) * np.sin((longitude - east) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half))
