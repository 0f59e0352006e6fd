"""Somebody asks for a person of the desk: they wait, an agent holds their conversation, the assistant takes it back."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from statistics import median
from typing import Sequence

from bot.domain.answer import Answer

_ENOUGH = 3  # waits from which something true can be said of the next one
_CALLED = timedelta(seconds=3)  # who « waited » less did not: an agent has called them back


class EndedBy(str, Enum):
    """Who ended it: the person, the agent, or the desk that closed or was left alone."""

    USAGER = "usager"
    ACCUEIL = "accueil"
    OUBLI = "oubli"


@dataclass(frozen=True)
class Handover:
    """One request. `agent` holds the conversation, if anybody does. `urgence`: the last cry for help heard meanwhile."""

    id: int
    conversation: str
    channel: str
    asked_at: datetime
    agent: int | None = None
    agent_nom: str | None = None
    claimed_at: datetime | None = None
    ended_at: datetime | None = None
    urgence: str | None = None

    @property
    def is_held(self) -> bool:
        return self.agent is not None and self.ended_at is None


@dataclass(frozen=True)
class Line:
    """One message of a thread as an agent reads it: what the usager wrote, or what was answered (by `agent`, or by us)."""

    id: int
    at: datetime
    text: str | None = None
    answer: Answer | None = None
    agent: str | None = None
    urgence: str | None = None


def usual_wait(waits: Sequence[timedelta]) -> int | None:
    """The minutes that people really waited of late (the median, rounded up), None when too few did."""
    real = [wait.total_seconds() for wait in waits if wait > _CALLED]
    return max(1, -(-int(median(real)) // 60)) if len(real) >= _ENOUGH else None
