"""What the team says of its town from the desk, over what knowledge/ says: contacts, notices for some days, settings."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from bot.domain.answer import Source
from bot.domain.french import JOURS, MOIS, capital, day_of, say_date
from bot.domain.normalisation import fold
from bot.domain.structure import Closure, Structure
from bot.domain.territory import Commune, Territoires

CLOSED = "Fermé toute la journée"  # how a notice of a closure begins: it then counts in the hours of the place
_ENDS = re.compile(r"[.!?…]$")


@dataclass(frozen=True)
class Address:
    """Where a place is, as on an envelope."""

    rue: str
    code_postal: str
    commune: str

    @property
    def written(self) -> str:
        """Two lines, as it is kept."""
        return f"{self.rue}\n{self.code_postal} {self.commune}"

    @classmethod
    def read(cls, written: str) -> "Address":
        """From what `written` gave."""
        rue, _, town = written.partition("\n")
        code_postal, _, commune = town.partition(" ")
        return cls(rue, code_postal, commune)


@dataclass(frozen=True)
class LocalContact:
    """What the team has checked of a place on one day. None: it said nothing; an empty text: there is none.

    `telephone` as it is read aloud, `adresse` as `Address.written`, `horaires` in OSM's syntax.
    """

    structure: str
    changed_at: datetime
    telephone: str | None = None
    courriel: str | None = None
    adresse: str | None = None
    horaires: str | None = None

    def over(self, place: Structure, territoires: Territoires) -> Structure:
        """The place as the team knows it, dated from that day. A shelter still has no address."""
        day = day_of(self.changed_at)
        said = {"telephone": self.telephone, "courriel": self.courriel, "horaires_accueil": self.horaires}
        changes: dict[str, str | None] = {name: value or None for name, value in said.items() if value is not None}
        changed = replace(place, date_maj=day, citation=_checked(place, territoires, day), **changes)  # type: ignore[arg-type]
        if self.horaires is not None:
            changed = replace(changed, horaires_texte=None)
        return changed if self.adresse is None or place.is_shelter else _moved(changed, self.adresse, territoires)


@dataclass(frozen=True)
class TownNotice:
    """What is true for some days, both included, of one place (its id) or of the whole town. `text` is plain French."""

    text: str
    first_day: date
    last_day: date
    structure: str | None = None
    id: int = 0

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day <= self.last_day

    @property
    def closure(self) -> Closure | None:
        """The closing of its place, if that is what it says."""
        if self.structure is None or not self.text.startswith(CLOSED):
            return None
        return Closure(self.first_day, self.last_day, self.text.removeprefix(CLOSED).strip(" .:"))

    def said(self, nom: str | None = None) -> str:
        """« À noter mardi 24 novembre. Fermé toute la journée. », after the name of its place if one is given."""
        ended = self.text if _ENDS.search(self.text) else f"{self.text}."
        return f"{nom + ', à' if nom else 'À'} noter {self.days}. {capital(ended)}"

    @property
    def days(self) -> str:
        """« mardi 24 novembre », « du mardi 24 au vendredi 27 novembre »."""
        if self.first_day == self.last_day:
            return _day(self.first_day)
        same_month = (self.first_day.year, self.first_day.month) == (self.last_day.year, self.last_day.month)
        first = _day(self.first_day).rpartition(" ")[0] if same_month else _day(self.first_day)
        return f"du {first} au {_day(self.last_day)}"


@dataclass(frozen=True)
class TownState:
    """All that the desk says, at one moment: contacts by place, notices by first day, settings by name."""

    contacts: Mapping[str, LocalContact] = field(default_factory=dict)
    notices: tuple[TownNotice, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)

    def over(self, place: Structure, territoires: Territoires) -> Structure:
        """A place of knowledge/ as the team knows it now, with the days on which it is closed."""
        contact = self.contacts.get(place.id)
        known = contact.over(place, territoires) if contact else place
        closures = tuple(closure for one in self.notices if one.structure == place.id and (closure := one.closure))
        return replace(known, fermetures=(*known.fermetures, *closures)) if closures else known


def commune_named(territoires: Territoires, code_postal: str, commune: str) -> Commune | None:
    """The town that an address names, if the assistant knows it."""
    return next((one for one in territoires.communes.values()
                 if code_postal in one.codes_postaux and _same_name(one.nom, commune)), None)


def _same_name(one: str, other: str) -> bool:
    return re.sub(r"\W", "", fold(one)) == re.sub(r"\W", "", fold(other))


def _moved(place: Structure, written: str, territoires: Territoires) -> Structure:
    if not written:
        return replace(place, adresse=None, latitude=None, longitude=None)
    address = Address.read(written)
    if (address.rue, address.code_postal, address.commune) == (place.adresse, place.code_postal, place.commune):
        return place
    town = commune_named(territoires, address.code_postal, address.commune)
    return replace(place, adresse=address.rue, code_postal=address.code_postal, commune=address.commune,
                   code_insee=town.insee if town else place.code_insee, latitude=None, longitude=None)


def _checked(place: Structure, territoires: Territoires, day: date) -> Source:
    lien = place.citation.lien if place.citation else ""
    return Source(f"Équipe de {territoires.home.nom}, vérifié le {say_date(day)}", lien, day)


def _day(day: date) -> str:
    return f"{JOURS[day.weekday()]} {'1er' if day.day == 1 else day.day} {MOIS[day.month - 1]}"
