"""What is counted while it happens, for Prometheus. Nobody is in it: a label is a word of ours, never of a person."""
from __future__ import annotations

from typing import Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from bot.domain.conversation import Reply, Sent
from bot.services.watch import Readings

ANSWERED, NOT_UNDERSTOOD, SUGGESTED = "answered", "not_understood", "suggested"
DISTRESS, NO_DIALOGUE, LIMITED, BROKEN = "distress", "no_dialogue", "limited", "broken"
_BY_DECISION = {"unsure": NOT_UNDERSTOOD, "suggest": SUGGESTED}
# seconds: a turn takes hundredths of one
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)


class Figures:
    """In a registry of its own: what other libraries count does not come out."""

    def __init__(self, version: str) -> None:
        self._registry = kept = CollectorRegistry()
        self._messages = Counter("repere_messages", "Messages, by channel and by what became of them",
                                 ["channel", "outcome"], registry=kept)
        self._turns = Histogram("repere_turn_seconds", "From a message to its answer", ["channel"], buckets=_BUCKETS,
                                registry=kept)
        self._gauges = {name: Gauge(f"repere_{name}", said, registry=kept) for name, said in _GAUGES.items()}
        self._creneau = Gauge("repere_next_creneau_seconds", "Until the first free time; infinite: none", ["motif"],
                              registry=kept)
        Gauge("repere_build_info", "The version that runs", ["version"], registry=kept).labels(version).set(1)

    def turn(self, channel: str, outcome: str, seconds: float | None) -> None:
        """`seconds`: None if there was no turn, as the message was turned away."""
        self._messages.labels(channel, outcome).inc()
        if seconds is not None:
            self._turns.labels(channel).observe(seconds)

    def exposition(self, readings: Readings | None, is_model_loaded: bool) -> bytes:
        """Everything, in Prometheus' text format. `readings`: None while the database cannot be asked."""
        self._set("database_up", readings is not None)
        self._set("model_loaded", is_model_loaded)
        if readings is not None:
            self._set("outbox_waiting", readings.waiting)
            self._set("outbox_oldest_seconds", readings.oldest.total_seconds())
            self._set("outbox_failed", readings.failed)
            self._set("handovers_waiting", readings.handovers)
            for motif, wait in readings.next_creneau.items():
                self._creneau.labels(motif).set(float("inf") if wait is None else wait.total_seconds())
        return generate_latest(self._registry)

    def _set(self, name: str, value: float) -> None:
        self._gauges[name].set(value)


_GAUGES = {
    "database_up": "1 if the database answers",
    "model_loaded": "1 if Rasa answers, 0 if the keywords do",
    "outbox_waiting": "Messages that are due and have not left",
    "outbox_oldest_seconds": "How long the oldest of them has been due",
    "outbox_failed": "Messages given up in the last 24 hours",
    "handovers_waiting": "People who wait for an agent of the desk",
}


def outcome(sent: Sequence[Sent], reply: Reply) -> str:
    """What became of a message that the dialogue was asked about."""
    if any(one.answer.urgent for one in sent):
        return DISTRESS
    return _BY_DECISION.get(reply.understood.decision, ANSWERED) if reply.understood is not None else ANSWERED
