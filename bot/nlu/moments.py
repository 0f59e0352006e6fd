"""Days and hours as people type them (« mardi aprem », « le 3 vers 10h », « pas avant 15h »), made into a wish."""
from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime

from bot.domain.french import PARIS
from bot.domain.wish import Wish
from bot.nlu.moment_days import read_days
from bot.nlu.moment_hours import MORNING_ENDS, read_hours
from bot.nlu.moment_noise import without_noise
from bot.nlu.moment_past import past_day
from bot.nlu.moment_words import moment_words

_A_LONG_MESSAGE = 1000  # characters: who writes more tells a story


def wish(text: str, now: datetime) -> Wish | None:
    """When a message would like the appointment to be; None if it says nothing of it.

    `now` with a time zone is brought to Paris; without one it is Paris time. A day that has passed means the next one:
    « le 3 » on the 21st is next month's, « lundi » on a Monday is in a week. One that can only be past (« hier », « le
    3 janvier 2025 ») is a story, unless it is plainly asked for (`bot.nlu.moment_past`). `impossible` marks « le 31
    février ». What parts of the day mean is said in `bot.nlu.moment_hours`.
    """
    local = now.astimezone(PARIS) if now.tzinfo else now
    said = moment_words(text[:_A_LONG_MESSAGE])
    words = without_noise(said)
    if local.time().replace(tzinfo=None) >= MORNING_ENDS:
        words = re.sub(r"\bce matin\b", " ; ", words)  # « ce matin on m'a dit… » is over
    try:
        hours, rest = read_hours(words)
        days = read_days(rest, local.date())
        past = past_day(said, local.date()) if days == Wish() else None
    except ValueError:
        return Wish(impossible=True)
    if past:
        return Wish(past, past)
    asked = replace(days, not_before=hours.not_before, not_after=hours.not_after, around=hours.around)
    return asked if asked != Wish() else None
