"""What became of each record of an imported file, in French, for the person who imports it."""
from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Optional

from bot.adapters.database.directory_writer import Outcome
from bot.adapters.directory_formats.published import LeftOut
from bot.domain.french import NBSP

_EXAMPLES = 3
_WIDTH = 79
_MOST_REASONS = 40
_LONGEST_NAME = 40


@dataclass
class Reason:
    """How many times something happened, and where it was seen first: the line or the rank of a record, and its name."""

    count: int = 0
    examples: list[tuple[int, Optional[str]]] = field(default_factory=list)

    def add(self, number: int, name: Optional[str]) -> None:
        """One time more."""
        self.count += 1
        if len(self.examples) < _EXAMPLES:
            self.examples.append((number, name))


@dataclass
class Report:
    """The figures of an import. `str` gives a table that fits a terminal."""

    file: str
    directory: str
    read: int = 0
    forgotten: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    refusals: dict[str, Reason] = field(default_factory=dict)
    left_out: dict[LeftOut, Reason] = field(default_factory=dict)

    @property
    def refused(self) -> int:
        """How many records nothing was kept of."""
        return sum(reason.count for reason in self.refusals.values())

    def keep(self, outcomes: Iterable[Outcome]) -> None:
        """Count what was written."""
        for outcome in outcomes:
            self.outcomes[outcome] += 1

    def refuse(self, number: int, name: Optional[str], why: str) -> None:
        """Count a record from which nothing is kept."""
        self.refusals.setdefault(why, Reason()).add(number, name)

    def leave(self, number: int, name: Optional[str], left_out: Iterable[LeftOut]) -> None:
        """Count the fields of a record that are not kept."""
        for one in left_out:
            self.left_out.setdefault(one, Reason()).add(number, name)

    def __str__(self) -> str:
        figures = {"lus": self.read, "ajoutés": self.outcomes[Outcome.ADDED], "modifiés": self.outcomes[Outcome.CHANGED],
                   "inchangés": self.outcomes[Outcome.SAME], "refusés": self.refused, "oubliés": self.forgotten}
        fields = {f"{one.field} : {one.reason}": reason for one, reason in self.left_out.items()}
        return "\n".join([
            *wrap(f"{self.directory}, fichier {self.file}", _WIDTH),
            *(f"  {name:<10}{_figure(count)}" for name, count in figures.items()),
            *_table("Fiches refusées", self.refusals), *_table("Renseignements laissés de côté", fields)])


def _table(title: str, reasons: dict[str, Reason]) -> list[str]:
    if not reasons:
        return []
    ordered = sorted(reasons.items(), key=lambda item: (-item[1].count, item[0]))
    lines = [line for why, reason in ordered[:_MOST_REASONS] for line in _lines(why, reason)]
    others = len(ordered) - _MOST_REASONS
    return ["", title, *lines, *([f"  … et {others} autres raisons"] if others > 0 else [])]


def _lines(why: str, reason: Reason) -> list[str]:
    seen = ", ".join(f"n° {number}" + (f" « {_short(name)} »" if name else "") for number, name in reason.examples)
    return [*wrap(why, _WIDTH, initial_indent=f"{_figure(reason.count)}  ", subsequent_indent=" " * 11),
            *wrap(seen, _WIDTH, initial_indent=" " * 11, subsequent_indent=" " * 11)]


def _figure(count: int) -> str:
    return f"{count:,}".replace(",", NBSP).rjust(9)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME - 1]}…"
