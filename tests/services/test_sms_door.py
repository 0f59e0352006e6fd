"""Which SMS are answered: STOP and START, numbers that cost, machines; a cry for help always."""
import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import wire
from bot.domain.appointment import Contact
from bot.domain.notice import Kind
from bot.services.sms_ledger import SmsLedger
from tests.post import ALI, sms

HELP = "mon mari me frappe"


@pytest.fixture
def door(services):
    return wire(services.knowledge, services.new_uow, None, SetClock("2026-11-21T10:00"), posted={"sms"}).sms_door


def queued(new_uow) -> list[str]:
    """What waits to be sent, and waits no longer."""
    now = SetClock("2026-11-21T10:00").now()
    with new_uow() as uow:
        said = []
        while (one := uow.outbox.claim(now, tuple(Kind), ["sms"])) is not None:
            said.append(one.answer.text)
            uow.outbox.was_sent(one.id, None, now)
        uow.commit()
    return said


def test_stop_is_confirmed_once_then_only_a_cry_for_help_is_answered(door, new_uow):
    assert not door.admits(sms("STOP", "SM1"))
    assert not door.admits(sms("Arrêt", "SM2"))

    assert [text.startswith("C'est noté. Vous ne recevrez plus") for text in queued(new_uow)] == [True]
    assert not door.admits(sms("le rsa", "SM3"))
    assert door.admits(sms(HELP, "SM4"))


def test_start_takes_stop_back_and_is_confirmed(door, new_uow):
    door.admits(sms("STOP", "SM1"))
    queued(new_uow)

    door.admits(sms("START", "SM2"))

    assert [text.startswith("C'est noté. Vous recevez") for text in queued(new_uow)] == [True]
    assert door.admits(sms("le rsa", "SM4"))


def test_start_from_who_never_said_stop_is_a_greeting(door, new_uow, services):
    assert not door.admits(sms("start"))
    assert queued(new_uow) == [services.answers.welcome().text]


@pytest.mark.parametrize("address", ["36117", "CPAM", "+33899123456", "+447700900123"])
def test_numbers_that_cost_are_answered_only_when_somebody_is_in_danger(door, address):
    assert not door.admits(sms("le rsa", address=address))
    assert door.admits(sms(HELP, address=address))


def test_a_machine_that_repeats_itself_is_left_alone_after_three_times(door):
    said = [door.admits(sms("Je suis absent. Je réponds bientôt.", f"SM{n}")) for n in range(5)]

    assert said == [True, True, True, False, False]


def test_a_number_that_writes_more_than_a_hand_can_is_left_alone_for_a_while(services):
    clock = SetClock("2026-11-21T10:00")
    door = wire(services.knowledge, services.new_uow, None, clock, posted={"sms"}).sms_door

    assert [door.admits(sms(f"question {n}", f"SM{n}")) for n in range(32)] == [True] * 30 + [False] * 2
    assert door.admits(sms(HELP))


def test_who_says_in_other_words_that_they_want_no_more_gets_no_reminder(services):
    with services.new_uow() as uow:
        conversation = uow.conversations.open("sms", ALI, services.clock.now()).id
        uow.commit()

    said = services.opposition.stop(conversation, "sms")

    assert "reprendre" in said.text
    with services.new_uow() as uow:
        assert uow.oppositions.holds(Contact("sms", ALI))


def test_the_limit_of_a_day_holds_messages_back_but_no_helpline(new_uow, caplog):
    ledger = SmsLedger(3, SetClock("2026-11-21T10:00"), new_uow)

    assert [ledger.spend(2, urgent) for urgent in (False, False, True)] == [True, False, True]
    assert ledger.spent_today() == 4
    assert "limit" in caplog.text
    assert SmsLedger(3, SetClock("2026-11-22T00:30"), new_uow).spend(3, urgent=False)
