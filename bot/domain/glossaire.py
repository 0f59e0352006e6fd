"""Words that offices use and people ask the meaning of: « c'est quoi un QPV ? »."""
from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Iterable, Mapping

from bot.domain.normalisation import fold

_WORD = re.compile(r"[a-z0-9]+")
# What surrounds the word when its meaning is asked, and carries nothing else.
_ASKING = frozenset("""
a ai alors au bonjour bonsoir bref c ca ce cela ces cest comprend comprends connais connait d dans de definir
definition des dire dit donc du en ecrit ecrite encore entends entendu est et etre euh exactement explication
expliquer expliquez explique fait il ils j je juste l la le les lettre lu m ma madame mais me merci moi mon monsieur
mot mots n ne nom on ont ou par pas parle parlent parlez papier plait pour pourriez pouvez qu quand que quel quelle
quelqu quoi s sais salut sens si sigle sigles signifie signification son stp sur svp t ta terme tu un une veulent
veut vous vu y sa veu veux ve dir koi kwa kesako kesaco keske cki
""".split())
_MEANS = r"(?:veut?|veux|ve|veulent) dire?|kesa[ck]o|signifi\w+|defini\w+"
_ASKS = re.compile(rf"\b({_MEANS}|quoi|koi|kwa|keske|sens|explique\w*|qu est ce)\b")
_ABOUT_A_WORD = re.compile(rf"\b({_MEANS}|(le|ce|un) (mot|sigle|terme))\b")


@dataclass(frozen=True)
class Entree:
    """One meaning. `noms` are the ways of saying it; `voir` the fiches (slugs) that say more."""

    slug: str
    terme: str
    explication: str
    noms: tuple[str, ...]
    voir: tuple[str, ...] = ()


class Glossaire:
    """The meanings of words, found in a message that asks for one."""

    def __init__(self, entrees: Iterable[Entree]) -> None:
        self.entrees: Mapping[str, Entree] = {entree.slug: entree for entree in entrees}
        self._by_name: dict[str, list[Entree]] = {}
        for entree in self.entrees.values():
            for nom in dict.fromkeys(map(_words, entree.noms)):
                self._by_name.setdefault(nom, []).append(entree)
        # « obligation alimentaire » → itself; « reste à charge » → « reste charge »
        self._by_core = {" ".join(w for w in nom.split() if w not in _ASKING) or nom: nom for nom in self._by_name}

    @classmethod
    def from_dict(cls, content: Mapping[str, Any]) -> "Glossaire":
        """The content of `knowledge/glossaire.yml`; raises KeyError or TypeError if an entry is incomplete."""
        return cls(Entree(str(slug), str(entry["terme"]), str(entry["explication"]), tuple(map(str, entry["noms"])),
                          tuple(map(str, entry.get("voir") or ()))) for slug, entry in content.items())

    def asked_in(self, text: str, is_question: bool = False) -> str | None:
        """The word whose meaning a message asks for, as the glossary writes it; None if it asks something else.

        « c'est quoi un QPV » asks it, and « le mot QPV sur la lettre de la CAF, ça veut dire quoi » too; « c'est quoi les
        papiers pour le QPV » does not. A word alone does, unless one fiche answers it better than a definition; with a
        question mark (`is_question`) it always does.
        Expects short forms written out (« c koi » → « c est quoi »).
        """
        words = _words(text)
        left = " ".join(word for word in words.split() if word not in _ASKING and not word.isdigit())
        if left in self._by_core:
            nom = self._by_core[left]
            return nom if is_question or _ASKS.search(words) or not self._has_its_fiche(nom) else None
        if _ABOUT_A_WORD.search(words):
            return max((nom for nom in self._by_name if f" {nom} " in f" {words} "), key=len, default=None)
        return None

    def meanings(self, nom: str) -> tuple[Entree, ...]:
        """Every meaning of a word, the likeliest first; empty for a word that is not there."""
        return tuple(self._by_name.get(_words(nom), ()))

    def _has_its_fiche(self, nom: str) -> bool:
        meanings = self._by_name[nom]
        return len(meanings) == 1 and bool(meanings[0].voir)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(fold(text)))
