"""A machine's clock that jumps: nothing young is erased, nothing is sent twice or at night, nobody is shut out for good."""
from datetime import datetime, timedelta

import pytest

from bot.domain.agent import Role
from bot.domain.errors import EntryRefused
from bot.services.accounts import AgentAccounts
from bot.services.careful_forgetting import CarefulForgetting
from bot.services.outbox import Outbox
from tests.builders import paris
from tests.services.test_outbox import NOON, Provider, queue

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Machine:
    """A clock that can be set, and the count of the seconds since the start, which cannot."""

    def __init__(self) -> None:
        self.time, self.seconds = paris("2026-11-23 12:00"), 0.0

    def now(self) -> datetime:
        return self.time

    def wait(self, how_long: timedelta) -> None:
        self.time += how_long
        self.seconds += how_long.total_seconds()

    def jump(self, how_far: timedelta) -> None:
        self.time += how_far


@pytest.fixture
def machine():
    return Machine()


@pytest.fixture
def forgotten(machine, new_uow):
    """What was forgotten, and the care with which it is: (the moments, the work)."""
    moments: list[datetime] = []
    careful = CarefulForgetting(lambda: moments.append(machine.now()), machine, new_uow, lambda: machine.seconds)
    careful.forget_old()
    return moments, careful


def test_a_jump_of_days_that_is_put_right_within_the_hour_erases_nothing(machine, forgotten):
    moments, careful = forgotten
    for far in (3 * DAY, 365 * DAY):
        machine.jump(far)
        careful.forget_old()
        machine.wait(HOUR / 2)
        machine.jump(-far)

    assert len(moments) == 1
    machine.wait(HOUR)
    careful.forget_old()
    assert len(moments) == 2


def test_a_clock_that_goes_on_jumping_is_not_believed(machine, forgotten):
    moments, careful = forgotten
    for _ in range(5):
        machine.jump(3 * DAY)
        machine.wait(HOUR)
        careful.forget_old()

    assert len(moments) == 1


def test_a_week_after_the_program_stopped_all_is_forgotten_within_an_hour_of_its_start(machine, forgotten, new_uow):
    moments, _ = forgotten
    machine.wait(7 * DAY)
    careful = CarefulForgetting(lambda: moments.append(machine.now()), machine, new_uow, lambda: machine.seconds)
    careful.forget_old()
    assert len(moments) == 1

    machine.wait(HOUR)
    careful.forget_old()
    careful.forget_old()

    assert len(moments) == 3


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
async def test_a_reminder_leaves_once_whatever_the_clock_does(machine, new_uow, jump):
    provider, outbox = Provider(), Outbox(machine, new_uow, {"sms"})
    queue(new_uow, until=NOON + 10 * DAY)
    await outbox.post_due("sms", provider)
    machine.jump(jump)
    is_new_again = queue(new_uow, until=NOON + 10 * DAY)
    await outbox.post_due("sms", provider)
    machine.jump(-jump)
    await outbox.post_due("sms", provider)

    assert not is_new_again
    assert len(provider.sent) == 1


async def test_a_jump_into_the_night_sends_nothing_until_the_morning(machine, new_uow):
    provider, outbox = Provider(), Outbox(machine, new_uow, {"sms"})
    queue(new_uow, until=NOON + 10 * DAY)
    machine.jump(12 * HOUR)
    await outbox.post_due("sms", provider)
    at_night = list(provider.sent)
    machine.wait(10 * HOUR)
    await outbox.post_due("sms", provider)

    assert at_night == []
    assert len(provider.sent) == 1


async def test_a_message_that_a_program_died_with_does_not_hold_the_next_one_after_a_jump_back(machine, new_uow):
    provider, outbox = Provider(), Outbox(machine, new_uow, {"sms"})
    machine.jump(DAY)
    queue(new_uow, "rappel:1", until=NOON + 10 * DAY)
    outbox._claim(("sms",))
    machine.jump(-DAY)
    queue(new_uow, "rappel:2", until=NOON + 10 * DAY, text="Le suivant.")

    assert await outbox.post_due("sms", provider) == 1
    assert provider.sent == ["+33612345678 Le suivant."]


@pytest.mark.parametrize("jump", [HOUR, -HOUR, DAY, -DAY])
def test_wrong_passwords_close_an_account_for_a_quarter_of_an_hour_whatever_the_clock_does(services, machine, jump):
    accounts = AgentAccounts(services.accounts._passwords, machine, services.new_uow)
    token = accounts.choose_password(accounts.add("nadia", "Nadia", Role.ACCUEIL), "les platanes de la place")
    for _ in range(5):
        with pytest.raises(EntryRefused):
            accounts.log_in("nadia", "ce n'est pas cela", "192.0.2.1")
    with pytest.raises(EntryRefused, match="Trop d'essais"):
        accounts.log_in("nadia", "les platanes de la place", "192.0.2.1")
    machine.jump(jump)

    session = accounts.session(token)
    assert session is None or session.is_locked  # who was away that long proves who they are
    assert accounts.log_in("nadia", "les platanes de la place", "192.0.2.1")
