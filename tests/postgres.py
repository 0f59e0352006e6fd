"""A PostgreSQL of our own for the tests: started once, on a socket in a temporary folder, gone afterwards."""
from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Iterator

import pytest


@dataclass(frozen=True)
class Server:
    """`url`: for SQLAlchemy."""

    url: str
    start: Callable[[], object]
    stop: Callable[[], object]


@contextlib.contextmanager
def postgresql() -> Iterator[str]:
    """A SQLAlchemy URL. Skips with a reason where PostgreSQL is not installed; in CI that is a failure."""
    with server() as running:
        yield running.url


@contextlib.contextmanager
def server() -> Iterator[Server]:
    """The same, which can be stopped and started again."""
    binaries = _binaries()
    if binaries is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("PostgreSQL is not installed (initdb not found)")
    folder = Path(tempfile.mkdtemp(prefix="repere-pg-"))
    # PostgreSQL refuses to run as root: in a container it runs as nobody.
    account = {"user": "nobody"} if os.geteuid() == 0 else {}
    if account:
        shutil.chown(folder, "nobody")
    run = {"cwd": folder, "check": True, "stdout": subprocess.DEVNULL, **account}
    subprocess.run([binaries / "initdb", "-D", folder / "data", "-U", "repere", "--no-sync", "-E", "UTF8"], **run)
    control = [binaries / "pg_ctl", "-D", folder / "data"]
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"

    def start() -> None:
        subprocess.run([*control, "-w", "-l", folder / "log", "-o", options, "start"], **run)

    def stop() -> None:
        subprocess.run([*control, "-m", "immediate", "stop"], **{**run, "check": False})

    start()
    try:
        yield Server(f"postgresql://repere@/postgres?host={folder}", start, stop)
    finally:
        stop()
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    return versions[-1] if versions else None
