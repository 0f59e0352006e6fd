"""Match what a person needs, said in their own words, with the needs that each place answers."""
from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from math import log

from bot.domain.normalisation import fold
from bot.domain.structure import Structure

_WORD = re.compile(r"[a-z0-9]+")
_WITHOUT_MEANING = """
a adresse ai ainsi aller alors apres as au aucun aujourd aussi autre autres aux avant avec avez avoir avons
besoin bien bonjour bonsoir c ca car ce ceci cela celle celui ces cet cette cherche cherchent chercher
cherchons chez ci coin combien comme comment commune connais coucou d dans de demain demande demander des deux
dire dit dois doit donc du elle elles en encore endroit entre es est et etes etre eu existe faire fais fait
faut ferme fermee grand grande gros h heure heures horaire horaires hui ici il ils j je l la le les leur leurs
lieu loin lui m ma maintenant mais me merci mes mieux moi mon n ne ni non nos notre nous numero on ont ou oui
ouvert ouverte ouvre ouvrez par pas personne peu peut peux place plait plus pour pourquoi pourrait pouvez
pouvoir pres proche proximite puis qu quand que quel quelle quelles quelqu quelque quels qui quoi rdv rendez
rien s sa sais sans se semaine sera ses si sinon situe soit son sont suis sur svp t ta te telephone tes toi
ton toujours tous tout toute toutes tres trop trouve trouver tu un une urgent va vais venir vers veut veux
vient ville voila voir vos votre voudrais vous y
"""
_EMPTY = frozenset(_WITHOUT_MEANING.split())
_ROOT = 6            # letters of a word that carry its meaning: « déclarer », « déclaration »
_FORGIVEN_FROM = 5   # letters from which a typo is forgiven
_SAME_WORD = 0.8     # likeness of two roots from which one is a typo of the other
_MENTIONED = 0.5     # a word of the description counts half as much as a need the place says it answers
_WORTH_SHOWING = 0.4  # part of what was asked that a place must answer
_PRECISION = 0.4     # share of the score that rewards a place known for just this


def roots(text: str) -> tuple[str, ...]:
    """The words that carry meaning, cut down to their root: « mes impôts » → (« impot »,)."""
    return tuple(_root(word) for word in _WORD.findall(fold(text)) if word not in _EMPTY)


@dataclass(frozen=True)
class _Entry:
    """What one place says of itself: each need as a set of roots, and the words of its description."""

    phrases: tuple[frozenset[str], ...]
    answered: frozenset[str]
    mentioned: frozenset[str]


class NeedSearch:
    """Scores places against a need. Built once from all of them, since a rare word says more than a common one."""

    def __init__(self, structures: Iterable[Structure], without_names: Callable[[str], str]) -> None:
        self._entries = {s.id: _entry(s, without_names) for s in structures}
        seen = Counter(root for e in self._entries.values() for root in e.answered | e.mentioned)
        self._rarity: Mapping[str, float] = {r: log(1 + len(self._entries) / n) for r, n in seen.items()}
        self._rarest = max(self._rarity.values(), default=1.0)

    def scores(self, wanted: Sequence[str]) -> dict[str, float]:
        """Places by id with a score in ]0, 1], for the roots of a need; those that answer too little are left out."""
        known = [self._recognise(root) for root in dict.fromkeys(wanted)]
        asked = sum(self._rarity.get(root, self._rarest) for root in known)
        scored = {i: self._score(entry, known, asked) for i, entry in self._entries.items()} if known else {}
        return {identifier: score for identifier, score in scored.items() if score > 0}

    def _score(self, entry: _Entry, wanted: Sequence[str], asked: float) -> float:
        coverage = sum(self._rarity.get(r, 0.0) * _weight(entry, r) for r in wanted) / asked
        if coverage < _WORTH_SHOWING:
            return 0.0
        return (1 - _PRECISION) * coverage + _PRECISION * max(self._likeness(p, wanted, asked) for p in entry.phrases)

    def _likeness(self, phrase: frozenset[str], wanted: Sequence[str], asked: float) -> float:
        said = sum(self._rarity[root] for root in phrase)
        shared = sum(self._rarity[root] for root in wanted if root in phrase)
        return 2 * shared / (said + asked)

    def _recognise(self, root: str) -> str:
        if root in self._rarity or len(root) < _FORGIVEN_FROM:
            return root
        alike = [known for known in self._rarity if known[0] == root[0]]
        return next(iter(get_close_matches(root, alike, 1, _SAME_WORD)), root)


def _entry(structure: Structure, without_names: Callable[[str], str]) -> _Entry:
    said = [without_names(structure.nom), *(part for need in structure.besoins for part in need.split(","))]
    phrases = tuple(frozenset(roots(phrase)) for phrase in said)
    described = roots(" ".join((structure.presentation, *structure.thematiques)))
    return _Entry(phrases, frozenset().union(*phrases), frozenset(described))


def _weight(entry: _Entry, root: str) -> float:
    return 1.0 if root in entry.answered else _MENTIONED if root in entry.mentioned else 0.0


def _root(word: str) -> str:
    if word.endswith("aux") and len(word) > 5:
        word = f"{word[:-3]}al"
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:_ROOT]
