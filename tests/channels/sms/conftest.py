"""A post office that remembers, and providers' machines on this one."""
from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.channels.web.inbound import MAX_BYTES
from bot.domain.conversation import IncomingMessage


@dataclass
class RememberingPost:
    """Keeps what comes in; `mine`: the references of what it has sent."""

    accepted: list[IncomingMessage] = field(default_factory=list)
    receipts: list[tuple[str, str]] = field(default_factory=list)

    async def accept(self, message: IncomingMessage) -> None:
        if message.id not in [one.id for one in self.accepted]:
            self.accepted.append(message)

    async def receipt(self, reference: str, receipt: str) -> bool:
        self.receipts.append((reference, receipt))
        return reference != "unknown"


@dataclass
class Machine:
    """A provider's own server: what it was asked, and what it answers to it."""

    asked: list[dict] = field(default_factory=list)
    status: int = 201
    answer: dict = field(default_factory=dict)
    text: str | None = None
    url: str = ""

    async def handle(self, request: web.Request) -> web.Response:
        raw = await request.text()
        body = json.loads(raw) if request.content_type == "application/json" else dict(await request.post())
        self.asked.append({"path": request.path, "headers": dict(request.headers), "body": body})
        return web.Response(status=self.status, text=json.dumps(self.answer) if self.text is None else self.text,
                            content_type="application/json")


@pytest.fixture
def post():
    return RememberingPost()


@pytest.fixture
async def machine(aiohttp_server):
    machine = Machine()
    app = web.Application()
    app.router.add_get("/1.0/auth/time", lambda _: web.json_response(1_700_000_000))
    app.router.add_route("*", "/{path:.*}", machine.handle)
    server = await aiohttp_server(app)
    machine.url = str(server.make_url("")).rstrip("/")
    return machine


@pytest.fixture
def serve(aiohttp_client):
    """A site with these routes, as strict about lengths as the whole application."""
    async def start(routes):
        app = web.Application(client_max_size=MAX_BYTES)
        app.add_routes(routes)
        return await aiohttp_client(app)
    return start
