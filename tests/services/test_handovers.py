"""Reaching a person: who waits, who answers, and that nobody is left alone."""
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.domain.agent import Role
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import IncomingMessage, Reply
from bot.domain.errors import DeskRefused
from bot.domain.french import NBSP
from bot.domain.handover import usual_wait
from bot.services.appointment_book import contact_of
from bot.services.handovers import BACK, WAIT_NO_MORE

OPEN = "Mo-Fr 09:00-12:00,14:00-17:00"
NUMBER = "06 12 34 56 78"


@dataclass
class Resident:
    """Somebody on the web page, and what they are told."""

    services: object
    address: str = "A" * 22
    channel: str = "web"

    @property
    def conversation(self) -> str:
        with self.services.new_uow() as uow:
            found = uow.conversations.open(self.channel, self.address, self.services.clock.now()).id
            uow.commit()
        return found

    def asks_for_a_person(self):
        return self.services.handovers.ask(self.conversation)

    def writes(self, text: str, button: str | None = None):
        return self.services.conversations.open_turn(IncomingMessage(self.channel, self.address, text, button=button))

    def reads(self) -> list[str]:
        return [sent.answer.text for _, sent in self.services.conversations.thread(self.channel, self.address) if sent]


@pytest.fixture
def resident(services):
    return Resident(services)


@pytest.fixture
def agent(services):
    """Somebody at the desk, who has just been seen."""
    def sign_in(login: str, role: Role = Role.ACCUEIL):
        link = services.accounts.add(login, login.capitalize(), role)
        return services.accounts.session(services.accounts.choose_password(link, "les platanes de la place")).agent
    return sign_in


@pytest.fixture
def held(services, resident, agent):
    """A resident whose conversation an agent holds."""
    nadia = agent("nadia")
    resident.asks_for_a_person()
    number = services.desk_conversations.inbox().waiting[0].id
    services.desk_conversations.claim(number, nadia)
    return nadia, number


def test_who_asks_waits_when_an_agent_is_there(services, resident, agent):
    agent("nadia")
    answer = resident.asks_for_a_person()
    assert "Personne n'attend avant vous" in answer.text
    assert [one.conversation for one in services.desk_conversations.inbox().waiting] == [resident.conversation]


def test_asking_twice_is_waiting_once_in_the_same_place(services, resident, agent):
    agent("nadia")
    resident.asks_for_a_person()
    other = Resident(services, "B" * 22)
    assert "Personnes avant vous : 1" in other.asks_for_a_person().text
    assert "Personne n'attend avant vous" in resident.asks_for_a_person().text
    assert len(services.desk_conversations.inbox().waiting) == 2


@pytest.mark.parametrize(("moment", "waits", "said"), [
    ("2026-11-23T10:00", True, "Je préviens l'accueil"), ("2026-11-23T13:00", False, "aujourd'hui à 14 h"),
    ("2026-11-23T18:00", False, "demain à 9 h"), ("2026-11-21T10:00", False, "lundi")])
def test_outside_its_hours_the_desk_says_when_it_answers(at, moment, waits, said):
    services = at(moment)
    services.desk_hours.keep(OPEN)
    resident = Resident(services)
    answer = resident.asks_for_a_person()
    assert said in answer.text.replace(NBSP, " ")
    assert any(choice.label == "Être rappelé" for choice in answer.choices)
    assert bool(services.desk_conversations.inbox().waiting) is waits


def test_without_hours_and_without_anybody_the_doors_are_given(services, resident):
    assert "CCAS" in resident.asks_for_a_person().text
    assert not services.desk_conversations.inbox().waiting


def test_the_assistant_goes_on_while_somebody_waits(resident, agent):
    agent("nadia")
    resident.asks_for_a_person()
    assert resident.writes("c'est quoi le RSA ?").turn is not None


def test_while_an_agent_holds_it_the_dialogue_is_not_asked(services, resident, held):
    nadia, number = held
    opened = resident.writes(f"mon numéro est le {NUMBER}")
    assert (opened.turn, opened.answers) == (None, ())
    lines = services.desk_conversations.thread(number)[1]
    assert lines[-1].text == f"mon numéro est le {NUMBER}"
    services.desk_conversations.say(number, nadia, "Bonjour,\nvenez mardi.", "k1")
    assert resident.reads()[-1] == "Bonjour,\nvenez mardi."


def test_what_is_said_to_an_agent_is_not_written_in_clear(services, resident, held, engine):
    nadia, number = held
    resident.writes(f"mon numéro est le {NUMBER}")
    services.desk_conversations.say(number, nadia, f"Je vous appelle au {NUMBER}.", "k1")
    with engine.connect() as connection:
        rows = [str(tuple(row)) for row in connection.exec_driver_sql("SELECT * FROM messages")]
    assert rows
    assert not any(NUMBER in row for row in rows)


def test_a_cry_for_help_gets_its_number_and_is_shown_to_the_agent(services, resident, held):
    _, number = held
    opened = resident.writes("j'ai envie de mourir")
    assert "3114" in opened.answers[0].answer.text
    one, lines = services.desk_conversations.thread(number)
    assert one.urgence == "suicide"
    assert [line.urgence for line in lines if line.urgence] == ["suicide"]


def test_a_cry_while_waiting_puts_the_person_first(services, resident, agent):
    agent("nadia")
    Resident(services, "B" * 22).asks_for_a_person()
    resident.asks_for_a_person()
    resident.writes("mon mari me frappe")
    assert services.desk_conversations.inbox().waiting[0].conversation == resident.conversation


def test_two_agents_never_answer_at_once(services, held, agent):
    _, number = held
    karim = agent("karim")
    with pytest.raises(DeskRefused, match="Nadia répond déjà"):
        services.desk_conversations.claim(number, karim)
    with pytest.raises(DeskRefused, match="rien n'est parti"):
        services.desk_conversations.say(number, karim, "Bonjour", "k2")


def test_a_referent_may_take_over(services, held, agent):
    nadia, number = held
    chief = agent("chief", Role.REFERENT)
    services.desk_conversations.claim(number, chief)
    services.desk_conversations.say(number, chief, "Je prends la suite.", "k3")
    with pytest.raises(DeskRefused):
        services.desk_conversations.say(number, nadia, "Moi aussi.", "k4")


def test_a_form_sent_twice_is_said_once(services, resident, held):
    nadia, number = held
    for _ in range(2):
        services.desk_conversations.say(number, nadia, "Bonjour", "same")
    assert resident.reads().count("Bonjour") == 1


@pytest.mark.parametrize("end", ["give_back", "close"])
def test_once_given_back_the_assistant_answers(services, resident, held, end):
    nadia, number = held
    getattr(services.desk_conversations, end)(number, nadia)
    assert resident.writes("c'est quoi le RSA ?").turn is not None
    with pytest.raises(DeskRefused, match="finie"):
        services.desk_conversations.say(number, nadia, "Encore un mot", "k5")


def test_the_person_may_go_back_to_the_assistant(services, resident, held):
    assert "assistant" in resident.writes(BACK.label).answers[0].answer.text
    assert resident.writes("c'est quoi le RSA ?").turn is not None


def test_the_person_may_wait_no_more(services, resident, agent):
    agent("nadia")
    answer = resident.asks_for_a_person()
    conversation = resident.conversation
    turn = resident.writes("bonjour").turn
    services.conversations.close_turn(turn, Reply((answer,)))
    opened = resident.writes(WAIT_NO_MORE.label)
    assert opened.turn is None
    assert not services.desk_conversations.inbox().waiting
    assert resident.conversation == conversation


def test_released_the_person_keeps_their_place(services, resident, held):
    nadia, number = held
    Resident(services, "B" * 22).asks_for_a_person()
    services.desk_conversations.release(number, nadia)
    assert services.desk_conversations.inbox().waiting[0].id == number


def test_an_agent_who_has_left_holds_nobody(services, resident, held, monkeypatch):
    monkeypatch.setattr(services.handovers, "_clock", SetClock("2026-11-21T10:25"))
    assert services.handovers.let_go() == 1
    assert "a dû partir" in resident.reads()[-1]
    assert resident.writes("allo ?").turn is not None


def test_who_waits_at_closing_time_is_told_so(at):
    services = at("2026-11-23T11:30")
    services.desk_hours.keep(OPEN)
    resident = Resident(services)
    resident.asks_for_a_person()
    later = at("2026-11-23T12:01")
    assert later.handovers.let_go() == 1
    assert "aujourd'hui à 14 h" in Resident(later).reads()[-1].replace(NBSP, " ")


def test_erasing_ends_the_request(services, resident, held):
    services.conversations.erase_address(resident.channel, resident.address)
    inbox = services.desk_conversations.inbox()
    assert not inbox.waiting
    assert not inbox.held


def test_an_agent_books_for_the_person_who_finds_it_again(services, resident, held):
    nadia, number = held
    start = services.desk_conversations.times("premier-accueil")[0].start
    services.desk_conversations.book(number, nadia, "premier-accueil", start, "Inès", "k6")
    conversation = resident.conversation
    with services.new_uow() as uow:
        coming = uow.appointments.coming(conversation, services.clock.now())
    assert [one.start for one in coming] == [start]
    assert coming[0].code in resident.reads()[-1].replace(NBSP, " ")


def test_the_wait_is_that_of_the_last_real_ones():
    assert usual_wait([timedelta(minutes=2)] * 2) is None
    assert usual_wait([timedelta(minutes=m) for m in (1, 4, 60)]) == 4
    assert usual_wait([timedelta(seconds=5)] * 3) == 1


def test_by_sms_what_an_agent_writes_is_queued_once(services, agent, engine):
    services.posted.add("sms")
    resident, nadia = Resident(services, "+33612345678", "sms"), agent("nadia")
    resident.asks_for_a_person()
    number = services.desk_conversations.inbox().waiting[0].id
    services.desk_conversations.claim(number, nadia)
    for _ in range(2):
        services.desk_conversations.say(number, nadia, "Venez mardi.", "once")
    with engine.connect() as connection:
        kinds = connection.exec_driver_sql("SELECT kind FROM outbox").scalars().all()
    assert kinds == ["reponse", "reponse"]  # « une personne est là », then what she writes


def test_who_is_called_back_has_not_waited():
    assert usual_wait([timedelta(0)] * 5 + [timedelta(minutes=9)] * 2) is None


def test_erasing_forgets_the_questions_that_were_not_understood(services, resident, engine):
    services.answers.note_unanswered("le zinzin du machin", [], "web", resident.conversation, "pas compris")
    services.conversations.erase_address(resident.channel, resident.address)
    with engine.connect() as connection:
        assert not connection.exec_driver_sql("SELECT * FROM unanswered WHERE conversation_id IS NOT NULL").all()


def test_at_the_counter_nobody_is_called_for(services, agent):
    agent("nadia")
    answer = Resident(services, "C" * 24, "bureau").asks_for_a_person()
    assert "CCAS" in answer.text
    assert not services.desk_conversations.inbox().waiting


def test_who_books_at_the_counter_is_written_to_on_the_mobile_they_give_or_not_at_all(services):
    at_counter = Resident(services, "C" * 24, "bureau").conversation
    with services.new_uow() as uow:
        contacts = [contact_of(uow, at_counter, BookingDraft(telephone=number), services.clock.now())
                    for number in (NUMBER, None)]
    assert [str(one) for one in contacts] == ["sms +33612345678", "None"]


def test_of_ten_agents_who_claim_at_once_one_answers(services, resident, agent):
    agents = [agent(f"agent-{n}") for n in range(10)]
    resident.asks_for_a_person()
    number = services.desk_conversations.inbox().waiting[0].id

    def claims(one) -> bool:
        try:
            services.desk_conversations.claim(number, one)
        except DeskRefused:
            return False
        return True

    with ThreadPoolExecutor(10) as threads:
        assert sum(threads.map(claims, agents)) == 1
    assert len(resident.reads()) == 1  # « une personne est là »


def test_nothing_is_written_to_who_has_said_stop(services, agent):
    resident, nadia = Resident(services, "+33612345678", "sms"), agent("nadia")
    resident.asks_for_a_person()
    number = services.desk_conversations.inbox().waiting[0].id
    services.desk_conversations.claim(number, nadia)
    services.opposition.stop(resident.conversation, "sms")
    with pytest.raises(DeskRefused, match="STOP"):
        services.desk_conversations.say(number, nadia, "Venez mardi.", "k")
