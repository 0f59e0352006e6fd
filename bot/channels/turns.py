"""One thing at a time for each person, first come first served; different people do not wait for each other."""
from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from typing import AsyncIterator, Protocol


class Queue(Protocol):
    """Where several programs wait for their turns."""

    def turn(self, *address: str) -> AbstractAsyncContextManager[None]:
        """Held while something is done for whoever has this address. Never raises of itself: without it, life goes on."""


class Turns:
    """In this program; and, with a `queue`, among all those that wait there."""

    def __init__(self, queue: Queue | None = None) -> None:
        self._queue = queue
        # A lock lives as long as somebody holds it or waits for it.
        self._locks: dict[tuple[str, ...], asyncio.Lock] = {}
        self._present: Counter[tuple[str, ...]] = Counter()

    @asynccontextmanager
    async def of(self, *address: str) -> AsyncIterator[None]:
        """What to hold while something is done for whoever has this address."""
        self._present[address] += 1
        lock = self._locks.setdefault(address, asyncio.Lock())
        try:
            # The ticket is taken on arrival; the lock is what is left when the queue cannot be reached.
            async with self._queue.turn(*address) if self._queue else nullcontext(), lock:
                yield
        finally:
            self._present[address] -= 1
            if not self._present[address]:
                del self._present[address], self._locks[address]

    def present(self, *address: str) -> int:
        """How many things are being done for this address, or wait for it."""
        return self._present.get(address, 0)
