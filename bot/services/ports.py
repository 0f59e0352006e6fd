"""What the services need from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import datetime
from types import TracebackType
from typing import Any, Callable, Mapping, Protocol, Sequence

from bot.domain.answer import Answer
from bot.domain.appointment import Appointment, BookingDraft, Motif, State
from bot.domain.availability import Interval
from bot.domain.conversation import Conversation, IncomingMessage, Reply, Sent, Turn


class Clock(Protocol):
    """The one place that knows what time it is."""

    def now(self) -> datetime:
        """Now, in UTC, aware of its zone."""


class Dialogue(Protocol):
    """Decides what was asked. Raises DialogueUnavailable when it cannot."""

    async def ask(self, turn: Turn) -> Reply:
        """The answers to one turn, in order."""


class Conversations(Protocol):
    def open(self, channel: str, address: str, now: datetime) -> Conversation:
        """The conversation of this address, begun if need be (`is_new`)."""

    def get(self, conversation: str, now: datetime) -> Conversation:
        """The conversation with this id, begun without an address if need be (Rasa's own shell)."""

    def keep_choices(self, conversation: str, answer: Answer, now: datetime) -> None:
        """Remember what may be answered with « le 2 »."""

    def keep_draft(self, conversation: str, draft: BookingDraft | None) -> None:
        """Remember, or forget, the booking under way."""

    def slots(self, conversation: str) -> Mapping[str, Any]:
        """What the dialogue engine remembers."""

    def keep_slots(self, conversation: str, slots: Mapping[str, Any]) -> None:
        """Remember it."""

    def record_incoming(self, conversation: str, message: IncomingMessage, text: str | None, now: datetime) -> int:
        """Write a message down (its text redacted, or None) and give its number."""

    def find_incoming(self, conversation: str, message_id: str) -> int | None:
        """The number of a message already received, by its channel's id."""

    def record_outgoing(self, conversation: str, incoming: int | None, answer: Answer, now: datetime) -> Sent:
        """Write an answer down; its choices can be pressed for as long as it is kept."""

    def answers_to(self, incoming: int) -> list[Sent]:
        """What was answered to a message."""

    def sent(self, conversation: str, answer_id: int) -> Answer | None:
        """An answer of this conversation, by its number."""

    def history(self, conversation: str) -> list[tuple[str | None, Sent | None]]:
        """The thread in order: (what the person wrote, None) or (None, what was answered)."""

    def erase(self, conversation: str) -> None:
        """Forget a conversation, all of it but its appointments."""

    def erase_before(self, limit: datetime) -> int:
        """Forget the conversations that nobody has used since `limit`; how many."""


class Agendas(Protocol):
    def openings(self, motif: Motif, start: datetime, end: datetime) -> Mapping[str, Sequence[Interval]]:
        """When each agenda receives for this motif, without absences and public holidays."""

    def busy(self, agendas: Sequence[str], start: datetime, end: datetime) -> Mapping[str, Sequence[Interval]]:
        """What is taken (the pause after an appointment included)."""

    def is_demo(self, agenda: str) -> bool:
        """Whether nobody will be waiting: an agenda to try the assistant with."""


class Appointments(Protocol):
    def add(self, appointment: Appointment, pause_end: datetime, now: datetime) -> None:
        """Keep an appointment; CreneauTaken if any part of it is no longer free."""

    def get(self, code: str) -> Appointment | None:
        """The appointment with this code."""

    def coming(self, conversation: str, now: datetime) -> list[Appointment]:
        """The appointments to come that were made in a conversation, soonest first."""

    def between(self, start: datetime, end: datetime) -> list[Appointment]:
        """All appointments that begin in [start, end), soonest first."""

    def change_state(self, code: str, state: State, now: datetime) -> None:
        """Change what becomes of it, keep the history, free the time if it was cancelled."""

    def anonymise_before(self, limit: datetime) -> int:
        """Forget whose appointments the ones ended before `limit` were; how many."""


class Unanswered(Protocol):
    def record(self, text: str, ranking: Sequence[tuple[str, float]], now: datetime) -> None:
        """Keep a redacted question that was not understood."""


class UnitOfWork(Protocol):
    """One short transaction: rolled back unless `commit` was called."""

    @property
    def conversations(self) -> Conversations: ...

    @property
    def agendas(self) -> Agendas: ...

    @property
    def appointments(self) -> Appointments: ...

    @property
    def unanswered(self) -> Unanswered: ...

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None: ...

    def commit(self) -> None: ...


UnitOfWorkFactory = Callable[[], UnitOfWork]
