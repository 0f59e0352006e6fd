"""What people of the desk say, brought to the widgets that are open; the database is asked once a second for all of them."""
from __future__ import annotations

import asyncio
from collections import deque
from contextlib import asynccontextmanager, suppress
from typing import AsyncIterator

from aiohttp import web

from bot.channels.lookout import Lookout
from bot.channels.web.inbound import CHANNEL
from bot.channels.web.render import render
from bot.domain.errors import StorageUnavailable
from bot.services.conversations import Conversations

_SLOWEST = 2.0  # seconds to take one answer
_LOOKS_BACK = 10  # a message of one program may be readable only after one of another with a greater number


class DeskWords:
    """Knows which sockets show which thread."""

    def __init__(self, conversations: Conversations) -> None:
        self._conversations = conversations
        self._sockets: dict[str, set[web.WebSocketResponse]] = {}
        self._numbers: deque[int] = deque([0], maxlen=_LOOKS_BACK)
        self._told: set[int] = set()
        self._lookout = Lookout(self._look, lambda: self._sockets)

    @asynccontextmanager
    async def listening(self, token: str, socket: web.WebSocketResponse) -> AsyncIterator[None]:
        """This socket shows the thread of `token`: from now on it is told what the desk says there.

        Entered before the thread is read: what is said in between comes twice, and widgets show an answer once.
        """
        if not self._lookout.is_awake:
            self._numbers.clear()
            with suppress(StorageUnavailable):  # known by the first look that finds the database
                self._numbers.append(await asyncio.to_thread(self._conversations.last_number))
        self._sockets.setdefault(token, set()).add(socket)
        self._lookout.wake()
        try:
            yield
        finally:
            self._sockets[token].discard(socket)
            if not self._sockets[token]:
                del self._sockets[token]

    async def _look(self) -> None:
        """Tell what was not told yet, since the last number of some looks ago."""
        if not self._numbers:
            self._numbers.append(await asyncio.to_thread(self._conversations.last_number))
        for channel, token, sent in await asyncio.to_thread(self._conversations.said_by_desk, self._numbers[0]):
            if sent.id in self._told:
                continue
            self._told.add(sent.id)
            for socket in list(self._sockets.get(token, ())) if channel == CHANNEL else ():
                await _tell(socket, {"type": "answers", "id": None, "token": token, "answers": [render(sent)]})
        self._numbers.append(max(self._told, default=self._numbers[-1]))
        self._told = {number for number in self._told if number > self._numbers[0]}


async def _tell(socket: web.WebSocketResponse, shape: dict[str, object]) -> None:
    try:
        if not socket.closed:
            await asyncio.wait_for(socket.send_json(shape), _SLOWEST)
    except (ConnectionResetError, asyncio.TimeoutError):
        pass  # The page was closed, or takes nothing: it reads the thread again when it opens. The others wait for it.
