"""Which times are free: pure arithmetic on intervals, told nothing of databases or calendars."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from itertools import zip_longest
from typing import Iterable, Iterator, Mapping, Sequence

from bot.domain.appointment import Creneau, Motif
from bot.domain.french import PARIS
from bot.domain.wish import Wish

# Starts stand on the clock's half hours whatever the durations, so that a long booking does not shift the day's rhythm.
GRID = timedelta(minutes=30)
# What an appointment occupies is counted in cells of this length: the database refuses the same cell twice.
CELL = timedelta(minutes=5)


@dataclass(frozen=True, order=True)
class Interval:
    """Half-open, [start, end): what touches does not overlap. Both ends are UTC."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        return self.start < other.end and other.start < self.end


def cells(start: datetime, end: datetime) -> list[datetime]:
    """The cells that [start, end) touches, the first one rounded down to the clock."""
    first = start.astimezone(timezone.utc)
    first -= timedelta(minutes=first.minute % 5, seconds=first.second, microseconds=first.microsecond)
    return [first + CELL * n for n in range(-((first - end.astimezone(timezone.utc)) // CELL))]


def free_creneaux(motif: Motif, openings: Mapping[str, Sequence[Interval]], busy: Mapping[str, Sequence[Interval]],
                  now: datetime) -> list[Creneau]:
    """Every free start on the grid, in order, between the motif's delays; one per time even if several desks are free.

    `openings` and `busy` are by agenda. A creneau and the pause after it must fit in one opening, clear of what is busy.
    """
    earliest, latest = now + motif.delai_min, now + motif.delai_max
    found: dict[datetime, Creneau] = {}
    for agenda in sorted(openings):
        taken = sorted(busy.get(agenda, ()))
        for opening in openings[agenda]:
            for start in _grid(opening, motif):
                wanted = Interval(start, start + motif.duree + motif.pause)
                if earliest <= start <= latest and not any(wanted.overlaps(t) for t in taken):
                    found.setdefault(start, Creneau(start, start + motif.duree, agenda))
    return sorted(found.values())


def matching(creneaux: Iterable[Creneau], wish: Wish | None) -> list[Creneau]:
    """The creneaux that suit what was asked, in order; those closest to « vers 10 h » first within a day."""
    if wish is None:
        return list(creneaux)
    suited = [c for c in creneaux if wish.suits(c.start.astimezone(PARIS))]
    return sorted(suited, key=lambda c: (c.start.astimezone(PARIS).date(), wish.distance(c.start.astimezone(PARIS)), c))


def in_turns(creneaux: Sequence[Creneau]) -> list[Creneau]:
    """The same creneaux, one per half-day in turn, so that the first three leave a real choice."""
    half_days: dict[tuple[date, bool], list[Creneau]] = {}
    for creneau in creneaux:
        local = creneau.start.astimezone(PARIS)
        half_days.setdefault((local.date(), local.hour < 13), []).append(creneau)
    rounds = zip_longest(*half_days.values())
    return [creneau for one_round in rounds for creneau in one_round if creneau is not None]


def _grid(opening: Interval, motif: Motif) -> Iterator[datetime]:
    since_midnight = opening.start - opening.start.replace(hour=0, minute=0, second=0, microsecond=0)
    start = opening.start + (-since_midnight % GRID)
    while start + motif.duree + motif.pause <= opening.end:
        yield start
        start += GRID
