"""Families of words known by their sound, and where each of them stands in a message."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.sonorite import SENTENCE_END, bare_stem_sound, sound, stem_sounds, tokens

Span = tuple[int, int]  # first word, word after the last
Occurrences = dict[int, list[Span]]  # element → its places, in the order of the message

EDGES = {"^": -1, "$": -2}
_SENTENCE_WEIGHT = 4
_GLUED = frozenset("jtmsldncq")
_DEEPEST = 5


class LexiqueError(ValueError):
    """A family or an expression that cannot be used; the message is a French sentence for its author."""


class Lexique:
    """Learns elements (a family, a list of expressions, one word), then finds all of them in one pass over a message.

    What an element may contain: a word, an expression of several words, a stem (« frapp* »), another family in
    <brackets>. Words are compared by ear, except the `homonymes`, which are read letter by letter.
    """

    def __init__(self, familles: Mapping[str, Sequence[str]], homonymes: Iterable[str] = ()) -> None:
        self._familles = familles
        self._homonymes = frozenset(homonymes)
        self._elements: dict[tuple[str, ...], int] = {}
        self._words: dict[str, set[int]] = {}
        self._stems: dict[str, set[int]] = {}
        self._phrases: dict[tuple[str, ...], dict[tuple[str, ...], set[int]]] = {}
        self._phrases_by_stem: dict[str, dict[str, set[int]]] = {}
        self._known: set[str] = set()
        self._keys_of: dict[str, str] = {}

    def element(self, written: str) -> int:
        """The number of what is written: « <famille> », « (mot|autre mot) », « mot », « ^ » or « $ »."""
        if written in EDGES:
            return EDGES[written]
        entries = tuple(sorted(set(self._entries(written))))
        if entries not in self._elements:
            self._elements[entries] = len(self._elements)
            for entry in entries:
                self._learn(entry, self._elements[entries])
        return self._elements[entries]

    def _entries(self, written: str, depth: int = 0) -> list[str]:
        if depth > _DEEPEST:
            raise LexiqueError(f"La famille « {written} » se contient elle-même.")
        if written.startswith("<"):
            if written[1:-1] not in self._familles:
                raise LexiqueError(f"La famille de mots {written} n'existe pas.")
            return [entry for one in self._familles[written[1:-1]] for entry in self._entries(one, depth + 1)]
        if written.startswith("("):
            return [entry for one in written[1:-1].split("|") for entry in self._entries(one.strip(), depth + 1)]
        return [written]

    def _learn(self, entry: str, element: int) -> None:
        stem = entry.endswith("*")
        spread = tokens(entry.replace("*", ""))
        if not spread:
            raise LexiqueError(f"L'expression « {entry} » ne contient que des mots que je laisse de côté.")
        keys = tuple(self._key(word) for word in spread)
        self._keys_of.update(zip(spread[:-1] if stem else spread, keys))
        if stem:
            keys = (*keys[:-1], bare_stem_sound(spread[-1]))
        self._known.update(keys)
        self._keep(keys, element)
        for last in stem_sounds(spread[-1]) if stem else ():
            self._keep_stem(keys[:-1], last, element)

    def _keep(self, keys: tuple[str, ...], element: int) -> None:
        if len(keys) == 1:
            self._words.setdefault(keys[0], set()).add(element)
        else:
            self._phrases.setdefault(keys[:2], {}).setdefault(keys, set()).add(element)

    def _keep_stem(self, before: tuple[str, ...], stem: str, element: int) -> None:
        if not before:
            self._stems.setdefault(stem, set()).add(element)
        elif len(before) == 1:
            self._phrases_by_stem.setdefault(before[0], {}).setdefault(stem, set()).add(element)
        else:
            self._phrases.setdefault(before[:2], {}).setdefault((*before, stem + "*"), set()).add(element)

    def _key(self, word: str) -> str:
        if word in self._keys_of:
            return self._keys_of[word]
        return "=" + word if word in self._homonymes else sound(word)

    def occurrences(self, text: str) -> Occurrences:
        """Where each element stands in `text`, as positions of words; the end of a sentence counts as four words.

        Nothing of `text` is kept.
        """
        keys: dict[int, str] = {}
        position = 0
        for word in tokens(text):
            if word == SENTENCE_END:
                position += _SENTENCE_WEIGHT
                continue
            for key in self._keys(word):
                keys[position] = key
                position += 1
        end = max(keys, default=-1) + 1
        found: defaultdict[int, list[Span]] = defaultdict(list, {EDGES["^"]: [(0, 0)], EDGES["$"]: [(end, end)]})
        for start, key in keys.items():
            self._note_starting_at(start, key, keys, found)
        return dict(found)

    def _keys(self, word: str) -> list[str]:
        """The key of a word, or of its two halves when a pronoun is glued to a word we know (« mfrappe »)."""
        key = self._key(word)
        if len(word) >= 4 and word[0] in _GLUED and word not in self._homonymes and not self._is_known(key):
            rest = self._key(word[1:])
            if self._is_known(rest):
                return [word[0], rest]
        return [key]

    def _is_known(self, key: str) -> bool:
        return key in self._known or any(key[:length] in self._stems for length in range(3, len(key) + 1))

    def _note_starting_at(self, start: int, key: str, keys: Mapping[int, str],
                          found: defaultdict[int, list[Span]]) -> None:
        following = keys.get(start + 1, "")
        for phrase, elements in self._phrases.get((key, following), {}).items():
            if all(_fits(keys.get(start + step, ""), phrase[step]) for step in range(2, len(phrase))):
                _note(found, elements, (start, start + len(phrase)))
        for stem, elements in self._phrases_by_stem.get(key, {}).items():
            if following.startswith(stem):
                _note(found, elements, (start, start + 2))
        _note(found, self._words.get(key, ()), (start, start + 1))
        for length in range(2, len(key) + 1):
            _note(found, self._stems.get(key[:length], ()), (start, start + 1))


def _note(found: defaultdict[int, list[Span]], elements: Iterable[int], span: Span) -> None:
    for element in elements:
        found[element].append(span)


def _fits(key: str, asked: str) -> bool:
    return key.startswith(asked[:-1]) if asked.endswith("*") else key == asked
