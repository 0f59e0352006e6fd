"""An ordinary week of opening hours, in words: for an agent to check what was typed, and for people to be told."""
from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from itertools import count

from bot.domain.french import JOURS, say_list
from bot.services.place_card import OpeningHours

_DAY = timedelta(days=1)
_ANY_DAY = "Mo-Su 08:00-09:00"  # open every day but public holidays


def week_in_words(hours: OpeningHours, written: str, today: date) -> list[str]:
    """« lundi et mardi de 9 h à 12 h », « fermé du mercredi au dimanche »: a line for days alike, from `written` (OSM).

    It is that of the first whole week without a public holiday. Raises ValueError if `written` is not in OSM's syntax.
    """
    found: dict[str, list[int]] = defaultdict(list)
    for day in _ordinary_week(hours, today):
        # Seen from two days before, a day is called by its name, and not « demain ».
        before, _, after = hours.said_on(written, day, day - 2 * _DAY).partition(JOURS[day.weekday()])
        found[after if before.strip() == "ouvert" else before].append(day.weekday())
    opened = [f"{_named(days)}{when}" for when, days in found.items() if when.startswith(" ")]
    return opened + [f"{when}{_named(days)}" for when, days in found.items() if not when.startswith(" ")]


def openings_in_words(hours: OpeningHours, written: str, today: date) -> str:
    """« lundi et mardi de 9 h à 12 h, jeudi de 14 h à 17 h »: the same in one sentence, without the days off."""
    return ", ".join(line for line in week_in_words(hours, written, today) if not line.startswith("fermé"))


def _ordinary_week(hours: OpeningHours, today: date) -> list[date]:
    monday = today - today.weekday() * _DAY
    weeks = ([monday + n * 7 * _DAY + day * _DAY for day in range(7)] for n in count())
    return next(week for week in weeks if all(hours.opens_on(_ANY_DAY, day) for day in week))


def _named(days: list[int]) -> str:
    """« lundi », « lundi, mardi et jeudi », « du lundi au vendredi »."""
    if len(days) > 2 and days[-1] - days[0] == len(days) - 1:
        return f"du {JOURS[days[0]]} au {JOURS[days[-1]]}"
    return say_list([JOURS[day] for day in days])
