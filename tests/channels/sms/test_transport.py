"""What leaves by SMS, what it costs, and to whom nothing is sent."""
import pytest

from bot.channels.sms.transport import SmsTransport
from bot.domain.answer import Answer, Choice, Link
from bot.domain.conversation import Sent
from bot.domain.errors import NotSent

PERSON, FOREIGNER = "+33639981234", "+32470123456"
PAGE = Link("Lire la fiche", "/fiches/rsa")


class PaperProvider:
    """Writes down what it is given to carry."""

    def __init__(self, carries_links=True):
        self.carries_links = carries_links
        self.sent = []

    async def send(self, number, text, key):
        self.sent.append((number, text, key))
        return "ref-1"


class Purse:
    """So many segments a day; what is urgent leaves all the same."""

    def __init__(self, left=100):
        self.left = left
        self.asked = []

    def spend(self, segments, urgent):
        self.asked.append((segments, urgent))
        self.left -= segments
        return urgent or self.left >= 0


def way_out(purse=None, **provider):
    paper = PaperProvider(**provider)
    return SmsTransport(paper, purse or Purse(), "https://repere.exemple.fr"), paper


async def test_an_answer_leaves_as_a_telephone_shows_it_and_its_reference_comes_back():
    transport, paper = way_out()

    reference = await transport.send(PERSON, Sent(7, Answer("C’est où ?", choices=(Choice("Ici", "/a"),))), "reponse:7")

    assert reference == "ref-1"
    assert paper.sent == [(PERSON, "C'est où ?\n1. Ici", "reponse:7")]


@pytest.mark.parametrize(("text", "segments"), [("a" * 160, 1), ("a" * 161, 2), ("€" * 81, 2), ("ê" * 160, 1)])
async def test_what_is_paid_for_is_what_is_sent(text, segments):
    purse = Purse()
    transport, _ = way_out(purse)

    await transport.send(PERSON, Sent(1, Answer(text)), "k")

    assert purse.asked == [(segments, False)]


async def test_past_the_daily_cap_answers_wait_and_helplines_leave():
    transport, paper = way_out(Purse(left=0))

    with pytest.raises(NotSent) as caught:
        await transport.send(PERSON, Sent(1, Answer("Bonjour")), "k")
    await transport.send(PERSON, Sent(2, Answer("Appelez le 3114.", urgent=True)), "k2")

    assert not caught.value.permanent
    assert [text for _, text, _ in paper.sent] == ["Appelez le 3114."]


@pytest.mark.parametrize("urgent", [False, True])
@pytest.mark.parametrize("address", ["36180", "CCAS", "+33899123456", "", "+33937123456"])
async def test_nobody_is_written_to_at_a_short_code_or_a_premium_number(address, urgent):
    purse = Purse()
    transport, paper = way_out(purse)

    with pytest.raises(NotSent) as caught:
        await transport.send(address, Sent(1, Answer("Bonjour", urgent=urgent)), "k")

    assert caught.value.permanent
    assert (paper.sent, purse.asked) == ([], [])
    assert not address or address not in str(caught.value)


async def test_abroad_only_who_is_in_danger_is_answered():
    transport, paper = way_out()

    with pytest.raises(NotSent) as caught:
        await transport.send(FOREIGNER, Sent(1, Answer("Bonjour")), "k")
    await transport.send(FOREIGNER, Sent(2, Answer("Appelez le 112.", urgent=True)), "k")

    assert caught.value.permanent
    assert [number for number, _, _ in paper.sent] == [FOREIGNER]


@pytest.mark.parametrize(("carries_links", "addresses"), [(True, 1), (False, 0)])
async def test_a_number_that_carries_no_link_is_given_none(carries_links, addresses):
    transport, paper = way_out(carries_links=carries_links)

    await transport.send(PERSON, Sent(1, Answer("Une phrase assez longue. " * 40, links=(PAGE,))), "k")
    await transport.send(PERSON, Sent(2, Answer("Le CCAS.", links=(Link("Itinéraire", "https://exemple.fr/x"),))), "k")

    assert [text.count("https://") for _, text, _ in paper.sent] == [addresses] * 2
