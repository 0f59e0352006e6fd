"""What counting the demands needs from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import date
from typing import Protocol, Sequence

from bot.domain.asked import Demand


class Asked(Protocol):
    """How many demands there were of each kind."""

    def add(self, demand: Demand) -> None:
        """One more."""

    def first_day(self) -> date | None:
        """The day of the oldest count."""

    def by(self, fields: Sequence[str], since: date, until: date) -> list[tuple[tuple, int]]:
        """How many demands for each value of these fields of `Demand`, from a day to the day before another."""

    def forget_before(self, day: date) -> int:
        """Forget older counts; how many."""
