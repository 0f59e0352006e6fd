"""Who waits: for a time to free up, or to be called back."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.domain.appointment import Contact
from bot.domain.booking_draft import Purpose
from bot.domain.french import day_of
from bot.domain.wish import Wish

TOLD_AT_MOST = 3


@dataclass(frozen=True)
class Waiting:
    """One person who waits. `told` counts the messages sent, the last at `told_at`."""

    purpose: Purpose
    motif: str
    conversation: str
    prenom: str
    telephone: str | None
    contact: Contact | None
    created_at: datetime
    wish: Wish | None = None
    told: int = 0
    told_at: datetime | None = None
    id: int = 0

    def may_be_told(self, now: datetime) -> bool:
        """At most three messages, at most one a day."""
        last = self.told_at and day_of(self.told_at)
        return self.told < TOLD_AT_MOST and last != day_of(now)
