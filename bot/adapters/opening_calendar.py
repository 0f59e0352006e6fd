"""When a place receives around a year: its hours, the holidays of France and its temporary closures, laid on one another."""
from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache, partial
from itertools import takewhile

import opening_hours as osm

from bot.adapters.osm_syntax import PUBLIC, SCHOOL, DaysOf, Rule, end_of_night, osm_span, rules_of, text_of, weekly_texts
from bot.adapters.school_holidays import published_until, school_holidays
from bot.domain.entry import part_of_week
from bot.domain.french import PARIS
from bot.domain.structure import Closure

DAY = timedelta(days=1)
_FORESEEN = timedelta(days=400)
_ORDINARY_WEEK = datetime(2026, 11, 16, tzinfo=PARIS)  # a Monday; clocks do not change that week


@dataclass(frozen=True)
class Opening:
    """From when to when a place receives, and the comment that goes with it (« sur rendez-vous »; may be empty)."""

    start: datetime
    end: datetime
    comment: str


class OpeningCalendar:
    """One reading of some hours, and the closures that win over them. All times are in Paris."""

    def __init__(self, text: str, closures: Sequence[Closure] = ()) -> None:
        self._parsed = osm.OpeningHours(text, country="FR", timezone=PARIS)
        self._closures = closures

    def is_open(self, at: datetime) -> bool:
        """Whether it is open for sure at that time."""
        return self._parsed.is_open(at)

    def doubt(self, at: datetime) -> str | None:
        """What the hours say of a time when nobody can tell (may be empty), None when one can."""
        state, comment = self._parsed.state(at)
        return comment if state == osm.State.UNKNOWN else None

    def doubt_on(self, day: date) -> str | None:
        """The first doubt of a day, None if there is none."""
        return next((comment for state, comment in self._states_on(day) if state == osm.State.UNKNOWN), None)

    def openings(self, start: datetime, end: datetime | None = None) -> Iterator[Opening]:
        """What is open from a moment to another (by default, as far as one looks), in order, cut at both ends."""
        for opens, closes, state, comment in self._parsed.intervals(start, end or foreseen(start)):
            if state == osm.State.OPEN:
                yield Opening(opens, closes, comment)

    def next_start(self, now: datetime) -> datetime | None:
        """When it next begins to be open."""
        return next((opening.start for opening in self.openings(now) if opening.start > now), None)

    def is_closed_on(self, day: date) -> bool:
        """Whether it is closed for sure from midnight to midnight."""
        return all(state == osm.State.CLOSED for state, _ in self._states_on(day))

    def closed_after(self, day: date) -> list[date]:
        """The days on which it stays closed after that one, until it opens, or as far as one looks."""
        days = (day + n * DAY for n in range(1, _FORESEEN.days))
        return list(takewhile(self.is_closed_on, days))

    def closure_on(self, day: date) -> Closure | None:
        """The closure that holds that day, the one that lasts longest if there are several."""
        holding = [closure for closure in self._closures if closure.first_day <= day <= closure.last_day]
        return max(holding, key=lambda closure: closure.last_day, default=None)

    def why_closed(self, day: date) -> str | None:
        """Why it does not receive on a day on which it is closed (may be empty); None if it just never does on such days."""
        if closure := self.closure_on(day):
            return " ".join(closure.reason.split())
        if _public_holidays().is_open(midnight(day)):
            return "jour férié"
        return next((comment for _, comment in self._states_on(day) if comment), None)

    def _states_on(self, day: date) -> list[tuple[osm.State, str]]:
        return [(state, comment) for _, _, state, comment in self._parsed.intervals(midnight(day), midnight(day + DAY))]


@lru_cache(maxsize=8192)
def calendars(hours: str, closures: tuple[Closure, ...], year: int) -> tuple[OpeningCalendar, ...]:
    """How hours may be read around a year: in one way, or in two if it depends on school holidays not published yet.

    ValueError if the hours are not in OSM's syntax.
    """
    rules = rules_of(hours)
    last_seen = date(year, 12, 31) + _FORESEEN
    is_doubtful = any(rule.names(SCHOOL) for rule in rules) and last_seen > published_until()
    return tuple(OpeningCalendar(_text(rules, closures, partial(_holidays, year, unpublished)), closures)
                 for unpublished in ((False, True) if is_doubtful else (False,)))


@lru_cache(maxsize=65536)
def open_parts(hours: str) -> int:
    """The parts of the week (see `part_of_week`) outside of which these hours never open. ValueError as `calendars`."""
    parts = 0
    for text in weekly_texts(rules_of(hours)):
        for opening in OpeningCalendar(text).openings(_ORDINARY_WEEK, _ORDINARY_WEEK + 7 * DAY):
            moment, last = opening.start, opening.end - timedelta(minutes=1)
            while moment < last:
                parts |= part_of_week(moment)
                moment += timedelta(hours=6)
            parts |= part_of_week(last)
    return parts


def foreseen(now: datetime) -> datetime:
    """How far one looks: what does not change before is said not to change."""
    return midnight(now.date() + _FORESEEN)


def midnight(day: date) -> datetime:
    """When a day begins in Paris."""
    return datetime.combine(day, time(), PARIS)


def _text(rules: Sequence[Rule], closures: Iterable[Closure], days_of: DaysOf) -> str:
    """The hours, then what wins over them. The library does not close the end, after midnight, of the night of a day off."""
    parts, night = [text_of(rules, days_of)], end_of_night(rules)
    is_implied = _says_nothing_of_public_holidays(rules, parts[0])
    if is_implied:
        parts.append("PH off")
    if night and (is_implied or any(rule.is_off and rule.names(PUBLIC) for rule in rules)):
        parts.append(f"PH +1 day 00:00-{night} off")
    for closure in closures:
        parts.append(f"{osm_span(closure.first_day, closure.last_day)} off")
        if night and closure.last_day < date.max:
            parts.append(f"{osm_span(closure.last_day + DAY, closure.last_day + DAY)} 00:00-{night} off")
    return "; ".join(parts)


def _says_nothing_of_public_holidays(rules: Sequence[Rule], text: str) -> bool:
    """Whether offices are left to close then as a matter of course; what is open day and night all year does not."""
    if rules[0].rest.startswith("24/7") or any(rule.names(PUBLIC) for rule in rules):
        return False
    parsed = osm.OpeningHours(text, timezone=PARIS)
    return not parsed.is_open(_ORDINARY_WEEK) or parsed.next_change(_ORDINARY_WEEK) is not None


@lru_cache(maxsize=64)
def _holidays(year: int, unpublished: bool, name: str) -> tuple[date, ...]:
    """The holidays of that name around a year; `unpublished` tells what the days whose school holidays are not known are."""
    first = date(year - 1, 1, 1)
    days = [first + n * DAY for n in range((date(year + 3, 1, 1) - first).days)]
    if name == PUBLIC:
        return tuple(day for day in days if _public_holidays().is_open(midnight(day)))
    return tuple(day for day in days if day in school_holidays() or (unpublished and day > published_until()))


@lru_cache(maxsize=1)
def _public_holidays() -> osm.OpeningHours:
    return osm.OpeningHours("PH", country="FR", timezone=PARIS)
