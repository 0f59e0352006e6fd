"""Looks again and again at something that may have changed, only as long as somebody waits for the news of it."""
from __future__ import annotations

import asyncio
import logging
from typing import Awaitable, Callable

from bot.domain.errors import StorageUnavailable

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds


class Lookout:
    """One task for everybody. `is_needed` says whether anybody is still there."""

    def __init__(self, look: Callable[[], Awaitable[None]], is_needed: Callable[[], object]) -> None:
        self._look = look
        self._is_needed = is_needed
        self._task: asyncio.Task[None] | None = None

    @property
    def is_awake(self) -> bool:
        return self._task is not None and not self._task.done()

    def wake(self) -> None:
        """Somebody is there now."""
        if not self.is_awake:
            self._task = asyncio.create_task(self._watch())

    async def _watch(self) -> None:
        """A database that is away for a moment must not end it."""
        while self._is_needed():
            try:
                await self._look()
            except StorageUnavailable:
                pass  # The database says so in the log; it is asked again.
            except Exception:
                logger.exception("%s failed; it will be tried again", self._look.__qualname__)
            await asyncio.sleep(LOOK_EVERY)
