"""Fixtures of the desk: its pages over a real database, and agents who have signed in."""
from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.assistant import desk_services
from bot.channels.desk.door import csrf_of
from bot.channels.desk.opening import DeskPages
from bot.domain.agent import Agent, Role

PASSWORD = "les platanes de la place"


@dataclass
class Browser:
    """A browser in which an agent has signed in: pages as text, forms with their proof."""

    client: TestClient
    agent: Agent

    @property
    def csrf(self) -> str:
        return csrf_of(self.client.session.cookie_jar.filter_cookies(self.client.make_url("/"))["bureau"].value)

    async def get(self, path: str, **options: Any) -> tuple[int, str]:
        async with self.client.get(path, **options) as response:
            return response.status, await response.text()

    async def post(self, path: str, **fields: str) -> tuple[int, str]:
        """Where the browser stands after the form (redirections followed)."""
        async with self.client.post(path, data={"_jeton": self.csrf, **fields}) as response:
            return response.status, await response.text()


@pytest.fixture
def desk_app(services) -> web.Application:
    app = web.Application()
    app.add_routes(DeskPages(desk_services(services, "http://localhost")).routes())
    return app


@pytest.fixture
async def anybody(desk_app):
    """A browser in which nobody has signed in."""
    async with TestClient(TestServer(desk_app)) as client:
        yield client


@pytest.fixture
async def sign_in(desk_app, services):
    """Signs a new agent of a role in, in a browser of their own."""
    clients = []
    server = TestServer(desk_app)
    await server.start_server()

    async def sign(role: Role = Role.ACCUEIL, login: str = "") -> Browser:
        login = login or f"agent-{len(clients) + 1}"
        link = services.accounts.add(login, f"Agent {len(clients) + 1}", role)
        token = services.accounts.choose_password(link, PASSWORD)
        client = TestClient(server)
        clients.append(client)
        client.session.cookie_jar.update_cookies({"bureau": token}, client.make_url("/"))
        agent = services.accounts.session(token).agent
        return Browser(client, agent)

    yield sign
    for client in clients:
        await client.session.close()
    await server.close()
