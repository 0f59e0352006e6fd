"""How what was measured is summed up, printed, and kept until the report is written (bench/report.py)."""
from __future__ import annotations

import json
import os
import statistics
from collections.abc import Iterable, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "bench"


def processor() -> str:
    """What Linux calls the machine's processor."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "unknown processor")


def rank(spent: Sequence[float], share: float) -> float:
    """What `share` of them are at most."""
    return sorted(spent)[min(len(spent) - 1, int(share * len(spent)))]


def median_and_p95(spent: Sequence[float]) -> tuple[float, float]:
    """The median, and what one in twenty exceeds."""
    return statistics.median(spent), rank(spent, 0.95)


def print_table(other: str, rows: Iterable[tuple[str, float, float]]) -> None:
    """What is measured, ours, theirs (`other`'s), and the ratio of ours to theirs."""
    print(f"{'':<44}{'Repère':>10}{other:>12}{'ratio':>8}")
    for label, mine, theirs in rows:
        print(f"{label:<44}{mine:>10.1f}{theirs:>12.1f}{mine / theirs:>8.2f}")


def keep(name: str, figures: Any) -> None:
    """Beside them, the day, the machine, and how busy it was."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    machine = {"day": datetime.now(timezone.utc).date().isoformat(), "processor": processor(), "cores": os.cpu_count(),
               "load": round(os.getloadavg()[0], 1)}
    (FOLDER / f"{name}.json").write_text(json.dumps({"machine": machine, "figures": figures}, indent=1), encoding="utf-8")


def kept(name: str) -> dict[str, Any] | None:
    """What `keep` was given and its machine, or None if it was not measured."""
    path = FOLDER / f"{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
