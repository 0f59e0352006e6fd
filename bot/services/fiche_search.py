"""Finds fiches by their words, for an agent who types two or three of them; the assistant is who understands sentences."""
from __future__ import annotations

from collections import Counter as Counted
from collections.abc import Iterable
from functools import cached_property
from math import log
from typing import Mapping

from rapidfuzz import fuzz, process

from bot.domain.fiche import Fiche
from bot.domain.need import FORGIVEN_FROM, SAME_WORD, meaningful, root_of

_NAMED, _EXEMPLE, _SAID = 6.0, 2.0, 1.0  # what a word weighs in a title or a sujet, in an example, in the text
_GOOD_ENOUGH = 0.4                        # part of the best score from which a fiche is shown


class FicheSearch:
    """Over the fiches of the town, read once."""

    def __init__(self, fiches: Mapping[str, Fiche]) -> None:
        self._fiches = fiches

    def found(self, text: str, most: int) -> list[Fiche]:
        """The fiches that say these words, the best first; a word that none says counts as the one it looks like."""
        words = {self._known(word) for word in meaningful(text)}
        scores = {slug: sum(weights.get(root_of(word), 0.0) * self._rarity(root_of(word)) * (1 + (word in self._names[slug]))
                            for word in words) for slug, weights in self._weights.items()}
        best = max(scores.values(), default=0.0)
        slugs = [slug for slug in sorted(scores, key=lambda one: (-scores[one], one)) if scores[slug] >= best * _GOOD_ENOUGH]
        return [self._fiches[slug] for slug in slugs[:most]] if best else []

    def _known(self, word: str) -> str:
        if word in self._words or len(word) < FORGIVEN_FROM:
            return word
        near = process.extractOne(word, self._words, scorer=fuzz.ratio, score_cutoff=100 * SAME_WORD)
        return near[0] if near else word

    def _rarity(self, root: str) -> float:
        return log(1 + len(self._fiches) / max(1, self._uses[root]))

    @cached_property
    def _weights(self) -> dict[str, dict[str, float]]:
        """By fiche, what each root weighs: where it counts most."""
        return {slug: {**_weighing(fiche.rubriques.values(), _SAID), **_weighing(fiche.questions, _EXEMPLE),
                       **_weighing((fiche.titre, *fiche.sujets), _NAMED)} for slug, fiche in self._fiches.items()}

    @cached_property
    def _uses(self) -> Counted[str]:
        """How many fiches use each root."""
        return Counted(root for weights in self._weights.values() for root in weights)

    @cached_property
    def _names(self) -> dict[str, frozenset[str]]:
        """By fiche, the whole words of its title and sujets: « domiciliation » is not « à domicile »."""
        return {slug: frozenset(word for name in (fiche.titre, *fiche.sujets) for word in meaningful(name))
                for slug, fiche in self._fiches.items()}

    @cached_property
    def _words(self) -> tuple[str, ...]:
        """Every word of every fiche, whole."""
        texts = (text for fiche in self._fiches.values()
                 for text in (fiche.titre, *fiche.sujets, *fiche.questions, *fiche.rubriques.values()))
        return tuple(dict.fromkeys(word for text in texts for word in meaningful(text)))


def _weighing(texts: Iterable[str], weight: float) -> dict[str, float]:
    return {root_of(word): weight for text in texts for word in meaningful(text)}
