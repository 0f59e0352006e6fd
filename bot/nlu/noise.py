"""Write a sentence the way text messages are written, to measure what that costs."""
from __future__ import annotations

import random
import re
from functools import lru_cache
from typing import Callable

from bot.domain.normalisation import fold
from bot.nlu.french import abbreviations

AS_TYPED = "as typed"
# Measured on 88,522 text messages (88milSMS): shares of messages, or of words that could have been written so.
_WITHOUT_ACCENT = 0.57
_ABBREVIATED = 0.3
_WITHOUT_END = 0.52
_LETTER_HELD = 0.054
# How phonetic spelling goes; one applicable word in three, which is more than in most messages.
_RESPELT = 1 / 3
_BY_EAR: list[tuple[str, str]] = [
    (r"\bqu", "k"), (r"qu", "k"), (r"eau", "o"), (r"au", "o"), (r"ph", "f"), (r"(?:er|ez|é|ée|és|ées)\b", "é"),
    (r"(?:ais|ait|aient)\b", "é"), (r"ai", "è"), (r"(?<=[aeiouyén])[tdsxp]\b", ""), (r"(?<=[bcdfgjklmnprstvz])es?\b", ""),
    (r"([bcdfglmnprst])\1", r"\1"), (r"ss", "s"), (r"ç", "s"), (r"\bh", ""), (r"c(?=[aou])", "k"),
]


def as_sms(text: str, seed: int) -> str:
    """Accents, ends, capitals and long forms dropped as often as in real text messages."""
    chance = random.Random(f"{seed}{text}")
    words = [_shortened(word, chance) for word in text.split(" ")]
    if chance.random() < _LETTER_HELD:
        words[-1] = re.sub(r"([a-z])(\W*)$", r"\1\1\1\2", words[-1])
    written = " ".join(words)
    if chance.random() < _WITHOUT_ACCENT:
        written = fold(written)
    return re.sub(r"[.?! ]+$", "", written) if chance.random() < _WITHOUT_END else written


def by_ear(text: str, seed: int) -> str:
    """One word in three spelt as it sounds: « je voudré un rendé vou »."""
    chance = random.Random(f"{seed}{text}")
    return " ".join(_respelt(word) if chance.random() < _RESPELT else word for word in text.lower().split(" "))


NOISES: dict[str, Callable[[str, int], str]] = {
    AS_TYPED: lambda text, seed: text, "as SMS": as_sms, "by ear": by_ear}


@lru_cache(maxsize=1)
def _short_forms() -> dict[str, list[str]]:
    forms: dict[str, list[str]] = {}
    for short, standard in abbreviations().items():
        forms.setdefault(fold(" ".join(standard)), []).append(short)
    return forms


def _shortened(word: str, chance: random.Random) -> str:
    forms = _short_forms().get(fold(re.sub(r"[^\w]+", " ", word)).strip())
    return chance.choice(forms) if forms and chance.random() < _ABBREVIATED else word


def _respelt(word: str) -> str:
    for pattern, by in _BY_EAR:
        word = re.sub(pattern, by, word)
    return word
