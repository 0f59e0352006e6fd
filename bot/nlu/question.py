"""The question inside a message: people tell their story first, and ask last."""
from __future__ import annotations

import re
from typing import Sequence

_END = re.compile(r"[.!?;…\n]+")
_ASKING = frozenset("""ou qui quoi quel quelle quels quelles combien comment quand pourquoi est peut puis faut dois koi ki
kel kan komen conbien""".split())
_FEWEST = 3
_LAST_WORDS = 12  # of a message dictated in one breath: the question is usually there


def question_of(words: Sequence[str], places: Sequence[int], text: str) -> list[str]:
    """The words (folded) of the last question of a message, or all of them if it is short and asks nothing.

    `places` is where each word begins in `text`.
    """
    parts = _parts(words, places, text)
    asked = [part for part, closes in parts if closes == "?"]
    asked = asked or ([part for part, _ in parts if _ASKING.intersection(part)] if len(parts) > 1 else [])
    chosen = asked[-1] if asked else list(words)
    chosen = chosen if asked or len(chosen) <= _LAST_WORDS else chosen[-_LAST_WORDS:]
    return _after_the_comma(chosen, words, places, text) or chosen


def _after_the_comma(chosen: list[str], words: Sequence[str], places: Sequence[int], text: str) -> list[str]:
    """« le point écoute, c'est à partir de quel âge ? »: what follows the last comma, if it asks by itself."""
    comma = text.rfind(",")
    tail = [word for word, place in zip(words, places) if place > comma] if comma > 0 else []
    asks = len(tail) >= _FEWEST and _ASKING.intersection(tail)
    return tail if asks and chosen[-len(tail):] == tail else []


def _parts(words: Sequence[str], places: Sequence[int], text: str) -> list[tuple[list[str], str]]:
    """The sentences of a message, each with the sign that closes it (empty for none)."""
    found: list[tuple[list[str], str]] = []
    start = 0
    for end in [*_END.finditer(text), None]:
        stop = end.start() if end else len(text)
        part = [word for word, place in zip(words, places) if start <= place < stop]
        if part:
            found.append((part, "?" if end and "?" in end[0] else ""))
        start = end.end() if end else stop
    return found
