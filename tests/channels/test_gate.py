"""Who writes too fast is asked to wait, on every channel; who is in danger never is."""
import asyncio

import pytest

from bot.adapters.clock import SetClock
from bot.channels.app import create_app
from bot.channels.courier import Courier
from bot.channels.gate import MOST_WAITING, Gate
from bot.channels.relay import Relay
from bot.channels.web import transport
from bot.domain.answer import Answer
from bot.domain.conversation import COUNTER, IncomingMessage, Reply
from bot.domain.pace import Pace
from bot.services.limits import Limits, Paces
from tests.conftest import NOW
from tests.post import ALI, LEA, Echo, Letters, sms

PLENTY = Pace(10_000, 1, 10_000)
pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # nothing here is the database's


def gate(services, person=PLENTY, address=PLENTY, house=PLENTY) -> Gate:
    limits = Limits(Paces(person, address, house), SetClock(NOW))
    return Gate(limits, services.answers, lambda message: services.conversations.distress(message) is not None)


def guarded(services, dialogue, **paces) -> Relay:
    return Relay(services.conversations, services.answers, dialogue, gate(services, **paces))


async def told(relay, text, person="a" * 22, channel="web", origin="192.0.2.1") -> str:
    sent, _ = await relay.handle(IncomingMessage(channel, person, text, origin=origin))
    return "\n".join(one.answer.text for one in sent)


async def test_the_thousandth_message_of_a_flood_gets_its_number(services):
    class Asleep:
        async def ask(self, turn):
            raise AssertionError("the dialogue must not be asked")

    slow = Pace(1, 3600, 1)
    relay = guarded(services, Asleep(), person=slow, address=slow, house=slow)
    await told(relay, "je suis à la rue ce soir")
    floods = {await told(relay, "le rsa") for _ in range(998)}

    assert floods == {
        "Vous écrivez plus vite que je ne peux répondre. Réessayez dans 60 minutes.\n\n"
        "Si c'est urgent, appelez le 112 (gratuit, jour et nuit). Sans parler, écrivez au 114 (gratuit, jour et nuit)."}
    assert "3919" in await told(relay, "mon mari me frappe")
    assert "3919" in await told(relay, "mon mari me frappe", person="b" * 22)


async def test_each_channel_has_the_same_gate_and_the_counter_none(services):
    relay = guarded(services, Echo(), person=Pace(1, 60, 1))

    for channel, origin, is_guarded in (("web", "192.0.2.1", True), ("telegram", None, True), ("sms", None, True),
                                        (COUNTER, None, False)):
        assert "« le rsa »" in await told(relay, "le rsa", "42", channel, origin)
        assert ("Réessayez dans une minute" in await told(relay, "le rsa", "42", channel, origin)) is is_guarded


async def test_a_house_that_is_full_says_so_in_other_words(services):
    relay = guarded(services, Echo(), house=Pace(1, 60, 1))

    assert "« le rsa »" in await told(relay, "le rsa")
    assert "Beaucoup de personnes m'écrivent" in await told(relay, "le rsa", person="b" * 22)


async def test_a_text_too_many_is_answered_once(services):
    letters = Letters()
    services.posted.add("sms")
    courier = Courier("sms", letters, guarded(services, Echo(), person=Pace(1, 60, 1)), services.inbox, services.outbox)

    async with courier.running():
        for number in range(6):
            await courier.accept(sms("le rsa", f"SM{number}"))
        await courier.accept(sms("mon mari me frappe", "SM9"))
        await courier.accept(sms("le rsa", "SM10", LEA))

    assert sum("Réessayez" in text for text in letters.to(ALI)) == 1
    assert any("3919" in text for text in letters.to(ALI))
    assert any("« le rsa »" in text for text in letters.to(LEA))


async def test_no_more_than_twenty_messages_of_a_person_wait_and_a_cry_for_help_does(services):
    class Slow:
        def __init__(self) -> None:
            self.asked = 0
            self.may_answer = asyncio.Event()

        async def ask(self, turn):
            self.asked += 1
            await self.may_answer.wait()
            return Reply((Answer("ok"),))

    dialogue = Slow()
    relay = guarded(services, dialogue)
    waiting = [asyncio.create_task(told(relay, f"question {n}")) for n in range(MOST_WAITING)]
    while relay._turns.present("web", "a" * 22) < MOST_WAITING:
        await asyncio.sleep(0)

    assert "Réessayez dans 10 secondes" in await told(relay, "le rsa")
    danger = asyncio.create_task(told(relay, "mon mari me frappe"))
    while relay._turns.present("web", "a" * 22) == MOST_WAITING:
        await asyncio.sleep(0)
    dialogue.may_answer.set()

    assert "3919" in await danger
    assert await asyncio.gather(*waiting)
    assert dialogue.asked == MOST_WAITING
    assert relay._turns.present("web", "a" * 22) == 0


@pytest.fixture
def site(services, aiohttp_client):
    """A site that takes two requests of an address, and one message of a person."""
    async def make():
        strict = gate(services, person=Pace(1, 60, 1), address=Pace(2, 60, 2))
        relay = Relay(services.conversations, services.answers, Echo(), strict)
        return await aiohttp_client(create_app(relay, services.conversations, lambda: True, gate=strict))
    return make


async def test_pages_that_ask_too_much_are_told_when_to_come_back(site):
    page = await site()

    seen = [await page.get("/fiches") for _ in range(3)]

    assert [response.status for response in seen[2:]] == [429]
    assert seen[2].headers["Retry-After"] == "30"
    assert "Réessayez dans 30 secondes" in await seen[2].text()
    assert (await page.get("/static/widget.css")).status == 200  # what asks the database nothing is not counted
    assert (await page.get("/fiches", headers={"X-Forwarded-For": "192.0.2.9"})).status == 429  # nobody said it is a proxy


async def test_both_roads_of_the_widget_are_counted_and_both_hear_a_cry_for_help(site):
    page = await site()
    socket = await page.ws_connect("/web/ws")
    await socket.send_json({"type": "hello", "token": None})
    token = (await socket.receive_json())["token"]
    await socket.send_json({"type": "message", "id": "m1", "text": "le rsa"})
    await socket.receive_json()

    await socket.send_json({"type": "hello", "token": token})
    refused = await socket.receive_json()
    over_http = await page.post("/web/messages", json={"type": "hello"})
    too_fast = await (await page.post("/web/messages", json={"type": "message", "token": token, "text": "le rsa"})).json()
    await socket.send_json({"type": "message", "id": "m2", "text": "mon mari me frappe"})
    danger = await socket.receive_json()

    assert (refused["type"], over_http.status) == ("error", 429)
    assert "Réessayez" in refused["message"]
    assert "plus vite" in str(too_fast["answers"])
    assert "3919" in str(danger["answers"])


async def test_so_many_sockets_are_open_and_no_more(site, monkeypatch):
    monkeypatch.setattr(transport, "_MOST_SOCKETS_OF_ONE_ADDRESS", 2)
    page = await site()
    first, _ = await page.ws_connect("/web/ws"), await page.ws_connect("/web/ws")
    one_more = await page.get("/web/ws", headers={"Connection": "Upgrade", "Upgrade": "websocket"})

    assert (one_more.status, one_more.headers["Retry-After"]) == (503, "60")
    await first.close()
    again = await page.ws_connect("/web/ws")
    assert not again.closed


async def test_a_message_that_swells_once_it_is_opened_closes_its_socket(site):
    page = await site()
    socket = await page.ws_connect("/web/ws", compress=15)
    await socket.send_str("a" * 10_000_000)

    assert (await socket.receive()).data == 1009  # RFC 6455: too big
