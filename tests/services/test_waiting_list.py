"""No time is free: one may wait for one, or be called back."""
from datetime import timedelta

import pytest

from bot.domain.agenda import Absence
from bot.domain.booking_draft import Purpose
from tests.builders import paris
from tests.services.test_booking import say

ONE_HOUR = timedelta(hours=1)
MOTIF = "entretien-domiciliation"


@pytest.fixture
def full(services):
    """Every desk of the CCAS is away for three months; the number of each absence, to end it."""
    start, end = paris("2026-11-01 00:00"), paris("2027-02-01 00:00")
    with services.new_uow() as uow:
        numbers = [uow.planning.add_absence(Absence(slug, start.date(), end.date(), start.time(), end.time()))
                   for slug in ("demo-ccas-1", "demo-ccas-2")]
        uow.commit()
    return numbers


def somebody(services, channel: str, address: str) -> str:
    with services.new_uow() as uow:
        conversation = uow.conversations.open(channel, address, services.clock.now()).id
        uow.commit()
    return conversation


def wait(services, conversation: str, telephone: str | None = None, purpose: Purpose = Purpose.ATTENTE):
    """Ask for it, give a name, and a number if there is one."""
    services.booking.wait(conversation, MOTIF, purpose)
    say(services, conversation, telephone=telephone, wants_telephone=True)
    return services.booking.go_on(conversation)


def reopen(services, numbers) -> None:
    with services.new_uow() as uow:
        for number in numbers:
            uow.planning.remove_absence(number)
        uow.commit()


def messages(services, channel: str, address: str) -> list[str]:
    services.outbox.send_due()
    with services.new_uow() as uow:
        conversation = uow.conversations.open(channel, address, services.clock.now()).id
        return [sent.answer.text for _, sent in uow.conversations.history(conversation) if sent]


def test_when_nothing_is_free_the_next_time_is_said_and_two_ways_are_offered(services, full):
    answer = services.booking.start(somebody(services, "sms", "+33612345678"), "rdv pour la domiciliation")

    assert "avant le lundi 1er février à 9\u00a0h" in answer.text
    assert "à partir du 21 décembre 2026" in answer.text
    assert [choice.label for choice in answer.choices] == ["Me prévenir si une heure se libère", "Être rappelé"]


def test_who_waits_is_told_once_a_day_and_three_times_at_most(services, full, at):
    wait(services, somebody(services, "sms", "+33612345678"))
    assert services.waiting_list.tell() == 0
    reopen(services, full)

    for day in range(23, 28):
        for hour in ("10", "15"):
            at(f"2026-11-{day}T{hour}:00").waiting_list.tell()
            at(f"2026-11-{day}T{hour}:00").outbox.send_due()

    told = messages(services, "sms", "+33612345678")
    assert len(told) == 3
    assert "Une heure est libre" in told[0]


def test_nobody_is_told_at_night(services, full, at):
    wait(services, somebody(services, "sms", "+33612345678"))
    reopen(services, full)

    assert at("2026-11-23T06:00").waiting_list.tell() == 0


def test_who_does_not_want_to_be_told_any_more_is_not(services, full):
    conversation = somebody(services, "sms", "+33612345678")
    wait(services, conversation)
    reopen(services, full)

    assert services.waiting_list.leave(conversation)
    assert services.waiting_list.tell() == 0


def test_who_waits_from_the_web_page_can_leave_by_sms(services, full):
    wait(services, somebody(services, "web", "t" * 43), "0612345678")
    reopen(services, full)

    assert services.waiting_list.leave(somebody(services, "sms", "+33612345678"))
    assert services.waiting_list.tell() == 0


def test_who_took_an_appointment_waits_no_longer(services, full):
    conversation = somebody(services, "sms", "+33612345678")
    wait(services, conversation)
    reopen(services, full)
    services.booking.start(conversation, "rdv pour la domiciliation")
    services.booking.choose(conversation, 1)
    say(services, conversation)
    services.booking.confirm(conversation)

    assert services.waiting_list.tell() == 0


def test_there_are_no_more_messages_than_free_times_first_come_first(services, full):
    people = [somebody(services, "sms", f"+3361234567{number}") for number in range(3)]
    for conversation in people:
        wait(services, conversation)
    with services.new_uow() as uow:
        uow.planning.remove_absence(full[1])
        for start, end in (("2026-11-01 00:00", "2026-11-23 14:00"), ("2026-11-23 15:00", "2027-02-01 00:00")):
            first, last = paris(start), paris(end)
            uow.planning.add_absence(Absence("demo-ccas-2", first.date(), last.date(), first.time(), last.time()))
        uow.commit()

    assert services.waiting_list.tell() == 2
    assert "14\u00a0h." in messages(services, "sms", "+33612345670")[0]
    assert "14\u00a0h\u00a030." in messages(services, "sms", "+33612345671")[0]
    assert messages(services, "sms", "+33612345672") == []


def test_who_asks_twice_waits_once(services, full):
    conversation = somebody(services, "sms", "+33612345678")
    wait(services, conversation)
    wait(services, conversation)
    reopen(services, full)

    assert services.waiting_list.tell() == 1


def test_on_the_web_page_nobody_can_be_told_without_a_number(services, full):
    conversation = somebody(services, "web", "t" * 43)
    assert "numéro de téléphone" in wait(services, conversation).text

    assert "Sans numéro" in services.booking.without_telephone(conversation).text
    reopen(services, full)
    assert services.waiting_list.tell() == 0


def test_a_call_back_is_asked_for_shown_to_the_desk_and_done(services):
    conversation = somebody(services, "telegram", "4242")
    assert "numéro de téléphone" in wait(services, conversation, purpose=Purpose.RAPPEL).text

    assert "vous rappellera" in wait(services, conversation, "0612345678", Purpose.RAPPEL).text

    [call] = services.waiting_list.calls()
    assert (call.prenom, call.telephone, call.motif) == ("Ali", "0612345678", MOTIF)
    assert services.waiting_list.called(call.id)
    assert services.waiting_list.calls() == []
    assert not services.waiting_list.called(call.id)


def test_after_ninety_days_nobody_knows_who_waited(services, full, at, engine):
    wait(services, somebody(services, "sms", "+33612345678"))

    at("2027-02-20T10:00").forgetting.forget_old()

    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT prenom_encrypted, contact_encrypted FROM waiting").one()
    assert tuple(row) == (None, None)
