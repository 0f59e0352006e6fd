"""The recipe of CONTRIBUTING.md for a new channel, followed to the letter in a folder of its own."""
import asyncio
import os
import re
import shutil
import subprocess
import sys
import textwrap

from aiohttp import ClientSession, web

from bot.settings import ROOT

BLOCK = re.compile(r"^ *```python (?P<path>\S+)\n(?P<code>.*?)^ *```$", re.M | re.S)


def follow_the_recipe(folder) -> None:
    for room in ("bot", "actions"):
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    written = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipe = written[written.index("## Add a channel"):written.index("## Add an action")]
    for block in BLOCK.finditer(recipe):
        path = folder / block["path"]
        path.parent.mkdir(exist_ok=True)
        path.write_text(textwrap.dedent(block["code"]), encoding="utf-8")
    app = folder / "bot/channels/app.py"
    assert "`open_pigeon,`" in recipe
    app.write_text(app.read_text(encoding="utf-8")
                   .replace("from bot.channels.relay", "from bot.channels.pigeon.opening import open_pigeon\n"
                                                       "from bot.channels.relay", 1)
                   .replace("    open_sms,\n", "    open_sms,\n    open_pigeon,\n", 1), encoding="utf-8")
    row = re.search(r"`(Setting\(.+\),)`", recipe)[1]
    table = folder / "bot/settings_table.py"
    table.write_text(table.read_text(encoding="utf-8").replace("] = (\n", f"] = (\n    {row}\n", 1), encoding="utf-8")
    shutil.copy(ROOT / "CHANGELOG.md", folder)


async def test_a_channel_made_by_the_recipe_answers_a_repeated_message_once(tmp_path, aiohttp_server, unused_tcp_port):
    follow_the_recipe(tmp_path)
    arrived: asyncio.Queue = asyncio.Queue()

    async def receive(request):
        await arrived.put(await request.json())
        return web.Response()

    loft = web.Application()
    loft.add_routes([web.post("/", receive)])
    server = await aiohttp_server(loft)
    environment = {**os.environ, "REPERE_PORT": str(unused_tcp_port), "REPERE_KNOWLEDGE": str(ROOT / "knowledge"),
                   "REPERE_MODELS": str(tmp_path / "none"), "REPERE_PIGEON_LOFT": str(server.make_url("/"))}
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot", "run"], cwd=tmp_path, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        statuses = await ask(f"http://127.0.0.1:{unused_tcp_port}/pigeon")
        answer = await asyncio.wait_for(arrived.get(), 60)
        await asyncio.sleep(2)
    finally:
        process.kill()  # Rasa, being imported, would make it wait
        process.wait(30)

    assert statuses == [200, 200, 400]
    assert answer["to"] == "roof 7"
    assert "\n1. " in answer["text"]
    assert answer not in drained(arrived)


def drained(queue: asyncio.Queue) -> list:
    return [queue.get_nowait() for _ in range(queue.qsize())]


async def ask(address: str) -> list[int]:
    """The same message twice, then something else, as soon as somebody listens."""
    message, statuses = {"id": "1", "from": "roof 7", "text": "domiciliation"}, []
    async with ClientSession() as session:
        for body in (message, message, {"from": "roof 7"}):
            for _ in range(240):
                try:
                    async with session.post(address, json=body) as response:
                        statuses.append(response.status)
                        break
                except OSError:
                    await asyncio.sleep(0.25)
    return statuses
