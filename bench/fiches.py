"""What more fiches cost: understanding a message, finding fiches by their words, learning, memory; 80 to 2,000 fiches.

The fiches beyond ours are ours with other words: in each copy, the long words end otherwise, in the fiche as in the few
sentences that teach it, so that no two ask for the same. Each size is measured in a process of its own.
`python bench/fiches.py --sizes 80 160` is a smoke check; `make bench` runs all.
"""
from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from measures import ROOT, keep, median_and_p95
from servers import ENVIRONMENT

sys.path.insert(0, str(ROOT))
SEED = 1
SIZES = (80, 320, 1_000, 2_000)
TAUGHT, ASKED = 4, 300  # sentences of each fiche; messages
_LONG = re.compile(r"[^\W\d_]{5,}")
_ENDINGS = ("", *("".join(two) for two in itertools.product(("bo", "da", "fu", "gli", "ko", "mu"),
                                                            ("pra", "ti", "vou", "zé", "lon"))))


def reworded(text: str, copy: int) -> str:
    return _LONG.sub(lambda found: found[0] + _ENDINGS[copy], text)


def measured(size: int) -> dict[str, float]:
    """Everything at one size, in this process."""
    from ruamel.yaml import YAML

    from bot.adapters.compile_nlu import taught
    from bot.adapters.knowledge.loading import load_knowledge
    from bot.nlu.labels import FICHE, family, member
    from bot.nlu.trial import Pipeline, example, learning_part
    from bot.services.fiche_search import FicheSearch

    sentences: dict[str, list[str]] = defaultdict(list)
    others = []
    for one in taught(ROOT):
        if family(one.label) == FICHE:
            sentences[member(one.label) or ""].append(one.text)
        else:
            others.append(one)
    chance = random.Random(SEED)
    fiches = load_knowledge(ROOT / "knowledge")[0].fiches
    wanted = list(itertools.islice(((copy, slug) for copy in range(len(_ENDINGS)) for slug in sorted(sentences)), size))
    lessons = [(f"{slug}-{copy}", reworded(text, copy)) for copy, slug in wanted
               for text in chance.sample(sentences[slug], TAUGHT)]
    asked = [reworded(chance.choice(sentences[slug]), copy) for copy, slug in chance.choices(wanted, k=ASKED)]
    config = YAML(typ="safe").load((ROOT / "config.yml").read_text(encoding="utf-8"))
    examples = [example(text, f"{FICHE}/{slug}") for slug, text in lessons]
    examples += [example(one.text, one.label) for one in chance.sample(others, 2_000)]
    with tempfile.TemporaryDirectory() as folder:
        begun = time.perf_counter()
        pipeline = Pipeline(learning_part(config["pipeline"]), examples, Path(folder))
        training = time.perf_counter() - begun
    copies = {f"{slug}-{copy}": replace(
        fiches[slug], slug=f"{slug}-{copy}", titre=reworded(fiches[slug].titre, copy),
        sujets=tuple(reworded(one, copy) for one in fiches[slug].sujets)) for copy, slug in wanted if slug in fiches}
    search = FicheSearch(copies)
    understood, found = timed(pipeline.read, asked), timed(lambda text: search.found(text, 3), asked)
    return {"fiches": size, "training": training, "understood, p50": understood[0], "understood, p95": understood[1],
            "found, p50": found[0], "found, p95": found[1],
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def timed(read: Callable[[str], object], asked: list[str]) -> tuple[float, float]:
    """Milliseconds, median and p95, once warm."""
    spent = []
    for number, text in enumerate([*asked[:20], *asked]):
        begun = time.perf_counter()
        read(text)
        if number >= 20:
            spent.append((time.perf_counter() - begun) * 1000)
    return median_and_p95(spent)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--one", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measured(options.one)))
        return
    rows = []
    for size in options.sizes:
        print(f"{size} fiches…", file=sys.stderr)
        done = subprocess.run([sys.executable, "-W", "ignore", __file__, "--one", str(size)], check=True, env=ENVIRONMENT,
                              cwd=ROOT, stdout=subprocess.PIPE, text=True)
        rows.append(json.loads(done.stdout.splitlines()[-1]))
        print({key: round(value, 1) for key, value in rows[-1].items()}, flush=True)
    keep("fiches", rows)


if __name__ == "__main__":
    main()
