"""Telephones that do not exist, and the page that shows them."""
import json

import pytest

from bot.channels.sms.simulator import Simulator
from bot.channels.sms.simulator_pages import SimulatorPages
from bot.channels.sms.transport import SmsTransport
from bot.domain.answer import Answer, Choice
from bot.domain.conversation import IncomingMessage, Sent
from bot.domain.errors import NotSent

NUMBER, OTHER = "+33639981234", "+33639985678"
MESSAGES = "/simulateur-sms/messages"


@pytest.fixture
def simulator():
    return Simulator(6.0)


@pytest.fixture
async def site(simulator, post, serve):
    return await serve(SimulatorPages(post, simulator).routes())


async def write(site, text="bonjour", number="0639981234", identifier="00000001", **options):
    body = json.dumps({"number": number, "text": text, "id": identifier})
    return await site.post(MESSAGES, data=body, headers={"Content-Type": "application/json"}, **options)


async def screen(site, last=0, number=NUMBER):
    response = await site.get(MESSAGES, params={"numero": number, "apres": str(last)})
    return await response.json()


async def test_what_is_written_on_a_telephone_is_a_message_and_stands_on_its_screen(site, post):
    assert (await write(site, "rdv ccas svp")).status == 202

    assert post.accepted == [IncomingMessage("sms", NUMBER, "rdv ccas svp", "00000001")]
    assert await screen(site) == {"spent": "0 SMS, 0,00 €",
                                  "messages": [{"id": 1, "ours": False, "text": "rdv ccas svp", "note": "1 SMS"}]}


async def test_what_is_sent_stands_on_the_screen_of_its_telephone_with_its_cost(site, simulator):
    await simulator.send(NUMBER, "a" * 161, "k")
    await simulator.send(NUMBER, "b", "k2")
    await simulator.send(OTHER, "c", "k3")

    shown = await screen(site)

    assert [(one["text"][0], one["ours"], one["note"]) for one in shown["messages"]] == [
        ("a", True, "2 SMS, 0,12 €"), ("b", True, "1 SMS, 0,06 €")]
    assert shown["spent"] == "3 SMS, 0,18 €"
    assert [one["text"] for one in (await screen(site, last=1))["messages"]] == ["b"]


async def test_a_message_sent_twice_by_the_page_is_one_message(site, post):
    for _ in range(3):
        assert (await write(site)).status == 202

    assert (len(post.accepted), len((await screen(site))["messages"])) == (1, 1)


async def test_it_is_a_provider_like_another(simulator):
    class Free:
        def spend(self, segments, urgent):
            return True

    asked = Sent(1, Answer("Où ?", choices=(Choice("Ici", "a"),)))
    reference = await SmsTransport(simulator, Free(), "").send(NUMBER, asked, "k")

    assert simulator.after(NUMBER, 0)[0].text == "Où ?\n1. Ici"
    assert reference == simulator.after(NUMBER, 0)[0].reference


async def test_a_message_has_arrived_once_a_screen_shows_it(site, simulator, post):
    first = await simulator.send(NUMBER, "un", "k")
    await write(site)
    second = await simulator.send(NUMBER, "deux", "k2")

    await screen(site, last=0)
    assert post.receipts == []
    await screen(site, last=1)
    await screen(site, last=3)
    await screen(site, last=3)
    assert post.receipts == [(first, "delivered"), (second, "delivered")]


@pytest.mark.parametrize("number", ["+33612345678", "0612345678", "36180", "", "x", "+336399812345", "../..",
                                    "+32470123456"])
async def test_nobody_can_read_or_write_in_the_name_of_a_number_that_may_be_somebody_s(site, simulator, post, number):
    assert "06 39 98" in (await screen(site, number=number))["message"]
    refused = await write(site, number=number)
    with pytest.raises(NotSent) as caught:
        await simulator.send(number, "Votre rendez-vous", "k")

    assert (refused.status, post.accepted, caught.value.permanent) == (400, [], True)


@pytest.mark.parametrize("body", [
    b"", b"{", b"[]", b"null", b'"x"', b"{}", b"\xff", b"[" * 50_000, b'{"number":"0639981234","text":"a"}',
    b'{"number":"0639981234","text":" ","id":"00000001"}', b'{"number":"0639981234","text":"a","id":"../1"}',
    b'{"number":12,"text":"a","id":"00000001"}', b'{"number":"0639981234","text":"' + b"a" * 1601 + b'","id":"00000001"}',
])
async def test_what_cannot_be_read_is_refused_in_plain_words(site, post, body):
    response = await site.post(MESSAGES, data=body, headers={"Content-Type": "application/json"})

    assert response.status == 400
    assert (await response.json())["message"].endswith(".")
    assert post.accepted == []


async def test_another_type_or_a_huge_body_is_refused(site, post):
    body = json.dumps({"number": "0639981234", "text": "a", "id": "00000001"})

    assert (await site.post(MESSAGES, data=body, headers={"Content-Type": "text/plain"})).status == 400
    assert (await site.post(MESSAGES, data=b" " * 10_000_000, headers={"Content-Type": "application/json"})).status == 413
    assert post.accepted == []


@pytest.mark.parametrize("last", ["-1", "x", "1e3", "٣", "9" * 16, ""])
async def test_a_place_in_the_thread_that_is_none_is_refused(site, last):
    assert (await site.get(MESSAGES, params={"numero": NUMBER, "apres": last})).status == 400


async def test_memory_is_bounded(simulator):
    for n in range(300):
        await simulator.send(NUMBER, str(n), "k")
    shown = simulator.after(NUMBER, 0)
    for n in range(600):
        simulator.wrote(f"+3363998{n:04d}", "a", "00000001")

    assert (len(shown), shown[-1].text, simulator.spent(NUMBER)) == (200, "299", (0, 0.0))


async def test_the_page_and_its_files_are_there_and_nothing_else_is(site):
    page = await (await site.get("/simulateur-sms")).text()

    assert "Aucun vrai SMS ne part" in page
    for name in ("simulator.js", "telephones.js", "simulator.css"):
        assert (await site.get(f"/simulateur-sms/static/{name}")).status == 200
    assert (await site.get("/simulateur-sms/static/../simulator.py")).status == 404
    assert "<script>" not in page
    assert "style=" not in page
