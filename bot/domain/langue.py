"""Another language than French: recognised by its alphabet, its greetings or its small words."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from bot.domain.normalisation import clean, fold

# Arabic in Latin letters writes some of its sounds with digits: « 3afak ».
_WORD = re.compile(r"(?=[^\W_]*[^\W\d_])[^\W_]+(?:['’][^\W_]+)?")
_LATIN = re.compile(r"[A-Za-z\u00C0-\u024F]")
_MOSTLY = 0.5           # part of the letters that are not Latin, from which a message is not French
_SMALL_WORDS = 0.34     # part of the words that belong to another language…
_FEWEST = 2             # … and how many, at least
_ANY_OTHER = "en"       # the answer to an alphabet that nobody wrote an answer for
# Small words of nearly every French message, as typed or as SMS.
_FRENCH = frozenset("""
je j tu il elle on nous vous ils elles le la les l un une des du de d au aux ce cette mon ma mes ton ta son sa ses
notre votre leur et ou mais donc car ni que qui quoi dont est sont suis ai as a avez avons ont etait pas plus ne n
pour dans sur avec sans chez par en y se si c ca cest jai g kel ki pr ds pa tres comment quand combien quel quelle
quels quelles faut peux peut veux veut besoin bonjour bjr slt merci svp moi toi lui rien tout
""".split())


@dataclass(frozen=True)
class Langue:
    """One language: what greets in it, its small words (folded), its alphabet if it tells, and what is answered."""

    code: str
    nom: str
    salutations: frozenset[str]
    mots: frozenset[str]
    reponse: str
    ecriture: str | None = None


class Langues:
    """The languages that are answered."""

    def __init__(self, langues: Iterable[Langue]) -> None:
        self.langues: Mapping[str, Langue] = {langue.code: langue for langue in langues}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "Langues":
        """The content of `knowledge/langues.yml`; raises KeyError or TypeError if a language is incomplete."""
        return cls(Langue(str(code), str(entry["nom"]), _folded(entry["salutations"]), _folded(entry["mots"]),
                          str(entry["reponse"]), entry.get("ecriture")) for code, entry in content.items())

    def of(self, text: str) -> str | None:
        """The code of the language of a message, or None when it is French or cannot be told.

        A greeting counts when it is the whole message; « hello, je cherche un logement » is French.
        """
        typed = clean(text)
        foreign_alphabet = self._by_alphabet(typed)
        if foreign_alphabet:
            return foreign_alphabet
        words = [fold(word) for word in _WORD.findall(typed)]
        whole = " ".join(words)
        greeted = next((langue.code for langue in self.langues.values() if whole in langue.salutations), None)
        return greeted or self._by_small_words(words)

    def _by_alphabet(self, typed: str) -> str | None:
        letters = [character for character in typed if character.isalpha()]
        foreign = [character for character in letters if not _LATIN.match(character)]
        if not foreign or len(foreign) < _MOSTLY * len(letters):
            return None
        written = (one.code for one in self.langues.values() if one.ecriture and re.match(one.ecriture, foreign[0]))
        return next(written, _ANY_OTHER if _ANY_OTHER in self.langues else None)

    def _by_small_words(self, words: list[str]) -> str | None:
        known = {code: sum(word in langue.mots for word in words) for code, langue in self.langues.items()}
        code = max(known, key=lambda one: known[one], default=None)
        french = sum(word in _FRENCH for word in words)
        if code is None or known[code] < max(_FEWEST, _SMALL_WORDS * len(words)) or known[code] <= french:
            return None
        return code


def _folded(words: Iterable[Any]) -> frozenset[str]:
    return frozenset(" ".join(fold(word) for word in _WORD.findall(str(written))) for written in words)
