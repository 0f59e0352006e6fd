"""What is queued leaves once; what cannot leave is tried again, then shown."""
from datetime import timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.errors import NotSent
from bot.domain.notice import Kind, Notice
from bot.services.outbox import Outbox
from tests.builders import paris

NOON = paris("2026-11-23 12:00")
DAY = timedelta(days=1)


class Provider:
    """An SMS provider that fails as it is told to."""

    def __init__(self, *failures: NotSent | None) -> None:
        self.sent: list[str] = []
        self._failures = list(failures)

    def send(self, address: str, answer: Answer, key: str) -> None:
        failure = self._failures.pop(0) if self._failures else None
        if failure:
            raise failure
        self.sent.append(f"{address} {answer.text}")


def queue(new_uow, key: str = "rappel:1", kind: Kind = Kind.RAPPEL, until=NOON + 2 * DAY) -> bool:
    with new_uow() as uow:
        is_new = uow.outbox.add(Notice(key, kind, Contact("sms", "+33612345678"), Answer("Bonjour."), NOON, until), NOON)
        uow.commit()
    return is_new


def outbox(new_uow, provider: Provider, at: str = "2026-11-23T12:00") -> Outbox:
    return Outbox(SetClock(at), new_uow, {"sms": provider})


def test_a_message_leaves_once_and_its_thread_shows_it(new_uow):
    provider = Provider()
    queue(new_uow)

    assert outbox(new_uow, provider).send_due() == 1
    assert outbox(new_uow, provider).send_due() == 0

    assert provider.sent == ["+33612345678 Bonjour."]
    with new_uow() as uow:
        thread = uow.conversations.history(uow.conversations.open("sms", "+33612345678", NOON).id)
    assert [sent.answer.text for _, sent in thread] == ["Bonjour."]


def test_the_same_thing_is_never_queued_twice_even_once_sent(new_uow):
    queue(new_uow)
    outbox(new_uow, Provider()).send_due()

    assert not queue(new_uow)


def test_what_a_dead_process_had_claimed_is_not_sent_again_and_is_shown(new_uow):
    queue(new_uow)
    with new_uow() as uow:
        uow.outbox.claim(NOON, tuple(Kind))
        uow.commit()
    later = outbox(new_uow, Provider(), "2026-11-23T13:00")

    assert later.send_due() == 0
    assert later.in_trouble() == [("rappel:1", "en_cours", "")]


def test_what_fails_is_tried_again_later(new_uow):
    provider = Provider(NotSent("the provider is busy"))
    queue(new_uow)

    assert outbox(new_uow, provider).send_due() == 0
    assert outbox(new_uow, provider).send_due() == 0
    assert outbox(new_uow, provider, "2026-11-23T12:05").send_due() == 1


def test_what_fails_for_good_is_not_tried_again(new_uow):
    provider = Provider(NotSent("no such number", permanent=True))
    queue(new_uow)

    outbox(new_uow, provider).send_due()
    later = outbox(new_uow, provider, "2026-11-23T18:00")

    assert later.send_due() == 0
    assert later.in_trouble() == [("rappel:1", "echec", "no such number")]


def test_after_eight_failures_somebody_is_told(new_uow):
    queue(new_uow, until=NOON + 30 * DAY)
    provider = Provider(*[NotSent("down")] * 20)

    for day in range(23, 31):
        outbox(new_uow, provider, f"2026-11-{day}T12:00").send_due()

    assert [state for _, state, _ in outbox(new_uow, provider).in_trouble()] == ["echec"]


def test_what_comes_too_late_does_not_leave(new_uow):
    provider = Provider()
    queue(new_uow, until=NOON + timedelta(hours=1))

    assert outbox(new_uow, provider, "2026-11-23T13:00").send_due() == 0
    assert provider.sent == []


@pytest.mark.parametrize(("kind", "leaves"), [
    (Kind.RAPPEL, False), (Kind.ATTENTE, False), (Kind.CONFIRMATION, True), (Kind.CHANGE, True), (Kind.ANNULATION, True)])
def test_at_night_only_what_answers_somebody_leaves(new_uow, kind, leaves):
    queue(new_uow, kind=kind)

    assert outbox(new_uow, Provider(), "2026-11-24T02:30").send_due() == int(leaves)


def test_no_number_and_no_text_stay_once_a_message_has_left(new_uow, engine):
    queue(new_uow)
    outbox(new_uow, Provider()).send_due()

    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT address_encrypted, answer_encrypted FROM outbox").one()
    assert tuple(row) == (None, None)
