"""The queue of several programs: first come first served; neither a dead program nor a dead Redis holds anybody for long."""
import asyncio
import logging

import pytest

from bot.adapters import redis_turns
from bot.adapters.cipher import Cipher, new_key
from bot.adapters.redis_turns import RedisTurns
from bot.channels.turns import Turns
from tests.redis_server import redis_server

ALI = "sms", "+33612345678"
HASHED = Cipher(new_key()).hash


@pytest.fixture(scope="module")
def started():
    with redis_server() as server:
        yield server


@pytest.fixture
def server(started):
    """A server that was started again is empty."""
    started.stop()
    started.start()
    return started


@pytest.fixture
async def programs(server):
    made = [RedisTurns(server.url, HASHED) for _ in range(3)]
    yield made
    for one in made:
        await one.close()


async def waiting(program: RedisTurns) -> int:
    [name] = [key for key in await program._redis.keys("*") if not key.endswith(b":fin")] or [b"-"]
    return await program._redis.zcard(name)


async def until(is_true) -> None:
    async def look():
        while not await is_true():
            await asyncio.sleep(0.01)
    await asyncio.wait_for(look(), 20)


async def test_turns_come_in_the_order_of_arrival_one_at_a_time_in_whatever_program(programs):
    done, holders = [], 0

    async def take(number: int, turns: Turns) -> None:
        nonlocal holders
        async with turns.of(*ALI):
            holders += 1
            assert holders == 1
            await asyncio.sleep(0.02)
            done.append(number)
            holders -= 1

    several = [Turns(program) for program in programs]
    async with several[0].of(*ALI):
        tasks = []
        for number in range(9):
            tasks.append(asyncio.create_task(take(number, several[number % 3])))
            await until(lambda: _are(programs[0], len(tasks) + 1))
    await asyncio.gather(*tasks)

    assert done == list(range(9))
    assert await waiting(programs[0]) == 0


async def _are(program: RedisTurns, number: int) -> bool:
    return await waiting(program) == number


async def test_other_people_do_not_wait_and_nothing_readable_is_kept(programs):
    async with programs[0].turn(*ALI), programs[1].turn("sms", "+33612345679"):
        kept = b" ".join(await programs[2]._redis.keys("*"))

    assert kept.count(b"repere:tours:") == 4
    assert b"612345" not in kept


async def test_the_ticket_of_a_program_that_died_runs_out_and_that_of_one_at_work_does_not(programs, monkeypatch):
    monkeypatch.setattr(redis_turns, "LEASE", 0.4)
    monkeypatch.setattr(redis_turns, "_RENEWED_EVERY", 0.1)
    dead, slow, last = programs
    assert await dead._stand(f"repere:tours:{HASHED(' '.join(ALI))}", "its ticket") == 0
    done = []

    async def take(program: RedisTurns) -> None:
        async with program.turn(*ALI):
            done.append(program)

    async with slow.turn(*ALI):
        following = asyncio.create_task(take(last))
        await asyncio.sleep(1)
        assert done == []
    await following

    assert done == [last]


async def test_a_redis_that_forgot_everything_holds_nobody(programs):
    done = []

    async def take(program: RedisTurns) -> None:
        async with program.turn(*ALI):
            done.append(program)

    async with programs[0].turn(*ALI):
        tasks = [asyncio.create_task(take(program)) for program in programs[1:]]
        await until(lambda: _are(programs[0], 3))
        await programs[0]._redis.flushall()
    await asyncio.gather(*tasks)

    assert set(done) == set(programs[1:])


async def test_without_redis_each_program_keeps_its_own_order_says_so_once_and_comes_back(
        server, programs, monkeypatch, caplog):
    caplog.set_level(logging.WARNING)
    monkeypatch.setattr(redis_turns, "_TRIED_AGAIN_AFTER", 0.0)
    program, done = programs[0], []
    turns = Turns(program)

    async def take(number: int) -> None:
        async with turns.of(*ALI):
            await asyncio.sleep(0.01 * (3 - number))
            done.append(number)

    async with turns.of(*ALI):
        server.stop()
        waiting_here = [asyncio.create_task(take(number)) for number in range(3)]
        await until(lambda: asyncio.sleep(0, not program.is_there))
    await asyncio.gather(*waiting_here)
    await take(3)
    assert sorted(done) == [0, 1, 2, 3]
    assert not program.is_there

    server.start()
    await take(4)

    assert program.is_there
    assert [record.getMessage().partition(" (")[0].partition(":")[0] for record in caplog.records] == [
        "Redis does not answer", "Redis answers again"]
    assert "612345" not in caplog.text
