"""Connections that hold us up: a request that never ends is not waited for."""
from __future__ import annotations

import asyncio

from aiohttp import web
from aiohttp.typedefs import Handler, Middleware

# aiohttp hangs up when so much time goes by before a whole request head has come. A proxy that keeps its connections open
# must be the first to close them (Caddy does after 120 s), or it would send a request into one that we close.
IDLE_SECONDS = 130.0
_BODY_SECONDS = 30.0  # 64 KB on the slowest of mobile networks


def impatience(seconds: float = _BODY_SECONDS) -> Middleware:
    """Hang up on whoever has not sent the whole body of a request `seconds` after its head."""

    @web.middleware
    async def impatient(request: web.Request, handler: Handler) -> web.StreamResponse:
        if not request.can_read_body:
            return await handler(request)
        alarm = asyncio.get_running_loop().call_later(seconds, _hang_up, request)
        try:
            return await handler(request)
        finally:
            alarm.cancel()

    return impatient


def _hang_up(request: web.Request) -> None:
    if not request.content.is_eof() and request.transport is not None:
        request.transport.abort()
