"""A bucket that fills by itself."""
from datetime import datetime, timedelta, timezone

import pytest

from bot.domain.pace import Pace, say_wait

NOON = datetime(2026, 11, 23, 12, tzinfo=timezone.utc)


def waits(pace: Pace, *seconds: float) -> list[int]:
    """What each message is told, given when they come."""
    bucket, told = None, []
    for after in seconds:
        bucket, wait = pace.take(bucket, NOON + timedelta(seconds=after))
        told.append(wait)
    return told


@pytest.mark.parametrize(("seconds", "told"), [
    ((0, 0, 0), [0, 0, 0]),                  # a burst
    ((0, 0, 0, 0), [0, 0, 0, 10]),           # one too many
    ((0, 0, 0, 4), [0, 0, 0, 6]),            # part of the wait is over
    ((0, 0, 0, 9.999), [0, 0, 0, 1]),        # never too soon
    ((0, 0, 0, 10, 10), [0, 0, 0, 0, 10]),   # one more each ten seconds
    ((0, 0, 0, 5, 6, 7, 10), [0, 0, 0, 5, 4, 3, 0]),  # who is refused does not wait longer for it
    ((0, 3600, 3600, 3600, 3600), [0, 0, 0, 0, 10]),  # an hour of silence is worth one burst
    ((0, 0, 0, -3600, -3590), [0, 0, 0, 10, 0]),      # the clock was set back
])
def test_a_pace(seconds, told):
    assert waits(Pace(count=6, seconds=60, burst=3), *seconds) == told


def test_whoever_waits_as_long_as_told_is_let_in():
    for count in (1, 7, 13, 20, 59):
        [*_, wait] = waits(Pace(count, 60, 1), 0, 0)

        assert waits(Pace(count, 60, 1), 0, wait) == [0, 0]


@pytest.mark.parametrize(("seconds", "said"), [
    (1, "dans une seconde"), (2, "dans 2 secondes"), (59, "dans 59 secondes"), (60, "dans une minute"),
    (61, "dans 2 minutes"), (240, "dans 4 minutes")])
def test_a_wait_is_said(seconds, said):
    assert say_wait(seconds) == said
