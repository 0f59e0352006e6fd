"""From a telephone that does not exist to the services and back: the page, the courier, a real database, the simulator."""
import asyncio

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.bootstrap import wire
from bot.channels.courier import Courier
from bot.channels.relay import Relay
from bot.channels.sms.gsm7 import unfinished
from bot.channels.sms.simulator import Simulator
from bot.channels.sms.simulator_pages import SimulatorPages
from bot.channels.sms.transport import SmsTransport
from bot.domain.answer import Answer, Choice
from bot.domain.conversation import Reply
from tests.conftest import NOW

NUMBER, SITE = "+33639981234", "https://repere.exemple.fr"


class Menu:
    """A dialogue that offers two things, and says which one was taken."""

    async def ask(self, turn):
        if turn.is_payload:
            return Reply((Answer(f"Voici : {turn.text}"),))
        return Reply((Answer("Que cherchez-vous ?", choices=(Choice("Quels papiers ?", "/a"), Choice("Où aller ?", "/b"))),))


@pytest.fixture
def services(engine, new_uow, knowledge):
    seed_demo(engine)
    return wire(knowledge, new_uow, SqlDirectory(engine), SetClock(NOW), posted={"sms"}, sms_cap=100)


@pytest.fixture
async def say(services, serve):
    """Writes each message on the telephone, waits for its answers, and gives all that it was sent."""
    simulator = Simulator(6.0)
    relay = Relay(services.conversations, services.answers, Menu())
    transport = SmsTransport(simulator, services.sms_ledger, SITE)
    courier = Courier("sms", transport, relay, services.inbox, services.outbox,
                      admits=services.sms_door.admits, is_unfinished=unfinished)
    site = await serve(SimulatorPages(courier, simulator).routes())
    identifiers = iter(f"{n:08d}" for n in range(100))

    async def write(*texts):
        for text in texts:
            async with courier.running():
                shape = {"number": NUMBER, "text": text, "id": next(identifiers)}
                assert (await site.post("/simulateur-sms/messages", json=shape)).status == 202
                await asyncio.sleep(0)
        return [bubble.text for bubble in simulator.after(NUMBER, 0) if bubble.is_ours]
    return write


async def test_a_question_is_answered_in_numbered_lines_and_a_number_takes_one(say):
    first, *_ = await say("la domiciliation")
    assert first == "Que cherchez-vous ?\n1. Quels papiers ?\n2. Où aller ?"

    *_, answer = await say("le 2 svp")
    assert answer == "Voici : /b"


async def test_stop_is_confirmed_once_and_a_cry_for_help_is_answered_all_the_same(say):
    told = await say("STOP", "stop", "Arrêt")
    assert len(told) == 1

    *_, helped = await say("je veux mourir")

    assert "3114" in helped
