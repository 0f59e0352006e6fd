"""What the desk needs from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Protocol

from bot.domain.agent import Agent, AgentSession, Role, Trace
from bot.domain.handover import EndedBy, Handover


class Passwords(Protocol):
    """How passwords are kept: nobody can read them back."""

    def hash(self, password: str) -> str: ...

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the one; takes as long when there is none (`kept` is None)."""


class Accounts(Protocol):
    def all(self) -> list[Agent]:
        """Everybody, disabled ones too, by name."""

    def named(self, login: str) -> Agent | None: ...

    def get(self, number: int) -> Agent | None: ...

    def add(self, login: str, nom: str, role: Role, now: datetime) -> int:
        """The number of the new agent."""

    def set_role(self, number: int, role: Role) -> None: ...

    def disable(self, number: int, now: datetime | None) -> None:
        """No entry any more (or again, with None)."""

    def password(self, number: int) -> str | None: ...

    def set_password(self, number: int, kept: str) -> None: ...

    def add_link(self, agent: int, token: str, expires_at: datetime) -> None:
        """The one link by which this agent chooses a password, instead of any other."""

    def linked(self, token: str, now: datetime) -> Agent | None:
        """Whose link it is, as long as it holds."""

    def forget_links(self, agent: int) -> None: ...


class AgentSessions(Protocol):
    def open(self, token: str, agent: int, now: datetime) -> None: ...

    def get(self, token: str) -> AgentSession | None: ...

    def was_seen(self, token: str, now: datetime) -> None: ...

    def lock(self, token: str, locked: bool, now: datetime) -> None: ...

    def close(self, token: str) -> None: ...

    def close_all(self, agent: int) -> None: ...

    def present(self, since: datetime) -> int:
        """How many agents have been seen since then, unlocked."""

    def last_seen(self, agent: int) -> datetime | None:
        """When this agent was last there, unlocked."""

    def forget_before(self, limit: datetime) -> int: ...


class LoginFailures(Protocol):
    def add(self, subject: str, now: datetime) -> None: ...

    def between(self, subject: str, since: datetime, until: datetime) -> int:
        """How many times, both moments included."""

    def forget(self, subject: str) -> None: ...

    def forget_before(self, limit: datetime) -> int: ...


class AccessJournal(Protocol):
    def add(self, agent: int, act: str, about: str | None, now: datetime) -> None: ...

    def last(self, limit: int, agent: int | None = None) -> list[Trace]:
        """The most recent lines, latest first."""

    def forget_before(self, limit: datetime) -> int: ...


class Handovers(Protocol):
    """Who asks for a person; at most one open request for a conversation."""

    def ask(self, conversation: str, now: datetime) -> None:
        """They wait from now on, unless they did already."""

    def of(self, conversation: str) -> Handover | None:
        """The open request of a conversation."""

    def get(self, number: int) -> Handover | None: ...

    def open(self) -> list[Handover]:
        """Those who wait and those whom an agent holds, first come first."""

    def ended_since(self, limit: datetime) -> list[Handover]:
        """Those whose conversation is still there, last ended first."""

    def claim(self, number: int, agent: int, now: datetime, instead_of: int | None = None) -> bool:
        """This agent holds it, unless another one does (than `instead_of`), or it has ended."""

    def release(self, number: int, agent: int) -> bool:
        """Whom this agent held waits again, in their old place."""

    def end(self, number: int, by: EndedBy, now: datetime) -> bool:
        """Whether it was still open."""

    def end_of(self, conversation: str, by: EndedBy, now: datetime) -> None:
        """End the open request of a conversation, if it has one."""

    def forget(self, conversation: str) -> None:
        """The requests of a conversation are nobody's any more."""

    def waits(self, since: datetime, most: int) -> list[timedelta]:
        """How long the last ones waited before an agent came."""

    def end_forgotten(self, now: datetime) -> None:
        """End the requests whose conversation was erased."""


class DeskNews(Protocol):
    def revision(self) -> str:
        """A text that changes whenever something does that the desk shows live."""


class DeskSettings(Protocol):
    def kept(self, name: str) -> str | None: ...

    def keep(self, name: str, value: str | None) -> None:
        """None forgets it."""
