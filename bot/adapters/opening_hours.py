"""Say whether a place is open, from hours in OpenStreetMap's syntax, public holidays of France included."""
from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache

import opening_hours as osm

from bot.domain.french import JOURS, MOIS, PARIS, say_time

_WEEK = timedelta(days=7)
_ONLY_WORDS = re.compile(r'\s*"[^"]*"\s*')  # « "sur rendez-vous" »: nobody can say when it is open


class OsmOpeningHours:
    """Opening hours in France. Public offices close on public holidays unless their hours speak of them (« PH »).

    Every method raises ValueError for hours that are not in OSM's syntax. A time without a zone is a time in Paris.
    """

    def is_open(self, hours: str, at: datetime) -> bool:
        """Whether the place is open at that time."""
        return _parse(hours).is_open(_in_paris(at))

    def said(self, hours: str, at: datetime) -> str:
        """« ouvert jusqu'à 17 h », « fermé, ouvre mardi à 9 h », « fermé aujourd'hui »."""
        parsed, now = _parse(hours), _in_paris(at)
        state, comment = parsed.state(now)
        if state == osm.State.UNKNOWN:
            return comment or "horaires à vérifier"
        change = parsed.next_change(now)
        text = _open_until(change, now) if state == osm.State.OPEN else _closed_until(change, now)
        return f"{text} ({comment})" if comment else text


@lru_cache(maxsize=4096)
def _parse(hours: str) -> osm.OpeningHours:
    if not osm.validate(hours):
        raise ValueError(f"opening hours not understood: {hours!r}")
    if _ONLY_WORDS.fullmatch(hours):
        return osm.OpeningHours(f"24/7 unknown {hours.strip()}", timezone=PARIS)
    silent = "PH" not in hours and not hours.strip().startswith("24/7")
    return osm.OpeningHours(f"{hours}; PH off" if silent else hours, country="FR", timezone=PARIS)


@lru_cache(maxsize=1)
def _holidays() -> osm.OpeningHours:
    return osm.OpeningHours("PH", country="FR", timezone=PARIS)


def _in_paris(at: datetime) -> datetime:
    return at.replace(tzinfo=PARIS) if at.tzinfo is None else at.astimezone(PARIS)


def _open_until(change: datetime | None, now: datetime) -> str:
    if change is None:
        return "ouvert jour et nuit"
    same_night = change.date() == now.date() or (change - now < timedelta(hours=12) and change.hour < 6)
    return f"ouvert jusqu'à {_hour(change)}" if same_night else f"ouvert jusqu'à {_day(change, now)} à {_hour(change)}"


def _closed_until(change: datetime | None, now: datetime) -> str:
    holiday = " (jour férié)" if _holidays().is_open(now) else ""
    if change is None:
        return f"fermé aujourd'hui{holiday}"
    if change.date() == now.date():
        return f"fermé, ouvre à {_hour(change)}"
    today = f" aujourd'hui{holiday}" if holiday else ""
    return f"fermé{today}, ouvre {_day(change, now)} à {_hour(change)}"


def _day(moment: datetime, now: datetime) -> str:
    if moment.date() == now.date() + timedelta(days=1):
        return "demain"
    if moment.date() - now.date() < _WEEK:
        return JOURS[moment.weekday()]
    return f"le {'1er' if moment.day == 1 else moment.day} {MOIS[moment.month - 1]}"


def _hour(moment: datetime) -> str:
    return "minuit" if moment.hour == moment.minute == 0 else say_time(moment)
