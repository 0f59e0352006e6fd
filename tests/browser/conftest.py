"""A real Chromium, a service to talk to, and the wire between them, which a test may hold, cut or rewrite."""
from __future__ import annotations

import asyncio
import json
import os
import secrets
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import WSMsgType, web
from playwright.sync_api import Browser, Page, WebSocketRoute, sync_playwright

STATIC = Path(__file__).parents[2] / "bot" / "channels" / "web" / "static"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
          "base-uri 'none'; form-action 'none'; frame-ancestors 'self'")
CHROMIUM_OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync"]
EXIT_PAGE = "https://www.meteofrance.com/"


def an_answer(text: str, identifier: int | None = None, **more: Any) -> dict[str, Any]:
    """An answer of one paragraph, in the shape that the widget receives."""
    identifier = identifier or secrets.randbelow(10**9)
    return {"id": identifier, "paragraphs": [[{"text": text}]], "sources": [], "choices": [], "urgent": False, **more}


class EchoService:
    """The smallest service that keeps the widget's contract: it repeats what it is told."""

    def __init__(self) -> None:
        self.threads: dict[str, list[dict[str, Any]]] = {}
        self.replies: dict[str, dict[str, Any]] = {}

    def app(self) -> web.Application:
        app = web.Application(middlewares=[with_policy])
        app.add_routes([
            web.get("/", lambda _: web.FileResponse(STATIC / "index.html")),
            web.get("/widget.js", lambda _: web.FileResponse(STATIC / "widget.js")),
            web.static("/static", STATIC),
            web.get("/web/ws", self.socket),
            web.post("/web/messages", self.post),
        ])
        return app

    async def socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        token = None
        async for received in socket:
            if received.type is WSMsgType.TEXT:
                reply = self.reply({"token": token, **json.loads(received.data)})
                token = reply.get("token", token)
                await socket.send_json(reply)
        return socket

    async def post(self, request: web.Request) -> web.Response:
        return web.json_response(self.reply(await request.json()))

    def reply(self, message: dict[str, Any]) -> dict[str, Any]:
        return getattr(self, message["type"])(message)

    def hello(self, message: dict[str, Any]) -> dict[str, Any]:
        token = message["token"] if message["token"] in self.threads else secrets.token_hex(16)
        greeting = {"from": "service", "answer": an_answer("Bonjour. Posez votre question.")}
        return {"type": "ready", "token": token, "thread": self.threads.setdefault(token, [greeting])}

    def message(self, message: dict[str, Any]) -> dict[str, Any]:
        if message["id"] not in self.replies:
            said = message.get("text") or message["label"]
            answer = an_answer(f"Vous avez écrit : {said}", choices=[{"label": "Quels papiers ?", "token": "12.0"}])
            self.replies[message["id"]] = {"type": "answers", "id": message["id"], "answers": [answer]}
            self.threads[message["token"]] += [{"from": "usager", "text": said}, {"from": "service", "answer": answer}]
        return self.replies[message["id"]]

    def erase(self, message: dict[str, Any]) -> dict[str, Any]:
        self.threads.pop(message["token"], None)
        return {"type": "erased"}


@web.middleware
async def with_policy(request: web.Request, handler: Any) -> web.StreamResponse:
    response = await handler(request)
    if not response.prepared:
        response.headers["Content-Security-Policy"] = POLICY
    return response


async def listen(app: web.Application) -> str:
    """Starts the application on a free port of this machine; returns its address."""
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return "http://{}:{}".format(*runner.addresses[0])


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """The address of the service under test: the only fixture that knows which service it is."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    yield asyncio.run_coroutine_threadsafe(listen(EchoService().app()), loop).result(timeout=10)
    loop.call_soon_threadsafe(loop.stop)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Per module, not per session: while it lives, no test of another folder could run an event loop."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not path:
        missing = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        missing("Chromium is not installed: put it on the PATH, or set CHROMIUM to where it is")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, base_url: str) -> Iterator[Page]:
    """The demonstration page; `page.strangers` lists requests to anybody else, `page.refused` what the CSP refused."""
    context = browser.new_context(locale="fr-FR", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    page = context.new_page()
    page.strangers, page.refused = [], []
    page.on("request", lambda request: request.url.startswith(base_url) or page.strangers.append(request.url))
    page.on("console", lambda line: "Content Security Policy" in line.text and page.refused.append(line.text))
    page.route(f"{EXIT_PAGE}**", lambda route: route.fulfill(body="Demain, soleil.", content_type="text/plain"))
    page.goto(base_url)
    page.wait_for_selector("repere-widget .launcher")
    yield page
    context.close()


class Wire:
    """Between the widget and the service: lets everything through, unless the test asks otherwise."""

    def __init__(self, page: Page) -> None:
        self.sent: list[dict[str, Any]] = []
        self.answers: list[dict[str, Any]] | None = None
        self.error: str | None = None
        self.held = False
        self.cut_once = False
        page.route_web_socket("**/web/ws", self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(lambda text: self._upward(socket, server, text))
        server.on_message(lambda text: self._downward(socket, json.loads(text)))

    def _upward(self, socket: WebSocketRoute, server: WebSocketRoute, text: str) -> None:
        message = json.loads(text)
        self.sent.append(message)
        if self.held and message["type"] == "message":
            return
        server.send(text)
        if self.cut_once and message["type"] == "message":
            self.cut_once = False
            socket.close(code=1012)

    def _downward(self, socket: WebSocketRoute, message: dict[str, Any]) -> None:
        if message["type"] == "answers" and self.error:
            message = {"type": "error", "id": message["id"], "message": self.error}
        if message["type"] == "answers" and self.answers is not None:
            message["answers"] = self.answers
        socket.send(json.dumps(message))


@pytest.fixture
def wire(page: Page) -> Wire:
    return Wire(page)
