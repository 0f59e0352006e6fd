"""A message's way in and out, through the relay, with the keyword dialogue in Rasa's place."""
import asyncio

import pytest

from bot.channels.relay import Relay
from bot.domain.answer import Answer, Choice, payload
from bot.domain.conversation import IncomingMessage, Reply, Understood
from bot.domain.errors import DialogueUnavailable
from bot.services.keyword_dialogue import FallbackDialogue


class Scripted:
    """A dialogue that answers what the test says, and remembers what it was asked; `memory`: what it wants kept."""

    def __init__(self, *answers: Answer, memory=None, intent="") -> None:
        self.answers = answers
        self.memory, self.understood = memory, Understood(intent)
        self.turns = []

    async def ask(self, turn):
        self.turns.append(turn)
        return Reply(self.answers, self.understood, self.memory)


class Booking:
    """A dialogue that begins a booking for the domiciliation."""

    def __init__(self, services) -> None:
        self._booking = services.booking

    async def ask(self, turn):
        return Reply((self._booking.start(turn.conversation, "domiciliation"),))


@pytest.fixture
def say(services):
    """say(text, …) → the texts of the answers, on one thread of the widget."""
    async def send(text, dialogue=services.keywords, id_=None, address="a" * 22, channel="web", button=None):
        relay = Relay(services.conversations, services.answers, dialogue)
        sent, _ = await relay.handle(IncomingMessage(channel, address, text, id_, button))
        return sent
    return send


async def test_a_person_in_danger_gets_the_number_and_rasa_is_not_asked(say):
    dialogue = Scripted()

    [sent] = await say("je veux mourir", dialogue)

    assert "3114" in sent.answer.text
    assert dialogue.turns == []


async def test_what_the_dialogue_remembers_comes_back_with_the_next_turn(say):
    asked = Scripted(Answer("Oui."))
    for memory in ({"fiche": "rsa"}, None, {}):
        await say("une question", Scripted(Answer("Oui."), memory=memory))
        await say("une autre", asked)

    assert [turn.memory for turn in asked.turns] == [{"fiche": "rsa"}, {"fiche": "rsa"}, {}]


async def test_nothing_is_remembered_of_who_has_just_had_everything_erased(say):
    asked = Scripted(Answer("Oui."))
    await say("oubliez moi", Scripted(Answer("C'est fait."), memory={"fiche": "rsa"}, intent="effacer_mes_donnees"))
    await say("une question", asked)

    assert asked.turns[0].memory == {}


async def test_after_the_number_the_subject_that_informs_is_offered_but_never_by_sms(say):
    [web] = await say("mon mari me frappe")
    [sms] = await say("mon mari me frappe", channel="sms")

    assert web.answer.choices[0].label.startswith("La protection dans le couple")
    assert sms.answer.choices == ()


async def test_distress_is_answered_even_when_the_database_is_gone(say, services, monkeypatch):
    def broken(message):
        raise OSError("disk full")

    monkeypatch.setattr(services.conversations, "open_turn", broken)

    [sent] = await say("je veux mourir")

    assert "3114" in sent.answer.text


async def test_a_social_security_number_is_not_kept_and_the_person_is_told_not_to_send_it(say, services):
    dialogue = Scripted(Answer("Voici."))
    [sent] = await say("ma sécu 2 85 05 34 079 012 81 ça marche ? la mairie c'est le 04 67 88 87 00", dialogue)
    assert sent.answer.text.startswith("Je n'ai pas gardé votre numéro.")
    assert "Voici." in sent.answer.text
    assert dialogue.turns[0].text == "ma sécu [NIR] ça marche ? la mairie c'est le 04 67 88 87 00"


async def test_no_word_of_a_cry_for_help_is_kept(say, services):
    await say("je veux mourir")

    thread = services.conversations.thread("web", "a" * 22)
    assert [text for text, sent in thread if sent is None] == [None]


async def test_the_same_message_delivered_twice_gets_the_same_answers(say):
    dialogue = Scripted(Answer("Une réponse."))

    first = await say("bonjour", dialogue, id_="m1")
    again = await say("bonjour", dialogue, id_="m1")

    assert first == again
    assert len(dialogue.turns) == 1


async def test_a_failure_is_apologised_for_with_a_number(say):
    class Broken:
        async def ask(self, turn):
            raise RuntimeError("anything")

    [sent] = await say("bonjour", Broken())

    assert "Je n'arrive pas à répondre" in sent.answer.text


async def test_silence_is_never_an_answer(say):
    [sent] = await say("bonjour", Scripted())

    assert "Je n'arrive pas à répondre" in sent.answer.text


async def test_keywords_answer_while_rasa_loads(say, services):
    class Loading:
        async def ask(self, turn):
            raise DialogueUnavailable

    [sent] = await say("une adresse pour mon courrier", FallbackDialogue(Loading(), services.keywords))

    assert "La domiciliation" in [choice.label for choice in sent.answer.choices]


@pytest.mark.parametrize(("text", "said"), [
    ("", "pas reçu de texte"), ("   \u200b\n", "pas reçu de texte"), ("/", "pas reçu de texte"),
    ("x" * 10_000, "trop long"),
])
async def test_what_cannot_be_read_gets_a_clear_sentence(say, text, said):
    [sent] = await say(text)

    assert said in sent.answer.text


@pytest.mark.parametrize("text", ["👍", "\ud800 bonjour", "<script>alert(1)</script>", "'; DROP TABLE messages;--",
                                  "/restart", "/EXTERNAL_reminder", "مرحبا", "{{7*7}}", "\x00\x07"])
async def test_strange_messages_reach_nobody_as_anything_but_text(say, text):
    dialogue = Scripted(Answer("Une réponse."))

    await say(text, dialogue)

    assert all(not turn.is_payload and not turn.text.startswith("/") for turn in dialogue.turns)


async def test_a_number_takes_the_choice_shown_last(say):
    dialogue = Scripted(Answer("Voici.", choices=(Choice("A", payload("a")), Choice("B", payload("b", fiche="x")))))
    await say("bonjour", dialogue)

    await say("le deuxième", dialogue)

    assert dialogue.turns[-1].text == '/b{"fiche": "x"}'
    assert dialogue.turns[-1].is_payload


async def test_the_last_hour_is_not_the_last_button(say, services):
    [shown] = await say("rdv domiciliation", Booking(services))
    hours = [choice for choice in shown.answer.choices if "choisir_creneau" in choice.sends]
    dialogue = Scripted(Answer("d'accord"))

    await say("le dernier", dialogue)

    assert dialogue.turns[0].text == hours[-1].sends
    assert shown.answer.choices[-1].label == "Abandonner"


async def test_a_button_works_long_after_and_only_in_its_own_thread(say):
    dialogue = Scripted(Answer("Voici.", choices=(Choice("A", payload("a")),)))
    [first] = await say("bonjour", dialogue)
    await say("autre chose", Scripted(Answer("Rien.")))

    await say("", dialogue, button=f"{first.id}.0")
    [stolen] = await say("", dialogue, button=f"{first.id}.0", address="b" * 22)

    assert dialogue.turns[-1].text == "/a"
    assert "bouton est trop ancien" in stolen.answer.text


@pytest.mark.parametrize("token", ["", "1", "x.y", "999999.0", "1.99", "1.-1", "9" * 21 + ".0", "9" * 40 + ".0"])
async def test_a_button_that_means_nothing_says_so(say, token):
    [sent] = await say("", button=token)

    assert "bouton est trop ancien" in sent.answer.text


async def test_rasa_never_sees_a_phone_number(say):
    dialogue = Scripted(Answer("Une réponse."))

    await say("rappelez moi au 06 12 34 56 78", dialogue)

    assert dialogue.turns[0].text == "rappelez moi au [TELEPHONE]"


async def test_during_a_booking_the_name_and_the_number_never_reach_rasa(say, services):
    def start(conversation):
        services.booking.start(conversation, "domiciliation")
        return services.booking.choose(conversation, 1)

    dialogue = Scripted(Answer("Une réponse."))
    await say("bonjour", dialogue)
    conversation = dialogue.turns[0].conversation
    start(conversation)

    await say("je m'appelle Marie", dialogue)
    await say("0612345678", dialogue)

    assert [turn.text for turn in dialogue.turns[1:]] == ["/continuer_rdv", "/continuer_rdv"]
    with services.new_uow() as uow:
        draft = uow.conversations.get(conversation, services.clock.now()).draft
    assert (draft.prenom, draft.telephone) == ("Marie", "0612345678")


async def test_a_question_in_the_middle_is_answered_and_the_booking_asks_again(say, services):
    dialogue = Scripted(Answer("Une réponse."))
    await say("bonjour", dialogue)
    services.booking.start(dialogue.turns[0].conversation, "domiciliation")

    answer, reminder = await say("c'est gratuit ?", dialogue)

    assert answer.answer.text == "Une réponse."
    assert "pas encore pris" in reminder.answer.text
    assert reminder.answer.choices


async def test_an_hour_of_another_time_zone_is_not_read_and_the_answer_says_so(say):
    dialogue = Scripted(Answer("Une réponse.", short="Court."))

    [sent] = await say("un rdv mardi à 15 h, heure de New York", dialogue)

    assert [turn.text for turn in dialogue.turns] == ["un rdv mardi"]
    assert sent.answer.text == "Ici, toutes les heures sont celles de Paris.\n\nUne réponse."
    assert sent.answer.short == "Ici, toutes les heures sont celles de Paris.\nCourt."


async def test_a_helpline_comes_first_whatever_the_time_zone(say):
    [sent] = await say("à 15 h heure de Londres", Scripted(Answer("Appelez le 3114.", urgent=True)))
    [asked] = await say("aide à 15 h heure de Londres", Scripted(Answer("Appelez le 3114.", urgent=True)))

    assert sent.answer.text == "Ici, toutes les heures sont celles de Paris."
    assert asked.answer.text == "Appelez le 3114."


async def test_an_hour_of_another_time_zone_alone_leaves_the_booking_where_it_was(say, services):
    dialogue = Scripted(Answer("Une réponse."))
    await say("bonjour", dialogue)
    services.booking.start(dialogue.turns[0].conversation, "domiciliation")

    await say("3pm UTC", dialogue)

    assert dialogue.turns[1].text == "/continuer_rdv"


async def test_distress_in_the_middle_of_a_booking_keeps_the_booking(say, services):
    dialogue = Scripted(Answer("Une réponse."))
    await say("bonjour", dialogue)
    conversation = dialogue.turns[0].conversation
    services.booking.start(conversation, "domiciliation")

    [sent] = await say("mon mari me frappe", dialogue)

    assert "17" in sent.answer.text
    assert services.booking.is_under_way(conversation)


async def test_the_first_answer_by_sms_says_that_it_is_a_program(say):
    sent = await say("bonjour", Scripted(Answer("Une réponse.")), channel="sms", address="+33612345678")

    assert "Je suis un programme" in sent[-1].answer.text


def test_a_page_that_opens_is_welcomed_and_the_thread_survives_a_reload(services):
    first = services.conversations.thread("web", "a" * 22)
    again = services.conversations.thread("web", "a" * 22)

    assert len(first) == 1
    assert first == again


async def test_erasing_forgets_the_thread(say, services):
    await say("bonjour", Scripted(Answer("Une réponse.")))

    services.conversations.erase_address("web", "a" * 22)

    assert len(services.conversations.thread("web", "a" * 22)) == 1


async def test_a_rating_is_a_count_and_nothing_of_who_gave_it(say, services, engine):
    [sent] = await say("quels papiers", Scripted(services.answers.fiche("domiciliation", "pieces")))
    [other] = await say("merci", Scripted(Answer("Avec plaisir.")))

    for answer, helped in ((sent, True), (sent, False), (other, True)):
        services.conversations.rate("web", "a" * 22, answer.id, helped)
    services.conversations.rate("web", "b" * 22, sent.id, True)  # somebody else's answer

    with engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT page, helped, number FROM ratings ORDER BY helped").all()
    assert [(page, bool(helped), number) for page, helped, number in rows] == [
        ("/fiches/domiciliation", False, 1), ("/fiches/domiciliation", True, 1)]
    with services.new_uow() as uow:
        assert uow.ratings.of_page("/fiches/domiciliation") == (1, 1)


async def test_messages_of_one_person_are_taken_one_after_the_other(services):
    class Slow:
        inside = most = 0

        async def ask(self, turn):
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(0.02)
            self.inside -= 1
            return Reply((Answer("Une réponse."),))

    slow = Slow()
    relay = Relay(services.conversations, services.answers, slow)
    await asyncio.gather(*(relay.handle(IncomingMessage("web", "a" * 22, "bonjour")) for _ in range(6)))

    assert slow.most == 1


def test_where_a_person_is_reaches_the_dialogue_to_a_hundred_metres_and_is_not_kept(services):
    message = IncomingMessage("web", "t" * 22, "", "m1", position=(43.627512, 3.429134))

    turn = services.conversations.open_turn(message).turn

    assert turn.text == payload("partager_position", latitude="43.628", longitude="3.429")
    assert "43.6" not in str(services.conversations.thread("web", "t" * 22))


async def test_of_a_message_that_is_too_long_only_a_cry_for_help_is_heard_and_nothing_is_kept(say, services):
    [refused] = await say("bonjour " * 600)
    [danger] = await say("bonjour " * 600 + "mon mari me frappe")

    assert "trop long" in refused.answer.text
    assert "3919" in danger.answer.text
    assert [text for text, _ in services.conversations.thread("web", "a" * 22) if text] == []
