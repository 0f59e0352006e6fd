"""A request that never ends is not waited for."""
import asyncio

import pytest
from aiohttp import web

from bot.channels.connections import impatience


async def read(request):
    return web.Response(text=str(len(await request.read())))


async def slow(request):
    await request.read()
    await asyncio.sleep(1.2)
    return web.Response(text="done")


@pytest.fixture
async def port():
    """A server that waits half a second for a head, and for a body: the machine may be busy for less."""
    app = web.Application(middlewares=[impatience(0.5)])
    app.add_routes([web.post("/", read), web.post("/slow", slow)])
    runner = web.AppRunner(app, keepalive_timeout=0.5)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


async def answered(port, *parts: bytes) -> bytes:
    """What comes back until the server hangs up, when these parts are sent one by one and then nothing more."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    received = b""
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(0.03)
        received = await asyncio.wait_for(reader.read(), 20)
    except (ConnectionError, RuntimeError):  # the second from uvloop, which may run the tests
        pass
    finally:
        writer.close()
    return received


@pytest.mark.parametrize("parts", [
    (), (b"POST / HT",), (b"POST / HTTP/1.1\r\n", b"Host: a\r\n", *(b"X-%d: a\r\n" % n for n in range(30))),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n",),
    (b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9000\r\n\r\n", *[b"x"] * 30),
    (b"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
], ids=["silence", "half a line", "a head by drops", "no body", "a body by drops", "chunks"])
async def test_whoever_does_not_finish_is_hung_up_on(port, parts):
    assert await answered(port, *parts) == b""


async def test_a_whole_request_is_answered_however_long_that_takes(port):
    whole = b"POST %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 3\r\n\r\n"

    assert (await answered(port, whole % b"/", b"abc")).endswith(b"3")
    assert (await answered(port, whole % b"/slow", b"abc")).endswith(b"done")
