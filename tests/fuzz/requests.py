"""Requests that are sent just as they are drawn, and what must be true of what comes back."""
from __future__ import annotations

from typing import Any, Callable, Collection

from aiohttp.test_utils import TestClient
from yarl import URL

from tests.bytes_sent import status_in_bytes


async def asked(client: TestClient, failures: Callable[[], list[str]], method: str, address: str,
                **more: Any) -> tuple[int, str]:
    """(status, text) of an answer that is none of ours gone wrong."""
    url = URL(f"http://{client.host}:{client.port}{address}", encoded=True)
    async with client.session.request(method, url, allow_redirects=False, **more) as response:
        text = await response.text(errors="replace")
    assert failures() == []
    assert response.status < 500, text
    assert "Traceback" not in text
    return response.status, text


async def asked_in_bytes(client: TestClient, failures: Callable[[], list[str]], method: str, paths: Collection[str],
                         headers: dict[str, bytes], body: bytes = b"") -> None:
    """The same, with headers that no library would write."""
    for path in paths:
        status = await status_in_bytes(client, method, path, headers, body)
        assert failures() == []
        assert status < 500, path
