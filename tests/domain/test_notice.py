"""When a reminder leaves."""
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.availability import moment
from bot.domain.french import PARIS
from bot.domain.notice import is_decent_hour, reminder_time
from tests.builders import paris


@pytest.mark.parametrize(("start", "now", "expected"), [
    ("2026-11-26 14:00", "2026-11-21 10:00", "2026-11-24 14:00"),
    ("2026-11-26 08:15", "2026-11-21 10:00", "2026-11-24 09:00"),
    ("2026-11-26 20:30", "2026-11-21 10:00", "2026-11-24 19:59"),
    ("2026-11-23 14:00", "2026-11-21 15:00", None),
    ("2026-11-23 14:00", "2026-11-21 13:00", "2026-11-21 14:00"),
    ("2026-11-22 14:00", "2026-11-21 13:00", None),
    ("2027-03-29 02:30", "2027-03-01 10:00", "2027-03-27 09:00"),
    ("2026-10-26 14:00", "2026-10-01 10:00", "2026-10-24 14:00"),
    ("2027-01-01 09:00", "2026-12-01 10:00", "2026-12-30 09:00"),
])
def test_two_days_before_at_the_same_hour_by_day(start, now, expected):
    when = reminder_time(paris(start), paris(now))

    assert when == (paris(expected) if expected else None)


@given(st.integers(29_000_000, 31_000_000), st.integers(0, 100_000))
def test_a_reminder_is_by_day_before_the_appointment_and_never_in_the_past(minute, earlier):
    start, now = moment(minute), moment(minute - earlier)

    when = reminder_time(start, now)

    if when is not None:
        assert now < when < start
        assert is_decent_hour(when)
        assert (start.astimezone(PARIS).date() - when.astimezone(PARIS).date()).days == 2
