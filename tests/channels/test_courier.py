"""Messages that are sent to people: kept before they are acknowledged, answered once, in order, whatever happens."""
import asyncio
import threading

import pytest
from sqlalchemy.exc import OperationalError

from bot.adapters.clock import SetClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.bootstrap import wire
from bot.channels import courier as couriers
from bot.domain.errors import NotSent, StorageUnavailable
from tests.conftest import NOW
from tests.post import ALI, LEA, Letters, courier, sms

QUESTION, ECHO = "la domiciliation", "« la domiciliation »"


@pytest.fixture
def services(engine, new_uow, knowledge):
    seed_demo(engine)
    return wire(knowledge, new_uow, SqlDirectory(engine), SetClock(NOW), posted={"sms"}, sms_cap=100)


async def deliver(services, letters, *messages, **rules) -> None:
    """What a courier does with these messages, until it is done with them."""
    post = courier(services, letters, **rules)
    async with post.running():
        for message in messages:
            await post.accept(message)


def rows(engine, table: str) -> list:
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"SELECT * FROM {table} ORDER BY id").all()


async def test_a_message_is_answered_and_nothing_of_it_stays_in_the_inbox(services, engine):
    letters = Letters()

    await deliver(services, letters, sms(QUESTION))

    assert letters.to(ALI)[0] == ECHO
    assert [row.message_encrypted for row in rows(engine, "inbox")] == [None]
    assert {row.state for row in rows(engine, "outbox")} == {"envoye"}


async def test_a_delivery_repeated_at_once_or_after_a_restart_is_answered_once(services):
    letters = Letters()

    await deliver(services, letters, sms(QUESTION), sms(QUESTION))
    first = list(letters.left)
    await deliver(services, letters, sms(QUESTION))

    assert letters.left == first


async def test_what_has_no_words_comes_for_the_first_time_once_even_to_a_program_that_has_just_started(services):
    seen = [await courier(services, Letters()).is_first(key) for key in ("a photo", "a photo", "a voice note")]

    assert seen == [True, False, True]


async def test_what_nobody_can_look_up_is_taken_for_the_first(services, monkeypatch):
    def away():
        raise StorageUnavailable

    monkeypatch.setattr(services.inbox, "_new_uow", away)

    assert await courier(services, Letters()).is_first("a photo")


async def test_what_the_process_before_had_no_time_to_answer_is_answered(services):
    letters = Letters()
    services.inbox.keep(sms(QUESTION))

    await deliver(services, letters)

    assert letters.to(ALI)


async def test_messages_of_one_person_are_answered_in_their_order_and_others_do_not_wait(services):
    letters = Letters()
    questions = ["un", "deux mots", "trois mots ici"]

    await deliver(services, letters, *(sms(text, f"SM{n}") for n, text in enumerate(questions)), sms("rsa", "SM9", LEA))

    assert [text for text in letters.to(ALI) if text.startswith("«")] == [f"« {text} »" for text in questions]
    assert letters.to(LEA)[0] == "« rsa »"


async def test_an_answer_that_fails_leaves_later_and_once(services):
    letters = Letters(NotSent("busy"))
    await deliver(services, letters, sms(QUESTION))
    before = list(letters.left)

    later = wire(services.knowledge, services.new_uow, None, SetClock("2026-11-21T11:00"), posted={"sms"})
    await later.outbox.post_due("sms", letters)
    await later.outbox.post_due("sms", letters)

    assert before == []
    assert letters.to(ALI)[0] == ECHO
    assert len(letters.left) == len(set(letters.left)) == 2


async def test_a_cry_for_help_is_answered_without_a_database(services, monkeypatch):
    def away(*given):
        raise OperationalError("the database is away", None, None)

    monkeypatch.setattr(services.inbox, "_new_uow", away)
    monkeypatch.setattr(services.conversations, "_new_uow", away)
    monkeypatch.setattr(services.outbox, "_new_uow", away)
    letters = Letters()
    post = courier(services, letters)

    await post.accept(sms("mon mari me frappe"))
    await asyncio.wait_for(asyncio.gather(*post._tasks), 20)

    assert "3919" in letters.to(ALI)[0]


async def test_the_parts_of_a_long_message_are_read_as_one(services, monkeypatch):
    monkeypatch.setattr(couriers, "_NEXT_PART", 0.5)
    letters = Letters()
    post = courier(services, letters, is_unfinished=lambda text: text.endswith("la domi"))

    async with post.running():
        await post.accept(sms("je voudrais des renseignements sur la domi", "SM1"))
        await post.accept(sms("ciliation", "SM2"))

    assert letters.to(ALI)[0] == "« je voudrais des renseignements sur la domiciliation »"
    assert not any("« ciliation »" in text for text in letters.to(ALI))


async def test_a_part_whose_rest_never_comes_is_read_as_it_is(services, monkeypatch):
    monkeypatch.setattr(couriers, "_NEXT_PART", 0.05)
    letters = Letters()
    post = courier(services, letters, is_unfinished=lambda text: True)

    async with post.running():
        await post.accept(sms(QUESTION))
        await asyncio.sleep(0.3)

    assert letters.to(ALI)[0] == ECHO


async def test_what_is_not_admitted_is_not_answered_nor_kept(services, engine):
    letters = Letters()

    await deliver(services, letters, sms(QUESTION), admits=lambda message: False)

    assert letters.left == []
    assert rows(engine, "inbox")[0].message_encrypted is None


async def test_in_doubt_a_message_is_answered(services):
    def away(message):
        raise OperationalError("the database is away", None, None)

    letters = Letters()
    await deliver(services, letters, sms(QUESTION), admits=away)

    assert letters.to(ALI)[0] == ECHO


async def test_a_channel_that_is_down_does_not_hold_another_back(services):
    class Hanging(Letters):
        async def send(self, address, sent, key):
            await asyncio.sleep(3600)

    stuck, letters = courier(services, Hanging()), Letters()
    await stuck.accept(sms(QUESTION, "SM1", LEA))
    await asyncio.sleep(0.1)
    relay_to = couriers.Courier("telegram", letters, stuck._relay, services.inbox, services.outbox)
    services.posted.update({"sms", "telegram"})

    async with relay_to.running():
        await relay_to.accept(couriers.IncomingMessage("telegram", "42", QUESTION, "update:1"))

    assert letters.to("42")
    for task in stuck._tasks:
        task.cancel()


async def test_the_loop_never_waits_for_the_database(services, new_uow, monkeypatch):
    threads = set()

    def noticed():
        threads.add(threading.get_ident())
        return new_uow()

    for one in (services.inbox, services.conversations, services.outbox):
        monkeypatch.setattr(one, "_new_uow", noticed)
    letters = Letters()

    await deliver(services, letters, sms(QUESTION))

    assert letters.to(ALI)[0] == ECHO
    assert threads
    assert threading.get_ident() not in threads


async def test_two_programs_that_share_the_post_answer_everything_once_in_order(services, new_uow):
    letters, texts = Letters(), [f"question {n}" for n in range(8)]
    other = wire(services.knowledge, new_uow, None, services.clock, posted={"sms"}, sms_cap=100)
    posts = [courier(services, letters), courier(other, letters)]
    services.programs.show()
    other.programs.show()

    async with posts[0].running(), posts[1].running():
        for number, text in enumerate(texts):
            await posts[number % 2].accept(sms(text, f"SM{number}"))
            await posts[number % 2].accept(sms(text, f"SM{number + 100}", LEA))

    for person in (ALI, LEA):
        assert [text for text in letters.to(person) if text.startswith("«")] == [f"« {text} »" for text in texts]
