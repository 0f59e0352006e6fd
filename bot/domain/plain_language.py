"""Is this French plain? The gates that every text for residents passes.

Sources: « Information pour tous » (Inclusion Europe, 2009) for sentences and words; Kandel and Moles (1958) for the
readability score, 207 − 1.015 × words per sentence − 73.6 × syllables per word.
"""
from __future__ import annotations

import re

from bot.domain.normalisation import fold

MAX_WORDS = 20
LONG_WORDS = 15

_OFFICIALESE = ("susmentionné", "le cas échéant", "bénéficiaire", "pièces justificatives", "octroyer", "nonobstant",
                "afférent", "dans le cadre de", "en vue de", "à compter de", "percevoir", "s'acquitter", "prestation",
                "vous avez droit", "vous n'avez pas droit")
_ACRONYM = re.compile(r"\b(?:[A-Z]{2,}\d?[A-Z]?|[A-Z]\d[A-Z])\b")
# Written in capitals and said as words or known to everybody, so that spelling them out would only lengthen.
_COMMON = frozenset({"SMS", "OK", "SOS"})
_VOWELS = re.compile(r"[aeiouyàâäéèêëîïôöùûüœæ]+", re.I)


def sentences(text: str) -> list[str]:
    """The sentences of a text; each list item and each line is at least one."""
    parts = re.split(r"(?<=[.!?])\s+|\n+|\s:\s(?=\n|$)", re.sub(r"^- ", "", text, flags=re.M))
    return [part.strip() for part in parts if re.search(r"\w", part)]


def words(sentence: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:[-'’][^\W_]+)*", sentence.replace("\u00a0", " "))


def too_long(text: str) -> list[str]:
    """The sentences of more than 20 words."""
    return [s for s in sentences(text) if len(words(s)) > MAX_WORDS]


def share_of_long(text: str) -> float:
    """Which share of the sentences has more than 15 words, from 0 to 1."""
    all_of_them = sentences(text)
    return sum(len(words(s)) > LONG_WORDS for s in all_of_them) / max(len(all_of_them), 1)


def officialese(text: str) -> list[str]:
    """The words of offices that residents do not use, as found in the text."""
    folded = fold(text)
    return [term for term in _OFFICIALESE if re.search(rf"\b{re.escape(fold(term))}s?\b", folded)]


def unexplained_acronyms(text: str) -> list[str]:
    """Acronyms that are not spelled out at their first use: « CCAS (centre communal…) » or « le centre… (CCAS) »."""
    found: dict[str, bool] = {}
    for match in _ACRONYM.finditer(text):
        before, after = text[:match.start()], text[match.end():]
        explained = bool(re.match(r"\s*\([^)]*[a-zà-ÿ]{4}", after)) or before.rstrip().endswith("(")
        found.setdefault(match[0], explained)
    return [acronym for acronym, explained in found.items() if not explained and acronym not in _COMMON]


def readability(text: str) -> float:
    """Kandel–Moles: the higher the easier; 65 and more is plain."""
    all_words = [w for s in sentences(text) for w in words(s)]
    if not all_words:
        return 100.0
    syllables = sum(_syllables(w) for w in all_words)
    return 207 - 1.015 * len(all_words) / len(sentences(text)) - 73.6 * syllables / len(all_words)


def _syllables(word: str) -> int:
    """Groups of vowels, the final mute e left out."""
    groups = _VOWELS.findall(word)
    mute = len(groups) > 1 and re.search(r"[^aeiouyéèà](?:e|es|ent)$", word.lower())
    return max(1, len(groups) - bool(mute))
