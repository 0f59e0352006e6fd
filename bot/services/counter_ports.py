"""What the counter needs from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import datetime
from typing import Protocol


class CounterThreads(Protocol):
    def left_since(self, channel: str, limit: datetime) -> list[str]:
        """The addresses of a channel where something was said, and nothing since `limit`."""
