"""Bring what people type about days and hours to one spelling."""
from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.domain.french import JOURS, MONTH_NUMBERS
from bot.domain.normalisation import fold

WEEKDAY = f"(?:{'|'.join(JOURS)})"
MONTH = f"(?:{'|'.join(MONTH_NUMBERS)})"
_SPELLINGS = Path(__file__).with_name("moment_spellings.tsv")
# One letter wrong is forgiven in long words only: « mari » is no « mardi ».
_FORGIVEN = ("mercredi", "vendredi", "samedi", "dimanche", "janvier", "fevrier", "juillet", "septembre", "octobre",
             "novembre", "decembre", "prochain", "prochaine", "semaine")
_UNITS = ("un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize",
          "quatorze", "quinze", "seize", "dix sept", "dix huit", "dix neuf", "vingt")
_TENS = ("vingt", "trente", "quarante", "cinquante", "soixante")
_NUMBERS = {"une": 1} | {word: number for number, word in enumerate(_UNITS, 1)}
_NUMBERS |= {ten: 10 * number for number, ten in enumerate(_TENS, 2)}
_NUMBERS |= {f"{ten} {word}": _NUMBERS[ten] + _NUMBERS[word] for ten in _TENS for word in _UNITS[1:9]}
_NUMBERS |= {f"{ten} et {one}": _NUMBERS[ten] + 1 for ten in _TENS for one in ("un", "une")}
_NUMBER = re.compile(rf"\b(?:{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\b")
_MINUS = re.compile(r"\b(1?[1-9]|[12]0)h moins (?:(?:le |un )?quart|([1-5]\d|[1-9]))\b")


def moment_words(text: str) -> str:
    """A folded message in one spelling: « 2main aprem 10 heure 30 » → « demain apremidi 10h30 »."""
    words = " ".join(_closest(word) for word in fold(text).split())
    for pattern, standard in _spellings():
        words = pattern.sub(standard, words) if "#" not in standard else pattern.sub(_in_digits, words)
    words = _MINUS.sub(lambda m: f"{int(m[1]) - 1}h{60 - int(m[2] or 15):02d}", words)
    return " ".join(words.split())


@lru_cache(maxsize=1)
def _spellings() -> list[tuple[re.Pattern[str], str]]:
    rows = []
    for line in _SPELLINGS.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            pattern, standard = line.split("\t")
            written = pattern.replace("{MONTH}", MONTH).replace("{WEEKDAY}", WEEKDAY).replace("{NUMBER}", _NUMBER.pattern)
            rows.append((re.compile(written), standard))
    return rows


def _in_digits(match: re.Match[str]) -> str:
    return _NUMBER.sub(lambda number: str(_NUMBERS[number[0]]), match[0])


def _closest(word: str) -> str:
    if len(word) < 6 or not word.isalpha():
        return word
    return next((known for known in _FORGIVEN if OSA.distance(word, known, score_cutoff=1) <= 1), word)
