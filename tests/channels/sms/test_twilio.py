"""Twilio: signed calls in their documented shape, and their own library sending to a server of ours."""
import logging
from urllib.parse import urlencode

import pytest
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from yarl import URL

from bot.channels.sms.inbound import SmsChannel
from bot.channels.sms.provider import PerhapsSent
from bot.channels.sms.twilio import Twilio, is_permanent
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import NotSent

TOKEN, NUMBER, PUBLIC = "0123456789abcdef0123456789abcdef", "+33757000000", "https://repere.exemple.fr/assistant"
SID = "SM" + "0" * 32
SECRET_TEXT = "mon enfant est malade, l'hôpital ? € 👍"
MESSAGE = {"ToCountry": "FR", "SmsMessageSid": SID, "NumMedia": "0", "SmsSid": SID, "SmsStatus": "received", "ToCity": "",
           "Body": SECRET_TEXT, "FromCountry": "FR", "To": NUMBER, "NumSegments": "1", "MessageSid": SID,
           "AccountSid": "AC" + "0" * 32, "From": "+33639981234", "ApiVersion": "2010-04-01"}
RECEIPT = {"SmsSid": SID, "SmsStatus": "delivered", "MessageStatus": "delivered", "To": "+33639981234", "MessageSid": SID,
           "AccountSid": "AC" + "0" * 32, "From": NUMBER, "ApiVersion": "2010-04-01"}


class NearbyHttpClient(TwilioHttpClient):
    """The library's own client; api.twilio.com is on this machine."""

    def __init__(self, url):
        super().__init__(timeout=5)
        self.url = url

    def request(self, method, url, **more):
        return super().request(method, url.replace("https://api.twilio.com", self.url), **more)


@pytest.fixture
def provider(machine):
    return Twilio("AC" + "0" * 32, TOKEN, NUMBER, PUBLIC, NearbyHttpClient(machine.url))


@pytest.fixture
async def site(provider, post, serve):
    return await serve(SmsChannel(post, provider, PUBLIC).routes())


async def call(site, fields, path="/sms/twilio", signed_url=None, signature=None, body=None, kind=None):
    """POST as Twilio does; the signature is right unless another is given."""
    if signature is None:
        signature = RequestValidator(TOKEN).compute_signature(signed_url or PUBLIC + path, fields)
    headers = {"Content-Type": kind or "application/x-www-form-urlencoded; charset=UTF-8", "X-Twilio-Signature": signature}
    address = URL(f"http://{site.host}:{site.port}{path}", encoded=True)
    return await site.session.post(address, data=urlencode(fields) if body is None else body, headers=headers)


async def test_a_signed_message_is_taken_and_thanked_without_a_reply(site, post):
    response = await call(site, MESSAGE)

    assert (response.status, response.content_type, await response.text()) == (200, "text/xml", "<Response/>")
    assert post.accepted == [IncomingMessage("sms", "+33639981234", SECRET_TEXT, SID)]


async def test_the_public_address_is_signed_with_its_query_to_the_letter(site, post):
    for path in ("/sms/twilio?ville=H%C3%A9rault&a=%7E", "/sms/twilio?a=b&a=c"):
        assert (await call(site, MESSAGE, path)).status == 200

    response = await call(site, MESSAGE, signed_url=f"http://127.0.0.1:{site.port}/sms/twilio")
    assert response.status == 403


async def test_a_repeated_delivery_is_thanked_again(site, post):
    assert [(await call(site, MESSAGE)).status for _ in range(3)] == [200] * 3
    assert len(post.accepted) == 1


@pytest.mark.parametrize("signature", ["", "x", "é" * 28, "A" * 28, RequestValidator("other").compute_signature(
    f"{PUBLIC}/sms/twilio", MESSAGE)])
async def test_a_forged_message_is_refused(site, post, signature):
    assert (await call(site, MESSAGE, signature=signature)).status == 403
    assert post.accepted == []


@pytest.mark.parametrize("altered", [{"From": "+33639981235"}, {"Body": "autre"}, {"MessageSid": "SM1"}, {"More": "x"}])
async def test_a_message_that_was_altered_is_refused(site, post, altered):
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/twilio", MESSAGE)

    assert (await call(site, {**MESSAGE, **altered}, signature=signature)).status == 403
    assert post.accepted == []


FORM = urlencode(MESSAGE)


@pytest.mark.parametrize(("body", "kind", "status"), [
    (FORM[:100], None, 403), (FORM[:200], None, 400), (FORM + "&a=" + "x" * 10_000_000, None, 413),
    (b"", None, 400), (b"Body", None, 400),
    (b"Body=%E9&From=1", None, 400), ("Body=é".encode(), None, 400), (b"Body=\xff", None, 400), (b"\x00\x01\x02", None, 400),
    (FORM, "application/x-www-form-urlencoded; charset=iso-8859-1", 400), (FORM, "text/plain", 400),
    (b"{}", "application/json", 400), (FORM, "multipart/form-data", 400), ("&".join(["a=1"] * 101), None, 400),
])
async def test_what_cannot_be_read_is_refused_with_the_right_status(site, post, body, kind, status):
    signature = RequestValidator(TOKEN).compute_signature(f"{PUBLIC}/sms/twilio", MESSAGE)

    assert (await call(site, {}, signature=signature, body=body, kind=kind)).status == status
    assert post.accepted == []


@pytest.mark.parametrize("missing", ["From", "Body", "MessageSid"])
async def test_a_message_without_a_field_is_refused(site, post, missing):
    assert (await call(site, {name: value for name, value in MESSAGE.items() if name != missing})).status == 400
    assert post.accepted == []


@pytest.mark.parametrize("name", ["From", "MessageSid"])
async def test_a_message_from_nobody_or_without_a_name_is_refused(site, post, name):
    assert (await call(site, {**MESSAGE, name: ""})).status == 400
    assert (await call(site, {**MESSAGE, "MessageSid": "x" * 129})).status == 400


async def test_a_picture_alone_is_a_message_without_words(site, post):
    await call(site, {**MESSAGE, "Body": "", "NumMedia": "1"})

    assert post.accepted[0].text == ""


@pytest.mark.parametrize("sender", ["36180", "CCAS", "+33899123456", "+33937123456"])
async def test_a_short_code_a_name_or_a_machine_is_thanked_and_left_unanswered(site, post, sender):
    assert (await call(site, {**MESSAGE, "From": sender})).status == 200
    assert post.accepted == []


async def test_a_foreign_number_is_heard_for_it_may_be_in_danger(site, post):
    await call(site, {**MESSAGE, "From": "+32470123456"})

    assert post.accepted[0].address == "+32470123456"


@pytest.mark.parametrize(("status", "heard"), [
    ("delivered", [(SID, "delivered")]), ("read", [(SID, "delivered")]), ("failed", [(SID, "failed")]),
    ("undelivered", [(SID, "failed")]), ("sent", []), ("queued", []), ("sending", []), ("new-one", []),
])
async def test_receipts_say_what_is_certain(site, post, status, heard):
    response = await call(site, {**RECEIPT, "MessageStatus": status}, "/sms/twilio/recus")

    assert (response.status, post.receipts) == (200, heard)


async def test_a_receipt_is_signed_too_and_one_of_nobody_changes_nothing(site, post):
    assert (await call(site, RECEIPT, "/sms/twilio/recus", signature="x")).status == 403
    assert (await call(site, {"MessageSid": SID}, "/sms/twilio/recus")).status == 400
    assert (await site.get("/sms/twilio/recus?MessageSid=x&MessageStatus=failed")).status == 403
    assert post.receipts == []
    assert (await call(site, {**RECEIPT, "MessageSid": "unknown"}, "/sms/twilio/recus")).status == 200


async def test_a_message_is_sent_by_their_api(provider, machine):
    machine.answer = {"sid": SID, "status": "queued"}

    reference = await provider.send("+33639981234", "Bonjour", "reponse:12")

    assert reference == SID
    assert machine.asked[0]["path"] == f"/2010-04-01/Accounts/AC{'0' * 32}/Messages.json"
    assert machine.asked[0]["body"] == {"To": "+33639981234", "From": NUMBER, "Body": "Bonjour",
                                        "StatusCallback": f"{PUBLIC}/sms/twilio/recus"}


@pytest.mark.parametrize(("status", "code", "permanent"), [
    (400, 21610, True), (400, 21211, True), (400, 21614, True), (400, 21612, True), (400, 21408, True), (400, 21635, True),
    (400, 21606, False), (400, 21611, False), (401, 20003, False), (404, 20404, False), (429, 20429, False),
    (500, None, False), (503, None, False),
])
async def test_what_will_never_leave_is_told_from_what_may_leave_later(provider, machine, status, code, permanent):
    machine.status, machine.answer = status, {"code": code, "message": "Invalid +33639981234", "status": status}

    with pytest.raises(NotSent) as caught:
        await provider.send("+33639981234", "Bonjour", "k")

    assert caught.value.permanent is permanent is is_permanent(status, code)
    assert "639981234" not in str(caught.value)


@pytest.mark.parametrize("text", ["<html>", ""])
async def test_after_an_answer_that_makes_no_sense_nobody_knows_whether_it_left(provider, machine, text):
    machine.text = text

    with pytest.raises(PerhapsSent):
        await provider.send("+33639981234", "Bonjour", "k")


async def test_a_machine_that_does_not_answer_is_tried_again():
    provider = Twilio("AC", TOKEN, NUMBER, PUBLIC, NearbyHttpClient("http://127.0.0.1:9"))

    with pytest.raises(NotSent) as caught:
        await provider.send("+33639981234", "Bonjour", "k")

    assert not caught.value.permanent


async def test_logs_hold_no_word_no_number_and_no_secret(site, provider, machine, caplog):
    caplog.set_level(logging.DEBUG)
    machine.status = 500

    await call(site, MESSAGE)
    await call(site, MESSAGE, signature="x")
    await call(site, {**MESSAGE, "MessageSid": ""})
    await call(site, {**MESSAGE, "From": "36180"})
    await call(site, {**RECEIPT, "MessageSid": "unknown"}, "/sms/twilio/recus")
    with pytest.raises(NotSent):
        await provider.send("+33639981234", SECRET_TEXT, "k")

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(ours) == 4
    for secret in (SECRET_TEXT, "hôpital", "h%C3%B4pital", "639981234", "36180", TOKEN):
        assert secret not in caplog.text
