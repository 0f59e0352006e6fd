"""What the desk says of the town, always at hand: an answer must not wait for the database to know it."""
from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from bot.domain.town import TownState

_FRESH = 2.0  # seconds: how long a change made in another process may go unseen


class TownBook:
    """Read again when it is no longer fresh, and at once after a change made here.

    While the database cannot be asked (`read` gives None), what was known last is still said.
    """

    def __init__(self, read: Callable[[], TownState | None]) -> None:
        self._read = read
        self._known = TownState()
        self._read_at: float | None = None

    def state(self) -> TownState:
        """What is said now; the same object as long as nothing changed."""
        if self._read_at is None or monotonic() - self._read_at > _FRESH:
            found = self._read()
            if found is not None and found != self._known:
                self._known = found
            self._read_at = monotonic()
        return self._known

    def now(self) -> TownState:
        """What is said, read again: before it is changed."""
        self.has_changed()
        return self.state()

    def has_changed(self) -> None:
        """Look again, next time."""
        self._read_at = None
