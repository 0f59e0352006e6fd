"""Counts that may be shown: every number under five is hidden, and nothing that is shown gives it away.

A table shares a whole out between rows, each demand in one row; everybody may know the whole. The rows under five are
shown as such, and counted together with one or more *companions*: rows chosen beforehand, for all tables of the kind,
whatever they hold. Only the sum of that group can be worked out. Hence, for who knows the rule and everything shown:

* each number under five has at least two possible values;
* as soon as the first companion holds five or more, all of 1, 2, 3 and 4 remain possible;
* the sum of a group is five or more.

Tables that share out the same whole, each in its own way, tell nothing of one another. One that shares out a row of another
table is hidden with that row. Sums over time are made of what is shown (`+`), never of what is hidden.

A nought is shown when no row holds one to four: it speaks of nobody.
"""
from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.french import say_number

SMALL = 5


@dataclass(frozen=True)
class Figure:
    """What may be said of a number: it is between `low` and `high` included (None: no limit)."""

    low: int
    high: int | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    @property
    def said(self) -> str:
        """« 42 », « moins de 5 », « 15 à 23 », « au moins 15 », « non affiché »."""
        if self.high is None:
            return f"au moins {say_number(self.low)}" if self.low else "non affiché"
        if self.is_exact:
            return say_number(self.low)
        return f"{say_number(self.low)} à {say_number(self.high)}" if self.low else f"moins de {say_number(self.high + 1)}"

    def __add__(self, other: "Figure") -> "Figure":
        """The sum of two numbers, as far as it is known."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Figure(self.low + other.low, high)


NOUGHT, UNDER_FIVE, UNKNOWN = Figure(0, 0), Figure(0, SMALL - 1), Figure(0, None)


@dataclass(frozen=True)
class Counted:
    """A table that may be shown: its rows, their whole, and what the hidden rows hold together (None: not known)."""

    rows: Mapping[str, Figure]
    whole: Figure
    grouped: int | None = 0

    def __add__(self, other: "Counted") -> "Counted":
        """The same rows over two spans of time: a sum of what is shown, which tells nothing more."""
        grouped = None if self.grouped is None or other.grouped is None else self.grouped + other.grouped
        return Counted({key: figure + other.rows[key] for key, figure in self.rows.items()}, self.whole + other.whole,
                       grouped)


def alone(number: int) -> Figure:
    """A number that is part of no sum."""
    return UNDER_FIVE if 0 < number < SMALL else Figure(number, number)


def conceal(counts: Mapping[str, int], companions: Sequence[str]) -> Counted:
    """The table of these rows. `companions` are rows of it, two at least in a table that has more than one."""
    whole = sum(counts.values())
    small = {key for key, number in counts.items() if number < SMALL}
    if not any(counts[key] for key in small):
        return Counted({key: Figure(number, number) for key, number in counts.items()}, Figure(whole, whole))
    if whole < SMALL:
        return hidden(counts, alone(whole))
    group, joined = _grouped(counts, small, companions)
    rows = {key: Figure(number, number) for key, number in counts.items()}
    rows.update({key: UNKNOWN if key in joined else UNDER_FIVE for key in group})
    return Counted(rows, Figure(whole, whole), sum(counts[key] for key in group))


def within(parent: Figure, counts: Mapping[str, int], companions: Sequence[str]) -> Counted:
    """The table that shares out one row of another: hidden with it."""
    return conceal(counts, companions) if parent.is_exact else hidden(counts, parent)


def together(whole: Figure, parts: Sequence[Counted]) -> Counted:
    """One table of several, which share out one whole."""
    rows = {key: figure for part in parts for key, figure in part.rows.items()}
    shown = sum(figure.low for figure in rows.values() if figure.is_exact)
    return Counted(rows, whole, whole.low - shown if whole.is_exact else None)


def hidden(keys: Iterable[str], whole: Figure = UNKNOWN) -> Counted:
    """A table of which nothing is shown but what may be said of its whole."""
    return Counted(dict.fromkeys(keys, Figure(0, whole.high)), whole, None)


def _grouped(counts: Mapping[str, int], small: set[str], companions: Sequence[str]) -> tuple[set[str], set[str]]:
    """The rows counted together, and which of them may hold any number."""
    group, joined = set(small), {key for key in companions if key in small}
    for key in (*companions, *counts):
        if key == companions[0] or len(group) < 2 or sum(counts[one] for one in group) < SMALL:
            joined |= {key} - small
            group.add(key)
    return group, joined
