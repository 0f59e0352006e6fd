"""The whole program several times over one PostgreSQL and one Redis, as a provider and a kill -9 find it.

Each is what `python -m bot run` starts, forked from a process that has imported everything and read `knowledge/`: it starts
in a second. In place of Rasa, which takes longer than the whole test to load four times, a dialogue that takes its time and
says again what it was asked. It is ten in the morning: reminders may leave.
"""
from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any, Iterator

from aiohttp import ClientConnectionError, ClientSession, web

from bot import bootstrap
from bot.adapters.clock import SystemClock
from bot.assistant import LateRasa, assistant
from bot.channels.telegram.channel import WEBHOOK_PATH
from bot.domain.answer import Answer
from bot.domain.conversation import Reply, Turn
from bot.domain.french import PARIS
from bot.domain.knowledge import Knowledge
from bot.settings import Settings
from tests.channels.telegram_server import TOKEN
from tests.under_load import FORK

SITE, SECRET = "https://repere.example", "Un-secret-de-Telegram_0123456789abcdef"
THINKS = 0.15  # seconds, at most


@dataclass
class Program:
    """`url`: where it answers."""

    url: str
    process: Any

    def kill(self) -> None:
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.join()


def free_ports(how_many: int) -> list[int]:
    """Ports of this machine that nothing listens to."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(how_many)]
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def programs(how_many: int, settings: dict[str, str], telegram: int, knowledge: Knowledge) -> Iterator[list[Program]]:
    """So many programs with these settings; `telegram`: the port of what stands for Telegram."""
    started = []
    for port in free_ports(how_many):
        own = {**settings, "REPERE_PORT": str(port), "REPERE_PUBLIC_URL": SITE, "REPERE_SMS_PROVIDER": "aucun",
               "REPERE_TELEGRAM_TOKEN": TOKEN, "REPERE_TELEGRAM_SECRET": SECRET,
               "REPERE_TELEGRAM_API": f"http://127.0.0.1:{telegram}"}
        process = FORK.Process(target=_live, args=(Settings.from_environment(own), knowledge))
        process.start()
        started.append(Program(f"http://127.0.0.1:{port}", process))
    try:
        yield started
    finally:
        for program in started:
            program.kill()


def _live(settings: Settings, knowledge: Knowledge) -> None:
    bootstrap.load_knowledge = lambda folder: (knowledge,)
    now = datetime.now(PARIS)
    to_ten = now.replace(hour=10, minute=0) - now
    SystemClock.now = lambda self: datetime.now(timezone.utc) + to_ten  # type: ignore[method-assign]
    LateRasa.load = lambda self: None  # type: ignore[method-assign]
    LateRasa.ask = _say_again  # type: ignore[method-assign]
    web.run_app(assistant(settings), host=settings.host, port=settings.port, print=None, access_log=None,
                shutdown_timeout=1)


def ten_o_clock() -> datetime:
    """What time it is for the programs."""
    return datetime.now(PARIS).replace(hour=10, minute=0) + timedelta(seconds=1)


async def _say_again(self: LateRasa, turn: Turn) -> Reply:
    await asyncio.sleep(random.uniform(0, THINKS))
    return Reply((Answer(f"« {turn.text} »"),))


async def all_ready(session: ClientSession, started: list[Program]) -> None:
    """Wait until every program answers."""
    for program in started:
        while not await _answers(session, program):
            assert program.process.is_alive(), "a program did not start"
            await asyncio.sleep(0.1)


async def _answers(session: ClientSession, program: Program) -> bool:
    try:
        async with session.get(f"{program.url}/sante") as response:
            return response.status == 200
    except ClientConnectionError:
        return False


async def deliver(session: ClientSession, started: list[Program], update: dict[str, Any]) -> None:
    """As Telegram does: to whichever program the front chooses, again until one says that it has it."""
    while True:
        program = random.choice(started)
        try:
            async with session.post(f"{program.url}{WEBHOOK_PATH}", json=update,
                                    headers={"X-Telegram-Bot-Api-Secret-Token": SECRET}) as response:
                if response.status == 200:
                    return
        except ClientConnectionError:
            await asyncio.sleep(0.05)
