"""An appointment as a personal calendar holds it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, kw_only=True)
class CalendarEntry:
    """One event of a calendar that people read in their own (telephone, Thunderbird, Google).

    `uid` never changes for an appointment, `sequence` grows at each change: so a calendar replaces what it had. `start`,
    `end` and `changed_at` are aware, in UTC. `alarm_before` is how long before the start the telephone rings, if it does.
    """

    uid: str
    sequence: int
    start: datetime
    end: datetime
    summary: str
    location: str | None = None
    description: str | None = None
    is_cancelled: bool = False
    changed_at: datetime
    alarm_before: timedelta | None = None
