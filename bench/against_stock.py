"""Start-up, time of a turn and memory of Repère, beside `rasa init`'s own assistant on the same machine, in the same run.

The stock side is Rasa as it comes: its default pipeline and policies, `rasa run` and `rasa run actions` over HTTP, a SQL
tracker store. Both sides are asked over HTTP from this process. Prints one table; `make bench`.
"""
from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Callable, Iterable

ROOT = Path(__file__).resolve().parent.parent
RASA = [str(Path(sys.executable).parent / "rasa")]
WARM_UP, TURNS = 10, 200
QUESTIONS = ("j'ai pas d'adresse pour mon courrier", "le rsa c'est combien", "quels papiers", "bonjour", "c'est où ?")
STOCK_QUESTIONS = ("hello", "I am sad", "yes", "no", "are you a bot?")
ENVIRONMENT = {**os.environ, "RASA_TELEMETRY_ENABLED": "false", "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
               "TF_CPP_MIN_LOG_LEVEL": "3"}


def post(url: str, shape: dict, timeout: float = 60) -> object:
    request = urllib.request.Request(url, json.dumps(shape).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=timeout) as response:
        return json.loads(response.read())


def wait_until(is_ready: Callable[[], bool], seconds: float = 180) -> float:
    """How long it took, in seconds."""
    begun = time.perf_counter()
    while time.perf_counter() - begun < seconds:
        try:
            if is_ready():
                return time.perf_counter() - begun
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        time.sleep(0.1)
    raise TimeoutError("the server did not become ready")


def memory(process: subprocess.Popen) -> float:
    """Resident memory in MB."""
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmRSS")).split()[1]) / 1024


def timed(ask: Callable[[int], object]) -> list[float]:
    """Milliseconds of each turn after a warm-up."""
    spent = []
    for number in range(WARM_UP + TURNS):
        begun = time.perf_counter()
        ask(number)
        spent.append((time.perf_counter() - begun) * 1000)
    return spent[WARM_UP:]


def ours(folder: Path) -> dict[str, float]:
    environment = {**ENVIRONMENT, "REPERE_PORT": "18080", "REPERE_DEMO": "1", "REPERE_KEY_FILE": str(folder / "key"),
                   "REPERE_DATABASE_URL": f"sqlite:///{folder / 'bench.db'}"}
    process = subprocess.Popen([sys.executable, "-m", "bot", "run"], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = "http://127.0.0.1:18080"
    try:
        page = wait_until(lambda: bool(urllib.request.urlopen(f"{url}/sante", timeout=2)))
        loaded = page + wait_until(lambda: bool(urllib.request.urlopen(f"{url}/pret", timeout=2)))
        turns = timed(lambda n: post(f"{url}/web/messages", {
            "type": "message", "token": f"bench-{n // 20:020}", "id": str(n), "text": QUESTIONS[n % len(QUESTIONS)]}))
        long = timed(lambda n: post(f"{url}/web/messages", {
            "type": "message", "token": "bench-long-conversation", "id": str(n), "text": QUESTIONS[n % len(QUESTIONS)]}))
        return {"page": page, "ready": loaded, **summary(turns, long), "memory": memory(process)}
    finally:
        process.terminate()
        process.wait()


def stock(folder: Path) -> dict[str, float]:
    subprocess.run([*RASA, "init", "--no-prompt", "--init-dir", str(folder)], check=True, cwd=folder, env=ENVIRONMENT,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    (folder / "endpoints.yml").write_text(
        "action_endpoint:\n  url: http://127.0.0.1:15055/webhook\n"
        "tracker_store:\n  type: SQL\n  dialect: sqlite\n  db: bench.db\n", encoding="utf-8")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    quiet = {"cwd": folder, "env": ENVIRONMENT, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    hand = subprocess.Popen([*RASA, "run", "actions", "--port", "15055"], **quiet)
    begun = time.perf_counter()
    process = subprocess.Popen([*RASA, "run", "--port", "15005", "--interface", "127.0.0.1"], **quiet)
    url = "http://127.0.0.1:15005/webhooks/rest/webhook"
    try:
        wait_until(lambda: bool(post(url, {"sender": "probe", "message": "hello"}, timeout=5)))
        ready = time.perf_counter() - begun
        turns = timed(lambda n: post(url, {"sender": f"s{n // 20}", "message": STOCK_QUESTIONS[n % 5]}))
        long = timed(lambda n: post(url, {"sender": "long", "message": STOCK_QUESTIONS[n % 5]}))
        return {"page": ready, "ready": ready, **summary(turns, long), "memory": memory(process) + memory(hand)}
    finally:
        for one in (process, hand):
            one.terminate()
            one.wait()


def median_and_p95(spent: list[float]) -> tuple[float, float]:
    """The median, and what one in twenty exceeds."""
    return statistics.median(spent), sorted(spent)[int(0.95 * len(spent))]


def summary(turns: list[float], long: list[float]) -> dict[str, float]:
    median, p95 = median_and_p95(turns)
    return {"median": median, "p95": p95,
            "early": statistics.median(long[:20]), "late": statistics.median(long[-20:])}


ROWS = (("page", "page answers after, s"), ("ready", "Rasa answers after, s"), ("median", "one turn, median, ms"),
        ("p95", "one turn, p95, ms"), ("early", "turn 10 to 30 of one conversation, ms"),
        ("late", "turn 190 to 210 of the same, ms"), ("memory", "memory, MB"))


def print_table(other: str, rows: Iterable[tuple[str, float, float]]) -> None:
    """What is measured, ours, theirs (`other`'s), and the ratio of ours to theirs."""
    print(f"{'':<40}{'Repère':>10}{other:>12}{'ratio':>8}")
    for label, mine, theirs in rows:
        print(f"{label:<40}{mine:>10.1f}{theirs:>12.1f}{mine / theirs:>8.2f}")


def main() -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        measured = ours(Path(one)), stock(Path(other))
    print_table("rasa init", ((label, measured[0][key], measured[1][key]) for key, label in ROWS))


if __name__ == "__main__":
    main()
