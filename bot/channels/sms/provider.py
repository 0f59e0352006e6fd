"""What each company that carries SMS must do for us, in our words. One file beside this one for each company."""
from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Mapping, Protocol

from multidict import MultiDict
from requests import ConnectTimeout
from urllib3.exceptions import NewConnectionError

from bot.domain.conversation import IncomingMessage
from bot.domain.errors import NotSent
from bot.domain.mobile import international

CHANNEL = "sms"
_LONGEST_ID = 128


class Refused(Exception):
    """A request that is not taken; `status` for the protocol. The message is for engineers, and quotes nothing of it."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status = status


class PerhapsSent(Exception):
    """The line broke before the provider answered. The message is for engineers, and quotes nothing of what was sent."""


@dataclass(frozen=True)
class Call:
    """A request of a provider. `url`: the exact public address that it called. `secret`: the part of it nobody can guess."""

    url: str
    fields: MultiDict[str] = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    secret: str = field(default="", repr=False)

    def field(self, name: str) -> str:
        """One field; Refused if it is not there."""
        value = self.fields.get(name)
        if value is None:
            raise Refused(400, f"the field {name} is missing")
        return value


@dataclass(frozen=True)
class Receipt:
    """What became of a message (« delivered », « failed »), by the name that its provider gave it when it was sent."""

    reference: str
    outcome: str


class Carrier(Protocol):
    """Whoever carries a text to a telephone. `carries_links`: whether one with a web address arrives."""

    carries_links: bool

    async def send(self, number: str, text: str, key: str) -> str | None:
        """Send a text in the GSM-7 alphabet to an E.164 number; what the provider calls it.

        NotSent if it did not leave, PerhapsSent if nobody knows.
        """


class Provider(Carrier, Protocol):
    """`path`: where it calls us; it may have a variable part, `{secret}`. `thanks`: (type, body) of what it is answered."""

    path: str
    thanks: tuple[str, str]

    def check(self, call: Call) -> None:
        """Raises Refused if somebody else made this call."""

    def message(self, call: Call) -> IncomingMessage:
        """The message that a person sent; Refused if it cannot be read."""

    def receipt(self, call: Call) -> Receipt | None:
        """What became of one of ours, None as long as that is not certain; Refused if it cannot be read."""


def incoming(sender: str, text: str, identifier: str) -> IncomingMessage:
    """A message whose address is written as appointments have it; Refused without a sender or an id."""
    if not sender.strip() or not 0 < len(identifier) <= _LONGEST_ID:
        raise Refused(400, "no sender, or no usable id")
    return IncomingMessage(CHANNEL, international(sender), text, identifier)


def broken(company: str, error: BaseException) -> NotSent | PerhapsSent:
    """What a fault of the network means: a line that was never open carried nothing."""
    why = f"{company}: {type(error).__name__}"
    reason = getattr(error.args[0], "reason", None) if error.args else None
    if isinstance(error, ConnectTimeout) or isinstance(reason, NewConnectionError):
        return NotSent(why)
    return PerhapsSent(why)


def same(given: str, expected: str) -> bool:
    """Compared in the same time wherever they differ."""
    return hmac.compare_digest(given.encode(errors="replace"), expected.encode())
