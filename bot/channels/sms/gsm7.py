"""The alphabet of SMS: what it lacks, and how many SMS a text makes. Pure.

Source: 3GPP TS 23.038, sections 6.2.1 (alphabet) and 6.2.1.1 (extension table); TS 23.040, section 9.2.3.24.1 (joined SMS).
"""
from __future__ import annotations

import re
import unicodedata
from typing import Callable

BASIC = frozenset("@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
                  "abcdefghijklmnopqrstuvwxyzäöñüà")
# Each of these is written as two septets: an escape, then its code.
EXTENSION = frozenset("\f^{}\\[~]|€")
_ALPHABET = BASIC | EXTENSION

_SINGLE, _JOINED = 160, 153  # septets
_SINGLE_UCS2, _JOINED_UCS2 = 70, 67  # sixteen-bit units
# How long a full part is: without a header, with the one that joins parts, with its longer form; or one less, before a pair.
_FULL_PARTS = frozenset((160, 159, 153, 152, 151))
_FULL_PARTS_UCS2 = frozenset((70, 69, 67, 66, 65))

_QUOTES = re.compile(r"[«“„]\s*|\s*[»”]")
_INSTEAD = str.maketrans({
    "’": "'", "‘": "'", "‚": "'", "ʼ": "'", "′": "'", "´": "'", "`": "'", "‹": "'", "›": "'", "″": '"', "‟": '"',
    "–": "-", "—": "-", "‐": "-", "‑": "-", "‒": "-", "―": "-", "−": "-", "•": "-", "·": "-", "‣": "-",
    "œ": "oe", "Œ": "OE", "ẞ": "SS", "×": "x", "÷": "/", "⁄": "/", "≤": "<=", "≥": ">=", "≠": "<>", "→": "->", "←": "<-",
    "½": "1/2", "¼": "1/4", "¾": "3/4", "°": "o", "©": "(c)", "®": "(r)", "‰": "/1000", "\t": " ", "\u2028": "\n",
    "\u2029": "\n",
})


def to_gsm7(text: str) -> str:
    """`text` in the GSM-7 alphabet: what it lacks becomes the nearest letters, or a question mark."""
    tight = _QUOTES.sub('"', unicodedata.normalize("NFC", text))
    return "".join(_nearest(character) for character in tight.translate(_INSTEAD))


def _nearest(character: str) -> str:
    if character in _ALPHABET:
        return character
    if unicodedata.category(character) in ("Cc", "Cf", "Mn", "Me"):
        return ""
    return "".join(part for part in unicodedata.normalize("NFKD", character) if part in _ALPHABET) or "?"


def segments(text: str) -> int:
    """How many SMS `text` is billed: seven-bit if its alphabet allows, sixteen-bit otherwise. None is never free."""
    if _ALPHABET.issuperset(text):
        return _parts(text, _septets, _SINGLE, _JOINED)
    return _parts(text, _units, _SINGLE_UCS2, _JOINED_UCS2)


def unfinished(text: str) -> bool:
    """Whether `text` has exactly the length of a full part of a longer SMS, whose next part may be under way.

    A part that has none of the signs that made its SMS sixteen-bit looks seven-bit: both lengths are looked for.
    """
    units = sum(map(_units, text))
    if units in _FULL_PARTS_UCS2:
        return True
    return _ALPHABET.issuperset(text) and sum(map(_septets, text)) in _FULL_PARTS


def _septets(character: str) -> int:
    return 2 if character in EXTENSION else 1


def _units(character: str) -> int:
    return 2 if ord(character) > 0xFFFF else 1


def _parts(text: str, width: Callable[[str], int], single: int, joined: int) -> int:
    """A character of two is never cut between two parts: the first part is then one short."""
    widths = [width(character) for character in text]
    if sum(widths) <= single:
        return 1
    parts, filled = 1, 0
    for one in widths:
        if filled + one > joined:
            parts, filled = parts + 1, 0
        filled += one
    return parts
