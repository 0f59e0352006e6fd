"""French as it is typed, cut into words: short forms of text messages written out, glued words taken apart."""
from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Iterable, Mapping, Sequence

import spacy

from bot.domain.normalisation import clean, fold

_TABLE = Path(__file__).with_name("abbreviations.tsv")
_LETTERS = re.compile(r"[^\W_]+")
_GLUED_JE = re.compile(r"j([bcdfgklmnprstvwz]\w+)")  # no French word begins with « j » and a consonant
_ELIDED = ("'", "’")
_TO_WHOM = (r"(?: (?:(?:et |a )?(?:madame|monsieur|mesdames|messieurs|mademoiselle|mme|mr|vous|tous|toutes|toi)"
            r"|(?:a )?tout le monde))*")
_GREETING = re.compile(
    r"(?:(?:oui|allo|ah|euh|eh|excusez moi|pardon) )*(?:(?:re )?(?:bonjour|bonsoir|salut|coucou|hello|hey|salam|wesh|bjr|bsr"
    rf"|slt|cc){_TO_WHOM} )+")
_PLEASE = re.compile(r" s il (?:vous|te) pl\w+$")
_CLOSING = re.compile(
    r"(?: (?:merci(?: (?:d|par) avance| beaucoup| bien| infiniment| a vous)*|(?:bien )?cordialement|bien a vous"
    r"|bonne (?:journee|soiree)))+$")
_LEAST = 3  # words before a thanks: « ok merci » and « non merci » are whole messages


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


def substance(message: Sequence[Word]) -> list[Word]:
    """A message without the greeting before it and the courtesies after it; unchanged when it is nothing else.

    People greet before they ask: « bonjour » must weigh in a message that only greets, and in no other.
    """
    said = " ".join(folded(word.text) or "_" for word in message)
    opening = _GREETING.match(f"{said} ")
    rest = said[opening.end():] if opening else said
    first = len(message) - len(rest.split())
    for courtesy, least in ((_CLOSING, _LEAST), (_PLEASE, 1), (_CLOSING, _LEAST)):
        before = courtesy.sub("", rest)
        rest = before if len(before.split()) >= least else rest
    return list(message[first:first + len(rest.split())]) or list(message)


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
