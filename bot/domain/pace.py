"""How much may come in how long: a bucket that fills by itself, and from which each message takes one."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

_ONE = 1 - 1e-9  # filled in many small parts, a bucket holds a little less


@dataclass(frozen=True)
class Bucket:
    """What somebody may still send at once, as it stood at a moment."""

    left: float
    at: datetime


@dataclass(frozen=True)
class Pace:
    """`count` in `seconds` in the long run, and `burst` at once."""

    count: int
    seconds: int
    burst: int

    def take(self, bucket: Bucket | None, now: datetime) -> tuple[Bucket, int]:
        """The bucket after one more, and 0; or, if it holds none, the whole seconds until it does. None is a full one."""
        left = float(self.burst)
        if bucket is not None:
            # A clock that was set back fills nothing, and takes nothing.
            elapsed = max(0.0, (now - bucket.at).total_seconds())
            left = min(left, bucket.left + elapsed * self.count / self.seconds)
        if left >= _ONE:
            return Bucket(left - 1, now), 0
        return Bucket(left, now), ceil((_ONE - left) * self.seconds / self.count)


def say_wait(seconds: int) -> str:
    """« dans 3 secondes », « dans une minute », « dans 4 minutes »: never too soon."""
    if seconds < 60:
        return f"dans {seconds} secondes" if seconds > 1 else "dans une seconde"
    minutes = ceil(seconds / 60)
    return f"dans {minutes} minutes" if minutes > 1 else "dans une minute"
