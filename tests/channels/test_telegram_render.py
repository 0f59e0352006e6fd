"""What Telegram shows of an answer."""
import re
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.render import as_text, buttons, length, render
from bot.domain.answer import POSITION, Answer, Choice, Link
from bot.domain.conversation import Sent
from tests.builders import SOURCE


def test_everything_is_escaped():
    link, source = Link("<i>A&B</i>", 'https://exemple.fr/?a=1&b="2"'), replace(SOURCE, titre="<u>", lien='https://a.fr/">')

    assert render(Answer("<b>1 & 2</b>", (source,), links=(link,))) == (
        '&lt;b&gt;1 &amp; 2&lt;/b&gt;\n\n<a href="https://exemple.fr/?a=1&amp;b=&quot;2&quot;">&lt;i&gt;A&amp;B&lt;/i&gt;</a>'
        '\nSource : <a href="https://a.fr/&quot;&gt;">&lt;u&gt;</a>, 10 octobre 2024.')


def test_the_source_is_given():
    shown = as_text(Answer("J'ai droit ?\n\nOui.", (SOURCE,)))

    assert shown == "J'ai droit ?\n\nOui.\n\nSource : Service-public.fr, F1, 10 octobre 2024."


def test_the_number_stands_out_when_it_is_urgent():
    assert render(Answer("Appelez le 3114.\n\nJe reste là.", urgent=True)) == "<b>Appelez le 3114.</b>\n\nJe reste là."


@pytest.mark.parametrize(("text", "shown"), [
    ("a" * 4096, "a" * 4096), ("👍" * 2048, "👍" * 2048), ("👍" * 2049, "👍" * 2046 + " […]"),
    ("Une phrase. " + "a" * 4090, "Une phrase. […]"), ("un mot " + "a" * 4096, "un mot […]"),
    ("&" * 4097, "&amp;" * 4092 + " […]"), ("Titre\n" + "a" * 4096, "Titre […]"),
], ids=count())
def test_what_is_too_long_is_cut_after_a_sentence_and_never_inside_a_sign(text, shown):
    assert render(Answer(text)) == shown


@given(st.text(max_size=5000), st.lists(st.text(max_size=900), max_size=5), st.booleans())
def test_no_more_is_sent_than_can_be(text, labels, urgent):
    links = tuple(Link(label, "https://exemple.fr/?a&b") for label in labels)

    shown = render(Answer(text, (SOURCE,), links=links, urgent=urgent))

    assert length(shown) <= 4096
    assert set(re.findall(r"<[^>]*>", shown)) <= {"<b>", "</b>", "</a>", f'<a href="{SOURCE.lien}">',
                                                  '<a href="https://exemple.fr/?a&amp;b">'}


@pytest.mark.parametrize(("url", "site", "href"), [
    ("/fiches/rsa", "https://repere.example", "https://repere.example/fiches/rsa"), ("/fiches/rsa", "", None),
    ("/rdv/0.ics", "http://localhost:8080", None), ("https://exemple.fr/ici", "", "https://exemple.fr/ici"),
    ("javascript:alert(1)", "https://repere.example", None), ("http://exemple.fr", "https://repere.example", None),
])
def test_links_lead_to_what_can_be_opened_from_there(url, site, href):
    assert re.findall('href="(.*?)"', render(Answer("Oui.", links=(Link("Lire", url),)), site)) == ([href] if href else [])


def test_a_button_asks_the_device_or_sends_a_token_back():
    answer = Answer("Un lieu.", choices=(Choice("D'autres", "/a"), Choice("Près de moi", "/partager_position", POSITION)))

    assert buttons(Sent(12, answer)) == [("D'autres", "12.0"), ("Près de moi", POSITION)]
