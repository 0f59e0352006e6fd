"""The calendar arithmetic behind « le 3 », « fin de mois », « la semaine du 30 »."""
from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.nlu.moment_words import MONTHS

Days = tuple[date, date]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
_PARTS_OF_A_MONTH = {"debut": (1, 10), "mi": (11, 20), "milieu": (11, 20), "fin": (21, 31)}


def week_from(monday: date) -> Days:
    return monday, monday + 6 * DAY


def monday_of(day: date) -> date:
    return day - day.weekday() * DAY


def days_of_month(year: int, month: int, part: str | None, today: date) -> Days | None:
    """The days left of a month or of its part; « début de mois » on the 21st is next month's."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    length = monthrange(year, month)[1]
    begins, ends = _PARTS_OF_A_MONTH.get(part or "", (1, length))
    last = date(year, month, min(ends, length))
    return (max(date(year, month, begins), today), last) if last >= today else None


def next_date(day: str, month: int | None, year: str | None, today: date) -> date | None:
    """The next such day; None for a past year. Raises ValueError if it does not exist."""
    number = int(day)
    if year:
        named = date(int(year) % 100 + (1900 if year.startswith("19") else 2000), month or today.month, number)
        return named if named >= today else None
    if month:
        return date(today.year + ((month, number) < (today.month, today.day)), month, number)
    return next_number(number, today)


def next_number(number: int, day: date) -> date:
    date(2000, 1, number)  # no month has a 32nd
    while day.day != number:
        day += DAY
    return day


def one_day(day: date | None) -> Days | None:
    return (day, day) if day else None


def month_number(month: str | None) -> int | None:
    return MONTHS.index(month) + 1 if month else None
