"""When an opening comes back, at hours that the wall shows in Paris. Public holidays are left to others."""
from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from bot.adapters.recurrence_french import rule_from_french, say_rule
from bot.adapters.recurrence_rule import Rule, RuleError, days_between, first_occurrence, read_rule
from bot.domain.french import MOIS, PARIS, say_date

__all__ = ["RuleError", "fault_of", "has_end", "occurrences", "rule_from_french", "say_rule"]

_DAY_MINUTES = 24 * 60
_MINUTE = timedelta(minutes=1)
_EPOCH = date(1970, 1, 1).toordinal()


@lru_cache(maxsize=4096)
def occurrences(first_day: date, starts: time, ends: time, rule: str | None, exceptions: frozenset[date] | tuple[date, ...],
                first: date, last: date) -> tuple[tuple[int, int], ...]:
    """When it opens from a day to another, both included: [start, end) in minutes since 1970-01-01T00:00 UTC, in order.

    `rule` is None for what happens once, on `first_day`; `exceptions` are days left out; `ends` at midnight is the end of
    the day. When clocks change, an hour that the wall shows twice lasts twice, and one that it skips opens nothing.
    RuleError (a ValueError) for a rule that cannot be read, which `fault_of` tells first.
    """
    if rule is None:
        days = [first_day] if first <= first_day <= last else []
    else:
        days = days_between(read_rule(rule), first_day, starts, first, last)
    opens, closes = starts.hour * 60 + starts.minute, ends.hour * 60 + ends.minute or _DAY_MINUTES
    found = (_interval(day, opens, closes) for day in days if day not in exceptions)
    return tuple((start, end) for start, end in found if start < end)


def fault_of(rule: str, first_day: date) -> str | None:
    """What is wrong with a rule, and what to write instead, in one French sentence; None if it may be kept."""
    try:
        read = read_rule(rule)
    except RuleError as error:
        return str(error)
    ends = read.last_day
    if ends is not None and ends < first_day:
        return (f"La date de fin ({say_date(ends)}) est avant le premier jour ({say_date(first_day)}) : "
                "choisissez une date de fin plus tardive.")
    begins = first_occurrence(read, first_day)
    if begins is None:
        return f"Aucun jour ne suit cette règle{_missing_day(read)} : choisissez un jour qui existe."
    if ends is not None and ends < begins:
        return (f"Aucun jour ne suit cette règle avant la date de fin ({say_date(ends)}) : "
                f"choisissez une date de fin à partir du {say_date(begins)}.")
    return None


def has_end(rule: str | None) -> bool:
    """Whether it stops one day, as what happens once (None) does. RuleError if it cannot be read."""
    if rule is None:
        return True
    read = read_rule(rule)
    return read.count is not None or read.until is not None


def _interval(day: date, opens: int, closes: int) -> tuple[int, int]:
    """From a minute of the day on the wall to another, for the first time that it shows them."""
    midnight, length = _midnight(day)
    if length == _DAY_MINUTES:
        return midnight + opens, midnight + closes
    return _minutes(day, opens, fold=0), min(_minutes(day, closes, fold) for fold in (0, 1))


@lru_cache(maxsize=1024)
def _midnight(day: date) -> tuple[int, int]:
    """When a day begins, and how many minutes it lasts."""
    midnight = _minutes(day, 0, fold=0)
    return midnight, _minutes(day, _DAY_MINUTES, fold=0) - midnight


def _minutes(day: date, on_the_wall: int, fold: int) -> int:
    """Since 1970, in UTC. For a time that the wall shows twice, fold=0 is the first; for one that it skips, the later."""
    local = datetime(day.year, day.month, day.day, tzinfo=PARIS) + on_the_wall * _MINUTE
    offset = local.replace(fold=fold).utcoffset() or timedelta()
    return (day.toordinal() - _EPOCH) * _DAY_MINUTES + on_the_wall - offset // _MINUTE


def _missing_day(rule: Rule) -> str:
    by = dict(rule.rhythm.by)
    days, months = by.get("bymonthday", ()), by.get("bymonth", ())
    return f" (« le {days[0]} {MOIS[months[0] - 1]} »)" if len(days) == len(months) == 1 and days[0] > 0 else ""
