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
_PARTS = re.compile(r"[(),]")  # « CPAM (caisse primaire d'assurance maladie), accueil de Lodève »
_WITHOUT_MEANING = """
a accueil adresse adressent adresser adresses ai ailleurs aimerais aimerait ainsi alentours aller alors
ami aide aidee aident aider aidera aides aidez amie amis apres as au aucun aujourd auriez aussi autre
autres aux avant avec avez avoir avons beau belle besoin bien bon bonjour bonne bons bonsoir bureau c ca
car ce ceci cela celle celui ces cet cette cher cherche cherchent chercher cherchons chez ci coin combien
comme comment commune connais connaissez connaitriez contact contacter coordonnees copain copine coucou
cousin d dans de demain demande demander des deux dimanche dire dit dois doit donc donne donner donnez ds
du ell elle elles en encore endroit entre es est et etes etre eu existe faire fais fait faut ferme fermee
fille fils frere gamin gosse grand grande gratos gratuit gratuite gratuits gros guichet h herault heure
heures horaire horaires hui ici il ils indiquez j je jeudi joindre jour jours jpe jsui jsuis kan ke kel
kelle kelles ki koi l la ladresse languedoc le les leur leurs lieu loin lui lundi m ma madame maintenant
mais mardi mari matin me merci mercredi mere mes mieux mnt moi mon monsieur mtn n ne neveu ni niece non
nos notre nous ns num numero occitanie on oncle ont organisme organismes oriente orienter orientez ou oui
ouvert ouverte ouvertes ouverts ouvre ouvrez par pas pere permanence personne petit petite petites petits
peu peut peux place plait plus plutot pour pourquoi pourrait pourriez pouvez pouvoir pr prend prendre
pres prix proche proximite puis qu quand que quel quelle quelles quelqu quelque quels qui quoi rdv recoit
rendez rien s sa sais samedi sans sauriez savoir se secteur semaine sera service ses si sinon situe soeur
soir soit son sont souhaite souhaitent souhaiterais stp structure structures suis sur svp t ta tante te
tel telephone tes toi ton toujours tous tout toute toutes tres trop trouve trouver truc tu un une urgent
va vais vendredi venir vers veut veux vieille vient vieux ville voila voir voisin voisine vos votre
voudrais voudrait voudriez vous vs y ya
"""
_EMPTY = frozenset(_WITHOUT_MEANING.split())
_ROOT = 6            # letters of a word that carry its meaning: « déclarer », « déclaration »
_FORGIVEN_FROM = 5   # letters from which a typo is forgiven
_SAME_WORD = 0.83    # likeness of two words from which one is a typo of the other
_MENTIONED = 0.5     # a word of the description counts half as much as a need the place says it answers
_MOST_OF_IT = 0.6    # part of what was asked that a place must answer…
_WHOLE_NEED = 0.7    # … or part of one of its needs that was asked, among other words (a long sentence)
_AT_LEAST = 0.15
_PRECISION = 0.4     # share of the score that rewards a place known for just this


def meaningful(text: str) -> tuple[str, ...]:
    """The words of a text that say what is needed: « où payer mes impôts » → (« payer », « impots »)."""
    return tuple(word for word in _WORD.findall(fold(text)) if word not in _EMPTY)


@dataclass(frozen=True)
class _Entry:
    """What one place says of itself: each need as a set of roots, and the words of its description."""

    phrases: tuple[frozenset[str], ...]
    answered: frozenset[str]
    mentioned: frozenset[str]


class NeedSearch:
    """Scores places against a need. Built once from all of them, since a rare word says more than a common one."""

    def __init__(self, structures: Iterable[Structure], without_names: Callable[[str], str]) -> None:
        texts = {s.id: _texts(s, without_names) for s in structures}
        everything = (text for said, more in texts.values() for text in (*said, more))
        self._words = sorted({word for text in everything for word in meaningful(text)})
        self._entries = {identifier: _entry(*said) for identifier, said in texts.items()}
        seen = Counter(root for e in self._entries.values() for root in e.answered | e.mentioned)
        self._rarity: Mapping[str, float] = {r: log(1 + len(self._entries) / n) for r, n in seen.items()}
        self._unheard = sum(self._rarity.values()) / max(1, len(self._rarity))

    def scores(self, words: Sequence[str]) -> dict[str, float]:
        """Places by id with a score in ]0, 1], for the meaningful words of a need.

        Places that answer too little of it are left out.
        """
        wanted = list(dict.fromkeys(map(self._recognise, words)))
        asked = sum(self._rarity.get(root, self._unheard) for root in wanted)
        scored = {i: self._score(entry, wanted, asked) for i, entry in self._entries.items()} if wanted else {}
        return {identifier: score for identifier, score in scored.items() if score > 0}

    def _score(self, entry: _Entry, wanted: Sequence[str], asked: float) -> float:
        coverage = sum(self._rarity.get(r, 0.0) * _weight(entry, r) for r in wanted) / asked
        likeness = whole = 0.0
        for phrase in entry.phrases:
            shared, said = self._weigh(phrase.intersection(wanted)), self._weigh(phrase)
            likeness = max(likeness, 2 * shared / (said + asked))
            whole = max(whole, shared / said if said else 0.0)
        if coverage < _MOST_OF_IT and (whole < _WHOLE_NEED or coverage < _AT_LEAST):
            return 0.0
        return (1 - _PRECISION) * coverage + _PRECISION * likeness

    def _weigh(self, said: Iterable[str]) -> float:
        return sum(self._rarity[root] for root in said)

    def _recognise(self, word: str) -> str:
        root = _root(word)
        if root in self._rarity or len(word) < _FORGIVEN_FROM:
            return root
        alike = [known for known in self._words if known[0] == word[0]]
        return _root(next(iter(get_close_matches(word, alike, 1, _SAME_WORD)), word))


def _texts(structure: Structure, without_names: Callable[[str], str]) -> tuple[list[str], str]:
    """What a place is called and the needs it answers, one text each; then all the rest as one text."""
    called = [without_names(part) for part in _PARTS.split(structure.nom)]
    needs = [part for need in structure.besoins for part in need.split(",")]
    return [*called, *needs], " ".join((structure.presentation, *structure.thematiques))


def _entry(said: Sequence[str], described: str) -> _Entry:
    phrases = tuple(frozenset(map(_root, meaningful(text))) for text in said)
    return _Entry(phrases, frozenset().union(*phrases), frozenset(map(_root, meaningful(described))))


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
