"""Distress: recognising it in a message, and answering with the right number first. No model, no database, no network."""
from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.ecoute import Ecoute
from bot.domain.lexique import Lexique, Occurrences
from bot.domain.numero import Numero
from bot.domain.signe import Signe, matches

DETRESSE = "detresse"
_FEW_WORDS, _PLAIN = 8, 0.0  # in so few words a call for help is plain: « je touche le RSA » must not sound like one
_SURE = -0.3  # the weight from which what is heard names the kind of distress better than a sign does
_PLACEHOLDER = re.compile(r"\{\{\s*numero\.(\d+)\s*\}\}")


@dataclass(frozen=True)
class Categorie:
    """One kind of distress: whom to call, what is said first and next, and the signs that call for it.

    `signes` are enough by themselves. `indices` are weaker: read only when no sign of any category is there, and
    not at all in a message that speaks of a film, a lecture or a training. `sauf` cancels what it overlaps.
    `voir` are the fiches (slugs) that inform once the number is given.
    `ferme` and `sms_ferme` replace `premiere` and `sms` when the first number does not answer at that hour.
    """

    slug: str
    numeros: tuple[str, ...]
    premiere: str
    suite: str
    sms: str
    ferme: str = ""
    sms_ferme: str = ""
    signes: tuple[Signe, ...] = ()
    indices: tuple[Signe, ...] = ()
    sauf: tuple[Signe, ...] = ()
    voir: tuple[str, ...] = ()


@dataclass(frozen=True)
class Urgences:
    """The helplines and the kinds of distress, the most pressing first: the order of the file is the order of answers.

    `ecoute` hears what no sign describes: from the weight `alerte` on it is distress, and under `calme` a sign was
    about something else (« frapper à la porte »).
    """

    numeros: Mapping[str, Numero]
    categories: Mapping[str, Categorie]
    lexique: Lexique = field(repr=False)
    sauf: tuple[Signe, ...] = ()
    contextes_calmes: tuple[Signe, ...] = ()
    ecoute: Ecoute | None = field(default=None, repr=False)
    alerte: float = 0.0
    calme: float = 0.0

    def detect(self, text: str) -> str | None:
        """The category that `text` calls for, as typed, or None."""
        found = self.explain(text)
        if self.ecoute is None:
            return found[0] if found else None
        heard, weight = self.ecoute.weigh(text)
        plain = _PLAIN if len(text.split()) <= _FEW_WORDS else _SURE if found else self.alerte
        if weight >= max(self.alerte, plain):
            return heard
        return found[0] if found and weight >= self.calme else None

    def explain(self, text: str) -> tuple[str, str] | None:
        """The category and the sign that decided, for those who maintain the signs."""
        occurrences = self.lexique.occurrences(text)
        everywhere = _places(self.sauf, occurrences)
        cancelled = {one.slug: everywhere | _places(one.sauf, occurrences) for one in self.categories.values()}
        found = self._first("signes", occurrences, cancelled)
        if found or _places(self.contextes_calmes, occurrences):
            return found
        return self._first("indices", occurrences, cancelled)

    def _first(self, strength: str, occurrences: Occurrences,
               cancelled: Mapping[str, frozenset[int]]) -> tuple[str, str] | None:
        present = frozenset(occurrences)
        for categorie in self.categories.values():
            for signe in getattr(categorie, strength):
                if signe.needed <= present and matches(signe, occurrences, cancelled[categorie.slug]):
                    return categorie.slug, signe.texte
        return None

    def answer(self, categorie: str, at: datetime, channel: str) -> str:
        """What to say for `categorie` at `at` on `channel` ("sms": short and discreet). KeyError if it is unknown."""
        chosen = self.categories[categorie]
        closed = bool(chosen.ferme) and not self.numeros[chosen.numeros[0]].is_open(at)
        if channel == "sms":
            return self._fill(chosen.sms_ferme if closed else chosen.sms, bare=True)
        return self._fill(f"{chosen.ferme if closed else chosen.premiere}\n\n{chosen.suite}", bare=False)

    def _fill(self, text: str, *, bare: bool) -> str:
        """`text` with its numbers; « gratuit, jour et nuit » is said once, not after each of them."""
        said: set[str] = set()

        def number(found: re.Match[str]) -> str:
            numero = self.numeros[found[1]]
            again = bare or numero.mention in said
            said.add(numero.mention)
            return numero.numero if again else numero.with_mention

        return _PLACEHOLDER.sub(number, text).strip()


def _places(signes: Sequence[Signe], occurrences: Occurrences) -> frozenset[int]:
    """The positions of the words that these signs cover."""
    present = frozenset(occurrences)
    covered = (matches(one, occurrences) for one in signes if one.needed <= present)
    return frozenset(at for spans in covered for span in spans for at in range(*span))
