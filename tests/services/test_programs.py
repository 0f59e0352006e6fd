"""Several programs over one database: each message, each turn and each piece of work is one program's."""
import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import Reply
from bot.domain.notice import Kind, Notice
from bot.services.inbox import Inbox
from bot.services.outbox import Outbox
from bot.services.programs import Programs
from tests.builders import paris
from tests.post import ALI, LEA, Letters, sms

NOON = paris("2026-11-23 12:00")


class Hand:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.moment = NOON

    def now(self):
        return self.moment

    def passes(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


class Program:
    def __init__(self, clock, new_uow) -> None:
        self.programs = Programs(clock, new_uow)
        self.inbox = Inbox(clock, new_uow, self.programs.name)
        self.outbox = Outbox(clock, new_uow, {"sms"}, self.programs.name)
        self.programs.show()

    def taken(self, address: str = ALI) -> list[str]:
        return [message.text for _, message in self.inbox.take("sms", address)]


@pytest.fixture
def clock():
    return Hand()


@pytest.fixture
def program(clock, new_uow):
    """A program that starts now."""
    return lambda: Program(clock, new_uow)


def test_a_persons_messages_are_in_the_hands_of_one_program_whichever_received_them(program):
    one, other = program(), program()
    first = one.inbox.keep(sms("un", "SM1"))
    assert one.taken() == ["un"]
    other.inbox.keep(sms("deux", "SM2"))
    other.inbox.keep(sms("un", "SM3", LEA))

    assert other.taken() == []
    assert other.inbox.waiting("sms") == [LEA]
    assert other.taken(LEA) == ["un"]
    one.inbox.answered([first])
    assert one.taken() == ["deux"]


def test_what_a_dead_program_had_is_taken_up_in_order_and_what_a_living_one_has_is_not(program, clock):
    one, other = program(), program()
    for number in (1, 2):
        one.inbox.keep(sms(str(number), f"SM{number}"))
    one.taken()

    clock.passes(10)
    one.programs.show()
    clock.passes(10)
    other.programs.show()
    assert other.inbox.waiting("sms") == []
    clock.passes(10)

    assert other.inbox.waiting("sms") == [ALI]
    assert other.taken() == ["1", "2"]


def test_a_program_that_leaves_or_whose_clock_was_set_back_is_not_waited_for(program, clock):
    one, other, third = program(), program(), program()
    one.inbox.keep(sms("un"))
    one.taken()
    one.programs.leave()
    assert other.taken() == ["un"]

    clock.passes(-3600)
    third.programs.show()

    assert third.taken() == ["un"]


def test_of_eight_programs_that_reach_out_at_once_one_has_the_message(program):
    programs, ready = [program() for _ in range(8)], Barrier(8)
    programs[0].inbox.keep(sms("un"))

    def reach(one: Program) -> list[str]:
        ready.wait()
        return one.taken()

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(reach, programs))

    assert sorted(taken) == [[]] * 7 + [["un"]]


def test_work_that_one_program_is_enough_for_is_done_by_the_oldest_alive(program, clock):
    one = program()
    clock.passes(1)
    other = program()
    assert [one.programs.is_first(), other.programs.is_first()] == [True, False]

    clock.passes(14.5)
    other.programs.show()

    assert [one.programs.is_first(), other.programs.is_first()] == [False, True]
    one.programs.show()
    assert [one.programs.is_first(), other.programs.is_first()] == [True, False]


def test_a_turn_that_two_programs_answered_has_the_answers_of_the_first(services):
    opened = services.conversations.open_turn(sms("la domiciliation"))
    again = services.conversations.open_turn(sms("la domiciliation"))
    assert opened.turn.id == again.turn.id

    [first, *_] = services.conversations.close_turn(opened.turn, Reply((Answer("Une réponse."),)))
    [second, *_] = services.conversations.close_turn(again.turn, Reply((Answer("Une autre."),)))

    assert second == first


def test_the_next_message_waits_for_one_under_way_but_not_for_a_dead_program(program, clock, new_uow):
    one, other = program(), program()
    with new_uow() as uow:
        for number in (1, 2):
            uow.outbox.add(Notice(f"reponse:{number}", Kind.REPONSE, Contact("sms", ALI), Answer(str(number)), NOON,
                                  NOON + timedelta(hours=1)), NOON)
        uow.outbox.claim(NOON, tuple(Kind), ["sms"], one.programs.name)
        uow.commit()
    letters = Letters()
    assert asyncio.run(other.outbox.post_due("sms", letters)) == 0

    clock.passes(20)
    other.programs.show()
    asyncio.run(other.outbox.post_due("sms", letters))

    assert letters.to(ALI) == ["2"]
    clock.passes(600)
    assert [(trouble.key, trouble.perhaps_sent) for trouble in other.outbox.in_trouble()] == [("reponse:1", True)]


def test_a_message_kept_by_the_version_before_is_answered(program, new_uow, engine):
    one = program()
    one.inbox.keep(sms("un"))
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE inbox SET address_hash = NULL")

    assert one.inbox.waiting("sms") == [ALI]
    assert one.taken() == ["un"]
