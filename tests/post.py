"""Ways in and out of the house for tests: a courier over real services, where what leaves can be read."""
from __future__ import annotations

from bot.bootstrap import Services
from bot.channels.courier import Courier
from bot.channels.relay import Relay
from bot.domain.answer import Answer
from bot.domain.conversation import IncomingMessage, Reply, Sent, Turn
from bot.domain.errors import NotSent
from bot.services.post_ports import Transport

ALI, LEA = "+33612345678", "+33612345679"


class Letters:
    """A transport that keeps what leaves, and fails as it is told to."""

    def __init__(self, *failures: NotSent | None) -> None:
        self.left: list[tuple[str, str]] = []
        self._failures = list(failures)

    async def send(self, address: str, sent: Sent, key: str) -> str | None:
        failure = self._failures.pop(0) if self._failures else None
        if failure:
            raise failure
        self.left.append((address, sent.answer.text))
        return key

    def to(self, address: str) -> list[str]:
        return [text for to, text in self.left if to == address]


class Echo:
    """A dialogue that says again what it was asked."""

    async def ask(self, turn: Turn) -> Reply:
        return Reply((Answer(f"« {turn.text} »"),))


def sms(text: str, id_: str = "SM1", address: str = ALI) -> IncomingMessage:
    return IncomingMessage("sms", address, text, id_)


def courier(services: Services, transport: Transport, **rules) -> Courier:
    """The courier of the SMS channel."""
    relay = Relay(services.conversations, services.answers, Echo())
    return Courier("sms", transport, relay, services.inbox, services.outbox, **rules)
