"""A question that the assistant could not answer: what is kept of it, and what the team makes of it."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Sequence

from bot.domain.need import meaningful
from bot.domain.personal_data import redact

LONGEST_TITLE = 60
_WORDS_TO_KEEP = 200
_NAME = "[NOM]"
_TITLED = re.compile(r"\b(?i:monsieur|madame|mademoiselle|mme|mlle|mr|m\.|docteur|dr|ma[iî]tre)\.?\s+([^\W\d_][\w'-]*)"
                     r"((?:\s+[A-ZÀ-Ý][\w'-]+){0,2})")
_GREETED = re.compile(r"(?i)\b(?:bonjour|bjr|bonsoir|salut|slt|coucou|merci|oui|non|svp)\W*$")
_INTRODUCED = re.compile(r"(\b(?i:(?:je m'?|s'?|m'?)\s?app?el+e?s?|"
                         r"(?:mon|son|le) (?:pr[ée])?nom(?: de famille)?(?: c'?)?(?: ?est)?|au nom de|"
                         r"cordialement|cdlt|cdt|sign[ée]e?))(\s*[:,]?\s+)([^\W\d_][\w'-]*)"
                         r"((?:\s+[^\W\d_][\w'-]*)?)")
_KIN = re.compile(r"(\b(?i:je suis|moi c'est|(?:ma|mon|mes|sa|son|notre) (?:grande?[- ]|petite?[- ])?"
                  r"(?:m[eè]re|p[eè]re|maman|papa|mari|femme|fils|fille|enfant|fr[eè]re|s(?:œ|oe)ur|tante|oncle|cousine?|"
                  r"voisine?|amie?|compagn(?:on|e)|conjointe?|b[ée]b[ée]))\s+)([A-ZÀ-Ý][a-zà-ÿ'-]+(?:\s+[A-ZÀ-Ý][\w'-]+){0,2})")


class Verdict(str, Enum):
    """What the team made of a question."""

    FICHE = "fiche"
    HORS_SUJET = "hors_sujet"
    NOUVELLE_FICHE = "nouvelle_fiche"
    RAPPEL = "rappel"
    SANS_SUITE = "sans_suite"


@dataclass(frozen=True)
class Decision:
    """A verdict. `fiche` is the slug that is asked for, with the rubrique if one is; or the title of a fiche to write."""

    verdict: Verdict
    fiche: str | None = None
    rubrique: str | None = None
    why: str | None = None


@dataclass(frozen=True)
class Question:
    """Its words are redacted; `ranking` has the labels that were likeliest, `answered` what was said instead.

    `conversation` is None once it is forgotten. `agent` is the name of who decided, at `handled_at`.
    """

    id: int
    text: str
    ranking: Sequence[tuple[str, float]]
    asked_at: datetime
    channel: str | None = None
    conversation: str | None = None
    answered: str | None = None
    decision: Decision | None = None
    handled_at: datetime | None = None
    agent: str | None = None


def kept_words(text: str) -> str:
    """What is kept of a question: its first words, without numbers, addresses, or the names by which people are called."""
    masked = _KIN.sub(rf"\1{_NAME}", _INTRODUCED.sub(_introduced, _TITLED.sub(_titled, redact(text))))
    return masked[:_WORDS_TO_KEEP].rstrip()


def _titled(found: re.Match[str]) -> str:
    """« Mme Dupont », « mr dupont »; not « bonjour madame inscription », « monsieur le maire »."""
    name, spoken_to = found[1], _GREETED.search(found.string[:found.start()])
    if not meaningful(name) or (spoken_to and not name[0].isupper()):
        return found[0]
    return found[0][:found.start(1) - found.start()] + _NAME


def _introduced(found: re.Match[str]) -> str:
    """« je m'appelle marie dupont et »: one word, and a second one that says something."""
    if not meaningful(found[3]):
        return found[0]
    return found[1] + found[2] + _NAME + ("" if meaningful(found[4]) else found[4])
