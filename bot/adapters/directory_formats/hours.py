"""Opening hours as producers write them: in OpenStreetMap's syntax, or in French."""
from __future__ import annotations

import re
from typing import NamedTuple, Optional

from opening_hours import validate

from bot.domain.opening_text import from_french
from bot.domain.opening_week import WeekError

_DASH = re.compile(r"\s*[-‐‒–—]\s*")
_FRENCH_TIME = re.compile(r"(?<![\d:])(\d{1,2}) ?[hH:] ?(\d{2})?(?!\d)")
_RANGE = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_SAYS_WHEN = re.compile(r"\d:\d\d-|24/7|\"")
_EVERY_DAY = re.compile(r"(?:^|;) ?\d{1,2}:\d\d-")  # Sundays too, if the syntax is to be believed: nobody means it
_EVENING, _SMALL_HOURS = 17, 6
_LONGEST = 500


class Hours(NamedTuple):
    """Hours in OpenStreetMap's syntax, or as written where they cannot be read for sure; neither is known for None."""

    horaires_accueil: Optional[str] = None
    horaires_texte: Optional[str] = None


def read_hours(text: Optional[str]) -> Hours:
    """The hours that a text gives, small slips of the syntax forgiven."""
    if not text:
        return Hours()
    mended = _mended(text)
    if validate(mended) and _is_sure(mended):
        return Hours(mended)
    try:
        week = from_french(text).to_osm()
    except WeekError:
        week = ""
    return Hours(week) if week else as_written(text)


def as_written(text: str) -> Hours:
    """Hours that nobody reads for sure."""
    return Hours(None, text if len(text) <= _LONGEST else f"{text[:_LONGEST - 1].rstrip()}…")


def _mended(text: str) -> str:
    plain = _DASH.sub("-", re.sub(r"\s+", " ", text).strip(" ,;"))
    return _FRENCH_TIME.sub(lambda time: f"{int(time[1]):02}:{time[2] or '00'}", plain) if '"' not in plain else plain


def _is_sure(hours: str) -> bool:
    """Whether what the syntax accepts is also what its author meant: « Mo » alone is open all night."""
    says_when = _SAYS_WHEN.search(hours) is not None and not _EVERY_DAY.search(hours)
    return says_when and all(map(_is_plausible, _RANGE.finditer(hours)))


def _is_plausible(found: re.Match[str]) -> bool:
    """« 14:00-14:00 » and « 09:00-05:00 » are slips; « 22:00-02:00 » is a night."""
    opens, closes = (int(found[1]), found[2]), (int(found[3]), found[4])
    return opens < closes or (opens[0] >= _EVENING and closes[0] < _SMALL_HOURS)
