"""A rule of RFC 5545 (« FREQ=WEEKLY;BYDAY=TU »), read strictly, and the days that follow it, which dateutil finds.

Strictly, so that what is kept means the same to every calendar: what RFC 5545 (3.3.10) forbids is refused, and so are hours,
which are those of the opening.
"""
from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, date, datetime, time, timedelta, timezone
from functools import lru_cache
from itertools import dropwhile, islice, takewhile
from typing import Any

from dateutil.rrule import DAILY, MONTHLY, WEEKLY, YEARLY, rrule, weekday

from bot.domain.french import PARIS
from bot.domain.typed_time import existing_day

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_DAY = timedelta(days=1)
_LONGEST = 255  # characters
_MOST = 999  # for INTERVAL and COUNT; past it, one gives a date
_CYCLE = 400  # years after which the calendar is the same, days of the week included
_FORESEEN = 29  # years: after 28, leap years fall on the same days of the week

_FREQUENCIES = {"DAILY": DAILY, "WEEKLY": WEEKLY, "MONTHLY": MONTHLY, "YEARLY": YEARLY}
_TOO_FINE = {"FREQ=HOURLY", "FREQ=MINUTELY", "FREQ=SECONDLY"}
_HOURS = {"BYHOUR", "BYMINUTE", "BYSECOND"}
# What each list of numbers may hold (never 0; below it, from the end), and the frequencies that may have it, best first.
_LISTS = {"BYMONTH": (1, 12, "YEARLY MONTHLY WEEKLY DAILY"), "BYMONTHDAY": (-31, 31, "MONTHLY YEARLY DAILY"),
          "BYYEARDAY": (-366, 366, "YEARLY"), "BYWEEKNO": (-53, 53, "YEARLY"),
          "BYSETPOS": (-366, 366, "MONTHLY YEARLY WEEKLY DAILY")}
_NAMES = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST", "BYDAY", *_LISTS}
_NUMBER_LIST = re.compile(r"[+-]?\d{1,3}(?:,[+-]?\d{1,3})*", re.ASCII)
_WEEKDAY = re.compile(rf"([+-]?(?:[1-4]?[1-9]|[1-4]0|5[0-3]))?({'|'.join(DAYS)})")
_DATE = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T([01]\d|2[0-3])([0-5]\d)([0-5]\d)(Z?))?", re.ASCII)


class RuleError(ValueError):
    """A rule that cannot be read, or must not be kept; the message is a French sentence for who wrote it."""


@dataclass(frozen=True)
class Rhythm:
    """A rule without its end. `frequency` and what `by` holds (byweekday, bymonthday…) are dateutil's."""

    frequency: int
    interval: int
    week_start: int
    by: tuple[tuple[str, tuple[Any, ...]], ...]

    def completed(self, first_day: date) -> "Rhythm":
        """With what it leaves its first day to say: « FREQ=WEEKLY » comes back on that day of the week."""
        by = dict(self.by)
        if by.keys() & {"byweekday", "bymonthday", "byyearday", "byweekno"} or self.frequency == DAILY:
            return self
        if self.frequency == WEEKLY:
            by["byweekday"] = (weekday(first_day.weekday()),)
        else:
            by["bymonthday"] = (first_day.day,)
        if self.frequency == YEARLY:
            by.setdefault("bymonth", (first_day.month,))
        return replace(self, by=tuple(by.items()))

    def period(self, first_day: date, day: date) -> date:
        """The first day of one of its periods (days, weeks, months or years): the last that begins by `day`.

        The first period is that of `first_day`, which is not after `day`.
        """
        if self.frequency in (DAILY, WEEKLY):
            length = self.interval * (7 if self.frequency == WEEKLY else 1)
            start = first_day - _DAY * ((first_day.weekday() - self.week_start) % 7 if self.frequency == WEEKLY else 0)
            return start + _DAY * ((day - start).days // length * length)
        length = self.interval * (12 if self.frequency == YEARLY else 1)
        first_month = first_day.year * 12 + (0 if self.frequency == YEARLY else first_day.month - 1)
        month = first_month + (day.year * 12 + day.month - 1 - first_month) // length * length
        return date(month // 12, month % 12 + 1, 1)


@dataclass(frozen=True)
class Rule:
    """A rhythm and its end, if any: a number of times, or the last day or minute (on the wall in Paris)."""

    rhythm: Rhythm
    count: int | None
    until: date | datetime | None

    @property
    def last_day(self) -> date | None:
        """The day of `until`."""
        return self.until.date() if isinstance(self.until, datetime) else self.until


@lru_cache(maxsize=4096)
def read_rule(rule: str) -> Rule:
    """RuleError if it cannot be read or is not allowed."""
    parts = _parts(rule)
    frequency = parts.get("FREQ", "")
    if frequency not in _FREQUENCIES:
        raise _unreadable(rule)
    if "COUNT" in parts and "UNTIL" in parts:
        raise RuleError("Cette règle finit de deux façons : gardez UNTIL (une date) ou COUNT (un nombre de fois).")
    by = {f"by{name[2:].lower()}": _numbers(name, value, frequency) for name, value in parts.items() if name in _LISTS}
    if "BYDAY" in parts:
        by["byweekday"] = _weekdays(parts["BYDAY"], frequency in ("MONTHLY", "YEARLY") and "BYWEEKNO" not in parts)
    if by.keys() == {"bysetpos"}:
        raise RuleError("BYSETPOS choisit parmi des jours : dites lesquels, par exemple BYDAY=TU;BYSETPOS=2.")
    if (week_start := parts.get("WKST", "MO")) not in DAYS:
        raise _unreadable(f"WKST={week_start}")
    interval = _how_many("INTERVAL", parts) or 1
    rhythm = Rhythm(_FREQUENCIES[frequency], interval, DAYS.index(week_start), tuple(sorted(by.items())))
    return Rule(rhythm, _how_many("COUNT", parts), _until(parts["UNTIL"]) if "UNTIL" in parts else None)


def days_between(rule: Rule, first_day: date, starts: time, first: date, last: date) -> list[date]:
    """The days on which something that begins at `starts` comes back, from a day to another, both included."""
    rhythm, begin = rule.rhythm.completed(first_day), max(first, first_day)
    last = min(last, _end(rule, rhythm, first_day, starts))
    if last < begin:
        return []
    return [day for day in _days(rhythm, rhythm.period(first_day, begin), last) if day >= begin]


def first_occurrence(rule: Rule, first_day: date) -> date | None:
    """The first day that has its rhythm, whenever it ends; None if none has in the years to come."""
    horizon = date(min(first_day.year + _FORESEEN, MAXYEAR), 12, 31)
    return next(_from(first_day, rule.rhythm.completed(first_day), horizon), None)


def _end(rule: Rule, rhythm: Rhythm, first_day: date, starts: time) -> date:
    if rule.count is not None:
        return _last_of(rhythm, first_day, rule.count)
    if isinstance(rule.until, datetime) and starts > rule.until.time():
        return rule.until.date() - _DAY
    return rule.last_day or date.max


@lru_cache(maxsize=4096)
def _last_of(rhythm: Rhythm, first_day: date, count: int) -> date:
    days = list(islice(_from(first_day, rhythm, date.max), count))
    return days[-1] if days else date.max


def _from(first_day: date, rhythm: Rhythm, last: date) -> Iterator[date]:
    return dropwhile(lambda day: day < first_day, _days(rhythm, rhythm.period(first_day, first_day), last))


def _days(rhythm: Rhythm, start: date, last: date) -> Iterator[date]:
    """The days that follow a rhythm from the start of one of its periods."""
    if rhythm.frequency == WEEKLY and len(rhythm.by) == 1:
        return _days_of_weeks(rhythm, start, last)
    # dateutil seeks the next day until the year 9999: in the last cycle before, it soon gives up on one that never comes.
    later = max(0, (MAXYEAR - 1 - last.year) // _CYCLE * _CYCLE)
    moments = rrule(rhythm.frequency, dtstart=start.replace(year=start.year + later), interval=rhythm.interval,
                    wkst=rhythm.week_start, **dict(rhythm.by))
    return takewhile(lambda day: day <= last, (moment.date().replace(year=moment.year - later) for moment in moments))


def _days_of_weeks(rhythm: Rhythm, start: date, last: date) -> Iterator[date]:
    """The days that « FREQ=WEEKLY;BYDAY= » gives: openings by the thousand, twenty times as fast as by dateutil."""
    days = sorted((day.weekday - rhythm.week_start) % 7 for _, weekdays in rhythm.by for day in weekdays)
    first, after = start.toordinal(), last.toordinal() + 1
    return (date.fromordinal(week + day) for week in range(first, after, 7 * rhythm.interval) for day in days
            if week + day < after)


def _parts(rule: str) -> dict[str, str]:
    if len(rule) > _LONGEST:
        raise RuleError(f"Cette règle est trop longue : écrivez-la en {_LONGEST} caractères au plus.")
    parts: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, _, value = part.partition("=")
        if part in _TOO_FINE:
            raise RuleError("Une ouverture ne revient pas plus d'une fois par jour : écrivez « chaque jour », "
                            "et une autre ouverture pour d'autres heures.")
        if name in _HOURS:
            raise RuleError(f"Les heures ne s'écrivent pas dans la règle : retirez {name}, et donnez l'heure de début "
                            "et l'heure de fin.")
        if name not in _NAMES or name in parts:
            raise _unreadable(part or rule)
        parts[name] = value
    return parts


def _unreadable(part: str) -> RuleError:
    return RuleError(f"« {part} » n'est pas lisible : écrivez par exemple « chaque mardi » ou « FREQ=WEEKLY;BYDAY=TU ».")


def _how_many(name: str, parts: dict[str, str]) -> int | None:
    if name not in parts:
        return None
    if not re.fullmatch(r"\d{1,9}", parts[name], re.ASCII):
        raise _unreadable(f"{name}={parts[name]}")
    if not 1 <= int(parts[name]) <= _MOST:
        example = "INTERVAL=2 pour une fois sur deux" if name == "INTERVAL" else "COUNT=10 pour dix fois"
        raise RuleError(f"{name} va de 1 à {_MOST} : écrivez par exemple {example}.")
    return int(parts[name])


def _numbers(name: str, value: str, frequency: str) -> tuple[int, ...]:
    least, most, frequencies = _LISTS[name]
    if frequency not in frequencies:
        best = frequencies.split()[0]
        raise RuleError(f"{name} ne va pas avec FREQ={frequency} : écrivez FREQ={best}, ou retirez {name}.")
    if not _NUMBER_LIST.fullmatch(value):
        raise _unreadable(f"{name}={value}")
    numbers = tuple(sorted(set(map(int, value.split(",")))))
    if 0 in numbers or numbers[0] < least or numbers[-1] > most:
        raise RuleError(f"{name} va de {least} à {most}, sans 0 : remplacez {value}.")
    return numbers


def _weekdays(value: str, may_be_numbered: bool) -> tuple[Any, ...]:
    found = [_WEEKDAY.fullmatch(day) for day in value.split(",")]
    read = {(DAYS.index(match[2]), int(match[1] or 0)) for match in found if match}
    if not all(found):
        raise _unreadable(f"BYDAY={value}")
    if not may_be_numbered and any(number for _, number in read):
        raise RuleError(f"BYDAY={value} compte les jours d'un mois : écrivez FREQ=MONTHLY, ou retirez le nombre.")
    return tuple(weekday(day, number or None) for day, number in sorted(read))


def _until(value: str) -> date | datetime:
    match = _DATE.fullmatch(value)
    if match is None:
        raise _unreadable(f"UNTIL={value}")
    try:
        day = existing_day(int(match[1]), int(match[2]), int(match[3]))
    except ValueError as error:
        raise RuleError(str(error)) from None
    if match[4] is None:
        return day
    moment = datetime.combine(day, time(int(match[4]), int(match[5]), int(match[6])))
    return moment.replace(tzinfo=timezone.utc).astimezone(PARIS).replace(tzinfo=None) if match[7] else moment
