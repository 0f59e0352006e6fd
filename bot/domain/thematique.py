"""What people need, sorted as data·inclusion sorts it, and the everyday words that say so."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from bot.domain.need import Answered, Rarity, fit, meaningful, root_of
from bot.domain.sonorite import sound

_USUAL_KM = 60.0
_PLAINLY = 0.93
_GOOD_ENOUGH = 0.6  # part of the best fit that another theme must reach to be meant too


@dataclass(frozen=True)
class Thematique:
    """One theme of the standard: its plain name, how many kilometres people go for it, the fiches that speak of it.

    `besoins` are the needs it covers, in people's words; a comma separates two ways of saying.
    """

    slug: str
    nom: str
    rayon_km: float
    fiches: tuple[str, ...] = ()
    besoins: tuple[str, ...] = ()

    @cached_property
    def answered(self) -> Answered:
        """The words by which it is recognised."""
        return Answered.of([self.nom, *(way for need in self.besoins for way in need.split(","))])


@dataclass(frozen=True)
class Thematiques:
    """All themes, by slug."""

    by_slug: Mapping[str, Thematique] = field(default_factory=dict)

    def meant(self, wanted: Sequence[str]) -> dict[str, float]:
        """The themes that the roots of a need speak of, each with its fit in ]0, 1]; those far below the best left out."""
        near = {theme.slug: theme for root in wanted for theme in self._by_root.get(root, ())}
        fits = {slug: score for slug, theme in near.items() if (score := fit(theme.answered, wanted, self._rarity))}
        best = max(fits.values(), default=0.0)
        return {slug: score for slug, score in fits.items() if score >= best * _GOOD_ENOUGH}

    def told_by(self, needs: Iterable[str]) -> tuple[str, ...]:
        """The themes that needs in plain words plainly belong to."""
        found = dict.fromkeys(slug for need in needs if (wanted := list(map(root_of, meaningful(need))))
                              for slug, score in self.meant(wanted).items() if score >= _PLAINLY)
        return tuple(found)

    def recognised(self, word: str) -> str | None:
        """The root by which a folded word, or one that sounds the same, is known here; None if it is not."""
        root = root_of(word)
        return root if root in self._by_root else self._by_sound.get(sound(word))

    def of_fiche(self, slug: str) -> tuple[str, ...]:
        """The themes of a fiche."""
        return tuple(theme.slug for theme in self.by_slug.values() if slug in theme.fiches)

    def radius_km(self, slugs: Sequence[str]) -> float:
        """How far people go for the farthest of these themes."""
        return max((self.by_slug[slug].rayon_km for slug in slugs if slug in self.by_slug), default=_USUAL_KM)

    @cached_property
    def _by_root(self) -> Mapping[str, list[Thematique]]:
        found: dict[str, list[Thematique]] = defaultdict(list)
        for theme in self.by_slug.values():
            for root in theme.answered.roots:
                found[root].append(theme)
        return found

    @cached_property
    def _by_sound(self) -> Mapping[str, str]:
        needs = (need for theme in self.by_slug.values() for need in theme.besoins)
        return {sound(word): root_of(word) for need in needs for word in meaningful(need)}

    @cached_property
    def _rarity(self) -> Rarity:
        return Rarity({root: len(themes) for root, themes in self._by_root.items()}, len(self.by_slug))
