"""What people say is wrong in the directory, place by place, until somebody has looked at it."""
from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.errors import DeskRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.place_error import PlaceError
from bot.domain.structure import TOWN
from bot.services.directory import Directory
from bot.services.place_card import PlaceCards
from bot.services.ports import Clock, UnitOfWorkFactory


@dataclass(frozen=True)
class Report:
    """One thing that is said to be wrong with a place (its id), how often, since when.

    `card` is what people read of it, None if nobody describes it any more. `ours`: the id under which the team can mend its
    contacts. `source`: who else describes it, and has to mend it.
    """

    place: str
    nom: str
    error: PlaceError
    times: int
    first_day: date
    card: str | None
    ours: str | None
    source: str | None


class PlaceReports:
    """Oldest first."""

    def __init__(self, knowledge: Knowledge, directory: Directory, cards: PlaceCards, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._directory = directory
        self._cards = cards
        self._clock = clock
        self._new_uow = new_uow

    def open(self) -> list[Report]:
        """What nobody has looked at yet."""
        with self._new_uow() as uow:
            found = uow.place_errors.open()
        said: dict[tuple[str, PlaceError], list[datetime]] = defaultdict(list)
        for place, error, at in found:
            said[place, error].append(at)
        return [self._report(place, error, times) for (place, error), times in said.items()]

    def count(self) -> int:
        """How many things are said to be wrong."""
        with self._new_uow() as uow:
            return len({(place, error) for place, error, _ in uow.place_errors.open()})

    def handle(self, place: str, reason: str) -> None:
        """Somebody has looked at it. DeskRefused if it is no reason."""
        error = next((one for one in PlaceError if one.value == reason), None)
        if error is None:
            raise DeskRefused("Je ne sais pas de quelle erreur il s'agit. Rechargez la page, puis recommencez.")
        with self._new_uow() as uow:
            uow.place_errors.handle(place, error, self._clock.now())
            uow.commit()

    def _report(self, place: str, error: PlaceError, times: list[datetime]) -> Report:
        structure, _ = self._directory.place(place)
        known = structure or self._knowledge.structures.get(place)
        ours = known.id if known and known.source == TOWN and known.id in self._knowledge.structures else None
        source = known.citation.titre if known and known.citation else None
        return Report(place, known.nom if known else place, error, len(times), day_of(times[0]),
                      self._cards.card(known, self._clock.now()) if known else None, ours, source)
