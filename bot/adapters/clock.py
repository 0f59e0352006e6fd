"""What time it is: the machine's, or one that was set (demonstrations, examinations)."""
from __future__ import annotations

from datetime import datetime, timezone

from bot.domain.french import PARIS


class SystemClock:
    def now(self) -> datetime:
        return datetime.now(timezone.utc)


class SetClock:
    """Always the same moment, given in Paris time (« 2026-11-21T10:00 ») or with its own zone."""

    def __init__(self, moment: str) -> None:
        parsed = datetime.fromisoformat(moment)
        self._moment = (parsed if parsed.tzinfo else parsed.replace(tzinfo=PARIS)).astimezone(timezone.utc)

    def now(self) -> datetime:
        return self._moment
