"""An answer as an SMS: the GSM-7 alphabet only, numbered choices, no sources. Pure.

Alphabet: 3GPP TS 23.038, section 6.2.1. One character outside it, and a segment holds 70 signs instead of 160.
"""
from __future__ import annotations

import re
import unicodedata

from bot.channels.plain_text import numbered
from bot.domain.answer import Answer

GSM7 = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
                 "abcdefghijklmnopqrstuvwxyzäöñüà")
GSM7_DOUBLE = frozenset("^{}\\[~]|€")
_INSTEAD = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...",
                          "\u00a0": " ", "\u202f": " ", "œ": "oe", "Œ": "OE", "ç": "c", "•": "-"})


def render(answer: Answer) -> str:
    """The text to send."""
    return to_gsm7("\n".join([(answer.short or answer.text).replace("\n\n", "\n"), *numbered(answer)]))


def to_gsm7(text: str) -> str:
    """`text` in the GSM-7 alphabet: what it lacks becomes the nearest letter, or a question mark."""
    tight = re.sub(r"«\s?|\s?»", '"', text)
    return "".join(_nearest(character) for character in tight.translate(_INSTEAD))


def segments(text: str) -> int:
    """How many SMS a GSM-7 text is billed: 160 signs alone, 153 each when joined; « € » and brackets count twice."""
    length = sum(2 if character in GSM7_DOUBLE else 1 for character in text)
    return 1 if length <= 160 else -(-length // 153)


def _nearest(character: str) -> str:
    if character in GSM7 or character in GSM7_DOUBLE:
        return character
    bare = unicodedata.normalize("NFD", character)[0]
    return bare if bare in GSM7 else "?"
