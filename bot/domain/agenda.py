"""A desk's time, as the desk describes it: agendas, when they receive, when nobody is there."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time


@dataclass(frozen=True)
class Agenda:
    """One desk or one agent. `feed_token` is the secret in the address of its calendar."""

    slug: str
    nom: str
    demo: bool = False
    feed_token: str = ""
    is_closed: bool = False


@dataclass(frozen=True)
class Opening:
    """From `starts` to `ends` in Paris, on `first_day` and whenever the rule (RFC 5545) says, `exceptions` left out."""

    agenda: str
    motifs: tuple[str, ...]
    first_day: date
    starts: time
    ends: time
    recurrence: str | None = None
    exceptions: tuple[date, ...] = ()
    id: int = 0


@dataclass(frozen=True)
class Absence:
    """From the hour `starts` of `first_day` to the hour `ends` of `last_day`; one that comes back stands in one day."""

    agenda: str
    first_day: date
    last_day: date
    starts: time
    ends: time
    recurrence: str | None = None
    titre: str | None = None
    id: int = 0
