"""Read what a booking asks of a person: a first name, a telephone number, for whom it is."""
from __future__ import annotations

import re

from bot.domain.mobile import international
from bot.domain.normalisation import clean, fold

_GAP = r"[\s.\-/]?"
_PHONE = re.compile(rf"(?<![\d+])(?:(?:\+|00){_GAP}33{_GAP}(?:\(0\){_GAP})?|0){_GAP}[1-9](?:{_GAP}\d){{8}}(?!{_GAP}\d)")
_NAME_LEADS = re.compile(r"^(?:(?:bonjour|bjr|oui|alors|euh|ok|d'accord|ben|bah)[\s,]+)*"
                         r"(?:je m'?\s?app?el+e?s?|je suis|moi c'?\s?est|c'?\s?est|mon (?:pre)?nom (?:c'?\s?)?(?:est)?"
                         r"|(?:pre)?nom|au nom de|mettez|pour|moi)?\s*:?\s*")
_NAME_CORRECTED = re.compile(
    r"^(?:(?:non|pardon|desolee?|oups|erreur|en fait|enfaite|attendez|je me suis trompee?)[\s,.:]*)*"
    r"(?P<surely>(?:mon|son|le) (?:pre)?nom (?:c'?\s?est|est|s'ecrit|:)|(?:je m'?|(?:elle|il) s'?)\s?app?el+e|"
    r"corrige[rz]? (?:en|par)?)?(?(surely)|(?:moi )?c'?\s?est)\s*:?\s*")
_NOT_THIS = re.compile(r"(?i)[\s,]+(?:et )?(?:c'?est )?(?:non )?pas\b.*$")
_FOR_OTHER = re.compile(
    r"\b(?:pour|pr) (?:ma|mon|mes|un|une|la|le|sa|son|notre) (?:grands?[- ])?(?:mere|maman|pere|papa|parents|mari|femme|"
    r"epou\w+|fils|fille|enfant|frere|soeur|tante|oncle|cousine?|neveu|niece|petite?[- ]fil\w+|voisine?|voisins|amie?|"
    r"copain|copine|compagn\w+|conjointe?|concubine?|belle[- ]\w+|beau[- ]\w+|collegue|protegee?|patiente?|beneficiaire|"
    r"(?:dame|monsieur|personne|jeune) (?:que|qui|agee?))\b")
_NOT_NAMES = frozenset("""
    oui non ok nan ouais si ben euh bonjour bonsoir salut bjr slt merci stop arret arreter annuler annule abandon
    abandonner retour aide help quoi qui ou quand comment combien pourquoi est ce que quel quelle quels quelles
    je tu il elle on nous vous ils elles le la les un une des du de et mais donc pas plus rien aucun jamais
    encore deja rdv rendez rendezvous horaire heure jour demain matin midi soir aprem lundi mardi mercredi jeudi
    vendredi samedi dimanche autre autres changer change modifier moi toi lui ma mon mes sa son ses votre notre
    leur suite personne humain agent quelqu attends attendez aucune idee sais veux peux peut faut faire cest c
    ca papiers gratuit prix adresse courrier perdu erreur svp stp plait possible finalement plutot prenom nom mr
    mme monsieur madame pardon desole desolee hein comprends compris confirme confirmer valider valide suivant
    continuer laisse laissez tomber tant pis
""".split())


def find_phone(text: str) -> str | None:
    """The first French phone number of `text` as ten digits (« 0612345678 »), or None."""
    found = _PHONE.search(clean(text))
    if found is None:
        return None
    digits = re.sub(r"\D", "", found[0].replace("(0)", ""))
    return "0" + digits[-9:]


def mobile_address(telephone: str) -> str | None:
    """A French mobile number (ten digits) as SMS providers write it (« +33612345678 »); None if it gets no SMS."""
    return international(telephone) if telephone[:2] in ("06", "07") else None


def looks_like_phone(text: str) -> bool:
    """Whether somebody meant to give a number, right or wrong: at least six digits."""
    return sum(c.isdigit() for c in text) >= 6


def speaks_for_other(text: str) -> bool:
    """Whether a message says that somebody else will come: « c'est pour ma mère », « un rdv pour mon voisin »."""
    return _FOR_OTHER.search(fold(text)) is not None


def corrected_prenom(text: str, kept: str) -> str | None:
    """The first name that a message gives instead of `kept` (« non, c'est Fatou », « je m'appelle Léa »), or None."""
    visible = clean(text).strip(" .!,;")
    said = _NAME_CORRECTED.match(fold(visible))
    if said is None or len(fold(visible)) != len(visible):
        return None
    given = _NOT_THIS.sub("", visible[said.end():])
    is_named = said["surely"] or given[:1].isupper() or re.search(rf"\bpas {re.escape(fold(kept))}\b", fold(visible))
    return find_prenom(given) if is_named and given else None


def find_prenom(text: str) -> str | None:
    """The first name given in answer to « votre prénom ? » (« moi c'est Marie »), at most three words, or None.

    Doubtful means None: the message is then read as a question, and the name asked for again.
    """
    visible = clean(text).strip(" .!,;")
    lead = _NAME_LEADS.match(fold(visible))
    given = visible[lead.end():] if lead and len(fold(visible)) == len(visible) else visible
    words = re.findall(r"[^\W\d_]+(?:[-'][^\W\d_]+)*", given)
    if not 1 <= len(words) <= 3 or "?" in text or any(c.isdigit() for c in given) or len(given) > 40:
        return None
    if any(part in _NOT_NAMES for w in words for part in re.findall(r"[a-z]+", fold(w))):
        return None
    return " ".join(w[:1].upper() + w[1:] for w in words)
