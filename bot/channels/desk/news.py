"""What changes at the desk, told to every open page by one stream each; the database is asked once a second for all."""
from __future__ import annotations

import asyncio
import json
from itertools import count
from typing import Callable, Iterable

from aiohttp import web

from bot.channels.desk.door import HEADERS, Door, Visit
from bot.channels.lookout import LOOK_EVERY, Lookout

_HEARTBEAT = 15  # looks between two signs of life


class NewsPages:
    """`revision` gives a text that changes when something does, and how many people wait for somebody."""

    def __init__(self, door: Door, revision: Callable[[], tuple[str, int]]) -> None:
        self._door = door
        self._revision = revision
        self._latest: tuple[str, int] | None = None
        self._readers = 0
        self._lookout = Lookout(self._look, lambda: self._readers)

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        return [self._door.get("/bureau/direct", self._stream, is_background=True)]

    async def _stream(self, visit: Visit) -> web.StreamResponse:
        response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream", "X-Accel-Buffering": "no"})
        await response.prepare(visit.request)
        self._readers += 1
        self._lookout.wake()
        try:
            await self._tell(visit.request, response)
        except ConnectionResetError:
            pass  # The page was closed.
        finally:
            self._readers -= 1
        return response

    async def _tell(self, request: web.Request, response: web.StreamResponse) -> None:
        told: tuple[str, int] | None = None
        for look in count():
            if look % _HEARTBEAT == 0:
                session = await self._door.session(request, is_background=True)
                if session is None or session.is_locked:
                    await response.write(_event("verrouille", {}))
                    return
                await response.write(b": ...\n\n")
            if self._latest is not None and self._latest != told:
                told = self._latest
                await response.write(_event("nouvelles", {"revision": told[0], "attente": told[1]}))
            await asyncio.sleep(LOOK_EVERY)

    async def _look(self) -> None:
        self._latest = await asyncio.to_thread(self._revision)


def _event(name: str, content: dict[str, object]) -> bytes:
    return f"event: {name}\ndata: {json.dumps(content)}\n\n".encode()
