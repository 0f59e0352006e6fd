"""The two assistants as they are served, each in processes of its own, and people who write to them over HTTP."""
from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from measures import ROOT, rank

RASA = [str(Path(sys.executable).parent / "rasa")]
ENVIRONMENT = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
               "TF_CPP_MIN_LOG_LEVEL": "3"}
# The limits protect a town from one address; here everybody writes from the same.
UNLIMITED = {name: "1000000" for name in ("REPERE_PERSON_LIMIT", "REPERE_ADDRESS_LIMIT", "REPERE_HOUSE_LIMIT")}
OURS, STOCK = "http://127.0.0.1:18080", "http://127.0.0.1:15005"
_QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}

Ask = Callable[[aiohttp.ClientSession, str, int, str], Awaitable[None]]
"""Send a message of a conversation and wait for its answer; raises if there is none."""


@dataclass
class Server:
    """`page`, `ready`: seconds until something answers, and until Rasa does."""

    ask: Ask
    processes: Sequence[subprocess.Popen]
    page: float = 0.0
    ready: float = 0.0

    def memory(self) -> float:
        """Resident memory of all of its processes, in MB."""
        return sum(_resident(process.pid) for process in self.processes)

    def files(self) -> int:
        """How many files and connections it holds open."""
        return sum(len(os.listdir(f"/proc/{process.pid}/fd")) for process in self.processes)


async def ask_ours(session: aiohttp.ClientSession, who: str, number: int, text: str) -> None:
    shape = {"type": "message", "token": f"{who:x>22}", "id": str(number), "text": text}
    async with session.post(f"{OURS}/web/messages", json=shape) as response:
        said = await response.json()
    if response.status != 200 or not said:
        raise RuntimeError(f"{response.status}: {said}")


async def ask_stock(session: aiohttp.ClientSession, who: str, number: int, text: str) -> None:
    async with session.post(f"{STOCK}/webhooks/rest/webhook", json={"sender": who, "message": text}) as response:
        said = await response.json()
    if response.status != 200 or not said:
        raise RuntimeError(f"{response.status}: {said}")


@contextmanager
def ours(folder: Path, **settings: str) -> Iterator[Server]:
    """Repère with the demonstration agenda, on a SQLite of its own in `folder`."""
    environment = {**ENVIRONMENT, **UNLIMITED, "REPERE_PORT": "18080", "REPERE_DEMO": "1",
                   "REPERE_KEY_FILE": str(folder / "key"), "REPERE_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}",
                   **settings}
    begun = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment, **_QUIET)
    with _ended((process,)):
        asyncio.run(_until(f"{OURS}/sante"))
        page = time.perf_counter() - begun
        asyncio.run(_until(f"{OURS}/pret"))
        yield Server(ask_ours, (process,), page, time.perf_counter() - begun)


@contextmanager
def stock(folder: Path) -> Iterator[Server]:
    """`rasa run` and `rasa run actions` on the assistant that stands trained in `folder`."""
    hand = subprocess.Popen([*RASA, "run", "actions", "--port", "15055"], cwd=folder, env=ENVIRONMENT, **_QUIET)
    begun = time.perf_counter()
    process = subprocess.Popen([*RASA, "run", "--port", "15005", "--interface", "127.0.0.1"], cwd=folder, env=ENVIRONMENT,
                               **_QUIET)
    with _ended((process, hand)):
        asyncio.run(_until(f"{STOCK}/"))
        ready = time.perf_counter() - begun
        yield Server(ask_stock, (process, hand), ready, ready)


@dataclass
class Spent:
    """Milliseconds that each answer took, and what went wrong instead."""

    milliseconds: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)

    def rank(self, share: float) -> float:
        """What `share` of the answers took at most."""
        return rank(self.milliseconds, share)


async def timed(session: aiohttp.ClientSession, ask: Ask, spent: Spent, who: str, number: int, text: str) -> None:
    begun = time.perf_counter()
    try:
        await ask(session, who, number, text)
    except (RuntimeError, aiohttp.ClientError, asyncio.TimeoutError, ValueError) as trouble:
        spent.failures.append(repr(trouble)[:200])
        await asyncio.sleep(0.1)
        return
    spent.milliseconds.append((time.perf_counter() - begun) * 1000)


def people(patience: float = 60) -> aiohttp.ClientSession:
    """Who waits for an answer so many seconds, each on a connection of their own."""
    return aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=patience), connector=aiohttp.TCPConnector(limit=0))


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


@contextmanager
def _ended(processes: Sequence[subprocess.Popen]) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait()


async def _until(url: str, seconds: float = 600) -> None:
    async with people(5) as session:
        begun = time.perf_counter()
        while time.perf_counter() - begun < seconds:
            try:
                async with session.get(url) as response:
                    if response.status == 200:
                        return
            except (aiohttp.ClientError, asyncio.TimeoutError):
                pass
            await asyncio.sleep(0.1)
    raise TimeoutError(f"{url} does not answer")
