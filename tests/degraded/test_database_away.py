"""A database that is away, unreadable or full: said plainly, helplines all the same; and all works when it is back."""
import asyncio
import threading

import pytest
from aiohttp import web

from bot.channels import relay as relays
from bot.channels.app import create_app
from bot.channels.health import HealthPages
from bot.channels.web.transport import new_token
from bot.domain.errors import StorageUnavailable
from tests.degraded.conftest import ask, lines_of_trouble
from tests.post import ALI, LEA, Letters, courier, sms

AWAY = ["unreadable", "postgresql"]


@pytest.fixture
async def page(town, aiohttp_client):
    relay = relays.Relay(town.conversations, town.answers, town.keywords)
    health = HealthPages(lambda: True, town.watch)
    return await aiohttp_client(create_app(relay, town.conversations, lambda: True, health=health))


def texts(answer: dict) -> str:
    return " ".join(part["text"] for one in answer["answers"] for block in one["paragraphs"] for part in block)


@pytest.mark.parametrize("database", AWAY, indirect=True)
async def test_the_widget_says_what_does_not_work_and_works_again_by_itself(page, database, caplog):
    token = new_token()
    await ask(page, type="message", token=token, id="m1", text="le rsa")
    socket = await page.ws_connect("/web/ws")
    database.take_away()

    _, asked = await ask(page, type="message", token=token, id="m2", text="je veux un rendez-vous")
    _, cried = await ask(page, type="message", token=token, id="m3", text="mon mari me frappe")
    status, erased = await ask(page, type="erase", token=token)
    await socket.send_json({"type": "hello", "token": token})
    opened = await socket.receive_json()
    ready = await page.get("/pret")

    assert texts(asked).startswith("Je suis en panne")
    assert "112" in texts(asked)
    assert "3919" in texts(cried)
    assert cried["answers"][0]["urgent"]
    assert (status, erased["type"]) == (503, "error")
    assert "rien" not in erased["message"]
    assert opened["thread"][0]["answer"]["paragraphs"][0][0]["text"].startswith("Je suis en panne")
    assert (ready.status, (await ready.json())["base"]) == (503, "la base de données ne répond pas")
    assert len(lines_of_trouble(caplog)) == 1

    database.give_back()
    _, again = await ask(page, type="message", token=token, id="m2", text="le rsa")
    await socket.send_json({"type": "hello", "token": token})

    assert again["answers"][0]["id"] > 0
    assert len((await socket.receive_json())["thread"]) >= 3
    assert (await page.get("/pret")).status == 200


@pytest.mark.parametrize("database", ["full"], indirect=True)
async def test_a_full_disk_is_said_and_what_was_written_can_still_be_read(page, database, caplog):
    token = new_token()
    await ask(page, type="message", token=token, id="m1", text="le rsa")
    database.take_away()

    _, asked = await ask(page, type="message", token=new_token(), id="m2", text="je veux un rendez-vous")
    _, cried = await ask(page, type="message", token=new_token(), id="m3", text="mon mari me frappe")
    _, opened = await ask(page, type="hello", token=token)

    assert texts(asked).startswith("Je suis en panne")
    assert "3919" in texts(cried)
    assert len(opened["thread"]) >= 2
    assert len(lines_of_trouble(caplog)) == 1

    database.give_back()
    _, again = await ask(page, type="message", token=new_token(), id="m2", text="le rsa")

    assert "RSA" in str(again["answers"][0]["choices"])


@pytest.mark.parametrize("database", AWAY, indirect=True)
async def test_a_provider_is_told_to_bring_a_text_again_and_its_person_why_once(town, database):
    letters = Letters()
    post = courier(town, letters)
    database.take_away()

    for _ in range(3):
        with pytest.raises(StorageUnavailable):
            await post.accept(sms("je veux un rendez-vous"))
    await post.accept(sms("mon mari me frappe", "SM2", LEA))

    assert [text.splitlines()[0] for text in letters.to(ALI)] == [
        "Je suis en panne. Je ne peux garder ni vos messages, ni un rendez-vous. Réessayez dans quelques minutes."]
    assert "3919" in letters.to(LEA)[0]

    database.give_back()
    async with post.running():
        await post.accept(sms("je veux un rendez-vous"))

    assert letters.to(ALI)[1] == "« je veux un rendez-vous »"


@pytest.mark.parametrize("database", AWAY, indirect=True)
def test_texts_that_cannot_be_counted_are_few_helplines_apart_and_counted_afterwards(town, database):
    database.take_away()

    assert [town.sms_ledger.spend(20, urgent=False) for _ in range(4)] == [True, True, True, False]
    assert town.sms_ledger.spend(3, urgent=True)

    database.give_back()
    town.sms_ledger.spend(1, urgent=True)
    assert town.sms_ledger.spent_today() >= 60


async def test_who_is_in_danger_does_not_wait_for_a_database_that_hangs(services, monkeypatch):
    monkeypatch.setattr(relays, "_PATIENCE", 0.05)
    released = threading.Event()
    monkeypatch.setattr(services.conversations, "open_turn", lambda message: released.wait(20))
    relay = relays.Relay(services.conversations, services.answers, services.keywords)

    before = asyncio.ensure_future(relay.handle(sms("bonjour", "SM1")))
    said, _ = await relay.handle(sms("mon mari me frappe", "SM2"))
    still_waits = not before.done()
    released.set()
    await before

    assert "3919" in said[0].answer.text
    assert still_waits


async def test_a_page_that_needs_the_database_says_that_it_is_away(services, aiohttp_client):
    class Away:
        def routes(self):
            return [web.get("/essai", self._page)]

        async def _page(self, request):
            raise StorageUnavailable("away")

    relay = relays.Relay(services.conversations, services.answers, services.keywords)
    page = await aiohttp_client(create_app(relay, services.conversations, lambda: True, frozenset(), Away()))
    answer = await page.get("/essai")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "30")
    assert "112" in await answer.text()
