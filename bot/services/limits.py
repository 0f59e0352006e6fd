"""How fast people may write: each of them, each place they write from, and all of them together."""
from __future__ import annotations

import hashlib
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from bot.domain.pace import Bucket, Pace
from bot.services.ports import Clock

_TOLD_EVERY = timedelta(minutes=10)
_MOST_REMEMBERED = 20_000
_SECOND, _MINUTE = 1, 60
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Paces:
    """What the town allows. A place that many share (a library, a third place) has one address for all its visitors."""

    person: Pace
    address: Pace
    house: Pace

    @classmethod
    def of(cls, person_a_minute: int, address_a_minute: int, house_a_second: int) -> "Paces":
        """A person may send half of a minute's messages at once, an address as well."""
        return cls(Pace(person_a_minute, _MINUTE, max(1, person_a_minute // 2)),
                   Pace(address_a_minute, _MINUTE, max(1, address_a_minute // 2)),
                   Pace(house_a_second, _SECOND, house_a_second))


@dataclass(frozen=True)
class Wait:
    """Too much has come: `seconds` until one more is taken. `is_theirs`: from this person, not from everybody."""

    seconds: int
    is_theirs: bool


class Limits:
    """Counts in this process only. Of people it remembers a hash whose key dies with it, the latest `remembered` of them."""

    def __init__(self, paces: Paces, clock: Clock, remembered: int = _MOST_REMEMBERED) -> None:
        self._paces = paces
        self._clock = clock
        self._remembered = remembered
        self._key = secrets.token_bytes(32)
        self._people: OrderedDict[bytes, Bucket] = OrderedDict()
        self._places: OrderedDict[bytes, Bucket] = OrderedDict()
        self._told: OrderedDict[bytes, datetime] = OrderedDict()
        self._house: Bucket | None = None

    def message(self, channel: str, address: str, origin: str | None) -> Wait | None:
        """Count a message; None if it may be answered. `origin`: the network address it comes from, where there is one."""
        wait = self._of(self._people, self._paces.person, f"{channel} {address}")
        return wait or self._from(origin) or self._in_all()

    def visit(self, origin: str) -> Wait | None:
        """Count a request that asks nothing of the dialogue; None if it may be answered."""
        return self._from(origin)

    def may_tell(self, channel: str, address: str) -> bool:
        """Whether somebody who is told at our expense may be told to wait: once in ten minutes."""
        now, who = self._clock.now(), self._disguised(f"{channel} {address}")
        told = self._told.get(who)
        if told is not None and timedelta() <= now - told < _TOLD_EVERY:
            return False
        self._keep(self._told, who, now)
        return True

    def _from(self, origin: str | None) -> Wait | None:
        return self._of(self._places, self._paces.address, origin) if origin is not None else None

    def _of(self, buckets: OrderedDict[bytes, Bucket], pace: Pace, name: str) -> Wait | None:
        who = self._disguised(name)
        bucket, seconds = pace.take(buckets.get(who), self._clock.now())
        self._keep(buckets, who, bucket)
        return Wait(seconds, is_theirs=True) if seconds else None

    def _in_all(self) -> Wait | None:
        self._house, seconds = self._paces.house.take(self._house, self._clock.now())
        return Wait(seconds, is_theirs=False) if seconds else None

    def _keep(self, those: OrderedDict[bytes, Kept], who: bytes, what: Kept) -> None:
        """The one that was seen longest ago is forgotten: it has waited long enough."""
        those[who] = what
        those.move_to_end(who)
        if len(those) > self._remembered:
            those.popitem(last=False)

    def _disguised(self, name: str) -> bytes:
        return hashlib.blake2b(name.encode(errors="replace"), key=self._key, digest_size=16).digest()
