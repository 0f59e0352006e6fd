"""A place to keep in one's address book, with its hours in words and how old all this is."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.french import capital, day_of, say_date
from bot.domain.structure import Structure, merged
from bot.services.place_card import HIDDEN, OpeningHours, PlaceCards, hours_as_written
from bot.services.ports import Clock, DirectoryIndex

_DAY = timedelta(days=1)
_WEEK = 7


@dataclass(frozen=True)
class ContactCard:
    """One place. `note` is in plain words, a fact a line. When it `is_hidden`, only its name and telephone may be kept."""

    structure: Structure
    note: str
    is_hidden: bool


class ContactCards:
    """Says a place so that it still holds next week: which days it opens, and not whether it is open."""

    def __init__(self, index: DirectoryIndex, hours: OpeningHours, clock: Clock) -> None:
        self._index = index
        self._hours = hours
        self._clock = clock

    def card(self, place: str) -> ContactCard | None:
        """The card of a place of the directory; None if nobody describes it any more."""
        with self._index.reading() as reader:
            records = reader.records([place])[place]
        if not records:
            return None
        structure = merged(records)
        is_hidden = any(one.is_shelter for one in records)
        lines = [HIDDEN] if is_hidden else self._opening(structure)
        source = [f"Source : {structure.citation.titre}."] if structure.citation else []
        return ContactCard(structure, "\n".join([*lines, PlaceCards.age(structure), *source]), is_hidden)

    def _opening(self, structure: Structure) -> list[str]:
        hours, today = structure.horaires_accueil, day_of(self._clock.now())
        if hours is None:
            return hours_as_written(structure)
        return [f"Horaires à partir du {say_date(today)} :",
                *(f"{capital(self._said_on(structure, hours, today + n * _DAY))}." for n in range(_WEEK))]

    def _said_on(self, structure: Structure, hours: str, day: date) -> str:
        # Seen from two days before, a day is called by its name, and not « demain ».
        return self._hours.said_on(hours, day, day - 2 * _DAY, structure.fermetures)
