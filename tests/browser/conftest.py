"""A real Chromium, a service to talk to, and the wire between them, which a test may hold, cut or rewrite."""
from __future__ import annotations

import asyncio
import json
import os
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, sync_playwright

from tests.browser import host_pages
from tests.browser.echo_service import EchoService, listen

CHROMIUM_OPTIONS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
                    "--disable-background-networking", "--disable-component-update", "--disable-sync"]
EXIT_PAGE = "https://www.meteofrance.com/"


@pytest.fixture(scope="module")
def base_url() -> Iterator[str]:
    """The address of the service under test: the only fixture that knows which service it is."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    runner = asyncio.run_coroutine_threadsafe(listen(EchoService().app(*host_pages.routes())), loop).result(timeout=10)
    yield "http://{}:{}".format(*runner.addresses[0])
    asyncio.run_coroutine_threadsafe(runner.cleanup(), loop).result(timeout=10)
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
    context.set_default_timeout(10_000)  # two cores may be busy with other tests
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
        self._socket: WebSocketRoute | None = None
        page.route_web_socket("**/web/ws", self._open)

    def cut(self) -> None:
        """Hangs up; the widget calls again by itself."""
        assert self._socket
        self._socket.close(code=1012)

    def _open(self, socket: WebSocketRoute) -> None:
        self._socket = socket
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
