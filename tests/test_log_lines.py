"""What the log says, and what it never says."""
import json
import logging

import pytest

from bot.channels.access_lines import ACCESS, AccessLines
from bot.log_lines import JsonLines, TextLines

SECRET = "Madame Canari, 06 39 98 12 34"


def record(room: str, said: str, *args, error: BaseException | None = None) -> logging.LogRecord:
    return logging.LogRecord(room, logging.WARNING, "/lib/rasa/core/processor.py", 12, said, args,
                             (type(error), error, error.__traceback__) if error else None)


def test_an_event_is_one_line_of_json_in_universal_time():
    line = JsonLines().format(record("bot.channels.relay", "a message on channel %s\ncould not be answered", "web"))

    said = json.loads(line)
    assert "\n" not in line
    assert said.pop("at").endswith("Z")
    assert said == {"level": "warning", "room": "bot.channels.relay",
                    "message": "a message on channel web could not be answered"}


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
@pytest.mark.parametrize(("args", "kept"), [((SECRET,), "failed on %s"), ((), "core/processor.py:12")])
def test_what_a_library_quotes_is_dropped(form, args, kept):
    line = form.format(record("rasa.core.processor", "failed on %s" if args else f"failed on {SECRET}", *args))

    assert kept in line
    assert "Canari" not in line


@pytest.mark.parametrize("form", [JsonLines(), TextLines()])
def test_of_an_exception_its_kind_and_its_way_are_kept_and_not_what_it_quotes(form):
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as inner:
            raise ValueError(SECRET) from inner
    except ValueError as error:
        line = form.format(record("bot.channels.relay", "broken", error=error))

    assert "ValueError < KeyError" in line
    assert "tests/test_log_lines.py:" in line
    assert "Canari" not in line


async def test_a_request_is_named_by_its_page_and_never_by_its_address(aiohttp_server, aiohttp_client, caplog):
    from aiohttp import web

    async def page(request: web.Request) -> web.Response:
        return web.Response(text="ok")

    app = web.Application()
    app.add_routes([web.get("/sms/ovhcloud/{secret}", page), web.get("/sante", page)])
    server = await aiohttp_server(app, access_log_class=AccessLines, access_log=ACCESS)
    client = await aiohttp_client(server)
    with caplog.at_level(logging.INFO, "bot.access"):
        for path in ("/sms/ovhcloud/canari-1?text=canari-2", "/canari-3", "/sante"):
            await client.get(path, headers={"Referer": "canari-4", "X-Forwarded-For": "canari-5"})

    said = [one.getMessage().rsplit(" ", 2)[0] for one in caplog.records if one.name == "bot.access"]
    assert said == ["GET /sms/ovhcloud/{secret} 200", "GET - 404"]
