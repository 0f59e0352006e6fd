"""Which times are free."""
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.appointment import Creneau
from bot.domain.availability import CELL, GRID, Interval, cells, free_creneaux, in_turns
from bot.domain.french import PARIS
from tests.builders import make_motif, paris

NOW = paris("2026-11-21 10:00")
MONDAY = "2026-11-23"


def interval(start: str, end: str) -> Interval:
    return Interval(paris(f"{MONDAY} {start}"), paris(f"{MONDAY} {end}"))


def hours(creneaux: list[Creneau]) -> list[str]:
    return [c.start.astimezone(PARIS).strftime("%H:%M") for c in creneaux]


@pytest.mark.parametrize(("opening", "busy", "minutes", "expected"), [
    (("09:00", "11:00"), [], 30, ["09:00", "09:30", "10:00", "10:30"]),
    (("09:00", "10:00"), [], 60, ["09:00"]),
    (("09:00", "09:30"), [], 60, []),
    (("09:10", "10:40"), [], 30, ["09:30", "10:00"]),
    (("09:00", "11:00"), [("09:30", "10:00")], 30, ["09:00", "10:00", "10:30"]),
    (("09:00", "11:00"), [("09:40", "09:45")], 30, ["09:00", "10:00", "10:30"]),
    (("09:00", "10:30"), [("08:00", "09:00")], 45, ["09:00", "09:30"]),
    (("09:00", "11:00"), [("08:00", "12:00")], 30, []),
])
def test_what_is_free(opening, busy, minutes, expected):
    motif = make_motif(duree=timedelta(minutes=minutes))

    free = free_creneaux(motif, {"a": [interval(*opening)]}, {"a": [interval(*b) for b in busy]}, NOW)

    assert hours(free) == expected


def test_the_pause_after_an_appointment_must_fit_too():
    motif = make_motif(pause=timedelta(minutes=10))

    assert hours(free_creneaux(motif, {"a": [interval("09:00", "10:00")]}, {}, NOW)) == ["09:00"]


def test_the_same_time_is_shown_once_even_if_two_desks_are_free():
    openings = {"b": [interval("09:00", "09:30")], "a": [interval("09:00", "09:30")]}

    [creneau] = free_creneaux(make_motif(), openings, {}, NOW)

    assert creneau.agenda == "a"


def test_nothing_is_offered_before_the_delay_nor_after_the_horizon():
    motif = make_motif(delai_min=timedelta(days=3), delai_max=timedelta(days=4))

    assert free_creneaux(motif, {"a": [interval("09:00", "12:00")]}, {}, NOW) == []


def test_clock_hours_stay_the_same_when_summer_time_ends():
    opening = Interval(paris("2026-10-26 09:00"), paris("2026-10-26 10:00"))

    free = free_creneaux(make_motif(), {"a": [opening]}, {}, paris("2026-10-24 10:00"))

    assert hours(free) == ["09:00", "09:30"]


def test_the_first_three_hours_leave_a_real_choice():
    mornings = [Creneau(paris(f"2026-11-{day} {hour}"), paris(f"2026-11-{day} {hour}"), "a")
                for day in (23, 24) for hour in ("09:00", "09:30", "14:00")]

    first = in_turns(mornings)[:3]

    assert [c.start.astimezone(PARIS).strftime("%d %H:%M") for c in first] == ["23 09:00", "23 14:00", "24 09:00"]


def test_cells_cover_an_appointment_and_touch_nothing_else():
    taken = cells(paris(f"{MONDAY} 09:00"), paris(f"{MONDAY} 09:30"))

    assert len(taken) == 6
    assert taken[-1] + CELL == paris(f"{MONDAY} 09:30")


minutes_of_day = st.integers(min_value=0, max_value=24 * 12 - 1).map(lambda n: timedelta(minutes=5 * n))
busy_intervals = st.lists(st.tuples(minutes_of_day, st.integers(1, 30)), max_size=8)


@given(busy_intervals, st.sampled_from([15, 30, 45, 60]), st.integers(0, 3))
def test_every_free_grid_position_is_offered_and_no_other(busy, minutes, pause):
    midnight = paris(f"{MONDAY} 00:00")
    motif = make_motif(duree=timedelta(minutes=minutes), pause=timedelta(minutes=5 * pause))
    opening = Interval(midnight + timedelta(hours=8), midnight + timedelta(hours=18))
    taken = [Interval(midnight + start, midnight + start + n * CELL) for start, n in busy]

    offered = {c.start for c in free_creneaux(motif, {"a": [opening]}, {"a": taken}, NOW)}

    for position in range(48):
        start = midnight + GRID * position
        wanted = Interval(start, start + motif.duree + motif.pause)
        fits = opening.start <= wanted.start and wanted.end <= opening.end
        assert (start in offered) == (fits and not any(wanted.overlaps(t) for t in taken))


@given(st.permutations([("09:00", "09:30"), ("10:00", "10:30"), ("11:15", "11:30"), ("09:30", "10:00")]))
def test_the_order_of_bookings_changes_nothing(busy):
    free = free_creneaux(make_motif(), {"a": [interval("09:00", "12:00")]}, {"a": [interval(*b) for b in busy]}, NOW)

    assert hours(free) == ["10:30", "11:30"]
