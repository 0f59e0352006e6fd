"""A place that helps people, and how old what we know of it is. Field names are those of data·inclusion v1."""
from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date

from bot.domain.answer import Source

TOWN = "ville"  # the producer of what the town itself vouches for, in knowledge/annuaire/
_YEARS_BEFORE_STALE = 2
_FRESH_DAYS, _STALE_DAYS = 183, 731
_SHELTERS = frozenset({"chrs", "chu", "huda", "cada", "cph"})


@dataclass(frozen=True)
class Closure:
    """Days on which a place does not receive, first and last included, and why (« travaux »; may be empty)."""

    first_day: date
    last_day: date
    reason: str = ""


@dataclass(frozen=True)
class Structure:
    """One place as one producer describes it: the 20 fields of data·inclusion v1, then what a counter needs besides.

    What is not known is None, and is said to be unknown: nothing is made up. `id` begins with its producer's name
    (« dora--42 »), but for the town's own. `latitude` and `longitude` are in degrees, `telephone` is written as one reads
    it aloud. `horaires_accueil` is in OpenStreetMap's `opening_hours` syntax; `horaires_texte` holds the hours as written
    when they cannot be read for sure. `date_maj` is the day the facts were seen (1 January when only the year is known).

    Ours: `citation` is what is shown as the source; `besoins` are the needs it answers, in plain words; `thematiques`
    are what it is about when nobody publishes its offers one by one; `zone_eligibilite` lists the territories (slugs)
    whose people it serves, everybody's when empty; `langues` are codes (« ar »).
    """

    id: str
    nom: str
    commune: str | None
    date_maj: date
    source: str = TOWN
    siret: str | None = None
    description: str | None = None
    reseaux_porteurs: tuple[str, ...] = ()
    adresse: str | None = None
    complement_adresse: str | None = None
    code_postal: str | None = None
    code_insee: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    telephone: str | None = None
    courriel: str | None = None
    site_web: str | None = None
    lien_source: str | None = None
    horaires_accueil: str | None = None
    accessibilite_lieu: str | None = None
    citation: Source | None = None
    note: str | None = None
    besoins: tuple[str, ...] = ()
    thematiques: tuple[str, ...] = ()
    zone_eligibilite: tuple[str, ...] = ()
    horaires_texte: str | None = None
    langues: tuple[str, ...] = ()
    is_accessible: bool | None = None  # to a wheelchair
    is_free: bool | None = None
    fermetures: tuple[Closure, ...] = ()

    @property
    def is_shelter(self) -> bool:
        """Whether people are hidden or housed there: its address is never given."""
        return are_of_a_shelter(self.reseaux_porteurs)

    def is_stale(self, today: date) -> bool:
        """Whether the facts are more than two years old: shown with their date, to be checked before going."""
        limit = (today.year - _YEARS_BEFORE_STALE, today.month, today.day)
        return (self.date_maj.year, self.date_maj.month, self.date_maj.day) < limit

    def is_closed_on(self, day: date | None) -> bool:
        """Whether one of its temporary closures holds that day (None: no day in particular)."""
        return day is not None and any(one.first_day <= day <= one.last_day for one in self.fermetures)

    @property
    def allowed_numbers(self) -> frozenset[str]:
        """The telephone numbers that may be shown for it, digits only: « 0467888700 »."""
        return frozenset({"".join(c for c in self.telephone if c.isdigit())} if self.telephone else ())


def are_of_a_shelter(networks: Iterable[str]) -> bool:
    """Whether any of these networks (`reseaux_porteurs`) hides or houses people."""
    return not _SHELTERS.isdisjoint(networks)


def freshness(date_maj: date, today: date) -> float:
    """1 for what was seen within six months, 0 from two years on, in between by its age: the score of data·inclusion."""
    age = (today - date_maj).days
    return min(1.0, max(0.0, (_STALE_DAYS - age) / (_STALE_DAYS - _FRESH_DAYS)))


def merged(records: Sequence[Structure]) -> Structure:
    """One place out of what several producers say of it: the town's word first, then the freshest.

    What the first one does not know is taken from the next. The date is that of the oldest that gave anything, and each of
    them is named in the citation.
    """
    main, *others = sorted(records, key=lambda one: (one.source != TOWN, -one.date_maj.toordinal(), one.id))
    used, filled = [main], main
    for other in others if not main.is_shelter else ():
        missing = {name: getattr(other, name) for name in _FILLED
                   if getattr(filled, name) in (None, ()) and getattr(other, name) not in (None, ())}
        if missing:
            filled = replace(filled, **missing)
            used.append(other)
    return replace(filled, date_maj=min(one.date_maj for one in used), citation=_cited(used))


_WHOLE = frozenset({"id", "nom", "commune", "date_maj", "source", "citation", "zone_eligibilite", "lien_source"})
_FILLED = tuple(field.name for field in fields(Structure) if field.name not in _WHOLE)


def _cited(records: Sequence[Structure]) -> Source | None:
    cited = list(dict.fromkeys(one.citation for one in records if one.citation))
    return replace(cited[0], titre=" ; ".join(dict.fromkeys(one.titre for one in cited))) if cited else None
