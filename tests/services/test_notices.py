"""What people receive about their appointments, on which channel, and when."""
import re
from dataclasses import replace

import pytest

from bot.channels.plain_text import numbered
from bot.channels.sms.render import render as sms
from bot.channels.sms.render import segments
from bot.channels.telegram.render import render as telegram
from bot.domain.appointment import Contact, State
from bot.domain.errors import AppointmentNotFound, CreneauTaken
from tests.builders import paris
from tests.services.test_booking import say

SOMEBODY = "b" * 43


def book(services, channel: str = "web", address: str = SOMEBODY, telephone: str | None = None, rank: int = 1,
         motif: str = "domiciliation") -> str:
    """An appointment taken on a channel; its code."""
    with services.new_uow() as uow:
        conversation = uow.conversations.open(channel, address, services.clock.now()).id
        uow.commit()
    services.booking.start(conversation, f"rdv pour {motif}")
    services.booking.choose(conversation, rank)
    say(services, conversation, telephone=telephone)
    return re.search(r"[A-Z]{3} \d{3}", services.booking.confirm(conversation).text)[0]


def received(services, channel: str, address: str) -> list:
    """The answers in a thread that nobody asked for."""
    with services.new_uow() as uow:
        conversation = uow.conversations.open(channel, address, services.clock.now()).id
        return [sent.answer for text, sent in uow.conversations.history(conversation) if sent]


def test_who_leaves_a_mobile_on_the_web_page_gets_a_confirmation_by_sms(services):
    code = book(services, telephone="0612345678")

    assert services.outbox.send_due() == 1
    [message] = received(services, "sms", "+33612345678")
    assert code in sms(message)
    assert "apporter" in sms(message)


def test_who_leaves_a_landline_gets_no_sms(services):
    book(services, telephone="0467960000")

    services.outbox.send_due()

    assert received(services, "sms", "+33467960000") == []


@pytest.mark.parametrize(("channel", "address"), [("sms", "+33612345678"), ("telegram", "4242")])
def test_who_books_where_they_are_reached_has_read_the_confirmation_already(services, channel, address):
    book(services, channel, address)

    assert services.outbox.send_due() == 0


@pytest.mark.parametrize(("channel", "address"), [("sms", "+33612345678"), ("telegram", "4242"), ("web", SOMEBODY)])
def test_two_days_before_everybody_is_reminded_once_where_they_can_read_it(services, at, channel, address):
    code = book(services, channel, address, rank=3)
    start = services.appointment_book.get(code).start.astimezone(paris("2026-01-01 00:00").tzinfo)
    assert start == paris("2026-11-24 09:00")

    assert at("2026-11-22T08:59").outbox.send_due() == 0
    assert at("2026-11-22T09:00").outbox.send_due() == 1
    assert at("2026-11-22T09:05").outbox.send_due() == 0

    reminder = received(services, channel, address)[-1]
    assert "Rappel" in reminder.text
    assert [choice.label for choice in reminder.choices] == ["Changer l'heure", "Annuler"]


def test_the_reminder_of_a_process_that_was_down_waits_for_the_morning_and_never_comes_too_late(services, at):
    book(services, "telegram", "4242", rank=3)

    assert at("2026-11-23T02:30").outbox.send_due() == 0
    assert at("2026-11-24T10:00").outbox.send_due() == 0
    assert received(services, "telegram", "4242") == []


def test_a_late_process_still_reminds_before_the_appointment(services, at):
    book(services, "telegram", "4242", rank=3)

    assert at("2026-11-23T09:30").outbox.send_due() == 1


def test_a_cancelled_appointment_reminds_nobody(services, at):
    services.appointment_book.cancel(book(services, "telegram", "4242", rank=3), "usager")

    assert at("2026-11-22T10:00").outbox.send_due() == 0


def test_the_desk_cancels_and_the_person_is_told_and_can_take_another_hour(services):
    code = book(services, "telegram", "4242")

    services.appointment_book.cancel(code, "accueil")

    assert services.outbox.send_due() == 1
    message = received(services, "telegram", "4242")[-1]
    assert "annulé par l'accueil" in message.text
    assert message.choices[0].sends == '/choisir_motif{"motif": "entretien-domiciliation"}'


def test_who_cancels_by_themselves_is_not_told_again(services):
    services.appointment_book.cancel(book(services, "telegram", "4242"), "usager")

    assert services.outbox.send_due() == 0


def test_the_desk_moves_an_appointment_and_the_reminder_follows(services, at):
    code = book(services, "telegram", "4242")
    old = services.appointment_book.get(code)
    wanted = replace(services_free(services, "entretien-domiciliation")[-1])

    moved = services.appointment_book.move(code, wanted, "accueil")

    assert (moved.code, moved.uid, moved.sequence) == (old.code, old.uid, 1)
    assert services.outbox.send_due() == 1
    assert "a changé" in received(services, "telegram", "4242")[-1].text
    assert at("2026-11-22T12:00").outbox.send_due() == 0


def test_an_hour_that_somebody_else_has_is_not_given_by_a_move(services):
    code, other = book(services, "telegram", "1"), book(services, "telegram", "2", rank=2)
    taken = services.appointment_book.get(other)
    wanted = [c for c in services_free(services, "entretien-domiciliation")][0]

    with pytest.raises(CreneauTaken):
        services.appointment_book.move(code, replace(wanted, start=taken.start, end=taken.end), "accueil")
    assert services.appointment_book.get(code).sequence == 0


def test_nobody_was_seen_before_the_day_and_a_mistake_can_be_undone(services, at):
    code = book(services)

    with pytest.raises(AppointmentNotFound):
        services.appointment_book.set_state(code, State.VU)
    there = at("2026-11-23T10:00").appointment_book
    for state in (State.ABSENT, State.VU, State.PREVU):
        assert there.set_state(code, state).state is state

    with services.new_uow() as uow:
        assert [(change.state, change.by) for change in uow.appointments.history(code)] == [
            (State.PREVU, "usager"), (State.ABSENT, "accueil"), (State.VU, "accueil"), (State.PREVU, "accueil")]


def test_an_answer_by_sms_finds_the_appointment_that_was_taken_on_the_web_page(services):
    code = book(services, telephone="0612345678")
    with services.new_uow() as uow:
        phone = uow.conversations.open("sms", "+33612345678", services.clock.now()).id
        uow.commit()

    assert code in services.kept_appointments.list(phone).text


def test_every_message_is_one_or_two_sms_for_every_motif(services, knowledge):
    long_code = services.appointment_book.get(book(services))
    for motif in knowledge.motifs:
        appointment = replace(long_code, motif=motif, start=paris("2026-09-23 14:45"), demo=False,
                              contact=Contact("sms", "+33612345678"))
        words = services.kept_appointments._words
        for message in (words.confirmed(appointment), words.about("message_rappel", appointment),
                        words.about("message_change", appointment), words.about("message_annulation", appointment)):
            assert segments(sms(message)) <= 2, sms(message)
            assert "Domiciliation" not in sms(message)


def test_each_kind_of_message_can_be_read_on_each_channel(services):
    code = book(services, telephone="0612345678")
    services.appointment_book.cancel(code, "accueil")
    services.outbox.send_due()

    for message in received(services, "sms", "+33612345678"):
        assert sms(message).isprintable() or "\n" in sms(message)
        assert telegram(message)
        assert len(numbered(message)) == len(message.choices)


def services_free(services, motif: str) -> list:
    from bot.services.creneaux import free
    with services.new_uow() as uow:
        return free(uow, services.knowledge.motifs[motif], services.clock.now())
