"""The widget's two roads, on the real application with the keyword dialogue."""
import json

import pytest

from bot.channels.app import create_app
from bot.channels.relay import Relay
from bot.channels.web.desk_words import DeskWords
from bot.channels.web.render import render
from bot.channels.web.transport import new_token
from bot.domain.answer import Answer, Link
from bot.domain.conversation import Sent


@pytest.fixture
async def page(services, aiohttp_client):
    relay = Relay(services.conversations, services.answers, services.keywords)
    return await aiohttp_client(create_app(relay, services.conversations, lambda: False))


async def send(page, **shape):
    response = await page.post("/web/messages", data=json.dumps(shape))
    return response.status, await response.json()


async def test_the_page_says_hello_over_http_and_is_welcomed(page):
    _, answer = await send(page, type="hello", token=None)

    assert answer["type"] == "ready"
    assert "Repère" in answer["thread"][0]["answer"]["paragraphs"][0][0]["text"]


async def test_both_roads_carry_the_same_thread(page):
    _, ready = await send(page, type="hello", token=None)
    socket = await page.ws_connect("/web/ws")
    await socket.send_json({"type": "hello", "token": ready["token"]})
    await socket.receive_json()
    await socket.send_json({"type": "message", "id": "m1", "text": "le rsa"})
    over_socket = await socket.receive_json()

    _, over_http = await send(page, type="message", token=ready["token"], id="m1", text="le rsa")

    assert over_socket["answers"] == over_http["answers"]


async def test_a_socket_that_drops_in_the_middle_of_a_turn_loses_nothing(page):
    _, ready = await send(page, type="hello", token=None)
    socket = await page.ws_connect("/web/ws")
    await socket.send_json({"type": "message", "token": ready["token"], "id": "m1", "text": "je veux mourir"})
    await socket.close()

    _, again = await send(page, type="message", token=ready["token"], id="m1", text="je veux mourir")

    assert "3114" in json.dumps(again["answers"])


async def test_distress_is_marked_urgent(page):
    _, answer = await send(page, type="message", token=new_token(), id="m1", text="il me frappe")

    assert answer["answers"][0]["urgent"] is True


async def test_whether_an_answer_helped_is_taken_on_both_roads(page):
    _, ready = await send(page, type="hello", token=None)
    _, said = await send(page, type="message", token=ready["token"], id="m1", text="le rsa")
    socket = await page.ws_connect("/web/ws")
    await socket.send_json({"type": "hello", "token": ready["token"]})
    await socket.receive_json()
    await socket.send_json({"type": "feedback", "answer": said["answers"][0]["id"], "helped": False})

    assert await socket.receive_json() == {"type": "thanks"}
    assert await send(page, type="feedback", token=ready["token"], answer=said["answers"][0]["id"], helped=True) == (
        200, {"type": "thanks"})


@pytest.mark.parametrize("opinion", [{}, {"answer": 1}, {"helped": True}, {"answer": True, "helped": True},
                                     {"answer": "1", "helped": True}, {"answer": 1.0, "helped": True},
                                     {"answer": 0, "helped": True}, {"answer": 2**63, "helped": True},
                                     {"answer": 1, "helped": 1}, {"answer": 1, "helped": None}])
async def test_an_opinion_that_is_none_is_refused(page, opinion):
    status, answer = await send(page, type="feedback", token=new_token(), **opinion)

    assert (status, answer["message"]) == (400, "Je n'ai pas pu lire votre avis. Rechargez la page et recommencez.")


@pytest.mark.parametrize(("url", "asked"), [("/fiches/domiciliation", True), ("/annuaire/ccas.vcf", False),
                                            ("https://exemple.fr/fiches/x", False), (None, False)])
def test_it_is_asked_whether_an_answer_about_a_fiche_helped(url, asked):
    links = (Link("Lire", url),) if url else ()

    assert render(Sent(1, Answer("Bonjour.", links=links)))["feedback"] is asked


@pytest.mark.parametrize("position", ["ici", [43.6, 3.4], {"latitude": 43.6}, {"latitude": "x", "longitude": 3},
                                      {"latitude": 91, "longitude": 3}, {"latitude": "nan", "longitude": 3}])
async def test_a_position_that_is_none_is_refused_in_plain_words(page, position):
    status, answer = await send(page, type="message", token=new_token(), id="m1", button="1.0", position=position)

    assert status == 400
    assert "commune" in answer["message"]


@pytest.mark.parametrize(("body", "status"), [
    (b"", 400), (b"{", 400), (b"[]", 400), (b"null", 400), (b'{"type":"other"}', 400), (b"\xff\xfe", 400),
    (b'{"type":"message","token":"../../etc","id":"m","text":"a"}', 400), (b'{"type":"message","text":12}', 400),
    (b'{"type":"message","id":"' + b"x" * 100 + b'","text":"a"}', 400), (b"[" * 50_000, 400), (b"x" * 70_000, 413),
    (b'{"type":"message","token":"aaaaaaaaaaaaaaaaaaaaaa","id":"m","text":"' + b"x" * 10_000 + b'"}', 200),
    (b'{"type":"message","token":"aaaaaaaaaaaaaaaaaaaaaa","id":"m","text":"\\ud800"}', 200),
])
async def test_bad_input_gets_a_reason_and_no_stack_trace(page, body, status):
    response = await page.post("/web/messages", data=body)
    text = await response.text()

    assert response.status == status
    assert "Traceback" not in text


async def test_a_socket_survives_what_it_cannot_read(page):
    socket = await page.ws_connect("/web/ws")
    await socket.send_str("{")
    refused = await socket.receive_json()
    await socket.send_json({"type": "hello", "token": None})

    assert refused["type"] == "error"
    assert (await socket.receive_json())["type"] == "ready"


async def test_another_site_may_not_use_our_socket(page):
    response = await page.post("/web/messages", data=b"{}", headers={"Origin": "https://evil.example"})

    assert response.status == 403


async def test_every_page_forbids_what_it_does_not_need(page):
    response = await page.get("/")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in response.headers["Content-Security-Policy"]


@pytest.mark.parametrize(("path", "status"), [("/sante", 200), ("/pret", 503), ("/nulle-part", 404),
                                             ("/static/../transport.py", 404), ("/webhooks/rest/webhook", 404)])
async def test_what_the_server_answers(page, path, status):
    response = await page.get(path)

    assert response.status == status


async def test_erasing_forgets_the_thread(page):
    _, ready = await send(page, type="hello", token=None)
    await send(page, type="message", token=ready["token"], id="m1", text="le rsa")

    await send(page, type="erase", token=ready["token"])

    _, again = await send(page, type="hello", token=ready["token"])
    assert len(again["thread"]) == 1


async def test_what_the_desk_says_is_told_once_even_when_it_can_be_read_late():
    """Two programs write 10 and 11; 11 can be read first."""
    class Desk:
        readable = [11]

        def last_number(self):
            return 9

        def said_by_desk(self, after):
            return [("web", "jeton", Sent(number, Answer(str(number)))) for number in self.readable if number > after]

    class Socket:
        closed = False
        told = []

        async def send_json(self, shape):
            self.told += [answer["id"] for answer in shape["answers"]]

    desk, socket = Desk(), Socket()
    words = DeskWords(desk)
    async with words.listening("jeton", socket):
        await words._look()
        desk.readable = [10, 11]
        for _ in range(3):
            await words._look()

    assert socket.told == [11, 10]
