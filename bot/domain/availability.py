"""Which times are free: pure arithmetic on spans of minutes, told nothing of databases or calendars."""
from __future__ import annotations

from bisect import bisect_left
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import accumulate, zip_longest
from typing import Collection, Iterable, Mapping, Sequence

from bot.domain.appointment import Creneau
from bot.domain.french import PARIS, day_of
from bot.domain.motif import Motif
from bot.domain.wish import Wish

# [start, end) in minutes since 1970 UTC: what touches does not overlap.
Span = tuple[int, int]

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MINUTE = timedelta(minutes=1)
# What an appointment takes is counted in cells of so many minutes: the database refuses the same cell twice.
CELL = 5


def minutes(moment: datetime) -> int:
    """Minutes since 1970 UTC, rounded down."""
    return (moment - _EPOCH) // _MINUTE


def moment(minute: int) -> datetime:
    """The opposite of `minutes`."""
    return _EPOCH + minute * _MINUTE


@lru_cache(maxsize=4096)
def span_between(first_day: date, starts: time, last_day: date, ends: time) -> Span:
    """From an hour of one day to an hour of another, as clocks show them in Paris."""
    return (minutes(datetime.combine(first_day, starts, tzinfo=PARIS)),
            minutes(datetime.combine(last_day, ends, tzinfo=PARIS)))


def cells(span: Span) -> range:
    """The numbers of the cells that a span touches."""
    return range(span[0] // CELL, -(-span[1] // CELL))


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def free_creneaux(motif: Motif, openings: Mapping[str, Sequence[Span]], busy: Mapping[str, Sequence[Span]],
                  now: datetime) -> list[Creneau]:
    """Every free start on the clock's grid, in order, between the motif's delays; one per time though several desks be free.

    `openings` and `busy` are by agenda. A creneau and the pause after it fit in the openings, clear of what is busy. Of
    several desks the one with the least taken receives.
    """
    grid, lasts = motif.grille // _MINUTE, motif.duree // _MINUTE
    needs = lasts + motif.pause // _MINUTE
    earliest, latest = _rounded_up(now + motif.delai_min), minutes(now + motif.delai_max)
    found: dict[int, str] = {}
    # The first agendas give most times: of the others only the times still missing are looked at.
    for agenda in sorted(openings, key=lambda slug: (_total(busy.get(slug, ())), slug)):
        missing = _starts(tuple(openings[agenda]), needs, grid).difference(found)
        found.update(dict.fromkeys(_clear(missing, needs, busy.get(agenda, ())), agenda))
    return [Creneau(moment(start), moment(start + lasts), found[start])
            for start in sorted(found) if earliest <= start <= latest]


def matching(creneaux: Iterable[Creneau], wish: Wish | None) -> list[Creneau]:
    """The creneaux that suit what was asked, in order; those closest to « vers 10 h » first within a day."""
    if wish is None:
        return list(creneaux)
    suited = [c for c in creneaux if wish.suits(c.start.astimezone(PARIS))]
    return sorted(suited, key=lambda c: (day_of(c.start), wish.distance(c.start.astimezone(PARIS)),
                                         c.start, c.agenda))


def in_turns(creneaux: Sequence[Creneau]) -> list[Creneau]:
    """The same creneaux, one per half-day in turn, so that the first three leave a real choice."""
    half_days: dict[tuple[date, bool], list[Creneau]] = {}
    for creneau in creneaux:
        local = creneau.start.astimezone(PARIS)
        half_days.setdefault((local.date(), local.hour < 13), []).append(creneau)
    rounds = zip_longest(*half_days.values())
    return [creneau for one_round in rounds for creneau in one_round if creneau is not None]


@lru_cache(maxsize=1024)
def _starts(openings: tuple[Span, ...], needs: int, grid: int) -> frozenset[int]:
    """Every start on the grid of what fits in the openings; those that touch or overlap count as one."""
    return frozenset(start for opens, closes in _joined(openings)
                     for start in range(-(-opens // grid) * grid, closes - needs + 1, grid))


def _clear(starts: Collection[int], needs: int, busy: Sequence[Span]) -> list[int]:
    """Those of these starts after which nothing is busy for so many minutes."""
    if not starts:
        return []
    ordered = sorted(busy)
    begins = [begin for begin, _ in ordered]
    # The n first, spans in order of their begin, are over at over[n].
    over = [0, *accumulate((end for _, end in ordered), max)]
    return [start for start in starts if over[bisect_left(begins, start + needs)] <= start]


def _joined(spans: Sequence[Span]) -> list[Span]:
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        elif start < end:
            joined.append((start, end))
    return joined


def _total(spans: Sequence[Span]) -> int:
    return sum(end - start for start, end in spans)


def _rounded_up(moment: datetime) -> int:
    return -((_EPOCH - moment) // _MINUTE)
