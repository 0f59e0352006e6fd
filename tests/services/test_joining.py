"""One person on two channels: a code read on one and typed on the other, and her appointments are on both."""
import re

import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import wire
from bot.domain.conversation import IncomingMessage
from bot.domain.joining import find_joining_code, new_joining_code
from tests.services.test_booking import book

TELEGRAM = "42"


def listed(services, conversation: str) -> str:
    return services.kept_appointments.list(conversation).text


def ask(services, text: str, channel: str = "telegram", address: str = TELEGRAM, **more):
    opened = services.conversations.open_turn(IncomingMessage(channel, address, text, **more))
    return opened.answers[0].answer.text if opened.answers else None


def conversation_of(services, channel: str, address: str) -> str:
    with services.new_uow() as uow:
        found = uow.conversations.open(channel, address, services.clock.now()).id
        uow.commit()
    return found


@pytest.fixture
def booked(services):
    """The address, on the web, of somebody who has an appointment."""
    address = "a" * 22
    book(services, conversation_of(services, "web", address))
    return address


def code_of(services, address: str) -> str:
    """The code that the list of appointments offers, read on the screen."""
    conversation = conversation_of(services, "web", address)
    shown = services.kept_appointments.list(conversation)
    with services.new_uow() as uow:
        sent = uow.conversations.record_outgoing(conversation, None, shown, services.clock.now())
        uow.commit()
    said = ask(services, "", "web", address, button=f"{sent.id}.{len(shown.choices) - 1}")
    return re.search(r"[A-Z]{4}\s\d{4}", said)[0]


def test_an_appointment_made_on_the_web_is_seen_on_telegram_once_its_code_is_typed_there(services, booked):
    assert "aucun rendez-vous" in listed(services, conversation_of(services, "telegram", TELEGRAM))

    assert ask(services, f"code {code_of(services, booked).lower().replace(' ', '')}").startswith("C'est fait.")

    assert listed(services, conversation_of(services, "telegram", TELEGRAM)) == \
        listed(services, conversation_of(services, "web", booked))


def test_a_code_is_used_once_and_for_a_quarter_of_an_hour(services, booked):
    first, second = code_of(services, booked), code_of(services, booked)
    later = wire(services.knowledge, services.new_uow, None, SetClock("2026-11-21T10:16"))

    assert ask(services, first).startswith("Je ne connais pas ce code")
    assert ask(later, second).startswith("Je ne connais pas ce code")
    third = code_of(services, booked)
    assert ask(services, third).startswith("C'est fait.")
    assert ask(services, third, address="43").startswith("Je ne connais pas ce code")


def test_a_third_device_joins_the_two_others(services, booked):
    for address in ("42", "43"):
        ask(services, code_of(services, booked), address=address)

    assert "Code" in listed(services, conversation_of(services, "telegram", "43"))


def test_who_erases_a_conversation_takes_it_apart_from_the_others(services, booked):
    ask(services, code_of(services, booked))
    services.conversations.erase_address("telegram", TELEGRAM)

    assert "aucun rendez-vous" in listed(services, conversation_of(services, "telegram", TELEGRAM))


def test_no_code_is_readable_in_the_table_of_codes(services, booked, engine):
    letters, _ = code_of(services, booked).split()

    with engine.connect() as connection:
        assert letters not in str(connection.exec_driver_sql("SELECT * FROM joining_codes").all())


@pytest.mark.parametrize(("text", "is_a_code"), [
    ("KLPD 2748", True), ("klpd2748", True), ("mon code : klpd-2748.", True), ("KLP 274", False), ("code", False),
    ("rsa 2026", False), ("né en 1984", False), ("août 2026", False), ("aide 2345", False)])
def test_a_joining_code_is_not_taken_for_anything_else(text, is_a_code):
    assert (find_joining_code(text) is not None) is is_a_code


def test_a_new_code_is_found_as_it_was_said():
    code = new_joining_code()

    assert find_joining_code(code.lower()) == code
