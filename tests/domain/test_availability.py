"""Which times are free."""
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.appointment import Creneau
from bot.domain.availability import Span, cells, free_creneaux, in_turns, minutes, moment, overlap
from bot.domain.french import PARIS
from tests.builders import make_motif, paris

NOW = paris("2026-11-21 10:00")
MONDAY = "2026-11-23"


def interval(start: str, end: str) -> Span:
    return minutes(paris(f"{MONDAY} {start}")), minutes(paris(f"{MONDAY} {end}"))


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
    opening = (minutes(paris("2026-10-26 09:00")), minutes(paris("2026-10-26 10:00")))

    free = free_creneaux(make_motif(), {"a": [opening]}, {}, paris("2026-10-24 10:00"))

    assert hours(free) == ["09:00", "09:30"]


def test_the_first_three_hours_leave_a_real_choice():
    mornings = [Creneau(paris(f"2026-11-{day} {hour}"), paris(f"2026-11-{day} {hour}"), "a")
                for day in (23, 24) for hour in ("09:00", "09:30", "14:00")]

    first = in_turns(mornings)[:3]

    assert [c.start.astimezone(PARIS).strftime("%d %H:%M") for c in first] == ["23 09:00", "23 14:00", "24 09:00"]


def test_cells_cover_an_appointment_and_touch_nothing_else():
    before, taken = cells(interval("08:30", "09:00")), cells(interval("09:00", "09:32"))

    assert len(taken) == 7
    assert before[-1] < taken[0]


SLOTS = st.tuples(st.integers(0, 287), st.integers(1, 30)).map(lambda s: (s[0] * 5, (s[0] + s[1]) * 5))
MIDNIGHT = minutes(paris(f"{MONDAY} 00:00"))


def on_monday(spans: list[Span]) -> list[Span]:
    return [(MIDNIGHT + start, MIDNIGHT + end) for start, end in spans]


@given(st.lists(SLOTS, max_size=4), st.lists(SLOTS, max_size=8), st.sampled_from([15, 30, 45, 60]), st.integers(0, 3),
       st.sampled_from([15, 20, 30, 60]), st.integers(0, 24 * 60))
def test_every_free_grid_position_is_offered_and_no_other(openings, busy, lasts, pause, grid, delay):
    motif = make_motif(duree=timedelta(minutes=lasts), pause=timedelta(minutes=5 * pause),
                       delai_min=timedelta(minutes=delay), grille=timedelta(minutes=grid))
    now = paris(f"{MONDAY} 00:00")
    open_minutes = {m for start, end in on_monday(openings) for m in range(start, end)}
    busy_minutes = {m for start, end in on_monday(busy) for m in range(start, end)}

    offered = {minutes(c.start) for c in free_creneaux(motif, {"a": on_monday(openings)}, {"a": on_monday(busy)}, now)}

    for start in range(MIDNIGHT, MIDNIGHT + 48 * 60, grid):
        wanted = set(range(start, start + lasts + 5 * pause))
        fits = wanted <= open_minutes and not wanted & busy_minutes and start >= MIDNIGHT + delay
        assert (start in offered) == fits
    assert all(start % grid == 0 for start in offered)


@given(st.lists(SLOTS, min_size=1, max_size=6), st.randoms())
def test_the_order_of_bookings_changes_nothing(busy, random):
    shuffled = random.sample(on_monday(busy), len(busy))

    def free(taken: list[Span]) -> list[Creneau]:
        return free_creneaux(make_motif(), {"a": [interval("09:00", "18:00")], "b": [interval("14:00", "16:00")]},
                             {"a": taken}, NOW)

    assert free(on_monday(busy)) == free(shuffled)


@given(st.lists(SLOTS, max_size=6), st.lists(SLOTS, max_size=6))
def test_one_time_is_one_line_and_the_desk_that_has_it_is_free(busy_a, busy_b):
    busy = {"a": on_monday(busy_a), "b": on_monday(busy_b)}
    opening = [interval("08:00", "18:00")]

    free = free_creneaux(make_motif(), {"a": opening, "b": opening}, busy, NOW)

    assert len({c.start for c in free}) == len(free)
    assert not any(overlap((minutes(c.start), minutes(c.end)), taken) for c in free for taken in busy[c.agenda])


def test_the_least_taken_desk_receives():
    opening = [interval("09:00", "12:00")]

    free = free_creneaux(make_motif(), {"a": opening, "b": opening}, {"a": [interval("11:00", "12:00")]}, NOW)

    assert {c.agenda for c in free} == {"b"}


@given(st.lists(st.tuples(st.lists(SLOTS, max_size=3), st.lists(SLOTS, max_size=6)), min_size=1, max_size=4))
def test_a_time_goes_to_the_least_taken_of_the_desks_that_could_give_it(desks):
    openings = {f"desk {n}": on_monday(opening) for n, (opening, _) in enumerate(desks)}
    busy = {f"desk {n}": on_monday(taken) for n, (_, taken) in enumerate(desks)}
    least_taken_first = sorted(openings, key=lambda desk: (sum(end - start for start, end in busy[desk]), desk))
    alone = {desk: {c.start for c in free_creneaux(make_motif(), {desk: openings[desk]}, busy, NOW)} for desk in openings}

    free = free_creneaux(make_motif(), openings, busy, NOW)

    assert {c.start for c in free} == set().union(*alone.values())
    assert all(c.agenda == next(desk for desk in least_taken_first if c.start in alone[desk]) for c in free)


def test_mixed_durations_keep_the_rhythm_of_the_clock():
    opening = {"a": [interval("09:00", "12:00")]}
    taken = {"a": [interval("09:00", "09:45")]}

    assert hours(free_creneaux(make_motif(duree=timedelta(minutes=45)), opening, taken, NOW))[0] == "10:00"
    assert hours(free_creneaux(make_motif(duree=timedelta(minutes=30)), opening, taken, NOW))[0] == "10:00"


@pytest.mark.parametrize(("now", "opening", "expected"), [
    ("2026-12-30 10:00", ("2026-12-31 16:00", "2026-12-31 18:00"), ["31 16:00", "31 16:30", "31 17:00", "31 17:30"]),
    ("2028-02-27 10:00", ("2028-02-29 09:00", "2028-02-29 10:00"), ["29 09:00", "29 09:30"]),
    ("2027-03-26 10:00", ("2027-03-28 01:00", "2027-03-28 04:00"), ["28 01:00", "28 01:30", "28 03:00", "28 03:30"]),
    ("2026-10-23 10:00", ("2026-10-25 01:30", "2026-10-25 03:30"),
     ["25 01:30", "25 02:00", "25 02:30", "25 02:00", "25 02:30", "25 03:00"]),
])
def test_the_days_on_which_calendars_stumble(now, opening, expected):
    span = (minutes(paris(opening[0])), minutes(paris(opening[1])))

    free = free_creneaux(make_motif(), {"a": [span]}, {}, paris(now))

    assert [c.start.astimezone(PARIS).strftime("%d %H:%M") for c in free] == expected


@given(st.integers(0, 60_000_000))
def test_a_minute_is_a_moment_and_back(minute):
    assert minutes(moment(minute)) == minute
