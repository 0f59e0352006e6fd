"""Distress that no sign describes: heard in the sounds and letters of a message, weighed as examples taught.

No model of Rasa and no library: sums of numbers read from `knowledge/ecoute.json`, which `python -m bot ecoute` learns.
"""
from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Iterator, Mapping, Sequence

from bot.domain.sonorite import SENTENCE_END, sound, tokens

_LETTERS = (3, 5)
_LONGEST = 30  # words of a piece: a cry for help is not drowned in the story around it
_FEWEST = 3
_OF_MANY = 0.5  # what a piece must weigh more than a whole message: a long one has many chances to sound like something
_A_STORY = 120  # words from which the whole is no longer weighed


@dataclass(frozen=True)
class Trait:
    """One thing heard: how rare it is (idf), and how much it speaks for each category rather than for none."""

    rarity: float
    weights: tuple[float, ...]


class Ecoute:
    """Weighs a message. `categories` are in the order of the weights; `bias` is where each of them starts from."""

    def __init__(self, categories: Sequence[str], bias: Sequence[float], traits: Mapping[str, Trait]) -> None:
        self._categories = tuple(categories)
        self._bias = tuple(bias)
        self._traits = traits
        self._rarity = {name: trait.rarity for name, trait in traits.items()}

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Ecoute":
        """The content of `ecoute.json`; KeyError, TypeError or ValueError if it is another file."""
        traits = {trait: Trait(rarity, tuple(weights)) for trait, (rarity, *weights) in shape["traits"].items()}
        return cls(shape["categories"], shape["bias"], traits)

    def weigh(self, text: str) -> tuple[str, float]:
        """The likeliest category, and by how much it outweighs « no distress » (negative: it does not).

        The whole message, or each piece of a long one, is weighed; the heaviest counts.
        """
        (category, weight), *parts = [self._weigh(piece) for piece in pieces(text)] or [self._weigh(())]
        return max([(category, weight), *((part, weight - _OF_MANY) for part, weight in parts)], key=lambda one: one[1])

    def _weigh(self, words: Sequence[str]) -> tuple[str, float]:
        sums = list(self._bias)
        for family in heard(words).values():
            for name, value in measured(family, self._rarity).items():
                for position, weight in enumerate(self._traits[name].weights):
                    sums[position] += weight * value
        best = max(range(len(sums)), key=sums.__getitem__)
        return self._categories[best], sums[best]


def pieces(text: str) -> Iterator[list[str]]:
    """The words of a message, `SENTENCE_END` included; then, if it is long, each sentence or stretch of it."""
    words = tokens(text)
    if len(words) <= _A_STORY:
        yield words
    if sum(word != SENTENCE_END for word in words) <= _LONGEST:
        return
    for sentence in _sentences(words):
        for start in range(0, max(1, len(sentence) - _LONGEST // 2), _LONGEST // 2):
            yield sentence[start:start + _LONGEST]


def _sentences(words: Sequence[str]) -> Iterator[list[str]]:
    ends = [position for position, word in enumerate(words) if word == SENTENCE_END]
    for start, end in zip([0, *(end + 1 for end in ends)], [*ends, len(words)]):
        if end - start >= _FEWEST:
            yield list(words[start:end])


def heard(words: Sequence[str]) -> dict[str, Counter[str]]:
    """What is heard in words, by family: sounds, pairs of neighbouring sounds, runs of letters inside words."""
    words = [word for word in words if not word.isdigit()]  # a phone number says nothing
    sounds = [sound(word) if word != SENTENCE_END else "." for word in words]
    pairs = (f"2 {a} {b}" for a, b in zip(["<", *sounds], [*sounds, ">"]))
    return {"sounds": Counter(f"1 {one}" for one in sounds), "pairs": Counter(pairs),
            "letters": Counter(f"3 {run}" for word in words if word != SENTENCE_END for run in _runs(f" {word} "))}


def measured(family: Mapping[str, int], rarity: Mapping[str, float]) -> dict[str, float]:
    """How much each known thing of a family counts: more if it is rare or said again, their squares making 1 in all."""
    known = {name: (1 + math.log(count)) * rarity[name] for name, count in family.items() if name in rarity}
    length = math.sqrt(sum(value * value for value in known.values())) or 1.0
    return {name: value / length for name, value in known.items()}


def _runs(marked: str) -> Iterator[str]:
    for size in range(_LETTERS[0], _LETTERS[1] + 1):
        yield from (marked[start:start + size] for start in range(len(marked) - size + 1))
