"""The calendar arithmetic behind « le 3 », « fin de mois », « la semaine du 30 »."""
from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from bot.domain.french import JOURS, MONTH_NUMBERS

Days = tuple[date, date]

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
HALF_A_YEAR = timedelta(days=183)
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
    """The next such day; None if it has passed. Raises ValueError if it does not exist."""
    named = named_date(day, month, year, today)
    return named if named >= today else None


def named_date(day: str, month: int | None, year: str | None, today: date) -> date:
    """The day so named, which may have passed. Raises ValueError if it does not exist.

    Without a year it is the next one, unless one passed less than half a year ago: « le 3 novembre », on the 21st.
    """
    number = int(day)
    if year:
        return date(int(year) % 100 + (1900 if year.startswith("19") else 2000), month or today.month, number)
    if month is None:
        return next_number(number, today)
    if (month, number) >= (today.month, today.day):
        return date(today.year, month, number)
    coming = date(today.year + 1, month, number)
    return coming if coming - today < HALF_A_YEAR else date(today.year, month, number)


def ordinal_days(rank: int, what: str, year: int, month: int) -> Days:
    """The first, second… day of that name (« lundi »), « semaine » or « quinzaine » of a month; rank 0 is the last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    first, last = date(year, month, 1), date(year, month, monthrange(year, month)[1])
    if what in JOURS:
        days = [first + i * DAY for i in range(last.day) if (first + i * DAY).weekday() == JOURS.index(what)]
        return days[rank - 1], days[rank - 1]
    if what == "quinzaine":
        return (first, first + 14 * DAY) if rank == 1 else (first + 15 * DAY, last)
    begins = first + (rank - 1) * WEEK if rank else last - 6 * DAY
    return begins, min(begins + 6 * DAY, last)


def next_number(number: int, day: date) -> date:
    date(2000, 1, number)  # no month has a 32nd
    while day.day != number:
        day += DAY
    return day


def one_day(day: date | None) -> Days | None:
    return (day, day) if day else None


def month_number(month: str | None) -> int | None:
    """« fevrier » or « 02 »."""
    if month and month.isdigit():
        return int(month)
    return MONTH_NUMBERS[month] if month else None
