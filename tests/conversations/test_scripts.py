"""Whole conversations with the trained assistant."""
import re
import threading
from html import unescape

import pytest
from ruamel.yaml import YAML
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.channels.web.render import as_text
from bot.domain.appointment import Session
from bot.domain.conversation import IncomingMessage
from bot.settings import ROOT
from tests.builders import paris

_SHOWN = {"web": as_text, "sms": sms, "telegram": lambda answer: unescape(telegram(answer))}
SCRIPTS = YAML(typ="safe").load((ROOT / "tests/conversations/scripts.yml").read_text(encoding="utf-8"))


def _cases():
    """A script that says what is still missing (`manque`) is held all the same, and may fail."""
    for script in SCRIPTS:
        marks = [pytest.mark.xfail(reason=script["manque"])] if "manque" in script else []
        yield pytest.param(script, id=script["title"], marks=marks)


@pytest.fixture
def sessions(assistant):
    """Sets group sessions, and cancels them afterwards: other scripts meet none."""
    added = []

    def add(seances) -> None:
        with assistant.services.new_uow() as uow:
            for start, end, motif, places, titre in seances:
                session = Session(0, "demo-ccas-1", motif, paris(start), paris(end), places, titre=titre)
                added.append(uow.planning.add_session(session))
            uow.commit()

    yield add
    with assistant.services.new_uow() as uow:
        for number in added:
            uow.planning.cancel_session(number)
        uow.commit()


@pytest.mark.parametrize("script", _cases())
async def test_a_conversation_goes_as_written(assistant, script, sessions):
    sessions(script.get("seances", ()))
    channel = script.get("channel", "web")
    for turn in script["turns"]:
        sent, _ = await assistant.relay.handle(IncomingMessage(channel, script["title"], turn["says"]))
        read = "\n".join(_SHOWN[channel](s.answer) for s in sent)
        read += "\n" + "\n".join(c.label for s in sent for c in s.answer.choices)
        assert re.search(turn["reads"], read, re.I | re.S), f"{turn['says']} → {read}"
        assert "never" not in turn or not re.search(turn["never"], read, re.I), f"{turn['says']} → {read}"


async def test_the_loop_waits_for_no_database_during_a_turn_slots_and_actions_included(assistant):
    threads = set()

    def notice(*given) -> None:
        threads.add(threading.get_ident())

    event.listen(Engine, "before_cursor_execute", notice)
    try:
        for text in ("la domiciliation", "quels papiers ?", "où est le CCAS ?", "je veux un rendez-vous"):
            await assistant.relay.handle(IncomingMessage("web", "personne-n-attend", text, text))
    finally:
        event.remove(Engine, "before_cursor_execute", notice)

    assert threads
    assert threading.get_ident() not in threads
