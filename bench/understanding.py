"""What is understood, beside Rasa's default pipeline (DIET), from the same examples and in the same run.

`python bench/understanding.py` teaches both sides up to `--per-label` sentences of each label of this project and asks both
the témoins, clean and with seeded noise. With a path (Rasa YAML or Markdown), it teaches four examples in five of that
file and asks the fifth; of a folder, it teaches `train.*` and asks `test.*`.
"""
from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path
from typing import Any, Iterable, Sequence

from measures import ROOT, keep, median_and_p95, print_table
from servers import ENVIRONMENT, RASA

sys.path.insert(0, str(ROOT))
SEED = 1
Pair = tuple[str, str]  # label, text


def of_this_project(per_label: int) -> tuple[list[Pair], list[Pair]]:
    """What is taught, and the témoins. A label for each fiche and act; out of scope, distress, follow-ups are one each."""
    from bot.adapters.compile_nlu import taught, witnesses
    from bot.nlu.labels import FICHE, family

    def flat(label: str) -> str:
        return label.replace("/", ".") if family(label) == FICHE else family(label)

    by_label: dict[str, list[Pair]] = defaultdict(list)
    for example in taught(ROOT):
        by_label[flat(example.label)].append((flat(example.label), example.text))
    chance = random.Random(SEED)
    lessons = [pair for pairs in by_label.values() for pair in chance.sample(pairs, min(per_label, len(pairs)))]
    return lessons, [(flat(example.label), example.text) for example in witnesses(ROOT) if flat(example.label) in by_label]


def of_a_path(path: Path) -> tuple[list[Pair], list[Pair]]:
    """A public set: a folder with `train.*` and `test.*`, or one file."""
    if path.is_dir():
        return tuple([pair for file in sorted(path.glob(f"{part}.*")) for pair in examples(file)]  # type: ignore[return-value]
                     for part in ("train", "test"))
    pairs = list(examples(path))
    random.Random(SEED).shuffle(pairs)
    fifth = len(pairs) // 5
    return pairs[fifth:], pairs[:fifth]


def examples(file: Path) -> Iterable[Pair]:
    """The intents of a file, their entities read as plain words. Rasa reads its own formats; Markdown it no longer does."""
    if file.suffix != ".md":
        from rasa.shared.nlu.constants import INTENT, TEXT
        from rasa.shared.nlu.training_data.loading import load_data

        yield from ((example.get(INTENT), example.get(TEXT)) for example in load_data(str(file)).intent_examples)
        return
    blocks = re.findall(r"^## intent:\s*(\S+)\n((?:(?!## ).*\n?)*)", file.read_text(encoding="utf-8"), re.M)
    for label, lines in blocks:
        for line in re.findall(r"^\s*[-*] +(.+)$", lines, re.M):
            yield label, re.sub(r"\[([^\]]*)\](?:\([^)]*\)|\{[^}]*\})", r"\1", line).strip()


def measured(side: str, pipeline: Sequence[Any], lessons: Sequence[Pair], exams: dict[str, list[Pair]]) -> dict[str, float]:
    """Train and ask in processes of their own; seconds, milliseconds, megabytes and percentages by name."""
    from rasa.shared.nlu.training_data.training_data import TrainingData
    from ruamel.yaml import YAML

    from bot.nlu.trial import example

    taught = TrainingData([example(re.sub(r"[\[\]{}]", "", text), label) for label, text in lessons])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        taught.persist_nlu(str(folder / "nlu.yml"))
        with (folder / "config.yml").open("w", encoding="utf-8") as config:
            YAML().dump({"recipe": "default.v1", "language": "fr", "assistant_id": side,
                         **({"pipeline": list(pipeline)} if pipeline else {})}, config)
        (folder / "exams.json").write_text(json.dumps(exams), encoding="utf-8")
        print(f"{side}: training on {len(lessons)} examples…", file=sys.stderr)
        begun = time.perf_counter()
        subprocess.run([*RASA, "train", "nlu", "--config", str(folder / "config.yml"), "--nlu", str(folder / "nlu.yml"),
                        "--out", str(folder)], check=True, cwd=ROOT, env={**ENVIRONMENT, "PYTHONPATH": str(ROOT)},
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        training = time.perf_counter() - begun
        model = next(folder.glob("*.tar.gz"))
        print(f"{side}: asking…", file=sys.stderr)
        asked = subprocess.run([sys.executable, __file__, "--ask", str(model), str(folder / "exams.json")], check=True,
                               cwd=ROOT, env=ENVIRONMENT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        return {"training, s": training, "archive, MB": model.stat().st_size / 1e6,
                **json.loads(asked.stdout.splitlines()[-1])}


def ask(model: str, exams: str) -> dict[str, float]:
    """Load a model and read every message of every exam, in this process."""
    from rasa.core.agent import Agent
    agent = Agent.load(model)
    spent: list[float] = []
    found: dict[str, float] = {}

    async def read(text: str) -> str:
        begun = time.perf_counter()
        parsed = await agent.parse_message(text)
        spent.append((time.perf_counter() - begun) * 1000)
        names = [one["name"] for one in parsed["intent_ranking"] if one["name"] != "nlu_fallback"]
        return names[0] if names else ""

    async def read_all() -> None:
        for name, pairs in json.loads(Path(exams).read_text(encoding="utf-8")).items():
            right = [await read(text) == label for label, text in pairs]
            found[f"right first, {name}, %"] = 100 * sum(right) / len(right)

    asyncio.run(read_all())
    median, p95 = median_and_p95(spent)
    return {**found, "one message, median, ms": median, "one message, p95, ms": p95,
            "peak memory, MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("path", nargs="?", type=Path, help="a public intent set")
    parser.add_argument("--per-label", type=int, default=30, help="examples of each label of this project (default: 30)")
    parser.add_argument("--ask", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.ask:
        print(json.dumps(ask(*options.ask)))
        return
    from ruamel.yaml import YAML

    from bot.nlu.noise import NOISES
    from bot.nlu.trial import learning_part

    lessons, exam = of_a_path(options.path) if options.path else of_this_project(options.per_label)
    exams = {name: [(label, noise(text, SEED)) for label, text in exam] for name, noise in NOISES.items()}
    config = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))
    mine = measured("Repère", learning_part(config["pipeline"]), lessons, exams)
    theirs = measured("stock Rasa", (), lessons, exams)
    print(f"{len(lessons)} examples taught, {len(exam)} asked")
    print_table("stock Rasa", ((row, mine[row], theirs[row]) for row in mine))
    if not options.path:
        keep("understanding", {"taught": len(lessons), "asked": len(exam), "Repère": mine, "stock": theirs})


if __name__ == "__main__":
    main()
