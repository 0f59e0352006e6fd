"""Ways of naming a day or a stretch of days, each a pattern on `moment_words` and the days that it means."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

from bot.domain.french import JOURS, MONTH_NUMBERS
from bot.nlu.moment_dates import (
    DAY,
    HALF_A_YEAR,
    WEEK,
    Days,
    days_of_month,
    monday_of,
    month_number,
    next_date,
    next_number,
    one_day,
    ordinal_days,
    week_from,
)
from bot.nlu.moment_words import MONTH, WEEKDAY

Reader = Callable[["re.Match[str]", date], "Days | None"]

_PARTS_OF_A_WEEK = {"debut": (0, 1), "mi": (1, 3), "milieu": (1, 3), "fin": (3, 6)}

_D = r"(3\d|[12]\d|0?[1-9])(?!\d)"  # up to 39: « le 32 » is a date that does not exist
_M = rf"(?: ({MONTH})\b)"
_YEAR = r"(?: ((?:19|20)\d\d)\b)?"
_OF_MONTH = rf"(?:de |d |du )(?:mois de |mois d )?(?:({MONTH})|mois\b(?: (prochain|d apres))?)"
_COUNTED = "(?:personnes?|enfants?|jours?|semaines?|mois|fois|papiers?|documents?|factures?|rdv|choix|etage|loyer)"
_STREET = "(?:rue|avenue|av|place|bd|boulevard|chemin|allee)"
_NOT_A_DAY = rf"(?![h/:.%-]\w|h\b| ?(?:eme|e|ieme)\b| \d| (?:{_COUNTED}|{_STREET})\b)"


def _range(match: re.Match[str], today: date) -> Days | None:
    first_day, first_month, last_day, last_month, year = match.groups()
    ends = month_number(last_month)
    first = next_date(first_day, month_number(first_month) or ends, year, today) or today
    last = next_date(last_day, ends, year, first)
    return (first, last) if last else None


def _week_of(match: re.Match[str], today: date) -> Days | None:
    day = next_date(match[1], month_number(match[2]) or (int(match[3]) if match[3] else None), None, today)
    return week_from(monday_of(day)) if day else None


def _numbered_week(match: re.Match[str], today: date) -> Days:
    monday = date.fromisocalendar(today.year, int(match[1]), 1)
    return week_from(monday if monday + 6 * DAY >= today else date.fromisocalendar(today.year + 1, int(match[1]), 1))


def _named_week(match: re.Match[str], today: date) -> Days | None:
    part, this, following = match.groups()
    if not (part or this or following):
        return None
    monday = monday_of(today) + (WEEK if following else 0 * DAY)
    if this and this.startswith("dans") and not following:
        return today, today + 6 * DAY
    begins, ends = _PARTS_OF_A_WEEK.get(part or "", (0, 6))
    if not (this or following) and monday + min(ends, 4) * DAY < today:
        monday += WEEK  # « fin de semaine » said on a Saturday
    return max(monday + begins * DAY, today), monday + ends * DAY


def _this_month(match: re.Match[str], today: date) -> Days | None:
    part, following = match.groups()
    if not part and not following and not match[0].startswith("ce "):
        return None
    this_month = None if following else days_of_month(today.year, today.month, part, today)
    return this_month or days_of_month(today.year, today.month + 1, part, today)


def _named_month(match: re.Match[str], today: date) -> Days | None:
    part, name, year = match.groups()
    month = MONTH_NUMBERS[name]
    if year:
        return days_of_month(int(year), month, part, today)
    days = days_of_month(today.year, month, part, today) or days_of_month(today.year + 1, month, part, today)
    return days if days and days[0] - today < HALF_A_YEAR else None  # « en octobre », in November, is over


def _written(match: re.Match[str], today: date) -> Days | None:
    """« mardi 24 novembre », « 24/11 ». Raises ValueError for « mardi 25 novembre » if the 25th is no Tuesday."""
    weekday, day, month, year = match.groups()
    named = next_date(day, month_number(month), year, today)
    if named and weekday and JOURS[named.weekday()] != weekday:
        raise ValueError(f"{named} is not a {weekday}")
    return one_day(named)


def _day_of_month(match: re.Match[str], today: date) -> Days | None:
    following = today.month + 1 if match[2] else today.month
    day = date(today.year + (following > 12), (following - 1) % 12 + 1, int(match[1]))
    return one_day(day if day >= today else next_number(day.day, today))


def _ordinal(match: re.Match[str], today: date) -> Days | None:
    """« le premier lundi de décembre », « la dernière semaine du mois »; of a month that has passed it, the next's."""
    rank, what, name, following = match.groups()
    number = month_number(name) or today.month + bool(following)
    year = today.year + bool(name and number < today.month)
    for month in (number,) if name else (number, number + 1):
        days = ordinal_days(int(rank), what, year, month)
        if days[1] >= today:
            return max(days[0], today), days[1]
    return None


def _numbered(match: re.Match[str], today: date) -> Days | None:
    """« le 3 »; « mardi 3 » within two months. Raises ValueError if no such day comes."""
    weekday, number = match[1], int(match[2] or match[3])
    day = next_number(number, today)
    for _ in range(2):
        if not weekday or JOURS[day.weekday()] == weekday:
            return day, day
        day = next_number(number, day + DAY)
    raise ValueError(f"no {weekday} {number} within two months")


def _in_some_time(match: re.Match[str], today: date) -> Days:
    """« dans 3 jours » is that day; « dans 15 jours » (two weeks), « dans 1 mois » are the week that begins then."""
    number, at_most, unit = int(match[1]), int(match[2] or match[1]), match[3]
    if match.string[:match.start()].endswith("d ici "):
        at_most = number = number if unit.startswith("jour") else min(number, 60) * (7 if unit[0] == "s" else 30)
        return today + number * DAY, today + number * DAY
    if unit.startswith("jour"):
        exact = {8: 7, 15: 14}
        first, last = (today + exact.get(count, count) * DAY for count in (number, at_most))
        return first, last if number < 7 else max(last, first + 6 * DAY)
    days = 7 if unit.startswith("semaine") else 30
    first, last = (today + min(count, 60) * days * DAY for count in (number, at_most))
    return first, last + 6 * DAY


def _in(first: int, last: int | None = None) -> Reader:
    def days(match: re.Match[str], today: date) -> Days:
        return today + first * DAY, today + (first if last is None else last) * DAY
    return days


def _weekend(match: re.Match[str], today: date) -> Days:
    saturday = monday_of(today) + 5 * DAY + (WEEK if match[1] else 0 * DAY)
    return max(saturday, today), saturday + DAY


# Pattern, reader, and whether it means a stretch of days rather than one. The first to recognise some words takes them.
_PATTERNS: tuple[tuple[str, Reader, bool], ...] = (
    (rf"\b(?:du|entre le) (?:{WEEKDAY} )?{_D}{_M}? (?:au|et le|et) (?:{WEEKDAY} )?{_D}{_M}?{_YEAR}{_NOT_A_DAY}",
     _range, True),
    (rf"\bsemaine du (?:lundi )?{_D}(?:{_M}|/(\d\d))?", _week_of, True),
    (r"\bsemaine ([1-4]\d|5[0-3]|[1-9])\b(?! ?(?:h|mois|jours))", _numbered_week, True),
    (r"(?:\bdans |(?<=d ici ))(?:environ |a peu pres )?(\d{1,2})(?: ?(?:a|ou|-) ?(\d{1,2}))? (jours?|semaines?|mois)\b",
     _in_some_time, True),
    (rf"\b{_D} (?:du|de ce) mois(?: (prochain|d apres))?", _day_of_month, False),
    (rf"\b(?:le |un |la )?ordinal(\d) ({WEEKDAY}) {_OF_MONTH}", _ordinal, False),
    (rf"\b(?:la )?ordinal(\d) (semaine|quinzaine) {_OF_MONTH}", _ordinal, True),
    (r"(?<!\d )(?:\b(debut|milieu|mi|fin) (?:de |d )?(?:la )?)?\b(?:(cette|dans la|dans le courant de la) )?"
     r"(?:la )?semaine\b(?: (prochain|d apres|pro)\b)?", _named_week, True),
    (r"\b(?:(debut|milieu|mi|fin) (?:du |de |d )?)?(?:ce |le )?mois\b(?! de| d(?! apres))"
     r"(?: (prochain|d apres|pro)\b)?", _this_month, True),
    (rf"(?:\b(debut|mi|milieu|fin) (?:de |d |du )?|\b(?:en|courant|pour|des) |(?<=avant )|(?<=apres )|(?<=d ici )"
     rf"|(?<=partir de )|(?<=partir d ))(?:mois de |mois d )?({MONTH})\b{_YEAR}", _named_month, True),
    (rf"(?:\b({WEEKDAY}) (?:le )?)?(?<![\d/.,]){_D}/(0?[1-9]|1[0-2]|\d\d(?=/20))(?:/(20\d\d|\d\d))?(?![\d/]| {_COUNTED})",
     _written, False),
    (rf"(?<!\d)(?:\b({WEEKDAY}) )?(?:\ble )?\b{_D}{_M}{_YEAR}", _written, False),
    (rf"\b({WEEKDAY}) (?:le )?{_D}{_NOT_A_DAY}"
     rf"|(?<!dans )(?<!sur )(?:\b(?:le|au)|(?:(?<=partir )|(?<=celui )|(?<=creneau ))du) {_D}{_NOT_A_DAY}",
     _numbered, False),
    (r"\baujourdhui\b|\bce (?=matin\b|apremidi\b|soir\b|12h)", _in(0), False),
    (r"\bsurlendemain\b", _in(2), False),
    (r"\bdemain\b", _in(1), False),
    (r"\b(?:les|ces) (?:jours )?prochain(?: jours)?\b", _in(1, 7), True),
    (r"\bfinsemaine\b(?: (prochain))?", _weekend, True),
)
READERS = tuple((re.compile(pattern), reader, wide) for pattern, reader, wide in _PATTERNS)
