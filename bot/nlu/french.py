"""French as it is typed, cut into words: short forms of text messages written out, glued words taken apart."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Mapping

import spacy

from bot.domain.normalisation import clean, fold

_TABLE = Path(__file__).with_name("abbreviations.tsv")
_LETTERS = re.compile(r"[^\W_]+")
_GLUED_JE = re.compile(r"j([bcdfgklmnprstvwz]\w+)")  # no French word begins with « j » and a consonant
_ELIDED = ("'", "’")


@dataclass(frozen=True)
class Word:
    """One word, lower case, accents kept as typed; `start` and `end` are its place in the message.

    Words that come out of one short form (« jsuis » → « je », « suis ») share its place.
    """

    text: str
    start: int
    end: int


@lru_cache(maxsize=1)
def abbreviations() -> Mapping[str, tuple[str, ...]]:
    """Short form → its words, from `abbreviations.tsv`: only those that mean one thing whatever stands around them."""
    table = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            short, standard = line.split("\t")
            table[short] = tuple(_LETTERS.findall(standard))
    return table


@lru_cache(maxsize=1)
def _spacy_tokenizer() -> spacy.language.Language:
    return spacy.blank("fr")


def words(text: str) -> list[Word]:
    """The words of a message, in order; signs and smileys are dropped."""
    found = []
    for token in _spacy_tokenizer().make_doc(text):
        for word in _written_out(token.text):
            found.append(Word(word, token.idx, token.idx + len(token.text)))
    return found


@lru_cache(maxsize=20_000)
def _written_out(token: str) -> tuple[str, ...]:
    typed = clean(token).lower().replace("œ", "oe").replace("æ", "ae")
    if typed.endswith(_ELIDED):
        return tuple(_LETTERS.findall(typed))
    return tuple(word for part in _LETTERS.findall(typed) for word in _expand(part))


def _expand(word: str) -> Iterable[str]:
    """« g » → j, ai; « jveu » → je, veu; « tkttt » → t, inquiete; anything else is itself."""
    short = abbreviations().get(word) or abbreviations().get(_shortened(word))
    if short:
        return short
    glued = _GLUED_JE.fullmatch(word)
    if glued:
        return ("je", *_expand(glued[1]))
    return (word,)


def _shortened(word: str) -> str:
    """« slttt » → « slt »: letters held down do not hide a short form."""
    return re.sub(r"(.)\1{2,}", r"\1", word)


@lru_cache(maxsize=50_000)
def folded(word: str) -> str:
    """`fold`, remembered."""
    return fold(word)
