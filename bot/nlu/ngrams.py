"""The views a message is read through: words, stems, letters, sounds, ideas. Each gives a list of n-grams."""
from __future__ import annotations

from bisect import bisect
from typing import Callable, Mapping, Sequence

from bot.nlu.concepts import concepts
from bot.nlu.french import folded
from bot.nlu.phonemes import phonemes

LETTERS = (3, 5)
STRETCHES = (4, 4)
LENGTHS = (1, 2, 3, 4, 6, 9, 14, 22)
START, END = "<", ">"


def word_pairs(words: Sequence[str]) -> list[str]:
    """Single words, pairs of neighbours (the two ends of the message count as words), and roughly how many there are.

    « et mon fils ? » and « combien ? » are told from a whole question by their ends and their length.
    """
    pairs = (f"{a} {b}" for a, b in zip([START, *words], [*words, END]))
    return [*words, *pairs, f"{START}{bisect(LENGTHS, len(words))}"]


def inside_words(words: Sequence[str], shortest: int = LETTERS[0], longest: int = LETTERS[1]) -> list[str]:
    """Runs of letters inside each word, whose two ends are marked by a space; a shorter word counts whole."""
    found = []
    for word in words:
        marked = f" {word} "
        for size in range(shortest, longest + 1):
            if len(marked) <= size:
                found.append(marked)
                break
            found.extend(marked[i:i + size] for i in range(len(marked) - size + 1))
    return found


def across_words(words: Sequence[str], shortest: int = STRETCHES[0], longest: int = STRETCHES[1]) -> list[str]:
    """Runs that ignore where words end: « rendez vous » and « rendé vou » hold the same sounds."""
    joined = "".join(words)
    return [joined[i:i + size] for size in range(shortest, longest + 1) for i in range(len(joined) - size + 1)]


def _sounds(words: Sequence[str]) -> list[str]:
    return [phonemes(word) for word in words]


# words as typed (lower case, accents) and their stems → n-grams
VIEWS: Mapping[str, Callable[[Sequence[str], Sequence[str]], list[str]]] = {
    "words": lambda words, stems: word_pairs([folded(word) for word in words]),
    "stems": lambda words, stems: word_pairs(stems),
    "letters": lambda words, stems: inside_words([folded(word) for word in words]),
    "sounds": lambda words, stems: inside_words(_sounds(words)),
    "stretches": lambda words, stems: across_words(_sounds(words)),
    "concepts": lambda words, stems: concepts(stems),
}
