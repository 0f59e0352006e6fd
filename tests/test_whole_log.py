"""People write through every door of the whole site; the log, at its most talkative, repeats nothing of it."""
import asyncio
import io
import json
import logging

import pytest
from sqlalchemy import text

from bot.adapters.database.engine import open_database
from bot.assistant import assistant
from bot.channels.access_lines import ACCESS, AccessLines
from bot.log_lines import configure
from bot.settings import Settings

TEXT, NUMBER, SECRET = "canaritexte", "0639981234", "canarisecret"


@pytest.fixture
def log(monkeypatch):
    """All that is written on standard error from now on, by everybody."""
    root, written = logging.getLogger(), io.StringIO()
    handlers, level = root.handlers[:], root.level
    monkeypatch.setattr("sys.stderr", written)
    configure("json")
    root.setLevel(logging.DEBUG)
    yield written
    logging.captureWarnings(False)
    root.handlers[:] = handlers
    root.setLevel(level)


async def write_everywhere(site) -> None:
    said = f"bonjour {TEXT}, mon numéro est le {NUMBER}"
    await site.post("/web/messages", json={"type": "message", "token": SECRET + "c" * 31, "id": "m1", "text": said})
    await site.post("/web/messages", data=f"{{{TEXT}")
    await site.post("/simulateur-sms/messages", json={"number": NUMBER, "text": said, "id": f"id-{SECRET}"})
    await site.post("/telegram", data=TEXT, headers={"X-Telegram-Bot-Api-Secret-Token": SECRET})
    await site.post(f"/sms/ovhcloud/{SECRET}", data={"message": said, "senderid": NUMBER})
    await site.post("/bureau/connexion", data={"login": TEXT, "password": SECRET})
    await site.get(f"/bureau/bienvenue/{SECRET}?suite={TEXT}")
    await site.get(f"/agenda/{SECRET}.ics")
    await site.get(f"/fiches?q={TEXT}", headers={"Referer": f"https://exemple.fr/{TEXT}", "User-Agent": TEXT})
    await asyncio.sleep(0.2)  # the courier answers in the background


async def test_what_people_write_is_in_no_line(tmp_path, aiohttp_server, aiohttp_client, log):
    url = f"sqlite:///{tmp_path / 'repere.db'}"
    app = assistant(Settings.from_environment({
        "REPERE_DATABASE_URL": url, "REPERE_KEY_FILE": str(tmp_path / "key"), "REPERE_MODELS": str(tmp_path / "none"),
        "REPERE_LOGS": "json", "REPERE_TELEGRAM_SECRET": SECRET}))
    server = await aiohttp_server(app, access_log_class=AccessLines, access_log=ACCESS)
    site = await aiohttp_client(server)

    await write_everywhere(site)
    with open_database(url).begin() as connection:  # whatever is done with it now breaks, with the row in the message
        connection.execute(text("ALTER TABLE messages RENAME TO away"))
    await write_everywhere(site)

    written = log.getvalue()
    lines = [json.loads(line) for line in written.splitlines()]
    rooms = {line["room"] for line in lines}
    assert {"bot.access", "bot.channels.relay"} <= rooms
    assert any("OperationalError" in line.get("error", "") for line in lines)
    assert [line for line in lines if any(canary in json.dumps(line) for canary in (TEXT, SECRET, NUMBER, NUMBER[1:]))] == []
