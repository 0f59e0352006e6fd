"""Each person, each address and the whole house have their own pace; what is remembered of people is bounded."""
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.pace import Pace
from bot.services.limits import Limits, Paces, Wait


class Clock:
    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)

    def now(self) -> datetime:
        return self.moment


@pytest.fixture
def clock():
    return Clock()


def limits(clock, person=100, address=100, house=100, **options) -> Limits:
    return Limits(Paces(Pace(person, 60, person), Pace(address, 60, address), Pace(house, 60, house)), clock, **options)


def passes(limits, *senders) -> list[bool]:
    return [limits.message("web", person, origin) is None for person, origin in senders]


def test_a_person_who_floods_is_the_only_one_to_wait(clock):
    house = limits(clock, person=2)

    assert passes(house, ("a", "ip"), ("a", "ip"), ("a", "ip"), ("b", "ip")) == [True, True, False, True]
    assert house.message("sms", "a", None) is None


def test_an_address_that_invents_people_waits(clock):
    house = limits(clock, address=2)

    assert passes(house, ("a", "ip"), ("b", "ip"), ("c", "ip"), ("d", "other")) == [True, True, False, True]


def test_pages_and_messages_of_an_address_are_counted_together(clock):
    house = limits(clock, address=2)

    assert [house.visit("ip"), house.visit("ip"), house.message("web", "a", "ip")] == [None, None, Wait(30, True)]


def test_when_everybody_writes_at_once_it_is_nobodys_fault(clock):
    house = limits(clock, house=2)

    assert passes(house, ("a", "1"), ("b", "2")) == [True, True]
    assert house.message("web", "c", "3") == Wait(30, is_theirs=False)


def test_what_is_refused_to_one_takes_nothing_from_the_others(clock):
    house = limits(clock, person=1, house=3)

    assert passes(house, *[("a", "1")] * 50, ("b", "2"), ("c", "3")) == [True, *[False] * 49, True, True]


def test_somebody_is_told_once_in_ten_minutes(clock):
    house = limits(clock)
    told = []
    for seconds in (0, 1, 599, 600, 601):
        clock.moment = datetime(2026, 11, 23, 12, tzinfo=timezone.utc) + timedelta(seconds=seconds)
        told.append(house.may_tell("sms", "a"))

    assert told == [True, False, False, True, False]
    assert house.may_tell("sms", "b")


def test_no_more_people_are_remembered_than_was_said_and_none_by_their_number(clock):
    house = limits(clock, person=1, remembered=3)
    for number in range(50):
        house.message("sms", f"+336{number:08}", f"10.0.0.{number}")
        house.may_tell("sms", f"+336{number:08}")

    assert [len(kept) for kept in (house._people, house._places, house._told)] == [3, 3, 3]
    assert "336" not in str([*house._people, *house._places, *house._told])
    assert not passes(house, ("x", "1"), ("x", "1"))[1]


def test_the_settings_of_a_town_allow_half_a_minute_at_once():
    assert Paces.of(20, 300, 50) == Paces(Pace(20, 60, 10), Pace(300, 60, 150), Pace(50, 1, 50))
    assert Paces.of(1, 1, 1).person.burst == 1
