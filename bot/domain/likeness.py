"""Bring together messages that ask the same thing in other words, without any model: by what is heard in their words."""
from __future__ import annotations

import re
from collections import Counter, defaultdict
from functools import lru_cache
from typing import AbstractSet, Iterable, Sequence

from bot.domain.need import meaningful
from bot.domain.sonorite import sound, tokens

# From here on, two messages ask the same thing. On those of tests/domain/test_likeness.py, in any order: 97 % of the pairs
# that meet ask the same thing, and 70 % of those that ask the same thing meet; at 0.35, 93 and 75 %; at 0.45, 96 and 59 %.
ALIKE = 0.4
_HEARD = 5          # signs of a sound that carry its meaning: « stériliser », « stérilisation »
_WEIGHT = 1000      # of a mark that one message has; a whole number, so that sums are exact
_COMPARED = 12      # wordings of a group with which a message is compared
_MASKED = re.compile(r"\[[A-Z]+\]")
_TWICE = re.compile(r"(.)\1+")


@lru_cache(maxsize=20_000)
def marks(text: str) -> frozenset[str]:
    """What is heard in the words of a message that mean something; in all its words if none does."""
    said = tokens(_MASKED.sub(" ", text))
    words = meaningful(" ".join(said)) or tuple(filter(None, said))
    return frozenset(filter(None, map(_heard, words)))


@lru_cache(maxsize=20_000)
def _heard(word: str) -> str:
    return _TWICE.sub(r"\1", sound(word))[:_HEARD]


def likeness(one: AbstractSet[str], other: AbstractSet[str]) -> float:
    """How alike two messages are by their marks, in [0, 1]: the share of what both say."""
    size = len(one) + len(other)
    return 2 * len(one & other) / size if size else 0.0


def grouped(texts: Iterable[tuple[int, str]]) -> dict[int, int]:
    """(number, text) of messages → the group of each number. A group bears the number of its first message.

    A message joins the group whose wordings it is most like on average, if that is enough. What many messages say weighs
    less. The same messages in the same order always make the same groups.
    """
    heard = {number: marks(text) for number, text in texts}
    groups = _Groups(set(heard.values()))
    known: dict[frozenset[str], int] = {}
    for number, said in heard.items():
        if said not in known:
            known[said] = groups.place(said, number)
    return {number: known[said] for number, said in heard.items()}


def most_typical(texts: Sequence[str]) -> int:
    """The place, among these texts, of the one that is most like the others; the shortest of those that are as much."""
    heard = [marks(text) for text in texts]
    return max(range(len(texts)), key=lambda place: (sum(likeness(heard[place], other) for other in heard),
                                                     -len(texts[place]), -place))


class _Groups:
    """Groups that grow, one wording after the other. `every`: all the wordings that will come."""

    def __init__(self, every: Iterable[frozenset[str]]) -> None:
        uses = Counter(mark for said in every for mark in said)
        # Gently less for what is in more messages: the words of a subject that is asked a hundred times still count.
        self._weights = {mark: round(_WEIGHT * number ** -0.25) for mark, number in uses.items()}
        self._compared: Counter[int] = Counter()                       # group → how many of its wordings are compared
        self._wordings: list[tuple[int, int]] = []                     # (group, weight) of each of these
        self._having: dict[str, list[int]] = defaultdict(list)         # mark → their places

    def place(self, said: frozenset[str], number: int) -> int:
        """The group of a wording; its own number if it is like no other."""
        weight = sum(self._weights[mark] for mark in said)
        likenesses = self._likenesses(said, weight)
        group = max(likenesses, key=lambda one: (likenesses[one], -one), default=number)
        if likenesses.get(group, 0.0) < ALIKE:
            group = number
        if self._compared[group] < _COMPARED:
            self._compared[group] += 1
            for mark in said:
                self._having[mark].append(len(self._wordings))
            self._wordings.append((group, weight))
        return group

    def _likenesses(self, said: frozenset[str], weight: int) -> dict[int, float]:
        """How like each group it is, on average over its wordings."""
        common: dict[int, int] = {}
        for mark in sorted(said):  # sums of fractions must not depend on an order that changes from run to run
            weighs = self._weights[mark]
            for place in self._having[mark]:
                common[place] = common.get(place, 0) + weighs
        found: dict[int, float] = defaultdict(float)
        for place, shared in common.items():
            group, other = self._wordings[place]
            found[group] += 2 * shared / (weight + other) / self._compared[group]
        return found
