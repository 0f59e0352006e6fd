"""Whole conversations with the trained assistant."""
import re
from html import unescape

import pytest
from ruamel.yaml import YAML

from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.channels.web.render import as_text
from bot.domain.conversation import IncomingMessage
from bot.settings import ROOT

_SHOWN = {"web": as_text, "sms": sms, "telegram": lambda answer: unescape(telegram(answer))}
SCRIPTS = YAML(typ="safe").load((ROOT / "tests/conversations/scripts.yml").read_text(encoding="utf-8"))


def _cases():
    """A script that says what is still missing (`manque`) is held all the same, and may fail."""
    for script in SCRIPTS:
        marks = [pytest.mark.xfail(reason=script["manque"])] if "manque" in script else []
        yield pytest.param(script, id=script["title"], marks=marks)


@pytest.mark.parametrize("script", _cases())
async def test_a_conversation_goes_as_written(assistant, script):
    channel = script.get("channel", "web")
    for turn in script["turns"]:
        sent, _ = await assistant.relay.handle(IncomingMessage(channel, script["title"], turn["says"]))
        read = "\n".join(_SHOWN[channel](s.answer) for s in sent)
        read += "\n" + "\n".join(c.label for s in sent for c in s.answer.choices)
        assert re.search(turn["reads"], read, re.I | re.S), f"{turn['says']} → {read}"
        assert "never" not in turn or not re.search(turn["never"], read, re.I), f"{turn['says']} → {read}"
