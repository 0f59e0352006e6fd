"""One thing at a time for each person, first come first served; different people do not wait for each other."""
from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import asynccontextmanager
from typing import AsyncIterator


class Turns:
    def __init__(self) -> None:
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: dict[tuple[str, ...], asyncio.Lock] = {}
        self._present: Counter[tuple[str, ...]] = Counter()

    @asynccontextmanager
    async def of(self, *address: str) -> AsyncIterator[None]:
        """What to hold while something is done for whoever has this address."""
        self._present[address] += 1
        try:
            async with self._locks.setdefault(address, asyncio.Lock()):
                yield
        finally:
            self._present[address] -= 1
            if not self._present[address]:
                del self._present[address], self._locks[address]

    def present(self, *address: str) -> int:
        """How many things are being done for this address, or wait for it."""
        return self._present.get(address, 0)
