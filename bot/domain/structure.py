"""A place that helps people, and how old what we know of it is. Field names are those of data·inclusion."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.answer import Source

_YEARS_BEFORE_STALE = 2
_SHELTERS = frozenset({"chrs", "huda", "cada", "cph", "hup"})


@dataclass(frozen=True)
class Structure:
    """One place. What the town has not told us is None, and is said to be unknown: nothing is made up.

    `commune` is the town's name and `code_insee` its code; `latitude` and `longitude` are in degrees.
    `horaires_accueil` is in OpenStreetMap's `opening_hours` syntax. `telephone` is written as one reads it aloud.
    `date_maj` is the day the facts were seen by `source` (1 January when only the year is known).
    `besoins` are the needs it answers, in plain words: what the search reads first. `zone_eligibilite` lists the
    territories (slugs) whose people it serves; empty, it serves everybody.
    """

    id: str
    nom: str
    commune: str
    date_maj: date
    source: Source
    presentation: str = ""
    adresse: str | None = None
    code_postal: str | None = None
    code_insee: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    telephone: str | None = None
    courriel: str | None = None
    site_web: str | None = None
    horaires_accueil: str | None = None
    thematiques: tuple[str, ...] = ()
    typologie: str | None = None
    accessibilite: str | None = None
    note: str | None = None
    besoins: tuple[str, ...] = ()
    zone_eligibilite: tuple[str, ...] = ()

    @property
    def is_shelter(self) -> bool:
        """Whether people are hidden or housed there: its address is never given."""
        return self.typologie in _SHELTERS

    def is_stale(self, today: date) -> bool:
        """Whether the facts are more than two years old: shown with their date, to be checked before going."""
        limit = (today.year - _YEARS_BEFORE_STALE, today.month, today.day)
        return (self.date_maj.year, self.date_maj.month, self.date_maj.day) < limit

    @property
    def allowed_numbers(self) -> frozenset[str]:
        """The telephone numbers that may be shown for it, digits only: « 0467888700 »."""
        return frozenset({"".join(c for c in self.telephone if c.isdigit())} if self.telephone else ())
