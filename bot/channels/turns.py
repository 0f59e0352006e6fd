"""One thing at a time for each person, first come first served; different people do not wait for each other."""
from __future__ import annotations

import asyncio
from weakref import WeakValueDictionary


class Turns:
    def __init__(self) -> None:
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: WeakValueDictionary[tuple[str, ...], asyncio.Lock] = WeakValueDictionary()

    def of(self, *address: str) -> asyncio.Lock:
        """What to hold while something is done for whoever has this address."""
        return self._locks.setdefault(address, asyncio.Lock())
