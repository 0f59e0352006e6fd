"""What is queued leaves once, in order; what cannot leave is tried again, then shown."""
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from bot.adapters.clock import SetClock
from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import Sent
from bot.domain.errors import NotSent
from bot.domain.notice import Kind, Notice
from bot.services.outbox import Outbox
from tests.builders import paris
from tests.services.test_booking import book

NOON = paris("2026-11-23 12:00")
DAY = timedelta(days=1)
SOMEBODY, SOMEBODY_ELSE = Contact("sms", "+33612345678"), Contact("sms", "+33612345679")


class Provider:
    """An SMS provider that fails as it is told to."""

    def __init__(self, *failures: NotSent | None) -> None:
        self.sent: list[str] = []
        self._failures = list(failures)

    async def send(self, address: str, sent: Sent, key: str) -> str:
        failure = self._failures.pop(0) if self._failures else None
        if failure:
            raise failure
        self.sent.append(f"{address} {sent.answer.text}")
        return f"name of {key}"


def queue(new_uow, key: str = "rappel:1", kind: Kind = Kind.RAPPEL, until=NOON + 2 * DAY, text: str = "Bonjour.",
          to: Contact = SOMEBODY) -> bool:
    with new_uow() as uow:
        is_new = uow.outbox.add(Notice(key, kind, to, Answer(text), NOON, until), NOON)
        uow.commit()
    return is_new


def outbox(new_uow, at: str = "2026-11-23T12:00") -> Outbox:
    return Outbox(SetClock(at), new_uow, {"sms"})


def post(new_uow, provider: Provider, at: str = "2026-11-23T12:00") -> int:
    return asyncio.run(outbox(new_uow, at).post_due("sms", provider))


def trouble(new_uow, at: str = "2026-11-23T18:00") -> list:
    return [(one.key, one.perhaps_sent, one.why) for one in outbox(new_uow, at).in_trouble()]


def test_a_message_leaves_once_and_its_thread_shows_it(new_uow):
    provider = Provider()
    queue(new_uow)

    assert post(new_uow, provider) == 1
    assert post(new_uow, provider) == 0

    assert provider.sent == ["+33612345678 Bonjour."]
    with new_uow() as uow:
        thread = uow.conversations.history(uow.conversations.open("sms", "+33612345678", NOON).id)
    assert [sent.answer.text for _, sent in thread] == ["Bonjour."]


def test_a_message_of_a_page_is_written_in_its_thread_and_no_transport_sees_it(new_uow):
    queue(new_uow, to=Contact("web", "a" * 22))

    assert post(new_uow, Provider()) == 0
    assert outbox(new_uow).send_due() == 1
    assert outbox(new_uow).send_due() == 0


def test_the_same_thing_is_never_queued_twice_even_once_sent(new_uow):
    queue(new_uow)
    post(new_uow, Provider())

    assert not queue(new_uow)


def test_what_a_dead_process_had_claimed_is_not_sent_again_and_is_shown(new_uow):
    queue(new_uow)
    with new_uow() as uow:
        uow.outbox.claim(NOON, tuple(Kind), ["sms"])
        uow.commit()

    assert post(new_uow, Provider(), "2026-11-23T13:00") == 0
    assert trouble(new_uow, "2026-11-23T13:00") == [("rappel:1", True, "")]


def test_what_fails_is_tried_again_later_and_stands_once_in_its_thread(new_uow):
    provider = Provider(NotSent("the provider is busy"))
    queue(new_uow)

    assert post(new_uow, provider) == 0
    assert post(new_uow, provider) == 0
    assert post(new_uow, provider, "2026-11-23T12:05") == 1
    with new_uow() as uow:
        assert len(uow.conversations.history(uow.conversations.open("sms", "+33612345678", NOON).id)) == 1


def test_a_provider_that_asks_to_wait_is_not_asked_before(new_uow):
    provider = Provider(NotSent("too many messages", wait=1800))
    queue(new_uow)
    post(new_uow, provider)

    assert post(new_uow, provider, "2026-11-23T12:29") == 0
    assert post(new_uow, provider, "2026-11-23T12:31") == 1


def test_what_fails_for_good_is_not_tried_again(new_uow):
    provider = Provider(NotSent("no such number", permanent=True))
    queue(new_uow)

    post(new_uow, provider)

    assert post(new_uow, provider, "2026-11-23T18:00") == 0
    assert trouble(new_uow) == [("rappel:1", False, "no such number")]


def test_after_eight_failures_somebody_is_told(new_uow):
    queue(new_uow, until=NOON + 30 * DAY)
    provider = Provider(*[NotSent("down")] * 20)

    for day in range(23, 31):
        post(new_uow, provider, f"2026-11-{day}T12:00")

    assert trouble(new_uow) == [("rappel:1", False, "down")]


def test_what_comes_too_late_does_not_leave(new_uow):
    provider = Provider()
    queue(new_uow, until=NOON + timedelta(hours=1))

    assert post(new_uow, provider, "2026-11-23T13:00") == 0
    assert provider.sent == []


def test_what_was_tried_in_time_is_not_tried_again_too_late(new_uow):
    provider = Provider(NotSent("down"))
    queue(new_uow, until=NOON + timedelta(hours=1))
    post(new_uow, provider)

    assert post(new_uow, provider, "2026-11-23T13:00") == 0
    assert provider.sent == []


@pytest.mark.parametrize("kind", Kind)
def test_at_night_only_what_answers_somebody_or_has_just_happened_leaves(new_uow, kind):
    queue(new_uow, kind=kind)

    assert post(new_uow, Provider(), "2026-11-24T02:30") == int(kind not in (Kind.RAPPEL, Kind.ATTENTE))


def test_messages_to_one_person_leave_in_order_even_when_the_first_fails(new_uow):
    provider = Provider(NotSent("busy"))
    for number in (1, 2, 3):
        queue(new_uow, f"reponse:{number}", Kind.REPONSE, text=str(number))
    queue(new_uow, "reponse:4", Kind.REPONSE, text="4", to=SOMEBODY_ELSE)

    post(new_uow, provider)
    assert provider.sent == [f"{SOMEBODY_ELSE.address} 4"]

    post(new_uow, provider, "2026-11-23T12:01")
    assert [line[-1] for line in provider.sent] == ["4", "1", "2", "3"]


def test_a_helpline_does_not_wait_for_what_cannot_leave(new_uow):
    provider = Provider(NotSent("busy"))
    queue(new_uow, "reponse:1", Kind.REPONSE, text="1")
    post(new_uow, provider)
    queue(new_uow, "reponse:2", Kind.REPONSE, text="2")
    queue(new_uow, "urgence:3", Kind.URGENCE, text="115")

    assert post(new_uow, provider) == 1
    assert provider.sent == ["+33612345678 115"]


def test_a_reminder_kept_for_the_morning_does_not_hold_an_answer_back_at_night(new_uow):
    queue(new_uow, "rappel:1", Kind.RAPPEL)
    queue(new_uow, "reponse:2", Kind.REPONSE)

    assert post(new_uow, Provider(), "2026-11-24T02:30") == 1


def test_an_answer_does_not_wait_for_ever_for_what_a_dead_process_was_sending(new_uow):
    queue(new_uow, "reponse:1", Kind.REPONSE)
    queue(new_uow, "reponse:2", Kind.REPONSE)
    with new_uow() as uow:
        uow.outbox.claim(NOON, tuple(Kind), ["sms"])
        uow.commit()

    assert post(new_uow, Provider(), "2026-11-23T12:01") == 0
    assert post(new_uow, Provider(), "2026-11-23T12:03") == 1


@pytest.mark.parametrize(("kind", "leaves"), [(Kind.RAPPEL, 0), (Kind.ANNULATION, 0), (Kind.REPONSE, 1), (Kind.URGENCE, 1)])
def test_who_said_stop_gets_nothing_that_was_not_asked_for(new_uow, kind, leaves):
    with new_uow() as uow:
        uow.oppositions.add(SOMEBODY, NOON)
        uow.commit()
    queue(new_uow, kind=kind)

    assert post(new_uow, Provider()) == leaves
    assert trouble(new_uow) == []


def test_what_the_provider_says_became_of_a_message_is_kept(new_uow, engine):
    queue(new_uow)
    post(new_uow, Provider())

    assert outbox(new_uow).receipt("sms", "name of rappel:1", "delivered")
    assert not outbox(new_uow).receipt("sms", "somebody else's", "delivered")
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT receipt FROM outbox").scalar_one() == "delivered"


def test_no_number_and_no_text_stay_once_a_message_has_left(new_uow, engine):
    queue(new_uow)
    post(new_uow, Provider())

    with engine.connect() as connection:
        row = connection.exec_driver_sql("SELECT address_encrypted, address_hash, answer_encrypted FROM outbox").one()
    assert tuple(row) == (None, None, None)


def test_a_message_about_to_leave_and_the_cancellation_of_its_appointment_do_not_wait_for_each_other(services, new_uow):
    code = book(services)
    with new_uow() as uow:
        uow.outbox.add(Notice("change:1", Kind.CHANGE, SOMEBODY, Answer("Bonjour."), NOON, NOON + DAY, code), NOON)
        uow.commit()
    with ThreadPoolExecutor() as desk:
        with new_uow() as uow:
            claimed = uow.outbox.claim(NOON, [Kind.CHANGE], ["sms"])
            cancelling = desk.submit(services.appointment_book.cancel, code, "accueil")
            time.sleep(0.3)  # it waits for the message by then
            uow.outbox.is_message(claimed.id, 1)
            uow.commit()
        assert cancelling.result(timeout=20).code == code
