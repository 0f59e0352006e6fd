"""What each channel shows of an answer."""
import pytest

from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.channels.web.render import render as web
from bot.domain.answer import POSITION, Answer, Choice, Link
from bot.domain.conversation import Sent


@pytest.mark.parametrize(("text", "links"), [
    ("Appelez le 115 (gratuit).", ["tel:115"]), ("le 3919, ou le 17", ["tel:3919", "tel:17"]),
    ("Fil santé jeunes : 0 800 235 236.", ["tel:0800235236"]), ("au 04 67 88 95 50", ["tel:0467889550"]),
    ("14 h, 18 ans, 651,69 €, 2026, 3 mois, 34800, 15 heures par semaine", []), ("112 km et 15 €", []),
    ("Cerfa 16029*01", []), ("lundi 17 novembre", []), ("au 1er avril 2026", []),
])
def test_the_widget_makes_links_of_numbers_one_can_call_and_of_nothing_else(text, links):
    [paragraph] = web(Sent(1, Answer(text)))["paragraphs"]

    assert [segment["href"] for segment in paragraph if "href" in segment] == links
    assert "".join(segment["text"] for segment in paragraph) == text


def test_the_widget_gets_lists_as_lists_and_choices_as_tokens():
    shape = web(Sent(12, Answer("À apporter :\n- un\n- deux", choices=(Choice("A", "/a"), Choice("B", "/b")))))

    assert shape["paragraphs"][1] == {"list": [[{"text": "un"}], [{"text": "deux"}]]}
    assert shape["choices"][1] == {"label": "B", "token": "12.1"}
    assert "/a" not in str(shape)


ITINERARY, CARD = Link("Itinéraire", "https://exemple.fr/ici"), Link("Fiche de contact", "/annuaire/ccas.vcf")
NEAR_ME = Choice("Près de moi", "/partager_position", POSITION)


def test_links_are_written_out_where_they_lead_somewhere_by_themselves():
    answer = Answer("Le CCAS.", links=(ITINERARY, CARD))

    assert telegram(answer) == 'Le CCAS.\n\n<a href="https://exemple.fr/ici">Itinéraire</a>'
    assert [link["href"] for link in web(Sent(1, answer))["links"]] == [ITINERARY.url, CARD.url]


def test_only_a_device_that_can_tell_is_asked_where_it_is():
    answer = Answer("Un lieu.", choices=(Choice("D'autres", "a"), NEAR_ME))

    assert sms(answer) == "Un lieu.\n1. D'autres"
    assert web(Sent(1, answer))["choices"][1] == {"label": "Près de moi", "token": "1.1", "asks": "position"}
