"""Numbers said in words, as dictation writes them: « zéro six douze trente-quatre » is 061234."""
from __future__ import annotations

import re

from bot.domain.normalisation import fold

_UNITS = {word: value for value, word in enumerate((
    "zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
    "quatorze", "quinze", "seize"))}
_TENS = {"vingt": 20, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "octante": 80,
         "nonante": 90}
_LARGE = ("vingts", "cent", "cents", "mille", "une", "dis")
# As a pattern, accents or none.
SPOKEN = "|".join(sorted(("z[eé]ro", *(word for word in _UNITS if word != "zero"), *_TENS, *_LARGE), key=len, reverse=True))


def digits_of(said: str) -> str | None:
    """The digits of numbers said one after the other; None when a word makes an amount of them (« deux cents »)."""
    words = [word for word in re.findall(r"[a-z]+|\d+", fold(said)) if word != "et"]
    if any(word in ("cent", "cents", "mille") for word in words):
        return None
    digits, at = [], 0
    while at < len(words):
        value, used = _next(words, at)
        digits.append(value)
        at += used
    return "".join(digits)


def _next(words: list[str], at: int) -> tuple[str, int]:
    """One number as its digits, and how many words it takes."""
    word = words[at]
    following = words[at + 1] if at + 1 < len(words) else ""
    if word.isdecimal():
        return word, 1
    if word == "quatre" and following in ("vingt", "vingts"):
        more, used = _below_twenty(words, at + 2)
        return str(80 + more), 2 + used
    if word in _TENS:
        more, used = _below_twenty(words, at + 1) if word in ("soixante",) else _below_ten(words, at + 1)
        return str(_TENS[word] + more), 1 + used
    if word == "dix" and following in ("sept", "huit", "neuf"):
        return str(10 + _UNITS[following]), 2
    return str(_UNITS.get(word, 1)), 1


def _below_ten(words: list[str], at: int) -> tuple[int, int]:
    value = _UNITS.get(words[at], 0) if at < len(words) else 0
    return (value, 1) if 0 < value < 10 else (0, 0)


def _below_twenty(words: list[str], at: int) -> tuple[int, int]:
    value = _UNITS.get(words[at], 0) if at < len(words) else 0
    if value == 10 and at + 1 < len(words) and words[at + 1] in ("sept", "huit", "neuf"):
        return 10 + _UNITS[words[at + 1]], 2
    return (value, 1) if 0 < value < 20 else (0, 0)
