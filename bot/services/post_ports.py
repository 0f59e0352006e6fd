"""What messages need from outside, coming in and going out, and nothing about how it is done."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Collection, Protocol

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import IncomingMessage, Sent
from bot.domain.notice import Kind, Notice


class Inbox(Protocol):
    def keep(self, message: IncomingMessage, now: datetime) -> int | None:
        """Its number; None if the message of this channel and id was kept before."""

    def note(self, channel: str, key: str, now: datetime) -> bool:
        """Keep the name of what asks for no answer of the dialogue; False if it was kept before."""

    def waiting(self, channel: str, program: str, now: datetime, since: datetime) -> list[str]:
        """Whose messages, kept since then, are not answered and in the hands of no other living program: their addresses."""

    def take(self, channel: str, address: str, program: str, now: datetime,
             since: datetime) -> list[tuple[int, IncomingMessage]]:
        """What somebody wrote since then and is not answered yet, oldest first, now this program's to answer.

        Nothing while another living program has the first of them: it will take the next ones too, in their order.
        """

    def answered(self, numbers: Collection[int]) -> None:
        """Forget what they said; their names are kept, so that a repeated delivery is known."""

    def forget_before(self, limit: datetime) -> int:
        """Forget even the names of what was received before `limit`; how many."""


@dataclass(frozen=True)
class Queued:
    """A message that one worker is sending, for the `attempt`-th time. `message`: its number in its thread, if any."""

    id: int
    key: str
    kind: Kind
    contact: Contact
    answer: Answer
    not_after: datetime
    attempt: int
    message: int | None = None


@dataclass(frozen=True)
class Trouble:
    """A message that somebody should look at: it failed for good, or was perhaps sent when the process died."""

    key: str
    kind: Kind
    channel: str
    perhaps_sent: bool
    why: str
    at: datetime


@dataclass(frozen=True)
class Backlog:
    """What is due and has not left: how many, and since when the oldest is due; and how many were given up."""

    waiting: int
    oldest: datetime | None
    failed: int


class Outbox(Protocol):
    def add(self, notice: Notice, now: datetime) -> bool:
        """Queue it, unless one with its key already was; whether it is new."""

    def claim(self, now: datetime, kinds: Collection[Kind], channels: Collection[str],
              program: str | None = None) -> Queued | None:
        """The oldest that is due on one of these channels, now this worker's own; helplines before everything.

        Messages to one address leave in the order in which they were queued: while one of them is under way or about to be
        tried again, the next ones wait. They do not wait for a `program` that has died.
        """

    def channels(self) -> set[str]:
        """Those on which something waits."""

    def is_message(self, number: int, message: int) -> None:
        """It now stands in its thread, under this number."""

    def was_sent(self, number: int, reference: str | None, now: datetime) -> None:
        """It left: its content is forgotten, its key is not. `reference` is the provider's name of it."""

    def receipt(self, channel: str, reference: str, receipt: str) -> bool:
        """What the provider says became of it; False if it is not one of ours."""

    def is_too_late(self, number: int, now: datetime) -> None: ...

    def is_refused(self, number: int, now: datetime) -> None:
        """Who would get it has asked for nothing more."""

    def try_again(self, number: int, at: datetime, why: str, now: datetime) -> None: ...

    def give_up(self, number: int, why: str, now: datetime) -> None: ...

    def drop(self, appointment: str, now: datetime) -> None:
        """What was still to be said of an appointment no longer holds."""

    def backlog(self, now: datetime, failed_since: datetime) -> Backlog: ...

    def erase(self, conversation: str, now: datetime) -> None:
        """Empty what waits to be sent to the person of a conversation, and what failed.

        Helplines leave all the same, and what is to be said of their appointments.
        """

    def in_trouble(self, under_way_since: datetime) -> list[Trouble]:
        """What failed for good, and what was perhaps sent when the process died; oldest first."""

    def forget_before(self, limit: datetime) -> int:
        """Empty what was settled before `limit`; how many."""


class Programs(Protocol):
    """The programs that share the database. One that was not seen for a quarter of a minute is dead."""

    def is_there(self, program: str, now: datetime) -> None:
        """It lives."""

    def leaves(self, program: str) -> None:
        """It comes to its end: what it had is for the others."""

    def first(self, now: datetime) -> str | None:
        """Of those that live, the one that has been there longest."""

    def forget_before(self, limit: datetime) -> int:
        """Forget the dead; how many."""


class Oppositions(Protocol):
    """Who wants nothing more."""

    def add(self, contact: Contact, now: datetime) -> bool:
        """Whether it is new."""

    def remove(self, contact: Contact) -> bool:
        """Whether there was one."""

    def holds(self, contact: Contact) -> bool: ...


class SmsDays(Protocol):
    def spent(self, day: date) -> int:
        """The segments that left on a day."""

    def spend(self, day: date, segments: int) -> None: ...


class Ratings(Protocol):
    def count(self, day: date, page: str, helped: bool) -> None:
        """One more person says whether the answer of a page helped."""

    def of_page(self, page: str) -> tuple[int, int]:
        """How many it has helped, and how many not."""

    def by_page(self, since: date, until: date) -> list[tuple[str, bool, int]]:
        """(page, whether it helped, how many), from a day to the day before another."""


class JoiningCodes(Protocol):
    """Secrets that stand for a conversation for a while, once: codes that join another to it, tickets to read it."""

    def add(self, code: str, conversation: str, expires_at: datetime) -> None:
        """The code of a conversation, instead of any that it had."""

    def take(self, code: str, now: datetime) -> str | None:
        """The conversation of a code that still holds; the code is used up."""

    def erase(self, conversation: str) -> None:
        """The code of a conversation holds no longer."""


class Transport(Protocol):
    """A way out of the house, for one channel."""

    async def send(self, address: str, sent: Sent, key: str) -> str | None:
        """Send; NotSent if it did not leave. `key` is the same for the same message: a provider may use it.

        Returns the provider's own name of the message, by which it will tell what became of it, if it has one.
        """
