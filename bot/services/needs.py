"""A need in a person's own words, brought to the words and the themes by which the directory answers."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.domain.entry import Entry
from bot.domain.need import FORGIVEN_FROM, Rarity, fit, meaningful, root_of
from bot.domain.territory import Territoires
from bot.domain.thematique import Thematiques
from bot.services.ports import DirectoryReader

GOOD_ENOUGH = 0.6  # part of the best fit from which an entry answers a need
_THEME = 0.55      # an entry that says it answers just this hides those that deal with such things


class Needs:
    """Understands needs with the towns, whose names say nothing of them, and the themes."""

    def __init__(self, territoires: Territoires, thematiques: Thematiques) -> None:
        self._territoires = territoires
        self._thematiques = thematiques

    def roots(self, need: str, reader: DirectoryReader) -> tuple[list[str], Rarity]:
        """The roots of a need and their rarity; a word that nothing knows counts as one that sounds or looks like it."""
        words = {word: root_of(word) for word in meaningful(self._territoires.without_names(need))}
        rarity = reader.rarity(set(words.values()))
        found = {root if root in rarity.uses else self._thematiques.recognised(word)
                 or (reader.recognised(word) if len(word) >= FORGIVEN_FROM else None) or root: None
                 for word, root in words.items()}
        return list(found), rarity if found.keys() <= set(words.values()) else reader.rarity(found)


def entry_fit(entry: Entry, roots: Sequence[str], themes: Mapping[str, float], rarity: Rarity) -> float:
    """How well an entry answers the roots and the themes of a need, in [0, 1]."""
    theme = max((themes.get(theme, 0.0) for theme in entry.themes), default=0.0)
    return max(fit(entry.answered, roots, rarity), theme_fit(theme))


def theme_fit(theme: float) -> float:
    """How well an entry that only has the theme of a need answers it, from how well the need is of that theme."""
    return _THEME * theme
