"""What people ask, over a whole month, quarter or year: only what may be shown of it."""
from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import add

from bot.domain.asked import Outcome
from bot.domain.civil_period import Period
from bot.domain.french import day_of, say_number
from bot.domain.small_counts import NOUGHT, SMALL, UNKNOWN, Counted, Figure, alone
from bot.services.needs_tables import NeedsTables, Shape
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_STEADY = 5  # percent under which nothing is said to change
_MONTHS_SHOWN = 13


@dataclass(frozen=True)
class Change:
    """How a number compares with the one of the span before, in percent."""

    percent: float

    @property
    def said(self) -> str:
        """« ▲ + 12 %, en hausse »."""
        if abs(self.percent) < _STEADY:
            return "= stable"
        arrow, sign, word = ("▲", "+", "en hausse") if self.percent > 0 else ("▼", "−", "en baisse")
        return f"{arrow} {sign}\u00a0{say_number(round(abs(self.percent)))}\u00a0%, {word}"


@dataclass(frozen=True)
class Row:
    """One row of a table that may be shown. `before` is the same, one span earlier."""

    key: str
    label: str
    figure: Figure
    before: Figure
    theme: str = ""

    @property
    def change(self) -> Change | None:
        return change(self.figure, self.before)


@dataclass(frozen=True)
class Table:
    """A table that may be shown: all its rows, in its order; their whole; what the hidden ones hold together."""

    shape: Shape
    rows: tuple[Row, ...]
    whole: Figure
    grouped: int | None

    @property
    def shown(self) -> list[Row]:
        """The rows to draw: those of which something is known, or all when their order tells something."""
        if not self.shape.is_ranked:
            return list(self.rows)
        return sorted((row for row in self.rows if row.figure.low), key=lambda row: (-row.figure.low, row.label))

    @property
    def small(self) -> list[Row]:
        """The rows left out because they hold too little."""
        return [row for row in self.rows if row.figure.low == 0 and row.figure.high]

    @property
    def joined(self) -> list[Row]:
        """The rows with which those are counted."""
        return [row for row in self.rows if row.figure == UNKNOWN]

    @property
    def is_hidden(self) -> bool:
        """Whether nothing of it may be shown."""
        return all(row.figure == UNKNOWN for row in self.rows)

    @property
    def is_empty(self) -> bool:
        return not any(row.figure.low for row in self.rows)

    @property
    def most(self) -> int:
        """The longest bar."""
        return max((row.figure.high or row.figure.low for row in self.rows), default=0)

    def row(self, key: str) -> Figure:
        return next(row.figure for row in self.rows if row.key == key)


@dataclass(frozen=True)
class Needs:
    """What may be shown of a span, as far as it is counted: to the end of `until`, a month, and of `detailed`, a quarter."""

    period: Period
    whole: Figure
    before: Figure
    months: tuple[Row, ...]
    tables: Mapping[str, Table]
    urgences: Figure | None
    until: Period
    detailed: Period | None

    @property
    def is_uneven(self) -> bool:
        """Whether the detail stops before the rest."""
        return self.detailed is not None and self.detailed.end != self.until.end

    @property
    def change(self) -> Change | None:
        return change(self.whole, self.before)


class NeedsReport:
    def __init__(self, tables: NeedsTables, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._tables = tables
        self._clock = clock
        self._new_uow = new_uow

    def periods(self) -> list[Period]:
        """The spans that can be read, latest first, longest first: nothing that is not over is shown by part."""
        with self._new_uow() as uow:
            first = uow.asked.first_day()
        today = day_of(self._clock.now())
        month, found = Period.month(today).before, set()
        while first is not None and month.end > first:
            found |= {month, Period.year(month.start.year)}
            quarter = Period.quarter(month.start)
            found |= {quarter} if quarter.end <= today else set()
            month = month.before
        return sorted(found, key=lambda one: (one.length, one.start), reverse=True)

    def under_way(self) -> tuple[Period, Figure]:
        """The month that is not over, and how many demands it has had."""
        month = Period.month(day_of(self._clock.now()))
        with self._new_uow() as uow:
            return month, self._whole(uow, month)

    def of(self, period: Period) -> Needs:
        """All that may be shown of a span, as far as it is over."""
        months = [month for month in period.months if self._is_over(month)]
        quarters = [quarter for quarter in period.quarters if self._is_over(quarter)]
        until = months[-1] if months else period.months[0]
        with self._new_uow() as uow:
            begun = _begun(uow)
            wholes = self._wholes(uow, until, period, begun)
            counted = self._sums(uow, months, quarters)
            is_comparable = begun <= period.before.start
            earlier = self._sums(uow, _earlier(months, period), _earlier(quarters, period)) if is_comparable else {}
            urgences = [self._tables.urgences(uow, quarter) for quarter in quarters]
            before = [self._whole(uow, month) for month in _earlier(months, period)] if is_comparable else [UNKNOWN]
        tables = {slug: _table(shape, counted[slug], earlier.get(slug)) for slug, shape in self._tables.shapes.items()
                  if slug in counted}
        return Needs(period, sum((wholes[month] for month in months), NOUGHT), sum(before, NOUGHT), tuple(_monthly(wholes)),
                     tables, reduce(add, urgences) if urgences else None, until, quarters[-1] if quarters else None)

    def _is_over(self, period: Period) -> bool:
        return period.end <= day_of(self._clock.now())

    def _wholes(self, uow: UnitOfWork, until: Period, period: Period, begun: date) -> dict[Period, Figure]:
        """The demands of the months of a span, and of enough months before to see where it goes; a part of one is none."""
        count = max(_MONTHS_SHOWN, period.length) + 1
        months = [until.earlier(back) for back in reversed(range(count))]
        return {month: self._whole(uow, month) if month in period.months or month.start >= begun else UNKNOWN
                for month in months}

    @staticmethod
    def _whole(uow: UnitOfWork, month: Period) -> Figure:
        found = uow.asked.by(("outcome",), month.start, month.end)
        return alone(sum(number for (outcome,), number in found if outcome != Outcome.URGENCE.value))

    def _sums(self, uow: UnitOfWork, months: Sequence[Period], quarters: Sequence[Period]) -> dict[str, Counted]:
        """What the tables of these spans show, added up."""
        parts = ([self._tables.month(uow, month) for month in months], [self._tables.quarter(uow, one) for one in quarters])
        return {slug: reduce(add, (part[slug] for part in counted)) for counted in parts if counted for slug in counted[0]}


def _begun(uow: UnitOfWork) -> date:
    """Since when whole months have been counted."""
    first = uow.asked.first_day()
    if first is None:
        return date.max
    return first if first.day == 1 else Period.month(first).end


def _table(shape: Shape, counted: Counted, before: Counted | None) -> Table:
    themes = shape.themes or {}
    earlier = before.rows if before else dict.fromkeys(shape.rows, UNKNOWN)
    rows = (Row(key, label, counted.rows[key], earlier[key], themes.get(key, "")) for key, label in shape.rows.items())
    return Table(shape, tuple(rows), counted.whole, counted.grouped)


def change(now: Figure, before: Figure) -> Change | None:
    """None where either is not known, or too small to be compared."""
    if not (now.is_exact and before.is_exact) or min(now.low, before.low) < SMALL:
        return None
    return Change(100 * (now.low - before.low) / before.low)


def _earlier(parts: Sequence[Period], period: Period) -> list[Period]:
    return [part.earlier(period.length) for part in parts]


def _monthly(wholes: Mapping[Period, Figure]) -> list[Row]:
    """Each month beside the month before; the first serves to compare only."""
    months = list(wholes.items())
    return [Row(month.slug, month.nom, figure, before) for (_, before), (month, figure) in zip(months, months[1:])
            if figure != UNKNOWN]
