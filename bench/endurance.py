"""Repère for twenty minutes under load, then a day of a town of 50,000 inhabitants in fifteen minutes.

The load is people who ask what nobody taught (the témoins, seeded), and one in ten who books and cancels. Memory, open files
and the time of an answer are read every five seconds: what grows with use shows in twenty minutes. The day: one inhabitant
in fifty writes, six messages on average, at the hours when public desks are called; it is supposed, not measured.
`python bench/endurance.py --soak 1 --day 1` is a smoke check; `make bench` runs all.
"""
from __future__ import annotations

import argparse
import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import aiohttp
from measures import ROOT, keep
from servers import Ask, Server, Spent, ours, people, timed

sys.path.insert(0, str(ROOT))
SEED = 1
EVERY = 5.0  # seconds between two readings
A_SECOND = 15  # messages, in the soak
INHABITANTS, ONE_IN, MESSAGES = 50_000, 50, 6
BOOKS = ("je voudrais un rendez-vous pour la domiciliation", "1", "Lucie", "non", "oui", "annuler mon rendez-vous", "oui")
ONE_BOOKS_IN = 10
# Of a hundred people, how many write in each hour of the day.
HOURS = (0, 0, 0, 0, 0, 0, 1, 2, 6, 10, 11, 9, 5, 7, 10, 9, 8, 6, 5, 4, 3, 2, 1, 1)


def conversations(chance: random.Random) -> Iterator[Sequence[str]]:
    """What people say one after the other, without end."""
    from bot.adapters.compile_nlu import witnesses

    asked = [example.text for example in witnesses(ROOT)]
    while True:
        length = chance.randint(2, 2 * MESSAGES - 2)
        yield BOOKS if chance.randrange(ONE_BOOKS_IN) == 0 else [chance.choice(asked) for _ in range(length)]


class Reading:
    """What is read of a server while people write to it."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self.spent = Spent()
        self.rows: list[dict[str, float]] = []

    async def every(self, minutes: float) -> None:
        """Every five seconds; says how far it is."""
        begun, seen = time.perf_counter(), 0
        while (passed := time.perf_counter() - begun) < minutes * 60:
            await asyncio.sleep(EVERY)
            lately = self.spent.milliseconds[seen:]
            seen += len(lately)
            self.rows.append({"s": passed + EVERY, "memory": self._server.memory(), "files": self._server.files(),
                              "turns": len(lately) / EVERY, "median": statistics.median(lately) if lately else 0.0})
            print(f"\r{passed + EVERY:6.0f} s  {seen} answers  {self.rows[-1]['memory']:.0f} MB", end="", file=sys.stderr)
        print(file=sys.stderr)


async def converse(session: aiohttp.ClientSession, reading: Reading, ask: Ask, who: str, said: Sequence[str],
                   pause: float) -> None:
    for number, text in enumerate(said):
        await timed(session, ask, reading.spent, who, number, text)
        await asyncio.sleep(pause)


async def soak(server: Server, minutes: float) -> Reading:
    """So many messages a second, evenly, for so long."""
    chance, reading, under_way = random.Random(SEED), Reading(server), set()
    async with people() as session:
        watching = asyncio.create_task(reading.every(minutes))
        begun, sent = time.perf_counter(), 0
        for number, said in enumerate(conversations(chance)):
            if watching.done():
                break
            await asyncio.sleep(max(0.0, begun + sent / A_SECOND - time.perf_counter()))
            sent += len(said)
            task = asyncio.create_task(converse(session, reading, server.ask, f"soak-{number}", said, 1.0))
            under_way.add(task)
            task.add_done_callback(under_way.discard)
        await asyncio.gather(*under_way)
    return reading


async def day(server: Server, minutes: float) -> Reading:
    """The people of one day, each at their hour, in so few minutes."""
    chance, reading = random.Random(SEED), Reading(server)
    scale = minutes * 60 / 24  # seconds that an hour lasts
    arrivals = sorted((hour + chance.random()) * scale for hour in chance.choices(
        range(24), HOURS, k=INHABITANTS // ONE_IN))
    async with people() as session:
        watching = asyncio.create_task(reading.every(minutes))
        begun, under_way = time.perf_counter(), []
        for number, (at, said) in enumerate(zip(arrivals, conversations(chance))):
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            under_way.append(asyncio.create_task(
                converse(session, reading, server.ask, f"day-{number}", said, scale / 120)))  # half a minute of theirs
        await asyncio.gather(*under_way, watching)
    return reading


def figures(reading: Reading) -> dict[str, object]:
    """`growth`: MB an hour, of the line that fits the second half best."""
    spent, half = reading.spent, reading.rows[len(reading.rows) // 2:]
    slope = statistics.linear_regression([row["s"] for row in half], [row["memory"] for row in half]).slope
    memories = [row["memory"] for row in half]
    return {"answers": len(spent.milliseconds), "failures": len(spent.failures), "first failures": spent.failures[:5],
            "p50": spent.rank(0.5), "p95": spent.rank(0.95), "p99": spent.rank(0.99), "worst": spent.rank(1),
            "growth": slope * 3600, "smallest": min(memories), "largest": max(memories), "rows": reading.rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--soak", type=float, default=20, help="minutes under load")
    parser.add_argument("--day", type=float, default=15, help="minutes that a day takes")
    options = parser.parse_args()
    for name, run, minutes in (("soak", soak, options.soak), ("day", day, options.day)):
        if not minutes:
            continue
        with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as server:
            measured = figures(asyncio.run(run(server, minutes)))
        keep(name, {"minutes": minutes, **measured})
        print(name, {key: round(value, 1) for key, value in measured.items() if isinstance(value, (int, float))},
              *measured["first failures"])


if __name__ == "__main__":
    main()
