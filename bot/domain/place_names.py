"""Find the towns that a message names, however they are typed, without taking everyday words for towns."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.normalisation import fold

_WORD = re.compile(r"[a-z0-9]+|€")
_SAINT = {"st": "saint", "ste": "sainte"}
_CONTRACTED = {"le": ("au", "du"), "les": ("aux", "des")}
_AT = frozenset({"a", "sur", "vers", "dans", "au", "aux", "habite", "habites", "habitons", "vis", "vit"})
_FROM = frozenset({"de", "d", "du", "des"})
_NEAR = frozenset({
    "mairie", "ccas", "ville", "village", "commune", "pres", "cote", "loin",
})  # « la mairie de », « près de »
_STREETS = frozenset({
    "rue", "avenue", "av", "boulevard", "bd", "bld", "route", "rte", "place", "pl", "chemin", "impasse", "quai",
    "faubourg", "fbg",
})
# « à celles qui », « aux rives du lac »: what follows shows that the word before is not a town.
_CARRY_ON = frozenset({"qui", "que", "qu", "dont", "ou", "et", "de", "d", "du", "des", "ci", "la", "en"})
_MONEY = frozenset({"euro", "euros", "eur", "€"})
_WORDS_IN_A_NAME = 8
_SHORT_NAME = 6  # letters under which a name must be typed in one piece and without a typo
_LONG_NAME = 10  # letters from which a typo is forgiven even if nothing shows that a place comes


@dataclass(frozen=True)
class Spelling:
    """One way of writing one town's name.

    `everyday`: it is an ordinary word too. `forgiving`: near enough for people to name it often, typos included.
    """

    text: str
    slug: str
    everyday: bool = False
    forgiving: bool = False


@dataclass(frozen=True)
class _Name:
    slug: str
    words: int
    everyday: bool
    forgiving: bool


@dataclass(frozen=True)
class _Mention:
    slug: str
    start: int
    end: int
    denied: bool


class PlaceNames:
    """Reads town names. A name given to two towns is the first one's."""

    def __init__(self, spellings: Iterable[Spelling]) -> None:
        self._names: dict[str, _Name] = {}
        for spelling in spellings:
            words = _words(spelling.text)
            self._names.setdefault("".join(words), _name(spelling, words, spelling.forgiving))
            for contracted in _contracted(words, spelling.everyday):
                self._names.setdefault("".join(contracted), _name(spelling, words, False))
        self._forgiving: dict[tuple[str, int], list[str]] = defaultdict(list)
        for key, name in self._names.items():
            if name.forgiving and not name.everyday and len(key) >= _SHORT_NAME:
                self._forgiving[key[0], name.words].append(key)

    def find(self, text: str) -> str | None:
        """The town that a message is about, or None.

        The longest name wins. Of several towns: not one that is denied (« pas à Canet »), then one that comes
        after « à » or « j'habite » rather than « de », then the first. One typo is forgiven if nothing is spelt right.
        """
        words = _words(text)
        mentions = self._mentions(words)
        kept = [m for m in mentions if not m.denied] or mentions
        placed = [m for m in kept if _is_placed(words, m)]
        return next((m.slug for m in placed + kept), None)

    def remove(self, text: str) -> str:
        """The folded words of a message without the names of towns: « chercher du travail a »."""
        words = _words(text)
        named = {i for m in self._mentions(words) for i in range(m.start, m.end)}
        return " ".join(word for i, word in enumerate(words) if i not in named)

    def _mentions(self, words: Sequence[str]) -> list[_Mention]:
        return list(_leftmost(words, self._exact)) or list(_leftmost(words, self._misspelt))

    def _exact(self, words: Sequence[str], start: int, end: int) -> str | None:
        key = "".join(words[start:end])
        name = self._names.get(key)
        if name is None or _in_an_address(words, start):
            return None
        if name.words != end - start and (len(key) < _SHORT_NAME or words[start] in _AT | _FROM):
            return None  # « à Lignan » is not « Alignan »
        after = words[end] if end < len(words) else ""
        if name.everyday and (after in _CARRY_ON or not _says_a_place(words, start, end)):
            return None
        return None if key.isdigit() and after in _MONEY else name.slug

    def _misspelt(self, words: Sequence[str], start: int, end: int) -> str | None:
        alike = self._forgiving.get((words[start][0], end - start))
        if not alike or _in_an_address(words, start):
            return None
        key = "".join(words[start:end])
        shortest = _SHORT_NAME if end - start == len(words) or _announced(words, start) else _LONG_NAME
        if any(c.isdigit() for c in key):
            return None
        return next((self._names[name].slug for name in alike if len(name) >= shortest and _one_typo(key, name)), None)


def _leftmost(words: Sequence[str], match: Callable[[Sequence[str], int, int], str | None]) -> Iterator[_Mention]:
    """What `match` recognises from left to right, the longest stretch of words first."""
    start = since = 0
    while start < len(words):
        ends = range(min(len(words), start + _WORDS_IN_A_NAME), start, -1)
        slug, end = next(((slug, end) for end in ends if (slug := match(words, start, end))), (None, start + 1))
        if slug:
            yield _Mention(slug, start, end, _is_denied(words[max(since, start - 3):start]))
            since = end
        start = end


def _words(text: str) -> list[str]:
    return [_SAINT.get(word, word) for word in _WORD.findall(fold(text))]


def _name(spelling: Spelling, words: Sequence[str], forgiving: bool) -> _Name:
    return _Name(spelling.slug, len(words), spelling.everyday, forgiving)


def _contracted(words: list[str], everyday: bool) -> Iterator[list[str]]:
    """« Le Pouget » is also « au Pouget », « du Pouget »; « des rives » is too common to be « Les Rives »."""
    if words[0] in _CONTRACTED and len(words) > 1:
        at, of = _CONTRACTED[words[0]]
        yield [at, *words[1:]]
        if not everyday:
            yield [of, *words[1:]]


def _says_a_place(words: Sequence[str], start: int, end: int) -> bool:
    """« à Lattes », « un médecin de Lattes », but not « de lourdes charges »."""
    if words[start] in ("au", "aux") or _announced(words, start):
        return True
    return start > 0 and words[start - 1] in _FROM and end == len(words)


def _is_placed(words: Sequence[str], mention: _Mention) -> bool:
    return words[mention.start] in ("au", "aux") or (mention.start > 0 and words[mention.start - 1] in _AT)


def _announced(words: Sequence[str], start: int) -> bool:
    """« à … », « j'habite … », « la mairie de … »: a place comes next."""
    before = words[max(0, start - 2):start]
    return bool(before) and (before[-1] in _AT or (before[-1] in _FROM and before[0] in _NEAR))


def _is_denied(before: Sequence[str]) -> bool:
    """« je ne suis pas de Canet », but not « pas loin de Canet »."""
    return "pas" in before and "loin" not in before


def _in_an_address(words: Sequence[str], start: int) -> bool:
    """« 46 avenue de Lodève » is not in Lodève."""
    before = words[max(0, start - 2):start]
    return bool(before) and (before[-1] in _STREETS or (before[-1] in _FROM and before[0] in _STREETS))


def _one_typo(typed: str, name: str) -> bool:
    """One letter added, missing or changed, or two neighbours swapped."""
    if abs(len(typed) - len(name)) > 1:
        return False
    head = _alike(typed, name)
    tail = _alike(typed[head:][::-1], name[head:][::-1])
    left, right = typed[head:len(typed) - tail], name[head:len(name) - tail]
    return max(len(left), len(right)) <= 1 or (len(left) == 2 and left == right[::-1])


def _alike(left: str, right: str) -> int:
    """How many letters two words share from their beginning."""
    return next((i for i, (a, b) in enumerate(zip(left, right, strict=False)) if a != b), min(len(left), len(right)))
