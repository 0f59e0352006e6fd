"""The small language in which `knowledge/urgences.yml` says what distress sounds like, and its fast, bounded matching.

    <conjoint> <frapper>        two word families, in this order, at most two words between them
    <conjoint> .. peur          at most eight words between them
    <enfant> & <seul> la nuit   both parts somewhere in the message, in any order
    veux !plus mourir           no « plus » between « veux » and « mourir » (before the first word: in the three before)
    & !<ecole>                  nothing of that family in the whole message
    (tue|frappe|met a la porte) one of these
    frapp*                      any word that begins so
    ^ secours $                 the beginning and the end of the message
"""
from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.sonorite import SENTENCE_END, bare_stem_sound, sound, stem_sounds, tokens

NEAR, FAR, TOGETHER, SENTENCE_WEIGHT, BEFORE = 2, 8, 40, 4, 3
GLUED = frozenset("jtmsldncq")
EDGES = {"^": -1, "$": -2}
Span = tuple[int, int]
Occurrences = dict[int, list[Span]]
_PIECE = re.compile(r"\s*(?:(?P<far>\.\.)|(?P<together>&)|(?P<no>!)?(?P<word><\w+>|\([^()]*\)|[\w'’-]+\*?|[$^]))")


class SigneError(ValueError):
    """A sign that cannot be read; the message is a French sentence for its author."""


@dataclass(frozen=True)
class Step:
    """One element of a sequence: at most `gap` words after the one before, none of `without` in between."""

    element: int
    gap: int
    without: tuple[int, ...] = ()


@dataclass(frozen=True)
class Suite:
    """Elements in order; `then_not` must not follow within three words."""

    steps: tuple[Step, ...]
    then_not: tuple[int, ...] = ()


@dataclass(frozen=True)
class Signe:
    """One sign as written, and what it asks of a message."""

    texte: str
    suites: tuple[Suite, ...]
    absent: tuple[int, ...] = ()
    needed: frozenset[int] = frozenset()


class Lexique:
    """The families of words, known by their sound, and where each occurs in a message."""

    def __init__(self, familles: Mapping[str, Sequence[str]], homonymes: Iterable[str] = ()) -> None:
        """`familles` by name; `homonymes` are words read letter by letter, never by their sound (« violet »)."""
        self._familles = familles
        self._homonymes = frozenset(homonymes)
        self._ids: dict[tuple[str, ...], int] = {}
        self._words: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        self._phrases: dict[tuple[str, str], dict[tuple[str, ...], set[int]]] = {}
        self._phrases_by_stem: dict[str, dict[tuple[str, str], set[int]]] = {}
        self._known: set[str] = set()
        self._keys_of: dict[str, str] = {}

    def read(self, text: str) -> Signe:
        """The sign written in `text`; SigneError if it is not one."""
        suites: list[Suite] = []
        absent: list[int] = []
        for part in text.split("&"):
            suite, refused = self._suite(part)
            if suite.steps:
                suites.append(suite)
            absent.extend(refused)
        if not suites:
            raise SigneError(f"Le signe « {text} » ne contient aucun mot à reconnaître.")
        needed = frozenset(step.element for suite in suites for step in suite.steps)
        return Signe(text, tuple(suites), tuple(absent), needed)

    def _suite(self, part: str) -> tuple[Suite, list[int]]:
        steps: list[Step] = []
        without: list[int] = []
        gap, place = NEAR, 0
        part = part.strip()
        while place < len(part):
            piece = _PIECE.match(part, place)
            if not piece:
                raise SigneError(f"Je ne comprends pas « {part[place:]} » dans ce signe.")
            place = piece.end()
            if piece["far"]:
                gap = FAR
            elif piece["no"]:
                without.append(self._element(piece["word"]))
            else:
                steps.append(Step(self._element(piece["word"]), gap, tuple(without)))
                gap, without = NEAR, []
        return Suite(tuple(steps), tuple(without) if steps else ()), [] if steps else without

    def _element(self, written: str) -> int:
        if written in EDGES:
            return EDGES[written]
        entries = tuple(sorted(set(self._entries(written))))
        if entries not in self._ids:
            self._ids[entries] = len(self._ids)
            for entry in entries:
                self._learn(entry, self._ids[entries])
        return self._ids[entries]

    def _entries(self, written: str, depth: int = 0) -> list[str]:
        if depth > 5:
            raise SigneError(f"La famille « {written} » se contient elle-même.")
        if written.startswith("<"):
            if written[1:-1] not in self._familles:
                raise SigneError(f"La famille de mots {written} n'existe pas.")
            return [entry for one in self._familles[written[1:-1]] for entry in self._entries(one, depth + 1)]
        if written.startswith("("):
            return [entry for one in written[1:-1].split("|") for entry in self._entries(one.strip(), depth + 1)]
        return [written]

    def _learn(self, entry: str, element: int) -> None:
        stem = entry.endswith("*")
        spread = tokens(entry.replace("*", ""))
        if not spread:
            raise SigneError(f"L'expression « {entry} » ne contient que des mots que je laisse de côté.")
        keys = tuple(self._key(word) for word in spread)
        self._keys_of.update(zip(spread[:-1] if stem else spread, keys))
        if stem:
            keys = (*keys[:-1], bare_stem_sound(spread[-1]))
        self._known.update(keys)
        self._keep(keys, element)
        for last in stem_sounds(spread[-1]) if stem else ():
            self._keep((*keys[:-1], last + "*"), element)

    def _keep(self, keys: tuple[str, ...], element: int) -> None:
        """`keys` in the table where a reader going word by word will look for it."""
        if len(keys) == 1:
            table, key = (self._stems, keys[0][:-1]) if keys[0].endswith("*") else (self._words, keys[0])
            table.setdefault(key, set()).add(element)
        elif len(keys) == 2 and keys[1].endswith("*"):
            self._phrases_by_stem.setdefault(keys[0], {}).setdefault((keys[0], keys[1][:-1]), set()).add(element)
        else:
            self._phrases.setdefault(keys[:2], {}).setdefault(keys, set()).add(element)

    def _key(self, word: str) -> str:
        if word in self._keys_of:
            return self._keys_of[word]
        return "=" + word if word in self._homonymes else sound(word)

    def occurrences(self, text: str) -> Occurrences:
        """Where each element stands in `text`, as positions of words; the end of a sentence counts as four words."""
        keys: dict[int, str] = {}
        position = 0
        for word in tokens(text):
            if word == SENTENCE_END:
                position += SENTENCE_WEIGHT
                continue
            for key in self._keys(word):
                keys[position] = key
                position += 1
        found: defaultdict[int, list[Span]] = defaultdict(list)
        found[EDGES["^"]].append((0, 0))
        found[EDGES["$"]].append((max(keys, default=-1) + 1,) * 2)
        for start, key in keys.items():
            self._starting_at(start, key, keys, found)
        return dict(found)

    def _keys(self, word: str) -> list[str]:
        """The key of a word, or of its two halves when a pronoun is glued to a word we know (« mfrappe »)."""
        key = self._key(word)
        if len(word) >= 4 and word[0] in GLUED and not self._is_known(key):
            rest = self._key(word[1:])
            if self._is_known(rest):
                return [word[0], rest]
        return [key]

    def _is_known(self, key: str) -> bool:
        return key in self._known or any(key[:length] in self._stems for length in range(3, len(key) + 1))

    def _starting_at(self, start: int, key: str, keys: Mapping[int, str],
                     found: defaultdict[int, list[Span]]) -> None:
        following = keys.get(start + 1, "")
        for phrase, elements in self._phrases.get((key, following), {}).items():
            if all(_fits(keys.get(start + step, ""), phrase[step]) for step in range(2, len(phrase))):
                _note(found, elements, start, len(phrase))
        for (_, stem), elements in self._phrases_by_stem.get(key, {}).items():
            if following.startswith(stem):
                _note(found, elements, start, 2)
        _note(found, self._words.get(key, ()), start, 1)
        for length in range(2, len(key) + 1):
            _note(found, self._stems.get(key[:length], ()), start, 1)


def _note(found: defaultdict[int, list[Span]], elements: Iterable[int], start: int, length: int) -> None:
    span = (start, start + length)
    for element in elements:
        found[element].append(span)


def _fits(key: str, asked: str) -> bool:
    return key.startswith(asked[:-1]) if asked.endswith("*") else key == asked


def spans(suite: Suite, occurrences: Occurrences) -> list[Span]:
    """Every place where the suite stands; its cost grows with the number of words, never faster."""
    first, *others = suite.steps
    ends = {end: start for start, end in occurrences.get(first.element, ())
            if not _any_between(first.without, start - BEFORE, start, occurrences)}
    for step in others:
        reached: dict[int, int] = {}
        for start, end in occurrences.get(step.element, ()):
            before = [ends[e] for e in range(start - step.gap, start + 1) if e in ends
                      and not _any_between(step.without, e, start, occurrences)]
            if before:
                reached[end] = max(reached.get(end, -1), *before)
        ends = reached
    return [(start, end) for end, start in ends.items()
            if not _any_between(suite.then_not, end, end + BEFORE, occurrences)]


def _any_between(elements: Iterable[int], start: int, end: int, occurrences: Occurrences) -> bool:
    for element in elements:
        places = occurrences.get(element, ())
        index = bisect_left(places, (start, -1))
        if index < len(places) and places[index][0] < end:
            return True
    return False


def matches(signe: Signe, occurrences: Occurrences, cancelled: Container[int] = ()) -> list[Span]:
    """The places where the sign's first part stands, with its other parts near enough and nothing unwanted near.

    `cancelled` are positions of words that an exception covers: nothing that touches one counts.
    """
    found: list[list[Span]] = []
    for suite in signe.suites:
        free = sorted(span for span in spans(suite, occurrences) if not any(at in cancelled for at in range(*span)))
        if not free:
            return []
        found.append(free)
    unwanted = [occurrences[element] for element in signe.absent if element in occurrences]
    return [span for span in found[0] if all(_near(span, part) for part in found[1:])
            and not any(_near(span, places) for places in unwanted)]


def _near(span: Span, places: Sequence[Span]) -> bool:
    """Whether one of `places` (sorted) begins at most TOGETHER words before `span`, or after its end."""
    index = bisect_left(places, (span[0] - TOGETHER, -1))
    return index < len(places) and places[index][0] <= span[1] + TOGETHER
