"""A Redis of our own for the tests: on a socket in a temporary folder, gone afterwards, stopped and started at will."""
from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Iterator

import pytest


class RedisServer:
    """`url` holds as long as the test, whether the server is started or not."""

    def __init__(self, folder: Path) -> None:
        self._socket = folder / "redis.sock"
        self.url = f"unix://{self._socket}"

    def start(self) -> None:
        options = ["--port", "0", "--unixsocket", str(self._socket), "--save", "", "--dir", str(self._socket.parent)]
        self._process = subprocess.Popen(["redis-server", *options], stdout=subprocess.DEVNULL)
        while not self._answers():
            time.sleep(0.02)

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()

    def _answers(self) -> bool:
        with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as line:
            line.connect(str(self._socket))
            return True
        return False


@contextlib.contextmanager
def redis_server() -> Iterator[RedisServer]:
    """Skips with a reason where Redis is not installed; in CI that is a failure."""
    if shutil.which("redis-server") is None:
        give_up = pytest.fail if os.environ.get("CI") == "true" else pytest.skip
        give_up("Redis is not installed (redis-server not found)")
    with tempfile.TemporaryDirectory(prefix="repere-redis-") as folder:
        server = RedisServer(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()
