"""Everyday words grouped by idea, so that a word never taught is heard as one of its kin (« embrayage » → voiture)."""
from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Mapping, Sequence

from bot.nlu.french import words
from bot.nlu.stems import stem

_TABLE = Path(__file__).with_name("concepts.tsv")
_LONGEST = 3


@lru_cache(maxsize=1)
def _ideas() -> Mapping[tuple[str, ...], tuple[str, ...]]:
    """Stems of a word or expression → the ideas it stands for, from `concepts.tsv`."""
    table: dict[tuple[str, ...], tuple[str, ...]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        idea, expressions = line.split("\t")
        for expression in expressions.split(","):
            key = tuple(stem(word.text) for word in words(expression))
            if idea not in table.get(key, ()):
                table[key] = (*table.get(key, ()), idea)
    return table


def concepts(stems: Sequence[str]) -> list[str]:
    """The ideas of a message, once for each word or expression that stands for them."""
    table = _ideas()
    return [idea for start in range(len(stems)) for size in range(1, min(_LONGEST, len(stems) - start) + 1)
            for idea in table.get(tuple(stems[start:start + size]), ())]
