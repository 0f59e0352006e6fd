"""What the services of the town's own contents need from outside, and nothing about how it is done."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Optional, Protocol

from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.domain.thematique import Thematiques
from bot.domain.town import LocalContact, TownNotice

ReadHours = Callable[[str], Optional[str]]  # from plain French or OSM's syntax to OSM's syntax; None if it is not sure
ReadPhone = Callable[[str], str]  # as it is read aloud; ValueError, in French, if it is no French number


class LocalContacts(Protocol):
    def keep(self, contact: LocalContact, agent: int) -> None:
        """Instead of what was kept of the same place."""


class TownNotices(Protocol):
    def add(self, notice: TownNotice, agent: int, now: datetime) -> int:
        """Its number."""

    def remove(self, number: int) -> None: ...


class TownDirectory(Protocol):
    """The town's own places in the directory, in the transaction that changes them."""

    def change(self, place: Structure, territoires: Territoires, thematiques: Thematiques,
             open_parts: Callable[[str | None], int]) -> None:
        """Put one as it is now; `open_parts` gives the parts of the week of some hours (see `entry.part_of_week`)."""
