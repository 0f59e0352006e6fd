"""The town's own places: which they are, and how they are put into the directory when the desk changes one."""
from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from bot.domain.knowledge import Knowledge
from bot.domain.structure import Structure
from bot.domain.town import TownState
from bot.services.ports import UnitOfWork


class TownShelf:
    """`written`: the places as the files describe them, without the desk. `open_parts`: see `TownDirectory.change`."""

    def __init__(self, knowledge: Knowledge, written: Mapping[str, Structure],
                 open_parts: Callable[[str | None], int]) -> None:
        self._knowledge = knowledge
        self._written = written
        self._open_parts = open_parts

    @property
    def fiches(self) -> Counter[str]:
        """How many fiches send people to each place."""
        return Counter(place for fiche in self._knowledge.fiches.values() for place in fiche.structures)

    def places(self) -> list[Structure]:
        """Those of the town, and those that its fiches send people to."""
        home, needed = self._knowledge.territoires.home, self.fiches
        return [place for place in self._knowledge.structures.values() if place.code_insee == home.insee or needed[place.id]]

    def put(self, uow: UnitOfWork, identifier: str | None, state: TownState) -> None:
        """Bring one of them (none for None) up to date in the directory, in the transaction that changed it."""
        written = self._written.get(identifier or "")
        if written is None:
            return
        place = state.over(written, self._knowledge.territoires)
        uow.town_directory.change(place, self._knowledge.territoires, self._knowledge.thematiques, self._open_parts)
