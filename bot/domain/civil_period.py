"""Whole months, quarters and years: the only spans of time over which demands are counted."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.french import MOIS

_WRITTEN = re.compile(r"(20\d\d)(?:-(?:(0[1-9]|1[0-2])|T([1-4])))?", re.ASCII)
_SHORT = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
_RANKS = ("1er", "2e", "3e", "4e")


@dataclass(frozen=True, order=True)
class Period:
    """`length` months (1, 3 or 12) from the first of a month."""

    start: date
    length: int

    @classmethod
    def month(cls, day: date) -> "Period":
        """The month of a day."""
        return cls(day.replace(day=1), 1)

    @classmethod
    def quarter(cls, day: date) -> "Period":
        """The quarter of a day."""
        return cls(date(day.year, (day.month - 1) // 3 * 3 + 1, 1), 3)

    @classmethod
    def year(cls, year: int) -> "Period":
        return cls(date(year, 1, 1), 12)

    @classmethod
    def parse(cls, written: str) -> "Period | None":
        """« 2026-03 », « 2026-T1 » or « 2026 »; None if it is something else."""
        found = _WRITTEN.fullmatch(written)
        if found is None:
            return None
        year, month, quarter = found.groups()
        if month:
            return cls(date(int(year), int(month), 1), 1)
        return cls(date(int(year), 3 * int(quarter) - 2, 1), 3) if quarter else cls.year(int(year))

    @property
    def end(self) -> date:
        """The first day after it."""
        return _shifted(self.start, self.length)

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def before(self) -> "Period":
        """As long, just before."""
        return self.earlier(self.length)

    def earlier(self, months: int) -> "Period":
        """As long, so many months before."""
        return Period(_shifted(self.start, -months), self.length)

    @property
    def months(self) -> list["Period"]:
        return [Period(_shifted(self.start, more), 1) for more in range(self.length)]

    @property
    def quarters(self) -> list["Period"]:
        """The whole quarters in it, none in a month."""
        return [Period(_shifted(self.start, more), 3) for more in range(0, self.length - 2, 3)]

    @property
    def slug(self) -> str:
        """What `parse` reads."""
        year = f"{self.start.year}"
        return {1: f"{year}-{self.start.month:02d}", 3: f"{year}-T{self._rank + 1}", 12: year}[self.length]

    @property
    def nom(self) -> str:
        """« mars 2026 », « 1er trimestre 2026 », « année 2026 »."""
        year = self.start.year
        return {1: f"{MOIS[self.start.month - 1]} {year}", 3: f"{_RANKS[self._rank]} trimestre {year}",
                12: f"année {year}"}[self.length]

    @property
    def mois(self) -> str:
        """Its first month, in short: « janv. »."""
        return _SHORT[self.start.month - 1]

    @property
    def _rank(self) -> int:
        return (self.start.month - 1) // 3


def _shifted(first: date, months: int) -> date:
    """The first of the month, so many months later."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return date(year, month + 1, 1)
