"""Requests with headers that no library would write."""
from __future__ import annotations

import asyncio
from collections.abc import Mapping

from aiohttp.test_utils import TestClient


async def status_in_bytes(client: TestClient, method: str, path: str, headers: Mapping[str, bytes],
                          body: bytes = b"") -> int:
    """The status that a server gives to these very bytes."""
    told = {"Host": b"localhost", "Content-Length": str(len(body)).encode(), "Connection": b"close", **headers}
    lines = b"".join(name.encode() + b": " + value + b"\r\n" for name, value in told.items())
    reader, writer = await asyncio.open_connection(client.host, client.port)
    writer.write(f"{method} {path} HTTP/1.1\r\n".encode() + lines + b"\r\n" + body)
    line = await asyncio.wait_for(reader.readline(), 20)
    writer.close()
    return int(line[9:12])
