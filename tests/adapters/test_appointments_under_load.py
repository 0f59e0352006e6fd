"""Nothing is booked twice, half booked or lost by several processes at once, some killed, on SQLite and on PostgreSQL."""
import os
import random
import signal
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from datetime import time as hour
from itertools import count

import pytest

from bot.adapters.cipher import new_key
from bot.adapters.database.planning import SqlPlanning
from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Appointment, Contact, Creneau, Session, State, new_code
from bot.domain.booking_draft import Purpose
from bot.domain.errors import CreneauTaken
from bot.domain.waiting import Waiting
from tests.builders import paris
from tests.under_load import NOW, Everybody, Journal, Town, Written, barrier, drafted, free, replaced, someone

OPERATIONS, PROCESSES = 1000, 4
KILLED = 50
HALF_HOUR = timedelta(minutes=30)
NINE = paris("2026-11-26 09:00")


@pytest.fixture
def town(engine, knowledge) -> Town:
    """Three desks for two kinds of appointments, one alone for its kind, one with a single creneau; two group sessions."""
    with engine.begin() as connection:
        planning = SqlPlanning(connection)
        for slug in ("a", "b", "c", "seul", "rare"):
            planning.add_agenda(Agenda(slug, slug))
        both = ("court", "long")
        for slug, motifs in (("a", both), ("b", both), ("c", both), ("seul", ("seul",))):
            for starts, ends in ((hour(9), hour(12)), (hour(14), hour(17))):
                planning.add_opening(Opening(slug, motifs, date(2026, 1, 1), starts, ends, "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR"))
        planning.add_opening(Opening("rare", ("rare",), date(2026, 11, 24), hour(9), hour(9, 30)))
        planning.add_absence(Absence("b", date(2026, 11, 24), date(2026, 11, 24), hour(10), hour(15)))
        for day in (24, 27):
            planning.add_session(Session(0, "c", "groupe", paris(f"2026-11-{day} 14:00"), paris(f"2026-11-{day} 15:30"), 10))
    made = Town(engine, new_key(), replaced(knowledge))
    free(made.services(engine), "court")  # reads once for all processes what a process reads once
    return made


def test_of_two_hundred_people_on_the_last_creneau_one_gets_it_and_the_others_are_told_so(town):
    services = town.services(town.engine)
    [last] = free(services, "rare")
    people = [someone(services, number, draft=drafted("rare", last)) for number in range(200)]

    def confirm(number: int) -> list:
        booking = town.services().booking
        with ThreadPoolExecutor(25) as threads:
            return list(threads.map(booking.confirm, people[25 * number:25 * (number + 1)]))

    answers = [answer for some in town.in_processes(8, confirm) for answer in some]

    refused = [answer for answer in answers if "Quelqu'un vient de prendre cette heure" in answer.text]
    assert {answer.choices[0].label for answer in refused} == {"Me prévenir si une heure se libère"}
    [confirmed] = [answer for answer in answers if answer not in refused]
    written = Written(town.engine)
    written.check()
    assert [f"Votre code est {one.code}" in confirmed.text for one in written.appointments] == [True]


def test_a_thousand_bookings_moves_and_cancellations_at_once_leave_what_people_were_told(town):
    def live(number: int) -> list:
        told = []
        everybody = Everybody(town, number, told.append)
        for _ in range(OPERATIONS // PROCESSES):
            everybody.act()
        return told

    told = Counter(one for some in town.in_processes(PROCESSES, live) for one in some)

    written = Written(town.engine)
    written.check()
    changes = written.changes()
    assert (changes - told, set(told) - set(changes)) == (Counter(), set())
    assert {state for _, state, _ in told} == set(State)


def test_killed_fifty_times_it_loses_nothing_that_was_confirmed_and_sends_nothing_twice(town, tmp_path):
    sent, chance, told = tmp_path / "sent", random.Random(1), []

    def live(number: int, sender) -> None:
        now = paris(NOW) + number * timedelta(hours=2)
        everybody = Everybody(town, number, sender.send, now.isoformat(), Journal(sent))
        while True:
            everybody.act()
            everybody.post()

    under_way = [town.begin(live, 0)]
    for number in range(1, KILLED):
        under_way.append(town.begin(live, number))
        told += killed(*under_way.pop(0), chance)
    told += killed(*under_way.pop(0), chance)

    written = Written(town.engine)
    written.check()
    changes = written.changes()
    assert set(told) - set(changes) == set()
    assert sum((changes - Counter(told)).values()) <= KILLED  # what was under way when they died, and came to its end
    left = Counter(sent.read_text().split())
    assert set(left.values()) == {1}
    states = {notice.key: notice.state for notice in written.outbox if notice.channel == "sms"}
    assert {states[key] for key in left} <= {"envoye", "en_cours"}
    assert {key for key, state in states.items() if state == "envoye"} <= set(left)


def killed(process, receiver, chance: random.Random) -> list:
    """What it said until it was killed, at some moment after its first words."""
    told = [receiver.recv() for _ in range(chance.randrange(1, 4))]
    time.sleep(chance.uniform(0, 0.02))
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    try:
        while True:
            told.append(receiver.recv())
    except EOFError:
        return told


@pytest.mark.parametrize("moves", [False, True])
def test_the_same_draft_confirmed_by_two_processes_at_once_is_one_appointment(town, moves):
    services, both_have_read_it = town.services(town.engine), barrier(2)
    first, other = free(services, "seul")[:3:2]
    code = None
    if moves:
        draft = drafted("seul", first)
        code = services.appointment_book.book(someone(services, 1, draft=draft), draft, first).code
    conversation = someone(services, 1, draft=drafted("seul", other, moves=code))

    def confirm(number: int) -> str:
        opened = count()

        def after_reading(uow):
            if next(opened) == 1:
                both_have_read_it.wait()
            return uow

        return town.services(around=after_reading).booking.confirm(conversation).text

    answers = town.in_processes(2, confirm)

    written = Written(town.engine)
    written.check()
    [kept] = written.appointments
    assert (kept.code, kept.starts_at) == (code or kept.code, other.start)
    assert [f"Votre code est {kept.code}" in answer for answer in answers] == [True, True]


def test_two_appointments_that_want_each_others_time_do_not_block_each_other(town):
    services = town.services(town.engine)
    codes = [new_code(), new_code()]
    for code, agenda in zip(codes, "ab"):
        with services.new_uow() as uow:
            one = Appointment(code, "court", agenda, NINE, NINE + HALF_HOUR, State.PREVU, "Ali", None, "c" * 32)
            uow.appointments.add(one, one.end, None, NINE)
            uow.commit()
    together = barrier(2)

    def move(number: int) -> list:
        new_uow, wanted, refused = town.services().new_uow, Creneau(NINE, NINE + HALF_HOUR, "ba"[number]), 0
        for _ in range(10):
            together.wait()
            with new_uow() as uow:
                try:
                    uow.appointments.reschedule(codes[number], wanted, wanted.end, "usager", NINE)
                except CreneauTaken:
                    refused += 1
        return refused

    assert town.in_processes(2, move) == [10, 10]


def test_who_joins_a_session_while_the_desk_cancels_it_is_not_forgotten(town):
    services, listed = town.services(town.engine), []
    [session, _] = free(services, "groupe")

    def cancel() -> None:
        with services.new_uow() as uow:
            uow.planning.cancel_session(session.session)
            listed.extend(uow.appointments.of_session(session.session))
            uow.commit()

    with ThreadPoolExecutor(1) as desk, services.new_uow() as uow:
        joined = Appointment(new_code(), "groupe", "c", session.start, session.end, State.PREVU, "Ali", None, "c" * 32,
                             session=session.session)
        uow.appointments.add(joined, session.end, None, services.clock.now())
        cancelling = desk.submit(cancel)
        time.sleep(0.3)  # the desk either waits for this transaction, or is done by now
        uow.commit()
        cancelling.result()

    assert [one.code for one in listed] == [joined.code]


def test_a_first_message_that_two_processes_receive_begins_one_conversation(town):
    together = barrier(3)

    def receive(_: int) -> list:
        services, begun = town.services(), []
        for number in range(10):
            together.wait()
            begun.append(someone(services, number))
        return begun

    assert [len(set(same)) for same in zip(*town.in_processes(3, receive))] == [1] * 10


def test_who_waits_is_told_once_by_whichever_process_is_first(town):
    services, now = town.services(town.engine), paris("2026-11-23 10:00")
    with services.new_uow() as uow:
        for number in range(10):
            uow.waiting.add(Waiting(Purpose.ATTENTE, "court", f"{number:032}", "Ali", None,
                                    Contact("sms", f"+336{number:08}"), now))
        uow.commit()

    told = town.in_processes(3, lambda _: town.services(now=now.isoformat()).waiting_list.tell())

    assert sum(told) == 10
    assert len(Written(town.engine).outbox) == 10
