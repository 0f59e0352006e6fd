"""What every response has, whatever made it: each address of the whole site is asked, rightly and wrongly."""
import logging
import re

import pytest
from aiohttp import ClientPayloadError, hdrs, web
from aiohttp.test_utils import TestClient, TestServer

from bot.assistant import assistant
from bot.channels.app import create_app
from bot.channels.guard import BROKEN, REASONS
from bot.channels.relay import Relay
from bot.domain.plain_language import officialese, too_long
from bot.settings import SECRETS, Settings

TOWN = "https://www.ville.example"
NEEDED = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "Permissions-Policy",
          "Cross-Origin-Opener-Policy", "Strict-Transport-Security")
# What stands for the variable parts of addresses.
PARTS = {"uid": "0" * 32, "token": "a" * 43, "secret": "s" * 22, "number": "1", "filename": "nowhere.js",
         "ticket": "t" * 32}


def with_all_channels(folder) -> Settings:
    """A town that has everything: Telegram, SMS, RDV Service Public, https, a site that shows the widget."""
    return Settings.from_environment({
        "REPERE_DATABASE_URL": f"sqlite:///{folder / 'site.db'}", "REPERE_KEY_FILE": str(folder / "key"),
        "REPERE_MODELS": str(folder), "REPERE_PUBLIC_URL": "https://repere.example", "REPERE_SITES": TOWN,
        "REPERE_RDV_SERVICE_PUBLIC_CLIENT": "client", "REPERE_SMS_ACCOUNT": "sms-1", "REPERE_SMS_NUMBER": "+33700000000",
        "REPERE_SMS_USER": "ovh", "REPERE_SMS_APPLICATION_KEY": "key", "REPERE_SMS_PROVIDER": "ovhcloud",
        **{name: f"secret-of-{name.lower()}-{'x' * 32}".replace("_", "-") for name in SECRETS
           if name not in ("REPERE_DATABASE_URL", "REPERE_REDIS_URL")}})


@pytest.fixture
async def site(tmp_path, caplog):
    """The whole site, without what runs behind it."""
    caplog.set_level(logging.DEBUG)
    app = assistant(with_all_channels(tmp_path))
    app.cleanup_ctx.clear()
    async with TestClient(TestServer(app)) as client:
        yield client


def addresses(app: web.Application) -> list[tuple[str, str]]:
    """Each method and path of the site, its variable parts filled in."""
    return sorted({(route.method, re.sub(r"\{(\w+)[^}]*\}", lambda part: PARTS.get(part[1], "1"), route.resource.canonical)
                    + ("/nowhere.js" if isinstance(route.resource, web.StaticResource) else ""))
                   for route in app.router.routes() if route.method in hdrs.METH_ALL})


async def test_every_address_answers_with_every_header_and_no_trace(site, caplog):
    asked = addresses(site.app) + [
        ("GET", "/nulle-part"), ("DELETE", "/"), ("GET", "/static/"), ("GET", "/static/../app.py"),
        ("GET", "/bureau/nulle-part"), ("GET", "/static/widget.css"), ("GET", "/bureau/static/desk.css"),
        ("TRACE", "/sante")]
    assert len(asked) > 100

    for method, path in asked:
        async with site.request(method, path, allow_redirects=False) as response:
            where = f"{method} {path} → {response.status}"
            assert [name for name in NEEDED if name not in response.headers] == [], where
            policy = response.headers["Content-Security-Policy"]
            assert "unsafe" not in policy, where
            assert "default-src 'none'" in policy, where
            framed = "'self' https://www.ville.example" if path == "/discussion" else "'none'"
            assert policy.endswith(f"frame-ancestors {framed}"), where
            assert response.headers["X-Content-Type-Options"] == "nosniff", where
            text = await response.text(errors="replace")
            assert "Traceback" not in text, where
            assert response.status < 400 or not re.search(r"\d{3}: [A-Z]|Internal Server", text), where
    await too_much_is_said_in_french(site)
    assert "secret-of" not in caplog.text


async def too_much_is_said_in_french(site):
    for path, data in (("/web/messages", b"x" * 100_000), ("/bureau/connexion", {"identifiant": "x" * 100_000})):
        async with site.post(path, data=data) as response:
            assert (response.status, await response.text()) == (413, REASONS[413])
    async with site.delete("/sante") as response:
        assert (response.status, response.headers["Allow"], await response.text()) == (405, "GET,HEAD", REASONS[405])


@pytest.fixture
async def broken(services, aiohttp_client):
    """A site with pages that fail."""
    async def fail(request):
        raise RuntimeError("Inès, 06 12 34 56 78")

    async def fail_late(request):
        response = web.StreamResponse()
        await response.prepare(request)
        await response.write(b"begun")
        raise RuntimeError

    class Pages:
        def routes(self):
            return [web.get("/page/{secret}", fail), web.get("/late", fail_late)]

    relay = Relay(services.conversations, services.answers, services.keywords)
    return await aiohttp_client(create_app(relay, services.conversations, lambda: False, frozenset({TOWN}), Pages()))


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
async def test_a_page_that_fails_apologises_and_keeps_its_address_out_of_the_log(broken, caplog):
    async with broken.get("/page/abc123", headers={"Origin": TOWN}) as response:
        assert (response.status, await response.text()) == (500, BROKEN)
        assert response.headers["Access-Control-Allow-Origin"] == TOWN
        assert "Strict-Transport-Security" not in response.headers  # people reach this one by http

    with pytest.raises(ClientPayloadError):  # half an answer is not passed off as a whole one
        async with broken.get("/late") as response:
            await response.read()
    assert "/page/{secret}" in caplog.text
    assert "abc123" not in caplog.text


def test_what_errors_say_is_plain():
    for sentence in (*REASONS.values(), BROKEN):
        assert (too_long(sentence), officialese(sentence)) == ([], [])
