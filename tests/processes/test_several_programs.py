"""Two programs, then four, share one database; one of them is killed under load. Nobody notices.

Where they are four, Redis is killed with it: it is the database that decides.
"""
import asyncio
import json
from collections import defaultdict
from datetime import timedelta

import pytest
from aiohttp import ClientSession
from sqlalchemy import text

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.engine import open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import wire
from bot.channels.desk.door import csrf_of
from bot.domain.agent import Role
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.notice import Kind, Notice
from tests.channels.telegram_server import PERSON, bot_api, message
from tests.processes.programs import all_ready, deliver, free_ports, programs, ten_o_clock
from tests.redis_server import redis_server

PEOPLE, REMINDED = range(1000, 1024), range(2000, 2016)
QUESTIONS = ["la domiciliation", "les bains douches", "le rsa", "un repas chaud", "la carte vitale"]
ECHOES = [f"« {question} »" for question in QUESTIONS]
WIDGET = "UnJetonDeWidgetDeVingtDeuxSignes"


@pytest.fixture(params=[2, 4])
def how_many(request):
    return request.param


@pytest.fixture
def database(postgres_url, how_many):
    """The address of a new database."""
    maker, name = open_database(postgres_url), f"programs{how_many}"
    with maker.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    maker.dispose()
    return postgres_url.replace("/postgres?", f"/{name}?")


class Town:
    """What the programs share, seen from outside them."""

    def __init__(self, url, key, knowledge) -> None:
        self.engine = open_database(url)
        self._cipher = Cipher(key)
        self.services = wire(knowledge, self.new_uow, None, SetClock(ten_o_clock().isoformat()))

    def new_uow(self):
        return SqlUnitOfWork(self.engine, self._cipher)

    def remind(self, people) -> None:
        now = ten_o_clock()
        with self.new_uow() as uow:
            for one in people:
                uow.outbox.add(Notice(f"rappel:{one}", Kind.RAPPEL, Contact("telegram", str(one)), Answer("N'oubliez pas."),
                                      now - timedelta(minutes=1), now + timedelta(hours=2)), now)
            uow.commit()

    def waits(self) -> int:
        """How many messages are to be answered or sent."""
        with self.engine.connect() as connection:
            return connection.exec_driver_sql(
                "SELECT (SELECT count(*) FROM inbox WHERE message_encrypted IS NOT NULL)"
                " + (SELECT count(*) FROM outbox WHERE state = 'a_envoyer')").scalar_one()

    def perhaps_sent(self) -> dict[str, int]:
        """By address, how many messages a program had in its hands when it was killed."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT address_encrypted FROM outbox WHERE state = 'en_cours'").scalars().all()
        held = defaultdict(int)
        for address in rows:
            held[self._cipher.decrypt(address)] += 1
        return held

    def answers(self) -> list[int]:
        """How many answers each message has; the first of a person has a second one, that says what answers them."""
        with self.engine.connect() as connection:
            return connection.exec_driver_sql(
                "SELECT count(a.id) FROM messages m LEFT JOIN messages a ON a.answers_id = m.id WHERE m.text IS NOT NULL"
                " GROUP BY m.id, m.conversation_id ORDER BY m.conversation_id, m.id").scalars().all()


def test_one_program_is_killed_under_load_and_nothing_is_lost_doubled_or_out_of_order(
        how_many, database, knowledge, tmp_path):
    key, [telegram] = new_key(), free_ports(1)
    (tmp_path / "key").touch(0o600)
    (tmp_path / "key").write_text(key)
    with redis_server() as redis:
        settings = {"REPERE_DATABASE_URL": database, "REPERE_REDIS_URL": redis.url, "REPERE_KEY_FILE": str(tmp_path / "key"),
                    "REPERE_MODELS": str(tmp_path)}
        with programs(how_many, settings, telegram, knowledge) as started:
            also_killed = redis.stop if how_many == 4 else lambda: None
            asyncio.run(_watch(started, Town(database, key, knowledge), telegram, also_killed))


async def _watch(started, town, telegram, also_killed):
    async with bot_api(telegram) as api, ClientSession() as session:
        await all_ready(session, started)
        await the_desk_is_live_whatever_program_one_has_come_to(session, started, town)

        town.remind(REMINDED)
        posted = asyncio.gather(*(write(session, started, one) for one in PEOPLE))
        while len(api.sent()) < len(PEOPLE):
            await asyncio.sleep(0.02)
        killed = started.pop(0)
        killed.kill()
        also_killed()
        await posted
        while await asyncio.to_thread(town.waits):
            await asyncio.sleep(0.2)
        await asyncio.sleep(0.5)  # what is on its way

        nothing_is_lost_doubled_or_out_of_order(api, town)


async def write(session, started, one):
    """A person asks everything without waiting for the answers."""
    who = {"from": {**PERSON, "id": one}, "chat": {"id": one, "type": "private", "first_name": "Camille"}}
    for question in QUESTIONS:
        await deliver(session, started, message(question, **who))
        await asyncio.sleep(0.1)


def nothing_is_lost_doubled_or_out_of_order(api, town):
    read = defaultdict(list)
    for sent in api.asked("sendMessage"):
        read[sent["chat_id"]].append(sent["text"])
    perhaps = town.perhaps_sent()

    assert town.answers() == [2, 1, 1, 1, 1] * len(PEOPLE)
    assert sum(perhaps.values()) <= len(PEOPLE)
    for one in PEOPLE:
        echoes = [words for words in read[one] if words.startswith("«")]
        assert echoes == [echo for echo in ECHOES if echo in echoes]  # once, in order
        assert len(read[one]) + perhaps.get(str(one), 0) >= len(QUESTIONS) + 1
        assert len(read[one]) <= len(QUESTIONS) + 1
    for one in REMINDED:
        assert len(read[one]) <= 1 <= len(read[one]) + perhaps.get(str(one), 0)


async def the_desk_is_live_whatever_program_one_has_come_to(session, started, town):
    """An agent at the first program, a person at the last."""
    accounts, first, last = town.services.accounts, started[0].url, started[-1].url
    token = accounts.choose_password(accounts.add("agent-un", "Agent un", Role.ACCUEIL), "les platanes de la place")
    cookie = {"Cookie": f"__Host-bureau={token}"}
    with town.new_uow() as uow:
        uow.handovers.ask(uow.conversations.open("web", WIDGET, ten_o_clock()).id, ten_o_clock())
        uow.commit()
    [waiting] = town.services.desk_conversations.inbox().waiting

    async with session.ws_connect(f"{last}/web/ws") as widget, \
            session.get(f"{first}/bureau/direct", headers=cookie) as here, \
            session.get(f"{last}/bureau/direct", headers=cookie) as there:
        await widget.send_json({"type": "hello", "token": WIDGET})
        assert (await widget.receive_json())["type"] == "ready"
        assert [(await news(page))["attente"] for page in (here, there)] == [1, 1]
        for act, words in (("prendre", ""), ("dire", "Bonjour, je vous écoute.")):
            async with session.post(f"{first}/bureau/conversations/{waiting.id}/{act}", headers=cookie,
                                    data={"_jeton": csrf_of(token), "texte": words}, allow_redirects=False) as done:
                assert done.status == 303, await done.text()
        told = [json.dumps(await asyncio.wait_for(widget.receive_json(), 20), ensure_ascii=False) for _ in range(2)]
        for page in (here, there):
            while (await news(page))["attente"]:
                pass

    assert "je vous écoute" in told[1]


async def news(stream):
    """The next news of a page of the desk that is open."""
    while b"revision" not in (line := await asyncio.wait_for(stream.content.readline(), 20)):
        assert line, "the page was hung up on"
    return json.loads(line.removeprefix(b"data:"))
