"""What is sent to people rather than read by them on a page: answers, and what nobody has to ask for."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from enum import Enum

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.french import PARIS

REMINDED = timedelta(days=2)
STALE = timedelta(hours=6)  # after which an answer, or news, is of no use any more
# Nobody is written to at night; nor between two and three, an hour that a clock change may skip or repeat.
_FROM, _UNTIL = time(9), time(20)


class Kind(str, Enum):
    """Why a message leaves."""

    CONFIRMATION = "confirmation"
    RAPPEL = "rappel"
    CHANGE = "change"
    ANNULATION = "annulation"
    ATTENTE = "attente"
    REPONSE = "reponse"
    URGENCE = "urgence"
    FEUILLE = "feuille"

    @property
    def waits_for_the_day(self) -> bool:
        """Whether it can wait for a decent hour; the others follow something that has just happened."""
        return self in (Kind.RAPPEL, Kind.ATTENTE)

    @property
    def answers_somebody(self) -> bool:
        """Whether it says what somebody has just asked."""
        return self in (Kind.REPONSE, Kind.URGENCE)

    @property
    def stands_in_a_thread(self) -> bool:
        """Whether its person finds it again where they write; nothing remains of the others, not even to whom they went."""
        return self is not Kind.FEUILLE


@dataclass(frozen=True)
class Notice:
    """One message to be sent once, not before nor after these moments. `key` says what it is about, and when.

    `appointment` is the code of the one it speaks of, if any: cancelled, its notices are not sent. `message` is its number
    in the thread of its address, once it stands there.
    """

    key: str
    kind: Kind
    contact: Contact
    answer: Answer
    not_before: datetime
    not_after: datetime
    appointment: str | None = None
    message: int | None = None


def reminder_time(start: datetime, now: datetime) -> datetime | None:
    """Two days before at the same hour in Paris, moved into the day; None when that is past: one remembers that long."""
    local = start.astimezone(PARIS)
    hour = min(max(local.time(), _FROM), time(_UNTIL.hour - 1, 59))
    when = datetime.combine(local.date() - REMINDED, hour, tzinfo=PARIS).astimezone(timezone.utc)
    return when if when > now else None


def is_decent_hour(now: datetime) -> bool:
    """Whether a message that could wait may be sent now."""
    return _FROM <= now.astimezone(PARIS).time() < _UNTIL
