"""Whatever somebody writes or presses, on any channel: an answer, always, and no number but those we vouch for."""
from __future__ import annotations

from itertools import count

import pytest
from hypothesis import strategies as st

from bot.channels.relay import Relay
from bot.channels.sms.render import render as as_sms
from bot.channels.telegram.render import render as as_telegram
from bot.channels.web.render import render as as_widget
from bot.domain.conversation import COUNTER, IncomingMessage
from bot.services.listed_numbers import unlisted_numbers
from tests.fuzz.examples import fuzz
from tests.fuzz.pieces import TEXTS, WORDS, joined

POSITIONS = st.none() | st.none() | st.tuples(st.floats(-90, 90), st.floats(-180, 180))
IDS = st.none() | st.sampled_from(["1", "2"])
TOKENS = st.from_regex(r"[0-9٠-٩]{1,24}\.[0-9]{1,20}", fullmatch=True) | TEXTS
# What is written; what is pressed: the n-th choice shown last, or any token; where somebody is; the channel's own id.
MESSAGES = st.lists(st.tuples(TEXTS | joined(WORDS), st.none() | st.integers(0, 5) | TOKENS, POSITIONS, IDS),
                    min_size=1, max_size=3)
ADDRESSES, SITE = count(100_000), "https://repere.example"


@pytest.fixture
def relay(services):
    return Relay(services.conversations, services.answers, services.keywords)


@fuzz(channel=st.sampled_from(["web", "telegram", "sms", COUNTER]), messages=MESSAGES)
async def test_every_message_is_answered(relay, knowledge, failures, channel, messages):
    address, sent = str(next(ADDRESSES)), ()
    for text, pressed, position, number in messages:
        button = _token(pressed, sent) if isinstance(pressed, int) else pressed
        sent, _ = await relay.handle(IncomingMessage(channel, address, text, number, button, position))
        assert sent
        said = [words for one in sent for words in _words(one)]
        assert all(said)
        assert [wrong for words in said for wrong in unlisted_numbers(words, knowledge)] == []
        assert failures() == []


def _token(rank, sent):
    """As a channel writes the button of the n-th choice."""
    return f"{sent[-1].id}.{rank}" if sent else f"1.{rank}"


def _words(sent):
    """All that is read by somebody."""
    answer = sent.answer
    assert all((as_widget(sent), as_telegram(answer, SITE), as_sms(answer, SITE)))
    return [answer.text, *filter(None, [answer.short]), *(choice.label for choice in answer.choices),
            *(link.label for link in answer.links), *(source.titre for source in answer.sources)]
