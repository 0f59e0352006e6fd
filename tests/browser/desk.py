"""The desk as it is served, over a database of its own, with the keywords instead of a model; agents sign in by cookie."""
from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import Iterator

from aiohttp import web
from playwright.sync_api import Browser, BrowserContext, Page

from bot.assistant import desk_services
from bot.bootstrap import Services, build
from bot.channels.app import create_app
from bot.channels.desk.opening import DeskPages
from bot.channels.relay import Relay
from bot.domain.agent import Role
from bot.services.ports import Clock
from bot.settings import Settings

PASSWORD = "les platanes de la place"


class Desk:
    """`address` is where it is served; `services` are the same as those behind its pages."""

    def __init__(self, address: str, services: Services, browser: Browser) -> None:
        self.address = address
        self.services = services
        self._browser = browser
        self._contexts: list[BrowserContext] = []

    def sign_in(self, nom: str, role: Role = Role.ACCUEIL, width: int = 1280) -> Page:
        """A page of a browser of this agent's own, signed in; strangers to our site make the test fail."""
        link = self.services.accounts.add(f"agent-{len(self._contexts)}", nom, role)
        token = self.services.accounts.choose_password(link, PASSWORD)
        page = self.visitor(width)
        page.context.add_cookies([{"name": "bureau", "value": token, "url": self.address}])
        return page

    def visitor(self, width: int = 1280) -> Page:
        """A page of somebody who has no account."""
        context = self._browser.new_context(locale="fr-FR", timezone_id="Europe/Paris", base_url=self.address,
                                            viewport={"width": width, "height": 900})
        context.set_default_timeout(10_000)
        self._contexts.append(context)
        return context.new_page()

    def close(self) -> None:
        for context in self._contexts:
            context.close()


@contextmanager
def served_desk(folder: Path, browser: Browser, clock: Clock | None = None) -> Iterator[Desk]:
    """Everything of the site, on a free port, until the end of the test."""
    services = build(Settings(f"sqlite:///{folder / 'desk.db'}", folder / "key", demo=True), clock)
    relay = Relay(services.conversations, services.answers, services.keywords)
    app = create_app(relay, services.conversations, lambda: True, frozenset(),
                     DeskPages(desk_services(services, "http://localhost")))
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, daemon=True).start()
    runner = asyncio.run_coroutine_threadsafe(_listen(app), loop).result(timeout=20)
    desk = Desk("http://{}:{}".format(*runner.addresses[0]), services, browser)
    try:
        yield desk
    finally:
        desk.close()
        asyncio.run_coroutine_threadsafe(_end(runner), loop).result(timeout=20)
        loop.call_soon_threadsafe(loop.stop)


async def _end(runner: web.AppRunner) -> None:
    """As aiohttp does when a program stops."""
    await runner.cleanup()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


async def _listen(app: web.Application) -> web.AppRunner:
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return runner
