"""From probabilities to what the assistant will do: answer, suggest, or say that it is not sure."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Mapping, Sequence

from bot.nlu.labels import ANSWER, DISTRESS, FICHE, NOT_UNDERSTOOD, OUT_OF_SCOPE, SUGGEST, SUGGESTION, UNSURE, member

Ranking = Sequence[tuple[str, float]]


@dataclass(frozen=True)
class Thresholds:
    """Probabilities, set on sentences kept apart (docs/evaluation.md).

    `distress`: from here on distress wins, whatever else is likelier. `off_topic`: from here on nothing is suggested.
    """

    answer: float
    suggest: float
    distress: float
    off_topic: float


@dataclass(frozen=True)
class Decision:
    """`top` is the group retained (« fiche/rsa », « oui », « hors_sujet »); `intent` is what Rasa is told."""

    top: str
    confidence: float
    decision: str
    intent: str


def grouped(labels: Sequence[str], probabilities: Sequence[float], group: Mapping[str, str]) -> list[tuple[str, float]]:
    """Groups of labels, likeliest first, each with the sum of its labels' probabilities."""
    sums: dict[str, float] = {}
    for label, probability in zip(labels, probabilities):
        sums[group[label]] = sums.get(group[label], 0.0) + float(probability)
    return sorted(sums.items(), key=lambda item: -item[1])


def decide(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """What to do about a ranking of groups, likeliest first."""
    likely = dict(ranking)
    if likely.get(DISTRESS, 0.0) >= thresholds.distress:
        return Decision(DISTRESS, likely[DISTRESS], ANSWER, DISTRESS)
    top, confidence = ranking[0]
    if top == OUT_OF_SCOPE:
        return _about_something_else(ranking, thresholds)
    intent = FICHE if member(top) else top
    if confidence >= thresholds.answer:
        return Decision(top, confidence, ANSWER, intent)
    if confidence >= thresholds.suggest:
        return Decision(top, confidence, SUGGEST, SUGGESTION)
    return Decision(top, confidence, UNSURE, NOT_UNDERSTOOD)


def _about_something_else(ranking: Ranking, thresholds: Thresholds) -> Decision:
    """Out of scope, unless that is doubtful and one of our subjects comes close."""
    top, confidence = ranking[0]
    best_fiche = max((p for label, p in ranking if label.startswith(f"{FICHE}/")), default=0.0)
    if confidence < thresholds.off_topic and best_fiche >= thresholds.suggest:
        return Decision(top, confidence, SUGGEST, SUGGESTION)
    return Decision(top, confidence, UNSURE, OUT_OF_SCOPE)
