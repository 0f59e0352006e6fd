"""The places that the town vouches for, as its files describe them and as the desk has filled them in since."""
from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.domain.town import TownState
from bot.services.town_book import TownBook


class TownPlaces(Mapping[str, Structure]):
    """By id, and always as they are now: it stands where a mapping of structures does (`Knowledge.structures`)."""

    def __init__(self, written: Mapping[str, Structure], territoires: Territoires, book: TownBook) -> None:
        self._written = written
        self._territoires = territoires
        self._book = book
        self._seen: tuple[TownState, Mapping[str, Structure]] | None = None

    def __getitem__(self, identifier: str) -> Structure:
        return self._now()[identifier]

    def __iter__(self) -> Iterator[str]:
        return iter(self._written)

    def __len__(self) -> int:
        return len(self._written)

    def _now(self) -> Mapping[str, Structure]:
        state, seen = self._book.state(), self._seen
        if seen is None or seen[0] is not state:
            seen = self._seen = state, as_filled_in(self._written, self._territoires, state)
        return seen[1]


def as_filled_in(written: Mapping[str, Structure], territoires: Territoires, state: TownState) -> dict[str, Structure]:
    """The places of the files with what the desk says over them."""
    return {identifier: state.over(place, territoires) for identifier, place in written.items()}
