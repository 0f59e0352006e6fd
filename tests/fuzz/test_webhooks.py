"""Whatever Telegram, the companies that carry SMS and RDV Service Public bring, proved to be theirs: taken or refused."""
from __future__ import annotations

import base64
import json
from itertools import count
from urllib.parse import quote, urlencode

import ovh
import pytest
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from bot.channels.app import create_app
from bot.channels.rdv_service_public.inbound import RdvServicePublicChannel
from bot.channels.relay import Relay
from bot.channels.sms.inbound import SmsChannel
from bot.channels.sms.ovhcloud import Ovhcloud
from bot.channels.sms.twilio import Twilio
from bot.channels.telegram.channel import WEBHOOK_PATH, TelegramChannel
from bot.channels.telegram.transport import TelegramTransport, new_bot
from bot.services.elsewhere import WEBHOOK_PATH as EVENTS
from tests.channels.sms import test_ovhcloud, test_twilio
from tests.channels.telegram_server import CONTENTS, GROUP, LOCATION, TOKEN, bot_api, membership, message, press
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import HEADER_BYTES, IN_ADDRESSES, NUMBERS, UNICODE, changed, damaged, json_values
from tests.fuzz.requests import asked, asked_in_bytes
from tests.rdv_service_public import signature, told

SITE, SECRET = "https://repere.example", "un-secret-que-personne-ne-devine"
UPDATES = count(10**6)
FORM = b"application/x-www-form-urlencoded"
VALUES = json_values() | NUMBERS | st.sampled_from([GROUP, LOCATION, *CONTENTS.values()])


class Post:
    """Keeps what comes, and answers it at once."""

    def __init__(self, services):
        self.services = services
        self.relay = Relay(services.conversations, services.answers, services.keywords)

    async def accept(self, received):
        if self.services.inbox.keep(received) is not None:
            assert (await self.relay.handle(received))[0]

    async def receipt(self, reference, receipt):
        return self.services.outbox.receipt("sms", reference, receipt)


@pytest.fixture
async def site(services, aiohttp_client):
    post = Post(services)
    async with bot_api() as api, new_bot(TOKEN, api.address) as bot:
        telegram = TelegramChannel(post, services.answers.say, bot, TelegramTransport(bot, SITE), SITE, SECRET)
        twilio = Twilio("AC" + "0" * 32, SECRET, "+33757000000", SITE)
        ovhcloud = Ovhcloud(ovh.Client("ovh-eu", "a", "b", "c"), "sms-1", "", SECRET, "ovh", SECRET)
        elsewhere = RdvServicePublicChannel(services.elsewhere, None, SECRET)
        yield await aiohttp_client(create_app(
            post.relay, services.conversations, lambda: False, frozenset(), telegram, SmsChannel(post, twilio, SITE),
            SmsChannel(post, ovhcloud, SITE), elsewhere))


async def answered(site, failures, method, path, body, headers, statuses=(200, 400, 413)):
    status, text = await asked(site, failures, method, path, data=body, headers=headers)
    assert status in statuses, text


def as_json(shapes):
    return shapes.map(lambda shape: json.dumps(shape).encode())


UPDATE = st.sampled_from([message("rdv demain"), message("/start BTK482"), message(location=LOCATION), press("12.1"),
                          membership("member", GROUP), message("x", kind="edited_message"),
                          *(message(**content) for content in CONTENTS.values())]).flatmap(
    lambda shape: changed(shape, VALUES)).map(lambda shape: {**shape, "update_id": shape.get("update_id") and next(UPDATES)})


@fuzz(body=as_json(UPDATE) | as_json(json_values()) | damaged(json.dumps(message("rdv")).encode()))
async def test_any_update_of_telegram(site, failures, body):
    await answered(site, failures, "POST", WEBHOOK_PATH, body, {"X-Telegram-Bot-Api-Secret-Token": SECRET})


def forms(fields):
    """The fields of a right form, some changed, missing or repeated; or bytes that are no form."""
    pairs = st.tuples(st.sampled_from([*fields]) | UNICODE, UNICODE | NUMBERS)
    some = st.lists(pairs, max_size=3).map(lambda more: [*{**fields, **dict(more)}.items(), *more[1:]])
    return st.one_of(some.map(lambda pairs: urlencode(pairs).encode()), damaged(urlencode(fields).encode()))


@fuzz(body=forms(test_twilio.MESSAGE), receipt=forms(test_twilio.RECEIPT), query=IN_ADDRESSES)
async def test_any_call_of_twilio(site, failures, body, receipt, query):
    for method, path, form in (("POST", "/sms/twilio", body), ("POST", "/sms/twilio/recus", receipt),
                               ("GET", f"/sms/twilio/recus?{query}", None)):
        signed = RequestValidator(SECRET).compute_signature(SITE + path, _fields(form))
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signed}
        await answered(site, failures, method, path, form, headers, (200, 400, 403, 413))


def _fields(form):
    from bot.channels.sms.inbound import _parsed
    from bot.channels.sms.provider import Refused
    try:
        return _parsed(form or b"")
    except Refused:
        return {}


@fuzz(body=forms(test_ovhcloud.MESSAGE), receipt=forms(test_ovhcloud.RECEIPT), query=IN_ADDRESSES)
async def test_any_call_of_ovhcloud(site, failures, body, receipt, query):
    shown = base64.b64encode(f"ovh:{SECRET}".encode()).decode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": f"Basic {shown}"}
    path = f"/sms/ovhcloud/{SECRET}"
    asked_of_us = [("POST", path, body), ("POST", f"{path}/recus", receipt), ("GET", f"{path}/recus?{query}", None),
                   ("GET", f"{path}/recus?{quote(receipt, safe='%&=+')}", None)]
    for method, address, form in asked_of_us:
        await answered(site, failures, method, address, form, headers)


@fuzz(body=as_json(changed(told(), VALUES)) | as_json(json_values()) | damaged(json.dumps(told()).encode()))
async def test_any_event_of_rdv_service_public(site, failures, body):
    await answered(site, failures, "POST", EVENTS, body, {"X-Lapin-Signature": signature(body, SECRET)})


@fuzz(shown=HEADER_BYTES)
async def test_without_the_right_proof_nothing_is_read(site, failures, shown):
    for path, name in ((WEBHOOK_PATH, "X-Telegram-Bot-Api-Secret-Token"), (EVENTS, "X-Lapin-Signature"),
                       ("/sms/twilio", "X-Twilio-Signature"), (f"/sms/ovhcloud/{SECRET}", "Authorization")):
        await asked_in_bytes(site, failures, "POST", [path], {"Content-Type": FORM, name: shown}, b"a=b")
