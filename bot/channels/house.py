"""What a channel finds here when it opens, and what it must be."""
from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any, AsyncIterator, Callable, Iterable, Mapping, Protocol

from aiohttp import web

from bot.channels.courier import Courier
from bot.channels.relay import Relay
from bot.services.answers import Answers
from bot.services.inbox import Inbox
from bot.services.outbox import Outbox
from bot.services.post_ports import Transport
from bot.services.sms_door import SmsDoor
from bot.services.sms_ledger import SmsLedger


class Channel(Protocol):
    """A way in and out of the house."""

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        """The addresses where it is called."""

    def running(self) -> AbstractAsyncContextManager[None]:
        """What it does all the time, as long as the house is open."""


class Pages(Protocol):
    """Something that has addresses of its own on the site."""

    def routes(self) -> Iterable[web.AbstractRouteDef]: ...


class Opened:
    """A channel made of its addresses and of what runs behind them, begun in this order."""

    def __init__(self, pages: Pages, *runners: Courier | Channel) -> None:
        self._pages = pages
        self._runners = runners

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        return self._pages.routes()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            for runner in self._runners:
                await stack.enter_async_context(runner.running())
            yield


@dataclass(frozen=True)
class House:
    """`options(channel)` are the settings of one channel: `REPERE_SMS_NUMBER` is `options("sms")["number"]`.

    `public_url`: this site as others reach it. `posted`: the channels whose messages are carried to people.
    """

    relay: Relay
    inbox: Inbox
    outbox: Outbox
    answers: Answers
    sms_door: SmsDoor
    sms_ledger: SmsLedger
    options: Callable[[str], Mapping[str, str]]
    public_url: str
    posted: set[str]

    def courier(self, channel: str, transport: Transport, **rules: Any) -> Courier:
        """Who keeps, answers and posts the messages of a channel (see `Courier` for the rules)."""
        self.posted.add(channel)
        return Courier(channel, transport, self.relay, self.inbox, self.outbox, **rules)


Opening = Callable[[House], "Channel | None"]
"""Opens a channel, or None where the town has no account for it. ValueError names the setting that is wrong."""
