"""From probabilities to what the assistant will do: act, suggest three subjects, or say that it is not sure."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from bot.nlu.labels import ANSWER, DISTRESS, FICHE, NOT_UNDERSTOOD, OUT_OF_SCOPE, SUGGEST, SUGGESTION, UNSURE, family

_SUGGESTED = 3


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, set on sentences kept apart (docs/evaluation.md).

    `fiche`, `act`: from here on we do what the likeliest label says. `distress`: from here on it is distress, whatever
    else is likelier. `suggest`: the three best fiches are offered if together they reach this. `off_topic`: a message
    this likely to be out of scope is not offered anything.
    """

    fiche: float
    act: float
    distress: float
    suggest: float
    off_topic: float


@dataclass(frozen=True)
class Decision:
    """`top` is the label retained (« fiche/rsa », « oui », « hors_sujet »); `intent` is what Rasa is told."""

    top: str
    confidence: float
    decision: str
    intent: str


def decide(ranking: Sequence[tuple[str, float]], mass: Mapping[str, float], thresholds: Thresholds) -> Decision:
    """What to do about a ranking of groups, likeliest first; `mass` is what each family has altogether."""
    distress = mass.get(DISTRESS, 0.0)
    if distress >= thresholds.distress:
        return Decision(DISTRESS, distress, ANSWER, DISTRESS)
    top, confidence = ranking[0]
    if top not in (OUT_OF_SCOPE, DISTRESS) and confidence >= _needed(top, thresholds):
        return Decision(top, confidence, ANSWER, family(top))
    if top == OUT_OF_SCOPE and mass.get(OUT_OF_SCOPE, 0.0) >= thresholds.off_topic:
        return Decision(top, confidence, UNSURE, OUT_OF_SCOPE)
    fiches = [probability for label, probability in ranking if family(label) == FICHE]
    if sum(fiches[:_SUGGESTED]) >= thresholds.suggest:
        return Decision(top, confidence, SUGGEST, SUGGESTION)
    return Decision(top, confidence, UNSURE, OUT_OF_SCOPE if top == OUT_OF_SCOPE else NOT_UNDERSTOOD)


def _needed(top: str, thresholds: Thresholds) -> float:
    return thresholds.fiche if family(top) == FICHE else thresholds.act
