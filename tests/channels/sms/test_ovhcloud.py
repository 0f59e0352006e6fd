"""OVHcloud: calls to a secret address with a password, and their own library sending to a server of ours."""
import logging
from urllib.parse import urlencode

import ovh.client
import pytest
from aiohttp import BasicAuth

from bot.channels.sms.inbound import SmsChannel
from bot.channels.sms.ovhcloud import Ovhcloud, connect
from bot.channels.sms.provider import PerhapsSent
from bot.domain.errors import NotSent

SECRET, USER, PASSWORD = "k3yk3yk3yk3yk3yk3yk3yk3y", "ovh", "mot-de-passe"
AUTH = BasicAuth(USER, PASSWORD)
PATH = f"/sms/ovhcloud/{SECRET}"
# As a reply comes in: https://community.ovh.com/t/callback-executer-a-la-reception-de-chaque-sms/2966
MESSAGE = {"id": "987654321", "keyword": "000", "message": "j'ai plus d'hébergement 😢", "senderid": "+33639981234",
           "shortcode": "36180", "tag": "0123456789abcdef0123"}
RECEIPT = {"id": "123456789", "ptt": "4", "date": "20261122124500", "description": "1", "descriptionDlr": "Success"}
REPORT = {"ids": [123456789], "invalidReceivers": [], "validReceivers": ["+33639981234"], "totalCreditsRemoved": 1,
          "tag": "0123456789abcdef0123"}


@pytest.fixture
def account(machine, monkeypatch):
    monkeypatch.setitem(ovh.client.ENDPOINTS, "ovh-eu", f"{machine.url}/1.0")
    return connect("application", "application-secret", "consumer")


@pytest.fixture
def provider(account):
    return Ovhcloud(account, "sms-ab12345-1", "", SECRET, USER, PASSWORD)


@pytest.fixture
async def site(provider, post, serve):
    return await serve(SmsChannel(post, provider, "https://repere.exemple.fr").routes())


async def call(site, fields, path=PATH, auth=AUTH, body=None):
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return await site.post(path, data=urlencode(fields) if body is None else body, headers=headers, auth=auth)


async def test_a_reply_is_taken_and_nothing_is_answered_that_could_be_sent(site, post):
    response = await call(site, MESSAGE)

    assert (response.status, await response.text()) == (200, "")
    [message] = post.accepted
    assert (message.channel, message.address, message.text) == ("sms", "+33639981234", MESSAGE["message"])
    assert message.id.startswith("987654321-")


@pytest.mark.parametrize("sender", ["0033639981234", "33639981234", "0639981234"])
async def test_whatever_way_they_write_a_number_it_is_the_same_person(site, post, sender):
    await call(site, {**MESSAGE, "senderid": sender})

    assert post.accepted[0].address == "+33639981234"


async def test_a_repeated_delivery_is_known_and_another_reply_to_the_same_sms_is_another_message(site, post):
    for fields in (MESSAGE, MESSAGE, {**MESSAGE, "message": "2"}):
        assert (await call(site, fields)).status == 200

    assert [message.text for message in post.accepted] == [MESSAGE["message"], "2"]


@pytest.mark.parametrize("path", ["/sms/ovhcloud/k3yk3yk3yk3yk3yk3yk3yk3z", "/sms/ovhcloud/", "/sms/ovhcloud",
                                  "/sms/ovhcloud/x", "/sms/ovhcloud/%C3%A9"])
async def test_a_wrong_address_does_not_exist(site, post, path):
    assert (await call(site, MESSAGE, path)).status == 404
    assert post.accepted == []


@pytest.mark.parametrize("auth", [None, BasicAuth(USER, "autre"), BasicAuth("autre", PASSWORD), BasicAuth("", "")])
async def test_without_the_password_nothing_is_read(site, post, auth):
    response = await call(site, MESSAGE, auth=auth)

    assert (response.status, response.headers["WWW-Authenticate"]) == (401, 'Basic realm="sms"')
    assert (await site.get(f"{PATH}/recus", params=RECEIPT, auth=auth)).status == 401
    assert (post.accepted, post.receipts) == ([], [])


@pytest.mark.parametrize(("body", "status"), [
    ("id=1&senderid=%2B33639981234&message=h%E9bergement", 400), (b"message=%FF", 400),
    (urlencode(MESSAGE)[:30], 400), (b"", 400), (b"{}", 400), (b"message=" + b"x" * 10_000_000, 413),
    (urlencode({**MESSAGE, "senderid": " "}), 400), (urlencode({**MESSAGE, "id": ""}), 400),
])
async def test_what_cannot_be_read_is_refused_with_the_right_status(site, post, body, status):
    assert (await call(site, {}, body=body)).status == status
    assert post.accepted == []


@pytest.mark.parametrize(("state", "heard"), [
    ({}, [("123456789", "delivered")]), ({"ptt": "3", "description": "1"}, [("123456789", "delivered")]),
    ({"ptt": "23", "description": "2"}, [("123456789", "failed")]),
    ({"ptt": "5", "description": "16"}, [("123456789", "failed")]),
    ({"ptt": "1", "description": "4"}, []), ({"ptt": "3", "description": "8"}, []), ({"ptt": "2", "description": "0"}, []),
    ({"ptt": "", "description": ""}, []), ({"ptt": "3", "description": "", "dlr": "1"}, [("123456789", "delivered")]),
])
async def test_receipts_say_what_is_certain(site, post, state, heard):
    response = await site.get(f"{PATH}/recus", params={**RECEIPT, **state}, auth=AUTH)

    assert (response.status, post.receipts) == (200, heard)


async def test_a_receipt_without_a_name_is_refused_and_one_of_nobody_changes_nothing(site):
    assert (await site.get(f"{PATH}/recus?ptt=4", auth=AUTH)).status == 400
    assert (await site.get(f"{PATH}/recus", auth=AUTH)).status == 400
    assert (await site.get(f"{PATH}/recus", params={**RECEIPT, "id": "unknown"}, auth=AUTH)).status == 200


async def test_a_message_is_sent_by_their_api_under_a_disguised_tag(provider, machine):
    machine.status, machine.answer = 200, REPORT

    assert await provider.send("+33639981234", "Bonjour", "confirmation:secret-uid:0") == "123456789"

    [asked] = machine.asked
    tag = asked["body"].pop("tag")
    assert asked["path"] == "/1.0/sms/sms-ab12345-1/jobs"
    assert asked["headers"]["X-Ovh-Application"] == "application"
    assert asked["body"] == {"receivers": ["+33639981234"], "message": "Bonjour", "noStopClause": True, "charset": "UTF-8",
                             "coding": "7bit", "priority": "high", "senderForResponse": True}
    assert "secret" not in tag
    await provider.send("+33639981234", "Bonjour", "confirmation:secret-uid:0")
    assert machine.asked[1]["body"]["tag"] == tag


async def test_a_number_of_our_own_is_the_sender_and_carries_links(account, provider, machine):
    machine.status, machine.answer = 200, REPORT
    ours = Ovhcloud(account, "sms-ab12345-1", "+33757000000", SECRET, USER, PASSWORD)

    await ours.send("+33639981234", "Bonjour", "k")

    assert machine.asked[0]["body"]["sender"] == "+33757000000"
    assert "senderForResponse" not in machine.asked[0]["body"]
    assert (ours.carries_links, provider.carries_links) == (True, False)


@pytest.mark.parametrize(("status", "answer", "permanent"), [
    (200, {**REPORT, "ids": [], "invalidReceivers": ["+33639981234"], "validReceivers": []}, True),
    (200, {}, False), (400, {"message": "Invalid +33639981234"}, False), (401, {"message": "no"}, False),
    (403, {"message": "This call has not been granted", "errorCode": "NOT_GRANTED_CALL"}, False),
    (404, {"message": "?"}, False), (429, {"message": "slow down"}, False), (500, {"message": "broken"}, False),
])
async def test_what_will_never_leave_is_told_from_what_may_leave_later(provider, machine, status, answer, permanent):
    machine.status, machine.answer = status, answer

    with pytest.raises(NotSent) as caught:
        await provider.send("+33639981234", "Bonjour", "k")

    assert caught.value.permanent is permanent
    assert "639981234" not in str(caught.value)


async def test_after_an_answer_that_makes_no_sense_nobody_knows_whether_it_left(provider, machine):
    machine.status, machine.text = 200, "<html>"

    with pytest.raises(PerhapsSent):
        await provider.send("+33639981234", "Bonjour", "k")


async def test_a_machine_that_cannot_be_reached_is_tried_again(monkeypatch):
    monkeypatch.setitem(ovh.client.ENDPOINTS, "ovh-eu", "http://127.0.0.1:9/1.0")

    with pytest.raises(NotSent) as caught:
        await Ovhcloud(connect("a", "b", "c"), "sms", "", SECRET, USER, PASSWORD).send("+33639981234", "Bonjour", "k")

    assert not caught.value.permanent


@pytest.mark.parametrize(("secret", "password"), [("", PASSWORD), ("trop-court", PASSWORD), (SECRET, "")])
def test_it_does_not_start_without_its_two_secrets(account, secret, password):
    with pytest.raises(ValueError, match="anybody could write"):
        Ovhcloud(account, "sms-ab12345-1", "", secret, USER, password)


async def test_logs_hold_no_word_no_number_and_no_secret(site, provider, machine, caplog):
    caplog.set_level(logging.DEBUG)
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)  # the application keeps no access log
    machine.status = 500

    await call(site, MESSAGE)
    await call(site, MESSAGE, auth=None)
    await call(site, {**MESSAGE, "id": ""})
    await call(site, {**MESSAGE, "senderid": "36181"})
    with pytest.raises(NotSent):
        await provider.send("+33639981234", MESSAGE["message"], "k")

    ours = [record.getMessage() for record in caplog.records if record.name.startswith("bot")]
    assert len(ours) == 3
    for secret in (MESSAGE["message"], "hébergement", "639981234", "36181", SECRET, PASSWORD):
        assert secret not in caplog.text
