"""The stem of a French word."""
from __future__ import annotations

from functools import lru_cache

import Stemmer

from bot.nlu.french import folded

_snowball = Stemmer.Stemmer("french")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The Snowball stem of a word without its accents, which half of the people do not type.

    « une » is « un »: « d1 », « 1 » and a learner's French do not say which.
    """
    bare = folded(word)
    return "un" if bare in ("une", "1") else str(_snowball.stemWord(bare))
