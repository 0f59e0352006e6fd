"""A helpline: its number as shown, what it costs, who answers, and whether somebody answers now."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.opening_week import OSM_DAYS

PARIS = ZoneInfo("Europe/Paris")
ALWAYS = "24/7"
_RULE = re.compile(r"(?P<days>[A-Z][a-z](?:[-,][A-Z][a-z])*) (?P<hours>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)")


@dataclass(frozen=True)
class Numero:
    """One number of `knowledge/urgences.yml`. `cle`: digits only. `horaires`: OSM `opening_hours`, the simple part of it.

    `mention` is what follows the number in a sentence: cost first, then hours.
    """

    cle: str
    numero: str
    nom: str
    mention: str
    horaires: str
    verifie_le: date
    source: str

    @property
    def always_open(self) -> bool:
        return self.horaires == ALWAYS

    @property
    def with_mention(self) -> str:
        return f"{self.numero} ({self.mention})"

    def is_open(self, at: datetime) -> bool:
        """Whether somebody answers at `at` (a naive time is Paris time)."""
        local = at.astimezone(PARIS) if at.tzinfo else at
        return self.always_open or any(_covers(rule, local) for rule in opening_rules(self.horaires))


@dataclass(frozen=True)
class OpeningRule:
    """Some days of the week (0 = Monday) and one range; a range that ends before it begins goes past midnight."""

    days: frozenset[int]
    start: time
    end: time


def opening_rules(horaires: str) -> list[OpeningRule]:
    """« Mo-Fr 10:00-19:00; Sa 09:00-12:00 » as rules. ValueError for anything this simple reader does not know."""
    rules: list[OpeningRule] = []
    for written in horaires.split(";"):
        rule = _RULE.fullmatch(written.strip())
        if not rule:
            raise ValueError(horaires)
        for hours in rule["hours"].split(","):
            start, end = (time.fromisoformat(one) for one in hours.split("-"))
            rules.append(OpeningRule(_days(rule["days"]), start, end))
    return rules


def _days(written: str) -> frozenset[int]:
    days: set[int] = set()
    for part in written.split(","):
        first, *last = (OSM_DAYS.index(day) for day in part.split("-"))
        days.update(range(first, (last[0] if last else first) + 1))
    return frozenset(days)


def _covers(rule: OpeningRule, at: datetime) -> bool:
    if rule.start < rule.end:
        return at.weekday() in rule.days and rule.start <= at.time() < rule.end
    yesterday = (at - timedelta(days=1)).weekday()
    return (at.weekday() in rule.days and at.time() >= rule.start) or (yesterday in rule.days and at.time() < rule.end)
