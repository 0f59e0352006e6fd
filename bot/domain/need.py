"""Match what a person needs, said in their own words, with the needs that something answers: a place, a theme."""
from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

from bot.domain.normalisation import fold

_WORD = re.compile(r"[a-z0-9]+")
_POSTCODE = re.compile(r"\d{5}")
_INNER_APOSTROPHE = re.compile(r"(?<=[a-z]{3})'(?=[a-z])")  # « Part'âges » is one word, « l'impôt » is not
_WITHOUT_MEANING = """
a accueil adresse adressent adresser adresses ai aide aidee aident aider aidera aides aidez ailleurs
aimerais aimerait ainsi alentours aller alors ami amie amis apres as au aucun aujourd aujourdhui auriez
aussi autre autres aux avant avec avez avoir avons beau belle besoin bien bon bonjour bonne bons bonsoir
bureau c ca car ce ceci cela celle celui ces cet cette cher cherche cherchent chercher cherchons chez ci
cmt coin combien comme comment commune connais connaissez connaitriez contact contacter coordonnees
copain copine coucou cousin d dans de demain demande demander des deux dimanche dire dit dois doit donc
donne donner donnez ds du ell elle elles en encore endroit entre es est et ete etes etre eu existe faire
fais fait faut ferme fermee ferment fermes fermeture fermez fille fils fo frere gamin gosse grand grande
gratos gratuit gratuite gratuits gros guichet h herault heure heures horaire horaires hui ici il ils
indiquez j je jeudi joindre jour jours jpe jsui jsuis jveux kan ke kel kelle kelles ki koi l la ladresse
languedoc le les leur leurs lieu loin lui lundi m ma madame maintenant mais mardi mari matin me merci
mercredi mere mes mieux mnt moi mon monsieur mtn n ne neveu ni niece non nos notre nous ns num numero
occitanie on oncle ont organisme organismes oriente orienter orientez ou oui ouvert ouverte ouvertes
ouverts ouverture ouvre ouvrent ouvrez par parce pas pere permanence personne petit petite petites
petits peu peut peux place plait plus plutot pour pourquoi pourrait pourriez pouvez pouvoir pr prend
prendre pres prix proche proximite puis qu quand que quel quelle quelles quelqu quelque quelquun quels
qui quoi rdv recoit rendez rien rouvre rouvrent rouvrez s sa sais samedi sans sauriez savoir se secteur
semaine sera service ses si sinon situe soeur soir soit son sont souhaite souhaitent souhaiterais stp
structure structures suis sur svp t ta tante te tel telephone tes toi ton toujours tous tout toute
toutes tres trop trouve trouver truc tu un une urgent va vais vendredi venir vers veut veux vieille
vient vieux ville voila voir voisin voisine vos votre voudrais voudrait voudriez vous vs y ya
"""
_EMPTY = frozenset(_WITHOUT_MEANING.split())
_ROOT = 6            # letters of a word that carry its meaning: « déclarer », « déclaration »
FORGIVEN_FROM = 5    # letters from which a typo is forgiven
SAME_WORD = 0.83     # likeness of two words from which one is a typo of the other
_MENTIONED = 0.5     # a word of the description counts half as much as a need the place says it answers
_MOST_OF_IT = 0.6    # part of what was asked that a place must answer…
_WHOLE_NEED = 0.7    # … or part of one of its needs that was asked, among other words (a long sentence)
_AT_LEAST = 0.15
_PRECISION = 0.4     # share of the score that rewards a place known for just this


def meaningful(text: str) -> tuple[str, ...]:
    """The words of a text that say what is needed: « où payer mes impôts » → (« payer », « impots »)."""
    words = _WORD.findall(_INNER_APOSTROPHE.sub("", fold(text)))
    return tuple(word for word in words if word not in _EMPTY and not _POSTCODE.fullmatch(word))


@dataclass(frozen=True)
class Answered:
    """What something answers: each need as a set of roots, and the roots of its description, which count less."""

    phrases: tuple[frozenset[str], ...]
    mentioned: frozenset[str] = frozenset()

    @classmethod
    def of(cls, needs: Iterable[str], described: str = "") -> "Answered":
        """From needs in plain words and a description."""
        phrases = dict.fromkeys(frozenset(map(root_of, meaningful(text))) for text in needs)
        return cls(tuple(phrase for phrase in phrases if phrase), frozenset(map(root_of, meaningful(described))))

    @property
    def roots(self) -> frozenset[str]:
        """Every root by which it can be found."""
        return self.mentioned.union(*self.phrases)


@dataclass(frozen=True)
class Rarity:
    """How much each root says: a rare word says more than a common one. `uses` counts who answers it, of `total`."""

    uses: Mapping[str, int]
    total: int

    def of(self, root: str) -> float:
        """The weight of a root; one that nobody uses weighs as much as the rarest."""
        return log(1 + self.total / max(1, self.uses.get(root, 1)))

    @property
    def most(self) -> float:
        """The weight of the rarest root."""
        return log(1 + self.total)


def fit(answered: Answered, wanted: Sequence[str], rarity: Rarity) -> float:
    """How well something answers the roots of a need, in [0, 1]; 0 when it answers too little of it."""
    asked = sum(map(rarity.of, wanted))
    if not asked:
        return 0.0
    said = frozenset().union(*answered.phrases)
    mentioned = (root for root in wanted if root in answered.mentioned and root not in said)
    covered = _covered((root for root in wanted if root in said), mentioned, rarity) / asked
    likeness = whole = 0.0
    for phrase in answered.phrases:
        shared = phrase.intersection(wanted)
        if shared:
            common, length = sum(map(rarity.of, shared)), sum(map(rarity.of, phrase))
            likeness = max(likeness, 2 * common / (length + asked))
            whole = max(whole, common / length)
    return _score(covered, likeness, whole)


def at_most(said: Collection[str], mentioned: Collection[str], least: int, wanted: Sequence[str], rarity: Rarity) -> float:
    """The best fit of what says and merely mentions these of the roots of a need, in phrases of `least` roots or more."""
    asked = sum(map(rarity.of, wanted))
    if not asked:
        return 0.0
    common = sum(map(rarity.of, said))
    length = common + max(0, least - len(said)) * rarity.most
    whole = common / length if length else 0.0
    return _score(_covered(said, mentioned, rarity) / asked, 2 * common / (length + asked), whole)


def _covered(said: Iterable[str], mentioned: Iterable[str], rarity: Rarity) -> float:
    return sum(map(rarity.of, said)) + _MENTIONED * sum(map(rarity.of, mentioned))


def _score(covered: float, likeness: float, whole: float) -> float:
    if covered < _MOST_OF_IT and (whole < _WHOLE_NEED or covered < _AT_LEAST):
        return 0.0
    return (1 - _PRECISION) * covered + _PRECISION * likeness


def root_of(word: str) -> str:
    """The letters of a folded word that carry its meaning: « déclarer » and « déclaration » have the same."""
    if word.endswith("aux") and len(word) > 5:
        word = f"{word[:-3]}al"
    if len(word) > 3 and word[-1] in "sx":
        word = word[:-1]
    if len(word) > 3 and word[-1] == "e":
        word = word[:-1]
    return word[:_ROOT]
