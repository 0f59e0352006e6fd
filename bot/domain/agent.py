"""Who works at the desk, and what each role may do."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


class Role(str, Enum):
    """From the one who receives people to the one who gives accounts: each may do what those before may."""

    ACCUEIL = "accueil"
    REFERENT = "referent"
    ADMINISTRATEUR = "administrateur"

    def includes(self, other: "Role") -> bool:
        """Whether it may do all that `other` may."""
        ranks = list(Role)
        return ranks.index(self) >= ranks.index(other)

    @property
    def nom(self) -> str:
        """As the team says it."""
        return {"accueil": "accueil", "referent": "référent", "administrateur": "administrateur"}[self.value]


@dataclass(frozen=True)
class Agent:
    """A named account. `is_pending`: the link to choose a password has not been used yet."""

    id: int
    login: str
    nom: str
    role: Role
    is_pending: bool = False
    is_disabled: bool = False


@dataclass(frozen=True)
class AgentSession:
    """One browser in which an agent is signed in."""

    agent: Agent
    opened_at: datetime
    seen_at: datetime
    is_locked: bool = False


@dataclass(frozen=True)
class Trace:
    """One line of the journal: who did what, and about what (a code, a number, a slug)."""

    at: datetime
    agent: str
    act: str
    about: str | None
