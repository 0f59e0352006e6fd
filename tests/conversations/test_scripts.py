"""Whole conversations with the trained assistant."""
import re

import pytest
from ruamel.yaml import YAML

from bot.channels.sms.render import render as sms
from bot.channels.web.render import as_text
from bot.domain.conversation import IncomingMessage
from bot.settings import ROOT

SCRIPTS = YAML(typ="safe").load((ROOT / "tests/conversations/scripts.yml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script["title"])
async def test_a_conversation_goes_as_written(assistant, script):
    channel = script.get("channel", "web")
    for turn in script["turns"]:
        sent, _ = await assistant.relay.handle(IncomingMessage(channel, script["title"], turn["says"]))
        read = "\n".join(sms(s.answer) if channel == "sms" else as_text(s.answer) for s in sent)
        read += "\n" + "\n".join(c.label for s in sent for c in s.answer.choices)
        assert re.search(turn["reads"], read, re.I | re.S), f"{turn['says']} → {read}"
        assert "never" not in turn or not re.search(turn["never"], read, re.I), f"{turn['says']} → {read}"
