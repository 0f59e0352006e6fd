"""A question that the assistant could not answer: what is kept of it, and what the team makes of it."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Sequence

from bot.domain.redaction import redact

LONGEST_TITLE = 60
_WORDS_TO_KEEP = 200


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
    return redact(text)[:_WORDS_TO_KEEP].rstrip()
