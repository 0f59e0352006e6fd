"""The opening hours of one ordinary week, read from what directories publish, and written as OpenStreetMap does.

Nothing is guessed: what cannot be read for sure raises WeekError, and the hours are then shown as their author wrote them.
Sources: the France services list (a text for each day), the DILA directory of 2017 (« PlageJ ») and of today.
"""
from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Iterable, Mapping, Sequence

from bot.domain.french import JOURS

OSM_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_TIME = re.compile(r"(?<!\d)([01]\d|2[0-4]) ?[:h] ?([0-5]\d)(?::00)?(?!\d)")
_BETWEEN_TIMES = re.compile(r"[\s/,-]*")
_MIDNIGHT = 24 * 60
_SLOTS = (1, 2)  # of one line of today's DILA directory

Interval = tuple[int, int]  # minutes from midnight, the end after the beginning


class WeekError(ValueError):
    """Hours that cannot be read for sure; the message quotes them."""


@dataclass(frozen=True)
class OpeningWeek:
    """Seven days, Monday first; each a tuple of intervals in order, none touching another."""

    days: tuple[tuple[Interval, ...], ...]

    @classmethod
    def of(cls, intervals: Mapping[int, Iterable[Interval]]) -> "OpeningWeek":
        """From intervals by weekday (0: Monday), in any order; those that overlap become one."""
        return cls(tuple(_merged(intervals.get(day, ())) for day in range(7)))

    def to_osm(self) -> str:
        """« Mo-Fr 09:00-12:00,14:00-17:00; Sa 09:00-12:00 »; empty for a week without any hour."""
        rules = []
        for hours, days in groupby(range(7), key=lambda day: self.days[day]):
            if hours:
                run = list(days)
                named = OSM_DAYS[run[0]] if len(run) == 1 else f"{OSM_DAYS[run[0]]}-{OSM_DAYS[run[-1]]}"
                rules.append(f"{named} {','.join(f'{_clock(start)}-{_clock(end)}' for start, end in hours)}")
        return "; ".join(rules)


def from_france_services(hours: Mapping[str, str]) -> OpeningWeek:
    """`hours` maps « h_lundi »… to « 09:00 - 12:00 / 13:30 - 17:00 », or to nothing (« », « - ») for a closed day."""
    return OpeningWeek.of({day: _written(hours.get(f"h_{name}") or "") for day, name in enumerate(JOURS)})


def from_dila_2017(ouverture: Mapping[str, Any]) -> OpeningWeek:
    """`{"PlageJ": [{"début": "lundi", "fin": "vendredi", "PlageH": [{"début": "09:00:00", "fin": "12:00:00"}]}]}`.

    One or several of each; a note about the telephone or appointments is not read.
    """
    return _week((_from_to(span["début"], span["fin"]),
                  [_interval(slot["début"], slot["fin"]) for slot in _several(span.get("PlageH"))])
                 for span in _several(ouverture.get("PlageJ")))


def from_dila(plages: Sequence[Mapping[str, str]]) -> OpeningWeek:
    """`[{"nom_jour_debut": "Lundi", "nom_jour_fin": "Jeudi", "valeur_heure_debut_1": "09:00:00", …_fin_1, …_2}]`."""
    return _week((_from_to(first := plage.get("nom_jour_debut") or "", plage.get("nom_jour_fin") or first),
                  [_interval(start, plage.get(f"valeur_heure_fin_{slot}") or "") for slot in _SLOTS
                   if (start := plage.get(f"valeur_heure_debut_{slot}"))])
                 for plage in plages)


def _week(spans: Iterable[tuple[Iterable[int], Iterable[Interval]]]) -> OpeningWeek:
    """From days and what each of them is open; a day may come back."""
    found: dict[int, list[Interval]] = {}
    for days, slots in spans:
        for day in days:
            found.setdefault(day, []).extend(slots)
    return OpeningWeek.of(found)


def _written(text: str) -> list[Interval]:
    """The intervals of one day; every sign between two times must be a plain separator."""
    if not text.strip(" -"):
        return []
    if not _BETWEEN_TIMES.fullmatch(_TIME.sub("", text)):
        raise WeekError(text)
    times = [_minutes(match) for match in _TIME.finditer(text)]
    pairs = list(zip(times[::2], times[1::2]))
    if len(times) % 2 or any(start >= end for start, end in pairs):
        raise WeekError(text)
    return pairs


def _interval(start: str, end: str) -> Interval:
    # A spreadsheet marks what it must not compute with an apostrophe: « '09:00:00 ».
    opens, closes = _TIME.fullmatch(start.lstrip("'")), _TIME.fullmatch(end.lstrip("'"))
    if opens is None or closes is None:
        raise WeekError(f"{start}-{end}")
    interval = _minutes(opens), _minutes(closes) or _MIDNIGHT
    if interval[0] >= interval[1]:
        raise WeekError(f"{start}-{end}")
    return interval


def _minutes(match: re.Match[str]) -> int:
    minutes = int(match[1]) * 60 + int(match[2])
    if minutes > _MIDNIGHT:
        raise WeekError(match[0])
    return minutes


def _from_to(first: str, last: str) -> range:
    try:
        start, end = JOURS.index(first.strip().lower()), JOURS.index(last.strip().lower())
    except ValueError:
        raise WeekError(f"{first}-{last}") from None
    if end < start:
        raise WeekError(f"{first}-{last}")
    return range(start, end + 1)


def _several(one_or_many: Any) -> list[Mapping[str, Any]]:
    if not one_or_many:
        return []
    return one_or_many if isinstance(one_or_many, list) else [one_or_many]


def _merged(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for start, end in sorted(intervals):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"
