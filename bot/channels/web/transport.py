"""The widget's two roads, WebSocket and plain HTTP: the same objects on both."""
from __future__ import annotations

import asyncio
import secrets
from collections import Counter
from contextlib import AsyncExitStack, contextmanager
from typing import Any, Iterator

from aiohttp import WSMsgType, web

from bot.channels.gate import Gate
from bot.channels.relay import Relay
from bot.channels.visitors import origin
from bot.channels.web.desk_words import DeskWords
from bot.channels.web.inbound import CHANNEL, MAX_BYTES, BadRequest, Request, parse
from bot.channels.web.render import render
from bot.domain.conversation import Sent
from bot.domain.errors import StorageUnavailable
from bot.services.conversations import Conversations

_HEARTBEAT_SECONDS = 25
# Beyond, the widget goes by plain HTTP, which holds nothing open.
_MOST_SOCKETS, _MOST_SOCKETS_OF_ONE_ADDRESS = 2000, 100


class WebChannel:
    """Answers the widget. A thread is named by a random token that only its page knows."""

    def __init__(self, relay: Relay, conversations: Conversations, sites: frozenset[str],
                 gate: Gate | None = None) -> None:
        self._gate = gate
        self._relay = relay
        self._conversations = conversations
        self._sites = sites
        self._desk_words = DeskWords(conversations)
        self._open: Counter[str] = Counter()

    def routes(self) -> list[web.RouteDef]:
        return [web.get("/web/ws", self._socket), web.post("/web/messages", self._post)]

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        if not self._is_welcome(request):
            raise web.HTTPForbidden(text="Cette page n'a pas le droit d'utiliser ce service.")
        caller = origin(request)
        with self._counted(caller):
            socket = web.WebSocketResponse(heartbeat=_HEARTBEAT_SECONDS, max_msg_size=MAX_BYTES)
            await socket.prepare(request)
            async with AsyncExitStack() as listening:
                await self._hold(socket, listening, caller)
        return socket

    @contextmanager
    def _counted(self, caller: str) -> Iterator[None]:
        """One more socket is open; HTTPServiceUnavailable if that is one too many."""
        if self._open.total() >= _MOST_SOCKETS or self._open[caller] >= _MOST_SOCKETS_OF_ONE_ADDRESS:
            raise web.HTTPServiceUnavailable(headers={"Retry-After": "60"})
        self._open[caller] += 1
        try:
            yield
        finally:
            self._open -= Counter([caller])

    async def _hold(self, socket: web.WebSocketResponse, listening: AsyncExitStack, caller: str) -> None:
        """Answer what comes, until it is closed; what the desk says meanwhile comes by itself."""
        token: str | None = None
        async for frame in socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                asked = parse(frame.data)
                named = asked.token or token or new_token()
                if named != token:
                    await listening.aclose()
                    await listening.enter_async_context(self._desk_words.listening(named, socket))
                token = named
                answer = await self._answer(asked, token, caller)
            except BadRequest as refused:
                answer = {"type": "error", "id": refused.id, "message": str(refused)}
            except StorageUnavailable:
                answer = await self._out_of_order(asked, token)
            if socket.closed:
                break
            await socket.send_json(answer)

    async def _post(self, request: web.Request) -> web.Response:
        if not self._is_welcome(request):
            raise web.HTTPForbidden(text="Cette page n'a pas le droit d'utiliser ce service.")
        try:
            asked = parse(await request.read())
            return web.json_response(await self._answer(asked, asked.token or new_token(), origin(request)))
        except BadRequest as refused:
            return web.json_response({"type": "error", "id": refused.id, "message": str(refused)}, status=refused.status)
        except StorageUnavailable:
            return web.json_response(await self._out_of_order(asked, asked.token or new_token()), status=503)

    async def _out_of_order(self, asked: Request, token: str | None) -> dict[str, Any]:
        """The page opens and shows why nothing works; what it asked to be done was not."""
        said = await asyncio.to_thread(self._relay.out_of_order)
        if asked.type == "hello":
            return {"type": "ready", "token": token, "thread": [_item(None, said)]}
        return {"type": "error", "id": asked.id, "message": said.answer.text}

    def _is_welcome(self, request: web.Request) -> bool:
        """Browsers name the page that calls: ours, or a site that may embed us. Programs that name none are no browsers."""
        origin = request.headers.get("Origin")
        return origin is None or origin in self._sites or origin.partition("://")[2] == request.host

    async def _answer(self, asked: Request, token: str, caller: str) -> dict[str, Any]:
        """Messages are counted by the relay, which hears a cry for help among them; the rest is counted here."""
        if asked.type != "message" and self._gate is not None and (wait := self._gate.visit(caller)):
            raise BadRequest(wait[1], 429)
        if asked.type == "hello":
            thread = await asyncio.to_thread(self._conversations.thread, CHANNEL, token)
            return {"type": "ready", "token": token, "thread": [_item(text, sent) for text, sent in thread]}
        if asked.type == "erase":
            await asyncio.to_thread(self._conversations.erase_address, CHANNEL, token)
            return {"type": "erased"}
        if asked.type == "feedback":
            await asyncio.to_thread(self._conversations.rate, CHANNEL, token, asked.answer, asked.helped)
            return {"type": "thanks"}
        sent, _ = await self._relay.handle(asked.to_message(token, caller))
        return {"type": "answers", "id": asked.id, "token": token, "answers": [render(one) for one in sent]}


def new_token() -> str:
    """The secret of one thread: 128 random bits."""
    return secrets.token_urlsafe(16)


def _item(text: str | None, sent: Sent | None) -> dict[str, Any]:
    return {"from": "usager", "text": text} if sent is None else {"from": "service", "answer": render(sent)}
