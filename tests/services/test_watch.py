"""What is read off the house for those who watch over it."""
from datetime import timedelta

from bot.domain.errors import NotSent
from tests.builders import paris
from tests.services.test_outbox import Provider, outbox, queue


async def test_what_is_due_what_was_given_up_and_who_waits_are_counted(at, new_uow):
    morning = paris("2026-11-23 12:00")
    queue(new_uow, "refused")
    await outbox(new_uow).post_due("sms", Provider(NotSent("the number does not exist", permanent=True)))
    queue(new_uow, "due")
    with new_uow() as uow:
        for address in ("a", "b"):
            uow.handovers.ask(uow.conversations.open("web", address, morning).id, morning)
        uow.handovers.claim(uow.handovers.open()[0].id, 1, morning)
        uow.commit()

    later = at("2026-11-23T13:00").watch.readings()
    next_week = at("2026-11-30T12:00").watch.readings()

    assert (later.waiting, later.oldest, later.failed, later.handovers) == (1, timedelta(hours=1), 1, 1)
    assert (next_week.waiting, next_week.failed) == (1, 0)
