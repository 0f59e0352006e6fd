"""Appointments: who is expected when, and what becomes of it."""
from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum

from bot.domain.french import PARIS, day_of
from bot.domain.normalisation import clean

# No letter or digit that is mistaken for another when read aloud or copied by hand.
_CODE_ALPHABET = "ACDEFGHJKLPRTVX"
_CODE_DIGITS = "2346789"


class State(str, Enum):
    """What becomes of an appointment; `excuse` is a cancellation by the usager, `annule` by the desk."""

    PREVU = "prevu"
    VU = "vu"
    EXCUSE = "excuse"
    ANNULE = "annule"
    ABSENT = "absent"

    @property
    def takes_the_time(self) -> bool:
        """Whether the desk is busy then: a person who did not come was expected."""
        return self not in (State.EXCUSE, State.ANNULE)

    def allows(self, wanted: "State", start: datetime, now: datetime) -> bool:
        """Whether the desk may change this state to `wanted`: nobody was seen, or missing, before the day itself.

        What was cancelled stays cancelled, because its time may belong to somebody else; the rest can be corrected.
        """
        if wanted is self or not self.takes_the_time:
            return False
        if wanted in (State.VU, State.ABSENT):
            return day_of(start) <= day_of(now)
        return wanted is State.PREVU or self is State.PREVU


@dataclass(frozen=True, order=True)
class Creneau:
    """A free time, computed and never stored. `start` and `end` are UTC; `agenda` is the desk's slug.

    `session` is the number of the group session that one would join, if it is one, and `titre` what it is about.
    """

    start: datetime
    end: datetime
    agenda: str
    session: int | None = None
    titre: str | None = None


@dataclass(frozen=True)
class Contact:
    """Where messages about an appointment go: a channel and the address on it."""

    channel: str
    address: str

    def __str__(self) -> str:
        return f"{self.channel} {self.address}"

    @classmethod
    def read(cls, written: str | None) -> "Contact | None":
        """The opposite of `str`."""
        channel, _, address = (written or "").partition(" ")
        return cls(channel, address) if address else None


@dataclass(frozen=True)
class Appointment:
    """A time that is taken. `demo` says that it stands in a demonstration agenda, where nobody will be waiting.

    `code` is for people, `uid` for calendars (it never changes), `sequence` counts the changes of time. `for_other`: it was
    booked by somebody else than `prenom`. Messages go to `contact`. `arrived_at`: since when the person waits in the room.
    """

    code: str
    motif: str
    agenda: str
    start: datetime
    end: datetime
    state: State
    prenom: str
    telephone: str | None
    conversation: str
    demo: bool = False
    uid: str = ""
    sequence: int = 0
    session: int | None = None
    for_other: bool = False
    contact: Contact | None = None
    changed_at: datetime | None = None
    arrived_at: datetime | None = None


@dataclass(frozen=True)
class Change:
    """One line of an appointment's history: at `at`, `by` (usager, accueil) made it `state` at `start`."""

    at: datetime
    state: State
    start: datetime
    by: str


@dataclass(frozen=True)
class Session:
    """A group session that the desk has set, with `places` of which `taken` are taken."""

    id: int
    agenda: str
    motif: str
    start: datetime
    end: datetime
    places: int
    taken: int = 0
    titre: str | None = None
    is_cancelled: bool = False


def new_code() -> str:
    """A code one can say on the phone: three letters, three digits (« KLP 274 »): over a million of them."""
    letters = "".join(secrets.choice(_CODE_ALPHABET) for _ in range(3))
    return f"{letters} {''.join(secrets.choice(_CODE_DIGITS) for _ in range(3))}"


def find_code(text: str) -> str | None:
    """The appointment code said in a message (« mon code c'est klp274 »), in its written form, or None."""
    # Not `fold`, which would take « TTT 736 » for a lengthened « TT 736 ».
    bare = "".join(c for c in clean(text).upper() if c.isalnum() or c == " ")
    words = bare.split()
    for first, second in zip(words, [*words[1:], ""]):
        for candidate in (first, first + second):
            if _is_code(candidate):
                return f"{candidate[:3]} {candidate[3:]}"
    return None


def day_bounds(day: date) -> tuple[datetime, datetime]:
    """The moments between which it is that day in Paris, 23 to 25 hours apart."""
    midnight, next_day = (datetime(one.year, one.month, one.day, tzinfo=PARIS) for one in (day, day + timedelta(days=1)))
    return midnight, next_day


def _is_code(word: str) -> bool:
    return (len(word) == 6 and all(c in _CODE_ALPHABET for c in word[:3])
            and all(c in _CODE_DIGITS for c in word[3:]))
