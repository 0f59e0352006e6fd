"""« mes données » and « effacer »: the same right on every channel, with no model, and really done."""
import json
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.adapters.clock import SetClock
from bot.bootstrap import wire
from bot.channels.relay import Relay
from bot.channels.sms.gsm7 import segments
from bot.channels.sms.render import render as sms
from bot.channels.telegram.render import render as telegram
from bot.domain.agent import Role
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.booking_draft import Purpose
from bot.domain.conversation import IncomingMessage, Reply, Understood
from bot.domain.errors import DeskRefused
from bot.domain.notice import Kind, Notice
from bot.domain.own_data import NOTICE, NOTICE_LINK, TICKET_HOLDS, Right
from tests.services.test_booking import book
from tests.services.test_waiting_list import wait

CANARY = "le canari de la place"
ADDRESSES = {"web": "w" * 22, "sms": "+33612345678", "telegram": "42"}
CHANNELS = sorted(ADDRESSES)
SITE = "https://repere.clermont-l-herault.example"


class Silent:
    """A dialogue that must not be asked."""

    async def ask(self, turn):
        raise AssertionError(turn.text)


class Heard:
    """A dialogue that hears the words that only the language side understands, and acts as `actions/` do."""

    def __init__(self, services) -> None:
        self._services = services

    async def ask(self, turn):
        return Reply((self._services.own_data.erase(turn.conversation),), Understood(Right.ERASE.value, decision="answer"))


@pytest.fixture
def here(services, new_uow, knowledge):
    """The services of a house where SMS and Telegram are carried to people."""
    return wire(knowledge, new_uow, None, SetClock("2026-11-21T10:00"), posted={"sms", "telegram"})


@pytest.fixture
def say(here):
    async def send(channel, words, dialogue=None, address=None):
        relay = Relay(here.conversations, here.answers, dialogue or here.keywords)
        sent, _ = await relay.handle(IncomingMessage(channel, address or ADDRESSES[channel], words))
        return [one.answer for one in sent]
    return send


def conversation_of(services, channel: str) -> str:
    with services.new_uow() as uow:
        found = uow.conversations.open(channel, ADDRESSES[channel], services.clock.now()).id
        uow.commit()
    return found


def ticket_in(answer) -> str:
    [found] = [link.url.removeprefix(f"{NOTICE}/") for link in answer.links if link.url.startswith(f"{NOTICE}/")]
    return found


async def fill(here, say, channel: str) -> str:
    """Somebody has said, asked and promised all that one can on a channel; the conversation."""
    await say(channel, f"bonjour, {CANARY}")
    conversation = conversation_of(here, channel)
    with here.new_uow() as uow:
        now = here.clock.now()
        tomorrow = now + timedelta(days=1)
        uow.unanswered.record(CANARY, [], now, channel, conversation)
        uow.handovers.ask(conversation, now)
        uow.conversations.keep_memory(conversation, {"besoin": CANARY})
        contact = Contact(channel, ADDRESSES[channel])
        uow.outbox.add(Notice("attente:1", Kind.ATTENTE, contact, Answer(CANARY), now, tomorrow), now)
        uow.outbox.add(Notice("urgence:1", Kind.URGENCE, contact, Answer("Appelez le 15."), now, tomorrow), now)
        uow.commit()
    wait(here, conversation, "06 12 34 56 78", Purpose.RAPPEL)
    return conversation


@pytest.mark.parametrize("channel", CHANNELS)
async def test_who_asks_is_told_all_that_is_kept_until_when_and_how_to_erase_it(here, say, channel):
    conversation = await fill(here, say, channel)
    code = book(here, conversation)

    answer = (await say(channel, "que savez-vous sur moi ?", Silent()))[0]
    shown, number = answer.text.replace("\u00a0", " "), " et un numéro" if channel == "sms" else ""

    assert "dans cette discussion, jusqu'au dimanche 22 novembre à 10 h" in shown
    assert f"Le rendez-vous {code}, lundi 23 novembre à 9 h, avec votre prénom{number}. Effacés le 23 décembre" in shown
    assert "Votre demande d'être rappelé : " in shown
    assert "Effacée le 19 février 2027 au plus tard." in shown
    assert "Votre demande de parler à une personne." in shown
    assert "Vos questions que je n'ai pas comprises : 1." in shown
    assert "Le sujet et la ville dont nous parlons." in shown
    assert "écrivez « effacer »" in shown
    assert ("Votre numéro de téléphone" in shown) is (channel == "sms")
    assert ("compte Telegram" in shown) is (channel == "telegram")
    assert [choice.label for choice in answer.choices] == (["Effacer mes données"] if channel != "sms" else [])
    assert (NOTICE_LINK in answer.links) is (channel != "sms")
    assert any(link.url.startswith(f"{NOTICE}/") for link in answer.links) is (channel == "web")


async def test_by_sms_what_is_kept_fits_two_segments(here, say):
    book(here, await fill(here, say, "sms"))

    shown = sms((await say("sms", "mes données"))[0], SITE)

    assert segments(shown) <= 2
    assert "1 rendez-vous, votre numéro, votre demande d'etre rappelé" in shown
    assert NOTICE not in shown


@pytest.mark.parametrize("channel", CHANNELS)
@pytest.mark.parametrize("heard_by", ["relay", "language"])
async def test_what_is_erased_is_nowhere_any_more(here, say, engine, channel, heard_by):
    await fill(here, say, channel)

    words, dialogue = ("Effacez tout !", Silent()) if heard_by == "relay" else ("je prends au mot la loi", Heard(here))
    [answer] = await say(channel, words, dialogue)

    assert answer.text.startswith("C'est fait. J'ai effacé cette discussion")
    assert "votre demande d'être rappelé, votre demande de parler à une personne et vos questions" in answer.text
    assert ("Il s'efface dans l'heure." in answer.text) is (channel != "web")
    with here.new_uow() as uow:
        opened = uow.conversations.open(channel, ADDRESSES[channel], here.clock.now())
        conversation = uow.conversations.joined(opened.id)[0]
        assert [line.text for line in uow.conversations.lines(conversation) if line.answer is None] == []
        assert opened.memory == {}
        assert uow.waiting.open(Purpose.RAPPEL) == []
        assert uow.unanswered.texts() == []
        kinds = set()
        while (left := uow.outbox.claim(here.clock.now(), tuple(Kind), [channel])) is not None:
            kinds.add(left.kind)
            assert CANARY not in left.answer.text
            uow.outbox.was_sent(left.id, None, here.clock.now())
        assert kinds == {Kind.URGENCE} | ({Kind.REPONSE} if channel != "web" else set())
    assert [*here.desk_conversations.inbox().waiting, *here.desk_conversations.inbox().ended] == []
    with engine.connect() as connection:
        kept = [str(connection.execute(text(f"SELECT * FROM {table}")).all()) for table in (
            "conversations", "messages", "unanswered", "outbox", "waiting", "handovers")]
        assert CANARY not in "".join(kept)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_in_the_hour_nothing_tells_that_somebody_was_there(here, say, engine, channel):
    await fill(here, say, channel)
    await say(channel, "effacer")
    here.forgetting.forget_old()

    with engine.connect() as connection:
        assert [connection.execute(text(f"SELECT count(*) FROM {table}")).scalar() for table in (
            "conversations", "messages", "joining_codes")] == [0, 0, 0]


async def test_an_appointment_to_come_stays_and_it_is_said_why_until_when_and_how_to_cancel_it(here, say):
    conversation = await fill(here, say, "telegram")
    code = book(here, conversation)

    [answer] = await say("telegram", "effacer mes données", Silent())

    said = answer.text.replace("\u00a0", " ")
    assert "Vos rendez-vous à venir sont gardés, pour que l'on vous attende :" in said
    assert f"- lundi 23 novembre à 9 h, code {code}. Il est gardé avec votre prénom, jusqu'au 23 décembre 2026." in said
    assert "Pour annuler un rendez-vous, écrivez son code." in said
    here.forgetting.forget_old()
    conversation = conversation_of(here, "telegram")
    with here.new_uow() as uow:
        assert [one.code for one in uow.appointments.coming(conversation, here.clock.now())] == [code]


async def test_an_appointment_that_is_over_is_nobodys_at_once(here, say, at):
    code = book(here, conversation_of(here, "sms"))
    later = at("2026-11-24T10:00")

    later.conversations.open_turn(IncomingMessage("sms", ADDRESSES["sms"], "effacer"))

    with later.new_uow() as uow:
        assert (uow.appointments.get(code).prenom, uow.appointments.get(code).conversation) == ("", "")


async def test_channels_that_were_joined_are_erased_together(here, say):
    for channel in ("web", "telegram"):
        await fill(here, say, channel) if channel == "web" else await say(channel, CANARY)
    web, chat = conversation_of(here, "web"), conversation_of(here, "telegram")
    with here.new_uow() as uow:
        uow.conversations.join(web, chat)
        uow.commit()

    shown = (await say("telegram", "mes données"))[0].text
    [answer] = await say("telegram", "effacer")

    assert "Les discussions de vos appareils reliés. Il y en a 1 de plus." in shown
    assert "vos discussions reliées" in answer.text
    with here.new_uow() as uow:
        assert uow.conversations.history(web) == []
        assert uow.conversations.joined(chat) == [chat]


async def test_the_button_of_the_page_erases_that_discussion_alone(here, say):
    await say("telegram", CANARY)
    await say("web", CANARY)
    web, chat = conversation_of(here, "web"), conversation_of(here, "telegram")
    with here.new_uow() as uow:
        uow.conversations.join(web, chat)
        uow.commit()

    here.conversations.erase_address("web", ADDRESSES["web"])

    with here.new_uow() as uow:
        assert uow.conversations.history(web) == []
        assert uow.conversations.history(chat) != []


async def test_who_is_held_by_an_agent_may_still_have_everything_erased(here, say):
    await say("web", "bonjour")
    conversation = conversation_of(here, "web")
    with here.new_uow() as uow:
        uow.handovers.ask(conversation, here.clock.now())
        uow.commit()
    link = here.accounts.add("ana", "Ana", Role.ACCUEIL)
    agent = here.accounts.session(here.accounts.choose_password(link, "les platanes de la place")).agent
    [asked] = here.desk_conversations.inbox().waiting
    here.desk_conversations.claim(asked.id, agent)

    assert (await say("web", "effacer", Silent()))[0].text.startswith("C'est fait.")
    assert here.desk_conversations.inbox().held == []
    with pytest.raises(DeskRefused, match="la personne l'a effacée"):
        here.desk_conversations.thread(asked.id)


async def test_a_cry_for_help_comes_before(say):
    [answer] = await say("sms", "effacer mes données, je vais me tuer")

    assert answer.urgent


async def test_after_stop_the_right_holds_and_stop_does_too(here, say):
    message = IncomingMessage("sms", ADDRESSES["sms"], "STOP", "SM1")
    here.sms_door.admits(message)

    assert here.sms_door.admits(IncomingMessage("sms", ADDRESSES["sms"], "effacer mes données", "SM2"))
    assert "Votre refus de recevoir des messages." in (await say("sms", "mes données"))[0].text
    assert "Je garde votre refus" in (await say("sms", "effacer"))[0].text
    assert not here.sms_door.admits(IncomingMessage("sms", ADDRESSES["sms"], "le rsa", "SM3"))


async def test_a_ticket_reads_once_for_an_hour_and_gives_the_file(here, say, at):
    book(here, await fill(here, say, "web"))
    first, late = [ticket_in((await say("web", "mes données"))[0]) for _ in range(2)][::-1]
    later = at((here.clock.now() + TICKET_HOLDS).isoformat())

    lines, copy, file = here.own_data.read(first)

    assert len(lines) > 4
    assert CANARY in json.dumps(copy, ensure_ascii=False)
    assert {one["prenom"] for one in copy["rendez_vous"]} == {"Ali"}
    assert here.own_data.read(first) is None
    assert here.own_data.read(late) is None  # the next one took its place
    assert later.own_data.read(file) is None


async def test_a_ticket_is_kept_nowhere_in_clear_and_no_other_code_opens_it(here, say, engine):
    ticket, other = ticket_in((await say("web", "mes données"))[0]), conversation_of(here, "telegram")
    with here.new_uow() as uow:
        uow.joining_codes.add("KLPD 2748", other, here.clock.now() + TICKET_HOLDS)
        uow.commit()

    assert here.own_data.read("KLPD 2748") is None
    with engine.connect() as connection:
        for table in ("messages", "joining_codes", "conversations", "outbox"):
            assert ticket not in str(connection.execute(text(f"SELECT * FROM {table}")).all())


@pytest.mark.parametrize(("channel", "shown_as", "must_say"), [
    ("sms", sms, ('écrivez "humain"',)),
    ("telegram", telegram, ("écrivez « humain »", "hors de l'Union européenne", "N'écrivez ici rien de confidentiel."))])
async def test_the_first_answer_says_that_it_is_a_program_once(say, channel, shown_as, must_say):
    first, again = await say(channel, "bonjour"), await say(channel, "le rsa")

    shown = shown_as(first[-1], SITE)
    assert [words for words in ("Je suis un programme, pas une personne", f"{SITE}{NOTICE}", *must_say)
            if words not in shown] == []
    assert [answer for answer in again if "programme" in answer.text] == []
    assert channel != "sms" or segments(shown) <= 2


@pytest.mark.parametrize("first", ["", "humain", "code KLPD 2748", "14h heure de la Réunion", "mes données"])
async def test_whatever_is_said_first_the_program_says_what_it_is(say, first):
    assert "Je suis un programme" in (await say("telegram", first))[-1].text


async def test_a_cry_for_help_is_answered_by_the_number_alone_and_the_rest_is_said_after(say):
    [number] = await say("telegram", "je veux mourir")

    assert number.urgent
    assert "Je suis un programme" in (await say("telegram", "bonjour"))[-1].text


def test_the_widget_says_it_before_anything_is_written(here):
    [(_, welcome)] = here.conversations.thread("web", ADDRESSES["web"])

    assert "Je suis une machine" in welcome.answer.text
    assert "« humain »" in welcome.answer.text
    assert NOTICE_LINK in welcome.answer.links
