"""Whatever is asked of the public site: the widget on its two roads, the pages, their addresses, forms and headers."""
from __future__ import annotations

import json
from itertools import count

import pytest
from aiohttp import WSMsgType
from hypothesis import strategies as st

from bot.adapters.calendar_file import calendar_file
from bot.channels.api.endpoints import ENDPOINTS
from bot.channels.api.routes import Api
from bot.channels.app import create_app, open_channels
from bot.channels.house import House
from bot.channels.relay import Relay
from bot.channels.web.calendars import CalendarPages
from bot.channels.web.fiches import FichePages
from bot.channels.web.personal_data import PersonalDataPages
from bot.services.privacy_notice import PrivacyNotice, Responsible
from bot.services.sms_ledger import SmsLedger
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import HEADER_BYTES, IN_ADDRESSES, NUMBERS, TEXTS, changed, damaged, json_values
from tests.fuzz.requests import asked, asked_in_bytes

SITE, TOKENS = "https://repere.example", count(10**21)


@pytest.fixture
async def site(services, town_directory, aiohttp_client):
    relay = Relay(services.conversations, services.answers, services.keywords)
    notice, ledger = PrivacyNotice(services.answers, Responsible()), SmsLedger(10**9, services.clock, services.new_uow)
    [sms] = open_channels(House(relay, services.inbox, services.outbox, services.answers, services.sms_door, ledger,
                                lambda channel: {}, SITE, services.posted))
    return await aiohttp_client(create_app(
        relay, services.conversations, lambda: False, frozenset(), Api(services.public_directory, services.contact_cards),
        FichePages(services.public_fiches, SITE),
        PersonalDataPages(notice, services.own_data, services.public_fiches, SITE),
        CalendarPages(services.calendars, calendar_file), sms, proxies=["127.0.0.0/8"]))


HELLO = {"type": "hello", "token": None}
SAID = {"type": "message", "token": "a" * 22, "id": "m1", "text": "le rsa", "button": None,
        "position": {"latitude": 43.6, "longitude": 3.4}}
PRESSED = {"type": "message", "id": "m2", "button": "1.0"}
RATED = {"type": "feedback", "token": "a" * 22, "answer": 1, "helped": True}
VALUES = json_values() | NUMBERS | TEXTS
OBJECTS = st.one_of(*(changed(shape, VALUES) for shape in (HELLO, SAID, PRESSED, RATED, {"type": "erase"}))).map(
    lambda shape: {**shape, "token": str(next(TOKENS))} if shape.get("token") == "a" * 22 else shape)
WRITTEN = st.one_of(OBJECTS.map(json.dumps), OBJECTS.map(json.dumps), VALUES.map(json.dumps), TEXTS)


@fuzz(body=WRITTEN.map(lambda text: text.encode(errors="surrogatepass")) | damaged(json.dumps(SAID).encode()))
async def test_any_message_of_the_widget(site, failures, body):
    status, text = await asked(site, failures, "POST", "/web/messages", data=body)
    assert status in (200, 400, 413)
    assert json.loads(text)["type"] in ("ready", "answers", "thanks", "erased", "error")


@fuzz(frames=st.lists(WRITTEN.map(lambda text: text.encode(errors="replace").decode()) | st.binary(max_size=50), max_size=4))
async def test_any_conversation_on_a_socket(site, failures, frames):
    async with site.ws_connect("/web/ws") as socket:
        for frame in frames:
            if isinstance(frame, bytes):
                await socket.send_bytes(frame)
                continue
            await socket.send_str(frame)
            answer = await socket.receive(timeout=20)
            assert answer.type is WSMsgType.TEXT
            assert json.loads(answer.data)["type"] in ("ready", "answers", "thanks", "erased", "error")
    assert failures() == []


SMS = {"number": "06 39 98 12 34", "text": "rdv", "id": "abcdefgh"}
IDS = st.integers(10**8, 10**12).map(str)


WRITTEN_SMS = st.one_of(
    st.tuples(changed(SMS, VALUES), IDS).map(lambda pair: json.dumps({**pair[0], "id": pair[1]}).encode()),
    damaged(json.dumps(SMS).encode()), VALUES.map(lambda value: json.dumps(value).encode()))


@fuzz(body=WRITTEN_SMS, number=IN_ADDRESSES, after=IN_ADDRESSES)
async def test_any_message_of_the_simulator(site, failures, body, number, after):
    path = "/simulateur-sms/messages"
    await asked(site, failures, "POST", path, data=body, headers={"Content-Type": "application/json"})
    for shown in (number, "0639981234"):
        await asked(site, failures, "GET", f"{path}?numero={shown}&apres={after}")


SLUGS = st.sampled_from(["domiciliation", "rsa", "ccas", "dora--1", "clermont-l-herault", "x" * 32, "0" * 32, "A" * 43])
PARTS = IN_ADDRESSES | SLUGS
PATHS = st.sampled_from([
    "/fiches/{}", "/fiches/{}/{}", "/annuaire/{}.vcf", "/rdv/{}.ics", "/agenda/{}.ics", "/api/{}",
    "/donnees-personnelles/{}", "/donnees-personnelles/{}.json", "/static/{}", "/{}", "/fiches", "/sante", "/sitemap.xml",
    "/robots.txt", "/integrer", "/discussion", "/metrics", "/api/static/{}", "/web/ws",
    *(one.path.replace("{id}", "{}") for one in ENDPOINTS)])
NAMES = st.sampled_from([*{one.name for endpoint in ENDPOINTS for one in endpoint.parameters}, "frais[]", "q"])
HEADERS = st.dictionaries(
    st.sampled_from(["Accept", "Accept-Language", "Origin", "If-None-Match", "If-Modified-Since", "Range", "Cookie",
                     "X-Forwarded-For", "Content-Type", "Accept-Encoding"]),
    st.sampled_from(["*", "\"x\"", "W/\"x\", *", "bytes=0-", "bytes=-1,5-2", "text/html; q=x", "null", "a=b; a", "::1",
                     "127.0.0.1", "1.2.3.4, x", "multipart/form-data", "fe80::1%eth0", "Thu, 99 Foo 2026"])
    | TEXTS.map(lambda text: "".join(filter(str.isprintable, text))[:200]), max_size=3)


@fuzz(method=st.sampled_from(["GET", "GET", "GET", "HEAD", "POST", "OPTIONS", "DELETE"]), path=PATHS,
      parts=st.tuples(PARTS, PARTS), query=st.lists(st.tuples(NAMES | IN_ADDRESSES, PARTS), max_size=4), headers=HEADERS)
async def test_any_page_asked_in_any_way(site, failures, method, path, parts, query, headers):
    written = "&".join(f"{name}={value}" for name, value in query)
    await asked(site, failures, method, f"{path.format(*parts)}?{written}", headers=headers)


@fuzz(names=st.sets(st.sampled_from(["Origin", "Cookie", "X-Forwarded-For", "If-None-Match", "Accept", "Range",
                                     "Content-Type"])), shown=HEADER_BYTES)
async def test_any_header_in_bytes(site, failures, names, shown):
    for method, paths in (("GET", ("/", "/fiches", "/fiches/rsa", "/api/v1/services", "/integrer", "/web/ws")),
                          ("POST", ("/web/messages", "/simulateur-sms/messages"))):
        await asked_in_bytes(site, failures, method, paths, dict.fromkeys(names, shown))
