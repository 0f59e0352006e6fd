"""The process is killed before each statement in turn: what was acknowledged is answered, and nothing is sent twice."""
import asyncio
import os
import signal
from itertools import count

import pytest
from sqlalchemy import event

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.clock import SetClock
from bot.adapters.database.engine import open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import wire
from tests.post import courier, sms
from tests.under_load import FORK, Journal

MESSAGE = sms("la domiciliation")
NEVER = 10 ** 6


@pytest.fixture
def life(engine, knowledge, tmp_path):
    """A process that receives a message, answers it, and dies before its n-th step; whether it had acknowledged it."""
    key, acknowledged = new_key(), tmp_path / "acknowledged"

    def live(dies_before: int, now: str) -> None:
        steps, own = count(1), open_database(str(engine.url))

        def step(*given) -> None:
            if next(steps) == dies_before:
                os.kill(os.getpid(), signal.SIGKILL)

        for moment in ("before_cursor_execute", "commit"):
            event.listen(own, moment, step)
        services = wire(knowledge, lambda: SqlUnitOfWork(own, Cipher(key)), None, SetClock(now),
                        posted={"sms"})
        asyncio.run(_deliver(services, Stepping(tmp_path / "sent", step), acknowledged))

    def run(dies_before: int = NEVER, now: str = "2026-11-21T10:00") -> bool:
        engine.dispose()
        acknowledged.unlink(missing_ok=True)
        process = FORK.Process(target=live, args=(dies_before, now))
        process.start()
        process.join()
        return process.exitcode == 0

    return run


class Stepping(Journal):
    """A provider before and after which one may die too."""

    def __init__(self, path, step) -> None:
        super().__init__(path)
        self._step = step

    async def send(self, address, sent, key) -> None:
        self._step()
        await super().send(address, sent, key)
        self._step()


async def _deliver(services, transport, acknowledged) -> None:
    post = courier(services, transport)
    async with post.running():
        await post.accept(MESSAGE)
        acknowledged.touch()
    await services.outbox.post_due("sms", transport)


def test_killed_before_each_step_nothing_acknowledged_is_lost_and_nothing_leaves_twice(life, engine, tmp_path):
    for dies_before in count(1):
        (tmp_path / "sent").unlink(missing_ok=True)
        with engine.begin() as connection:
            for table in ("inbox", "outbox", "messages", "conversations"):
                connection.exec_driver_sql(f"DELETE FROM {table}")

        came_to_its_end = life(dies_before)
        was_acknowledged = (tmp_path / "acknowledged").exists()
        # A provider that was not told « received » delivers again; one that was may do so too.
        assert life(now="2026-11-21T10:05")

        left = (tmp_path / "sent").read_text().split() if (tmp_path / "sent").exists() else []
        with engine.connect() as connection:
            states = dict(connection.exec_driver_sql("SELECT key, state FROM outbox").all())
        assert len(left) == len(set(left)), f"sent twice, killed before step {dies_before}"
        assert len(states) == 2
        assert set(states.values()) <= {"envoye", "en_cours"}
        assert [key for key, state in states.items() if state == "envoye" and key not in left] == []
        assert list(states.values()).count("en_cours") <= (0 if came_to_its_end else 1)
        assert was_acknowledged or not came_to_its_end
        if came_to_its_end:
            break
    assert dies_before > 20
