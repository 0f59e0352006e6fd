"""Days and hours as an agent types them at a desk: read strictly, because an agenda is made of them."""
from __future__ import annotations

import re
from datetime import date, time, timedelta

from bot.domain.french import JOURS, MOIS, MONTH_NUMBERS, say_date
from bot.domain.normalisation import fold

_NAMED = {"hier": -1, "aujourd'hui": 0, "demain": 1, "apres-demain": 2}
_YEARS = range(2000, 2100)
_LEAP_YEARS_RETURN = 8  # years at most: 2096 to 2104
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_FRENCH = re.compile(rf"(?:le )?(?:({'|'.join(JOURS)}) )?([0-9]{{1,2}})(?:er)?"
                     rf"[ /.-]([0-9]{{1,2}}|{'|'.join(MONTH_NUMBERS)})(?:[ /.-]([0-9]{{4}}|[0-9]{{2}}))?")
_WEEKDAY = re.compile(rf"(?:le )?({'|'.join(JOURS)})")
_HOUR = re.compile(r"([0-9]{1,2}) ?(?:h ?([0-9]{2})?|:([0-9]{2}))")


def read_day(text: str, today: date) -> date:
    """The day of « 2026-12-01 », « 01/12/2026 », « mardi 1er décembre 2026 », « demain », « mardi »…

    Without a year, or by its name only, it is the first such day from `today` on. ValueError, in French, for anything else.
    """
    said = fold(text)
    if said in _NAMED:
        return today + timedelta(days=_NAMED[said])
    if match := _WEEKDAY.fullmatch(said):
        return today + timedelta(days=(JOURS.index(match[1]) - today.weekday()) % len(JOURS))
    if match := _ISO.fullmatch(said):
        return _day(int(match[1]), int(match[2]), int(match[3]))
    if match := _FRENCH.fullmatch(said):
        return _french_day(match, today)
    raise ValueError(f"« {text} » n'est pas une date que je sais lire : écrivez par exemple 2026-12-01, 01/12/2026, "
                     "« 1er décembre 2026 », demain ou mardi. C'est toujours le jour de Paris.")


def read_hour(text: str) -> time:
    """The hour of « 9:00 », « 9h », « 9 h 30 ». ValueError, in French, for anything else, a time zone among them."""
    match = _HOUR.fullmatch(fold(text))
    if match is None:
        raise ValueError(f"« {text} » n'est pas une heure que je sais lire : écrivez l'heure de Paris, sans autre fuseau, "
                         "par exemple 9:00, 9h ou 9h30.")
    hour, minute = int(match[1]), int(match[2] or match[3] or 0)
    if hour > 23 or minute > 59:
        raise ValueError(f"Il n'y a pas de « {text} » : écrivez une heure de 0:00 à 23:59.")
    return time(hour, minute)


def existing_day(year: int, month: int, number: int) -> date:
    """That day. ValueError, in French, if the calendar has none such."""
    try:
        return date(year, month, number)
    except ValueError:
        raise _no_such_day(number, month, year) from None


def _french_day(match: re.Match[str], today: date) -> date:
    weekday, number = match[1], int(match[2])
    month = MONTH_NUMBERS.get(match[3]) or int(match[3])
    if match[4]:
        day = _day(int(match[4]) + (2000 if len(match[4]) == 2 else 0), month, number)
    else:
        day = _next_day(month, number, today)
    if weekday and JOURS[day.weekday()] != weekday:
        raise ValueError(f"Le {say_date(day)} est un {JOURS[day.weekday()]}, pas un {weekday} : "
                         "vérifiez la date, ou écrivez-la sans le jour de la semaine.")
    return day


def _next_day(month: int, number: int, today: date) -> date:
    for year in range(today.year, today.year + _LEAP_YEARS_RETURN + 1):
        try:
            day = date(year, month, number)
        except ValueError:
            continue
        if day >= today:
            return day
    raise _no_such_day(number, month)


def _day(year: int, month: int, number: int) -> date:
    if year not in _YEARS:
        raise ValueError(f"L'année {year} n'est pas possible ici : écrivez une année de {_YEARS[0]} à {_YEARS[-1]}.")
    return existing_day(year, month, number)


def _no_such_day(number: int, month: int, *year: int) -> ValueError:
    if month in MONTH_NUMBERS.values():
        named = " ".join(map(str, (number, MOIS[month - 1], *year)))
    else:
        named = "/".join(f"{part:02}" for part in (number, month, *year))
    return ValueError(f"Le {named} n'existe pas : choisissez une date du calendrier.")
