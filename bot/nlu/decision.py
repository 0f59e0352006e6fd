"""From probabilities to what the assistant will do: act, suggest three subjects, or say that it is not sure."""
from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Sequence

from bot.nlu.labels import (
    ANSWER,
    COURTESIES,
    DISTRESS,
    FICHE,
    NOT_UNDERSTOOD,
    OUT_OF_SCOPE,
    SUGGEST,
    SUGGESTION,
    SUITE,
    UNSURE,
    family,
)

_SUGGESTED = 3
# What cannot be undone is only done when it is plainly asked.
_IRREVERSIBLE = frozenset({"effacer_mes_donnees", "stop_desabonnement"})
_PLAINLY = 0.6
_BEFORE_A_QUESTION = COURTESIES | {"oui", "non"}
_GOES_ON = 1.5
_NEVER = math.inf


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, set on sentences kept apart (docs/evaluation.md).

    `fiche`, `act`: from here on we do what the likeliest label says. `distress`: from here on it is distress, whatever
    else is likelier; under it, distress does not compete. `follow_up`: the same for a follow-up, when nothing is under
    discussion. `suggest`: the three best fiches are offered if together they reach this. `off_topic`: a message
    this likely to be out of scope is not offered anything.
    """

    fiche: float
    act: float
    distress: float
    suggest: float
    off_topic: float
    follow_up: float = 0.0


@dataclass(frozen=True)
class Decision:
    """`top` is the label retained (« fiche/rsa », « oui », « hors_sujet »); `intent` is what Rasa is told."""

    top: str
    confidence: float
    decision: str
    intent: str


def competing(ranking: Sequence[tuple[str, float]], thresholds: Thresholds,
              subject: str | None = None, is_calm: bool = False) -> list[tuple[str, float]]:
    """A ranking in the light of `subject`: the label under discussion, « besoin » for a place, or None.

    What cannot be meant is left out: a distress too unlikely to be one, or any at all in a message that `is_calm`; a
    follow-up to nothing; the « bonjour » or « ok » before a question on a fiche. People go on about a subject more often
    than they change it, so the subject weighs more. Likeliest first, sum 1.
    """
    needed = {DISTRESS: _NEVER if is_calm else thresholds.distress, SUITE: 0.0 if subject else thresholds.follow_up}
    polite = _BEFORE_A_QUESTION if ranking and family(ranking[0][0]) == FICHE else ()
    weighed = [(label, p * (_GOES_ON if label == subject else 1.0)) for label, p in ranking
               if p >= needed.get(family(label), 0.0) and label not in polite]
    whole = sum(p for _, p in weighed)
    return sorted(((label, p / whole) for label, p in weighed), key=lambda item: -item[1]) if whole else list(ranking)


def decide(ranking: Sequence[tuple[str, float]], thresholds: Thresholds, subject: str | None = None) -> Decision:
    """What to do about a ranking of groups (`bot.nlu.labels.group`), likeliest first, while `subject` is discussed."""
    distress = _mass(ranking, DISTRESS)
    if distress and distress >= thresholds.distress:
        return Decision(DISTRESS, distress, ANSWER, DISTRESS)
    top, confidence = ranking[0]
    is_ours = family(top) != OUT_OF_SCOPE
    if is_ours and confidence >= _needed(top, thresholds, subject):
        return Decision(top, confidence, ANSWER, family(top))
    if not is_ours and _mass(ranking, OUT_OF_SCOPE) >= thresholds.off_topic:
        return Decision(top, confidence, UNSURE, OUT_OF_SCOPE)
    fiches = [probability for label, probability in ranking if family(label) == FICHE]
    if sum(fiches[:_SUGGESTED]) >= thresholds.suggest:
        return Decision(top, confidence, SUGGEST, SUGGESTION)
    return Decision(top, confidence, UNSURE, NOT_UNDERSTOOD if is_ours else OUT_OF_SCOPE)


def _mass(ranking: Sequence[tuple[str, float]], name: str) -> float:
    return sum(probability for label, probability in ranking if family(label) == name)


def _needed(top: str, thresholds: Thresholds, subject: str | None) -> float:
    if top == subject:
        return thresholds.act  # to say more of the same is no great risk
    if top in _IRREVERSIBLE:
        return max(thresholds.act, _PLAINLY)
    return thresholds.fiche if family(top) == FICHE else thresholds.act
