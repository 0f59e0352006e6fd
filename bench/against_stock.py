"""Repère beside stock Rasa as they are served: start-up, a turn, many people at once, a long conversation, memory.

The stock side is Rasa as it comes: its default pipeline and policies, trained on a few sentences of each of our labels (it
answers as fast after more, and learns for far longer; bench/understanding.py compares the learning), one rule a label, one
action of its own that answers; `rasa run` and `rasa run actions` over HTTP, a SQL tracker store. It has nothing else to do:
no fiche, no agenda, no directory, no masking. Both are asked the témoins over HTTP from this process, one after the other.
Prints one table; `make bench`.
"""
from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from measures import ROOT, keep, median_and_p95, print_table
from servers import ENVIRONMENT, RASA, Server, Spent, ours, people, stock, timed

sys.path.insert(0, str(ROOT))
SEED = 1
PER_LABEL = 5
WARM_UP, TURNS, LONG = 20, 300, 300
CROWDS = (1, 5, 20, 50, 100, 200)  # conversations at once
SECONDS = 15.0  # that each crowd writes
ACTION = '''
from rasa_sdk import Action


class Answer(Action):
    def name(self):
        return "action_answer"

    def run(self, dispatcher, tracker, domain):
        dispatcher.utter_message(text="Voici la réponse à : " + tracker.latest_message["intent"]["name"])
        return []
'''


def questions() -> list[str]:
    """What is asked of both, shuffled."""
    from bot.adapters.compile_nlu import witnesses
    from bot.nlu.labels import DISTRESS, family

    asked = [example.text for example in witnesses(ROOT) if family(example.label) != DISTRESS]
    random.Random(SEED).shuffle(asked)
    return asked


def train_stock(folder: Path) -> None:
    """Lay the stock assistant out in `folder` and train it."""
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from ruamel.yaml import YAML
    from understanding import of_this_project

    from bot.nlu.trial import example

    lessons, _ = of_this_project(PER_LABEL)
    intents = sorted({label for label, _ in lessons})
    TrainingData([example(text, label) for label, text in lessons]).persist_nlu(str(folder / "nlu.yml"))
    written: dict[str, Any] = {
        "config.yml": {"recipe": "default.v1", "language": "fr", "assistant_id": "stock"},
        "domain.yml": {"version": "3.1", "intents": intents, "actions": ["action_answer"]},
        "rules.yml": {"version": "3.1", "rules": [
            {"rule": intent, "steps": [{"intent": intent}, {"action": "action_answer"}]}
            for intent in (*intents, "nlu_fallback")]},
        "credentials.yml": {"rest": None},
        "endpoints.yml": {"action_endpoint": {"url": "http://127.0.0.1:15055/webhook"},
                          "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": "bench.db"}},
    }
    for name, content in written.items():
        with (folder / name).open("w", encoding="utf-8") as file:
            YAML().dump(content, file)
    (folder / "actions.py").write_text(ACTION, encoding="utf-8")
    print(f"stock Rasa: training on {len(lessons)} examples…", file=sys.stderr)
    subprocess.run([*RASA, "train", "--data", "nlu.yml", "rules.yml"], check=True, cwd=folder, env=ENVIRONMENT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


async def one_by_one(server: Server, asked: Sequence[str]) -> dict[str, float]:
    """Twenty turns a conversation, then one conversation that does not end."""
    short, long = Spent(), Spent()
    async with people() as session:
        for number, text in enumerate(itertools.islice(itertools.cycle(asked), WARM_UP + TURNS)):
            await timed(session, server.ask, short if number >= WARM_UP else Spent(), f"one-{number // 20}", number, text)
        for number, text in enumerate(itertools.islice(itertools.cycle(asked), LONG)):
            await timed(session, server.ask, long, "long", number, text)
    _refuse_failures(short, long)
    early, late = median_and_p95(long.milliseconds[5:25])[0], median_and_p95(long.milliseconds[-20:])[0]
    return {"p50": short.rank(0.5), "p95": short.rank(0.95), "p99": short.rank(0.99), "early": early, "late": late,
            "growth": late / early, "turns": len(long.milliseconds), "long": long.milliseconds}


async def crowd(server: Server, asked: Sequence[str], size: int) -> dict[str, float]:
    """So many people who write as soon as they are answered, in conversations of ten turns."""
    spent, end = Spent(), time.perf_counter() + SECONDS

    async def person(rank: int) -> None:
        chance, number = random.Random(rank), 0
        while time.perf_counter() < end:
            await timed(session, server.ask, spent, f"crowd-{size}-{rank}-{number // 10}", number, chance.choice(asked))
            number += 1

    begun = time.perf_counter()
    async with people(120) as session:
        await asyncio.gather(*map(person, range(size)))
    return {"people": size, "a second": len(spent.milliseconds) / (time.perf_counter() - begun), "p50": spent.rank(0.5),
            "p95": spent.rank(0.95), "p99": spent.rank(0.99), "failures": len(spent.failures)}


def measured(server: Server, asked: Sequence[str], crowds: Iterable[int]) -> dict[str, Any]:
    idle = server.memory()
    found: dict[str, Any] = {"page": server.page, "ready": server.ready, "memory, idle": idle}
    found.update(asyncio.run(one_by_one(server, asked)))
    found["crowds"] = []
    for size in crowds:
        print(f"{size} people…", file=sys.stderr)
        found["crowds"].append(asyncio.run(crowd(server, asked, size)))
    return {**found, "memory": server.memory(), "best": max(one["a second"] for one in found["crowds"])}


def _refuse_failures(*spent: Spent) -> None:
    failed = [failure for one in spent for failure in one.failures]
    if failed:
        raise RuntimeError(f"{len(failed)} turns were not answered: {failed[0]}")


ROWS = (("page", "something answers after, s"), ("ready", "Rasa answers after, s"), ("p50", "one turn, median, ms"),
        ("p95", "one turn, p95, ms"), ("p99", "one turn, p99, ms"), ("early", "turns 6 to 25 of one conversation, ms"),
        ("late", "turns 281 to 300 of the same, ms"), ("growth", "the same, times the first"),
        ("best", "most turns in a second"), ("memory, idle", "memory before anybody writes, MB"),
        ("memory", "memory after everybody wrote, MB"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--crowds", type=int, nargs="+", default=CROWDS, help="how many people at once")
    parser.add_argument("--alone", action="store_true", help="Repère only")
    options = parser.parse_args()
    asked, sides = questions(), {}
    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)) as server:
        sides["Repère"] = measured(server, asked, options.crowds)
    if options.alone:
        for key, label in ROWS:
            print(f"{label:<44}{sides['Repère'][key]:>10.1f}")
        print(*sides["Repère"]["crowds"], sep="\n")
        return
    with tempfile.TemporaryDirectory() as folder:
        train_stock(Path(folder))
        with stock(Path(folder)) as server:
            sides["stock"] = measured(server, asked, options.crowds)
    keep("against_stock", sides)
    print_table("stock Rasa", ((label, sides["Repère"][key], sides["stock"][key]) for key, label in ROWS))
    print_table("stock Rasa", ((f"turns in a second, {mine['people']} people at once", mine["a second"], theirs["a second"])
                               for mine, theirs in zip(*(side["crowds"] for side in sides.values()))))


if __name__ == "__main__":
    main()
