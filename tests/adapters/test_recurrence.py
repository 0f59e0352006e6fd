"""When openings come back, and how a desk says and types it."""
from datetime import date, datetime, time, timedelta, timezone
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from bot.adapters.recurrence import RuleError, fault_of, has_end, occurrences, rule_from_french, say_rule
from bot.adapters.recurrence_rule import DAYS
from bot.domain.french import PARIS

TUESDAY = date(2026, 12, 1)
NINE, NOON = time(9), time(12)
DAY = timedelta(days=1)


def openings(rule, first, last, first_day=TUESDAY, starts=NINE, ends=NOON, exceptions=()):
    """What `occurrences` finds, as times in Paris."""
    found = occurrences(first_day, starts, ends, rule, tuple(exceptions), first, last)
    return [tuple(datetime.fromtimestamp(minutes * 60, PARIS) for minutes in pair) for pair in found]


def days(rule, first, last, **others):
    return [f"{start:%d/%m}" for start, _ in openings(rule, first, last, **others)]


@pytest.mark.parametrize(("rule", "expected"), [
    (None, "01/12"),
    ("FREQ=DAILY;COUNT=3", "01/12 02/12 03/12"),
    ("FREQ=WEEKLY;UNTIL=20261222", "01/12 08/12 15/12 22/12"),
    ("FREQ=WEEKLY;BYDAY=TU,TH;UNTIL=20261210", "01/12 03/12 08/12 10/12"),
    ("freq=weekly;byday=th;until=20261210", "03/12 10/12"),
    ("FREQ=WEEKLY;INTERVAL=2", "01/12 15/12 29/12"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=MO;UNTIL=20261220", "01/12 14/12 15/12"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU;WKST=TU;UNTIL=20261220", "01/12 07/12 15/12"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,TU;WKST=SU;UNTIL=20261220", "01/12 13/12 15/12"),
    ("FREQ=MONTHLY;BYDAY=2TU", "08/12"),
    ("FREQ=MONTHLY;BYDAY=-1FR,1MO", "07/12 25/12"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "31/12"),
    ("FREQ=WEEKLY;BYDAY=MO,TH;BYSETPOS=1;UNTIL=20261214", "07/12 14/12"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1,15", "15/12 31/12"),
    ("FREQ=YEARLY;BYWEEKNO=50,52;BYDAY=TU", "08/12 22/12"),
    ("FREQ=YEARLY;BYYEARDAY=-1", "31/12"),
    ("FREQ=YEARLY", "01/12"),
])
def test_the_days_of_december(rule, expected):
    assert days(rule, date(2026, 11, 1), date(2026, 12, 31)) == expected.split()


def test_both_days_of_the_window_are_included_and_nothing_comes_before_the_first_day():
    assert days("FREQ=DAILY", date(2026, 11, 28), date(2026, 12, 2)) == ["01/12", "02/12"]
    assert days("FREQ=DAILY", date(2026, 12, 2), date(2026, 12, 2)) == ["02/12"]
    assert days("FREQ=DAILY", date(2026, 12, 3), date(2026, 12, 2)) == []
    assert days(None, date(2026, 12, 2), date(2026, 12, 9)) == []


def test_exceptions_are_left_out_and_still_counted():
    for exceptions in ((date(2026, 12, 8),), frozenset({date(2026, 12, 8)})):
        assert days("FREQ=WEEKLY;COUNT=3", TUESDAY, date(2027, 1, 31), exceptions=exceptions) == ["01/12", "15/12"]
    assert days(None, TUESDAY, TUESDAY, exceptions=[TUESDAY]) == []


@pytest.mark.parametrize(("until", "last"), [
    ("20261208", "08/12"), ("20261208T090000", "08/12"), ("20261208T085900", "01/12"),
    ("20261208T080000Z", "08/12"), ("20261208T075900Z", "01/12"), ("20261207T230000Z", "01/12")])
def test_an_end_may_be_a_day_a_time_in_paris_or_a_time_in_utc(until, last):
    assert days(f"FREQ=WEEKLY;UNTIL={until}", TUESDAY, date(2027, 1, 31))[-1] == last


@pytest.mark.parametrize("years", [1, 7, 30])
def test_one_week_in_two_keeps_its_turn_over_the_years(years):
    first = TUESDAY + years * 364 * DAY
    expected = [TUESDAY + n * 14 * DAY for n in range(years * 26, years * 26 + 4)]

    found = openings("FREQ=WEEKLY;INTERVAL=2", first, first + 55 * DAY)

    assert [start.date() for start, _ in found] == expected


@pytest.mark.parametrize("day", [date(2026, 7, 7), date(2026, 12, 1), date(2027, 3, 28), date(2026, 10, 25)])
def test_hours_are_those_of_the_wall_in_summer_and_in_winter(day):
    assert openings("FREQ=DAILY", day, day, first_day=date(2026, 1, 1)) == [
        (datetime.combine(day, NINE, PARIS), datetime.combine(day, NOON, PARIS))]


def test_pairs_are_minutes_since_1970_in_utc():
    expected = datetime(2026, 12, 1, 8, tzinfo=timezone.utc).timestamp() / 60

    assert occurrences(TUESDAY, NINE, NOON, None, (), TUESDAY, TUESDAY) == ((expected, expected + 180),)


@pytest.mark.parametrize(("day", "starts", "ends", "minutes"), [
    (date(2027, 3, 28), time(2), time(3), []),  # the hour that does not exist
    (date(2027, 3, 28), time(2, 10), time(2, 50), []),
    (date(2027, 3, 28), time(1), time(4), [120]),
    (date(2027, 3, 28), time(0), time(0), [23 * 60]),
    (date(2026, 10, 25), time(2), time(3), [120]),  # the hour that comes twice
    (date(2026, 10, 25), time(1), time(2), [60]),
    (date(2026, 10, 25), time(2), time(2, 30), [30]),  # the first time
    (date(2026, 10, 25), time(2, 30), time(3), [90]),
    (date(2026, 10, 25), time(3), time(4), [60]),
    (date(2026, 10, 25), time(0), time(0), [25 * 60]),
    (date(2026, 12, 31), time(20), time(0), [240]),  # until midnight, into another year
    (date(2026, 12, 1), time(12), time(9), []),
    (date(2026, 12, 1), time(9), time(9), []),
])
def test_how_long_an_opening_lasts_when_clocks_change(day, starts, ends, minutes):
    found = occurrences(day, starts, ends, None, (), day, day)

    assert [end - start for start, end in found] == minutes


@given(st.times(), st.times(), st.sampled_from([date(2027, 3, 28), date(2026, 10, 25), date(2026, 12, 1)]))
def test_an_opening_never_ends_before_it_starts_nor_leaves_its_hours(starts, ends, day):
    for start, end in openings(None, day, day, first_day=day, starts=starts, ends=ends):
        assert start.timestamp() < end.timestamp()
        assert (start.hour, start.minute) >= (starts.hour, starts.minute)
        assert end.date() == day + DAY * ((end.hour, end.minute) == (0, 0))
        assert (end.hour, end.minute) <= (ends.hour, ends.minute)


def some_of(values, most=3):
    return st.lists(st.sampled_from(values), min_size=1, max_size=most, unique=True).map(lambda v: ",".join(map(str, v)))


MONTH_DAYS = [n for n in range(-31, 32) if n]
NUMBERED = [f"{n}{day}" for n in (1, 2, 3, 4, 5, -1, -2) for day in DAYS]
PARTS = {
    "DAILY": {"BYMONTH": some_of(range(1, 13)), "BYMONTHDAY": some_of(MONTH_DAYS), "BYDAY": some_of(DAYS)},
    "WEEKLY": {"BYMONTH": some_of(range(1, 13)), "BYDAY": some_of(DAYS, 7)},
    "MONTHLY": {"BYMONTH": some_of(range(1, 13)), "BYMONTHDAY": some_of(MONTH_DAYS), "BYDAY": some_of([*DAYS, *NUMBERED])},
    "YEARLY": {"BYMONTH": some_of(range(1, 13)), "BYMONTHDAY": some_of(MONTH_DAYS), "BYDAY": some_of([*DAYS, *NUMBERED]),
               "BYYEARDAY": some_of(range(1, 367))},
}


@st.composite
def rules(draw):
    """A rule without its end, of any frequency."""
    frequency = draw(st.sampled_from(sorted(PARTS)))
    interval = draw(st.integers(1, 3 if frequency == "YEARLY" else 6))
    parts = [f"FREQ={frequency}", f"INTERVAL={interval}", f"WKST={draw(st.sampled_from(DAYS))}"]
    chosen = draw(st.lists(st.sampled_from(sorted(PARTS[frequency])), unique=True, max_size=2))
    parts += [f"{name}={draw(PARTS[frequency][name])}" for name in chosen]
    if chosen and frequency in ("MONTHLY", "YEARLY"):
        parts += draw(st.sampled_from([[], [f"BYSETPOS={draw(st.sampled_from([1, 2, -1]))}"]]))
    return ";".join(draw(st.permutations(parts)))


@settings(max_examples=300)
@given(rules(), st.dates(date(2015, 1, 1), date(2027, 12, 31)), st.integers(-40, 1500), st.integers(0, 70),
       st.none() | st.integers(1, 120), st.none() | st.integers(0, 1500))
@example("FREQ=WEEKLY;INTERVAL=5;WKST=SU;BYDAY=SU,MO", date(2019, 12, 30), 1100, 60, None, None)
def test_the_days_are_those_that_dateutil_finds_from_the_first_day_on(rule, first_day, later, length, count, until):
    assume(fault_of(rule, first_day) is None)
    first = first_day + later * DAY
    last = first + length * DAY
    end = ""
    if count:
        end = f";COUNT={count}"
    elif until is not None:
        end = f";UNTIL={first_day + until * DAY:%Y%m%d}"
    stop = first_day + until * DAY if until is not None and not count else last
    reference = rrulestr(rule + (end if count else ""), dtstart=datetime.combine(first_day, NINE))
    expected = [moment.date() for moment in reference.between(datetime.combine(first, time()),
                                                              datetime.combine(min(last, stop), NOON), inc=True)]

    assert [start.date() for start, _ in openings(rule + end, first, last, first_day=first_day)] == expected


def test_openings_that_began_long_ago_cost_no_more():
    occurrences.cache_clear()
    begun = process_time()
    for n in range(500):
        rule = f"FREQ=WEEKLY;INTERVAL={n % 3 + 1};BYDAY={DAYS[n % 7]};UNTIL={date(2027, 6, 1) + n * DAY:%Y%m%d}"
        occurrences(date(1971, 1, 1) + n * DAY, NINE, NOON, rule, (), TUESDAY, TUESDAY + 27 * DAY)

    assert process_time() - begun < 0.3  # 20 ms on an idle machine; seconds if one walked from 1971


@pytest.mark.parametrize(("rule", "said"), [
    ("", "n'est pas lisible"), ("tous les mardis", "n'est pas lisible"), ("FREQ=", "n'est pas lisible"),
    ("BYDAY=TU", "n'est pas lisible"), ("FREQ=WEEKLY;", "n'est pas lisible"),
    ("FREQ=WEEKLY;FREQ=DAILY", "n'est pas lisible"),
    ("RRULE:FREQ=DAILY", "n'est pas lisible"), ("FREQ=WEEKLY;BYDAY=", "« BYDAY= » n'est pas lisible"),
    ("FREQ=WEEKLY;BYDAY=MA", "« BYDAY=MA » n'est pas lisible"), ("FREQ=WEEKLY;BYDAY=TU,", "n'est pas lisible"),
    ("FREQ=MONTHLY;BYDAY=0TU", "n'est pas lisible"), ("FREQ=YEARLY;BYDAY=54TU", "n'est pas lisible"),
    ("FREQ=WEEKLY;WKST=XX", "« WKST=XX » n'est pas lisible"), ("FREQ=WEEKLY;INTERVAL=-1", "n'est pas lisible"),
    ("FREQ=WEEKLY;INTERVAL=²", "n'est pas lisible"), ("FREQ=WEEKLY;UNTIL=demain", "« UNTIL=DEMAIN » n'est pas lisible"),
    ("FREQ=WEEKLY;UNTIL=1", "n'est pas lisible"), ("FREQ=WEEKLY;UNTIL=20270630T250000", "n'est pas lisible"),
    ("FREQ=DAILY\nDTSTART:20260101", "n'est pas lisible"), ("FREQ=YEARLY;BYEASTER=1", "n'est pas lisible"),
    ("FREQ=HOURLY", "plus d'une fois par jour : écrivez « chaque jour »"),
    ("FREQ=SECONDLY;COUNT=3", "plus d'une fois par jour"),
    ("FREQ=DAILY;BYHOUR=9,14", "retirez BYHOUR"), ("FREQ=WEEKLY;INTERVAL=0", "écrivez par exemple INTERVAL=2"),
    ("FREQ=WEEKLY;COUNT=0", "écrivez par exemple COUNT=10"), ("FREQ=DAILY;COUNT=1000", "COUNT va de 1 à 999"),
    ("FREQ=DAILY;COUNT=3;UNTIL=20270101", "finit de deux façons"),
    ("FREQ=WEEKLY;BYDAY=2TU", "écrivez FREQ=MONTHLY, ou retirez le nombre"),
    ("FREQ=WEEKLY;BYMONTHDAY=15", "écrivez FREQ=MONTHLY, ou retirez BYMONTHDAY"),
    ("FREQ=MONTHLY;BYWEEKNO=3", "écrivez FREQ=YEARLY"), ("FREQ=MONTHLY;BYSETPOS=1", "par exemple BYDAY=TU;BYSETPOS=2"),
    ("FREQ=YEARLY;BYMONTH=13", "BYMONTH va de 1 à 12"), ("FREQ=MONTHLY;BYMONTHDAY=32", "BYMONTHDAY va de -31 à 31"),
    ("FREQ=MONTHLY;BYMONTHDAY=0", "sans 0"), ("FREQ=YEARLY;UNTIL=20270231", "Le 31 février 2027 n'existe pas"),
    ("FREQ=WEEKLY;UNTIL=20261130", "La date de fin (30 novembre 2026) est avant le premier jour (1er décembre 2026)"),
    ("FREQ=WEEKLY;BYDAY=MO;UNTIL=20261205", "choisissez une date de fin à partir du 7 décembre 2026"),
    ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=31", "(« le 31 février »)"),
    ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "(« le 30 février »)"),
    ("FREQ=MONTHLY;BYDAY=6MO", "Aucun jour ne suit"), ("FREQ=DAILY;INTERVAL=7;BYDAY=MO", "Aucun jour ne suit"),
    ("FREQ=MONTHLY;INTERVAL=12;BYMONTH=3;BYDAY=1MO", "Aucun jour ne suit"),
    ("FREQ=MONTHLY;BYMONTHDAY=" + ",".join(["15"] * 90), "255 caractères"),
])
def test_what_is_wrong_with_a_rule_is_said_in_one_french_sentence(rule, said):
    begun = process_time()
    fault = fault_of(rule, TUESDAY)

    assert said in fault
    assert fault.endswith(".")
    assert ". " not in fault
    assert process_time() - begun < 2


@pytest.mark.parametrize("rule", ["FREQ=DAILY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=WEEKLY;UNTIL=20261201",
                                  "FREQ=MONTHLY;BYDAY=5TU", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=FR", "FREQ=DAILY;COUNT=1",
                                  "FREQ=MONTHLY;BYDAY=+2TU", "FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"])
def test_a_rule_that_means_something_has_no_fault(rule):
    assert fault_of(rule, TUESDAY) is None


@given(st.text() | st.from_regex(r"FREQ=(WEEK|DAI|MONTH|YEAR)LY(;[A-Z]{4,10}=[-0-9A-Z,]{0,9}){0,3}", fullmatch=True))
def test_a_rule_without_fault_can_be_used(rule):
    if fault_of(rule, TUESDAY) is None:
        assert openings(rule, TUESDAY, date(2027, 1, 31)) is not None
        assert has_end(rule) in (True, False)
    assert say_rule(rule, TUESDAY)


def test_a_rule_that_cannot_be_read_gives_no_day_by_chance():
    with pytest.raises(RuleError, match="n'est pas lisible"):
        occurrences(TUESDAY, NINE, NOON, "FREQ=WEEKLY;BYDAY=MA", (), TUESDAY, TUESDAY)


@pytest.mark.parametrize(("rule", "expected"), [
    (None, True), ("FREQ=WEEKLY", False), ("FREQ=WEEKLY;COUNT=3", True), ("FREQ=WEEKLY;UNTIL=20270630", True)])
def test_whether_a_rule_has_an_end(rule, expected):
    assert has_end(rule) is expected


@pytest.mark.parametrize(("rule", "said"), [
    (None, "le mardi 1er décembre 2026"),
    ("FREQ=DAILY", "chaque jour"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU", "chaque jour"),
    ("FREQ=DAILY;INTERVAL=2", "un jour sur deux, à partir du 1er décembre 2026"),
    ("FREQ=WEEKLY", "chaque mardi"),
    ("FREQ=WEEKLY;BYDAY=TH,TU", "chaque mardi et jeudi"),
    ("FREQ=WEEKLY;BYDAY=MO,WE,FR", "chaque lundi, mercredi et vendredi"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "du lundi au vendredi"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "un mardi sur deux, à partir du 1er décembre 2026"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO", "un lundi sur deux, à partir du 14 décembre 2026"),
    ("FREQ=WEEKLY;INTERVAL=12;BYDAY=TU", "un mardi sur 12, à partir du 1er décembre 2026"),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU,TH", "une semaine sur trois, le mardi et le jeudi, à partir du 1er décembre 2026"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,WE,TH", "une semaine sur deux, du mardi au jeudi, à partir du 1er décembre 2026"),
    ("FREQ=MONTHLY;BYDAY=2TU", "le 2e mardi du mois"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "le dernier vendredi du mois"),
    ("FREQ=MONTHLY;BYDAY=-2FR", "l'avant-dernier vendredi du mois"),
    ("FREQ=MONTHLY;BYDAY=-1TU,1TU,3TU", "le 1er, le 3e et le dernier mardi du mois"),
    ("FREQ=MONTHLY;BYDAY=1MO,3TH", "le 1er lundi et le 3e jeudi du mois"),
    ("FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU", "le 1er mardi du mois, un mois sur deux, à partir du 1er décembre 2026"),
    ("FREQ=MONTHLY", "le 1er du mois"),
    ("FREQ=MONTHLY;BYMONTHDAY=15,-1", "le 15 et le dernier jour du mois"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630", "chaque mardi, jusqu'au 30 juin 2027"),
    ("FREQ=WEEKLY;BYDAY=TU;UNTIL=20270629T223000Z", "chaque mardi, jusqu'au 30 juin 2027"),
    ("FREQ=WEEKLY;INTERVAL=2;UNTIL=20270630",
     "un mardi sur deux, à partir du 1er décembre 2026, jusqu'au 30 juin 2027"),
    ("FREQ=WEEKLY;COUNT=10", "chaque mardi, 10 fois, à partir du 1er décembre 2026"),
    ("FREQ=WEEKLY;BYMONTH=6", "selon la règle FREQ=WEEKLY;BYMONTH=6"),
    ("FREQ=MONTHLY;BYDAY=TU", "selon la règle FREQ=MONTHLY;BYDAY=TU"),
    ("FREQ=MONTHLY;BYDAY=-3TU", "selon la règle FREQ=MONTHLY;BYDAY=-3TU"),
    ("FREQ=MONTHLY;BYMONTHDAY=-3", "selon la règle FREQ=MONTHLY;BYMONTHDAY=-3"),
    ("FREQ=YEARLY;BYWEEKNO=2", "selon la règle FREQ=YEARLY;BYWEEKNO=2"),
    ("le mardi", "selon la règle le mardi"),
])
def test_a_rule_is_said_as_one_says_it_at_the_desk(rule, said):
    assert say_rule(rule, TUESDAY) == said


@pytest.mark.parametrize(("typed", "rule"), [
    ("chaque mardi", "FREQ=WEEKLY;BYDAY=TU"),
    ("Chaque MARDI.", "FREQ=WEEKLY;BYDAY=TU"),
    ("le mardi", "FREQ=WEEKLY;BYDAY=TU"),
    ("mardi et jeudi", "FREQ=WEEKLY;BYDAY=TU,TH"),
    ("tous les lundis et jeudis", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("tous les jeudis et tous les lundis", "FREQ=WEEKLY;BYDAY=MO,TH"),
    ("les lundis, mercredis et vendredis", "FREQ=WEEKLY;BYDAY=MO,WE,FR"),
    ("chaque lundi, chaque mardi et chaque samedi", "FREQ=WEEKLY;BYDAY=MO,TU,SA"),
    ("chaque semaine", "FREQ=WEEKLY"),
    ("toutes les semaines, le mardi", "FREQ=WEEKLY;BYDAY=TU"),
    ("chaque jour", "FREQ=DAILY"),
    ("tous les jours", "FREQ=DAILY"),
    ("un jour sur deux", "FREQ=DAILY;INTERVAL=2"),
    ("tous les jours sauf le dimanche", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
    ("du lundi au vendredi", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("de lundi à jeudi", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH"),
    ("du lundi au vendredi, sauf le mercredi", "FREQ=WEEKLY;BYDAY=MO,TU,TH,FR"),
    ("tous les jours du lundi au samedi", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA"),
    ("du samedi au lundi", "FREQ=WEEKLY;BYDAY=MO,SA,SU"),
    ("tous les jours ouvrés", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("en semaine", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("un mardi sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("un mardi sur 3", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    ("un lundi et un jeudi sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
    ("une semaine sur deux le mardi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("une semaine sur deux, le mardi et le jeudi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,TH"),
    ("le mardi, une semaine sur deux", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("une semaine sur deux, du lundi au vendredi", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR"),
    ("une semaine sur deux", "FREQ=WEEKLY;INTERVAL=2"),
    ("tous les quinze jours", "FREQ=WEEKLY;INTERVAL=2"),
    ("le mardi tous les 15 jours", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"),
    ("toutes les trois semaines le mardi", "FREQ=WEEKLY;INTERVAL=3;BYDAY=TU"),
    ("le 2e mardi du mois", "FREQ=MONTHLY;BYDAY=2TU"),
    ("le deuxième mardi de chaque mois", "FREQ=MONTHLY;BYDAY=2TU"),
    ("chaque mois, le 2ème mardi", "FREQ=MONTHLY;BYDAY=2TU"),
    ("le dernier vendredi du mois", "FREQ=MONTHLY;BYDAY=-1FR"),
    ("l’avant-dernier vendredi du mois", "FREQ=MONTHLY;BYDAY=-2FR"),
    ("le premier lundi du mois", "FREQ=MONTHLY;BYDAY=1MO"),
    ("les 1er et 3e mardis du mois", "FREQ=MONTHLY;BYDAY=1TU,3TU"),
    ("le 1er lundi et le 3e jeudi du mois", "FREQ=MONTHLY;BYDAY=1MO,3TH"),
    ("le 1er mardi du mois, un mois sur deux", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU"),
    ("le 15 du mois", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("le 1er et le 15 de chaque mois", "FREQ=MONTHLY;BYMONTHDAY=1,15"),
    ("le dernier jour du mois", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("chaque mardi jusqu'au 30/06/2027", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630"),
    ("chaque mardi, jusqu’au 30 juin 2027", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630"),
    ("chaque mardi jusqu'au 1er février 2027 inclus", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270201"),
    ("chaque mardi jusqu'au 30/6/27", "FREQ=WEEKLY;BYDAY=TU;UNTIL=20270630"),
    ("le 2e mardi du mois jusqu'au 31 août 2027", "FREQ=MONTHLY;BYDAY=2TU;UNTIL=20270831"),
    ("du lundi au vendredi jusqu'au 29-02-2028", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20280229"),
    ("chaque mardi, 10 fois", "FREQ=WEEKLY;BYDAY=TU;COUNT=10"),
])
def test_what_an_agent_types_is_understood(typed, rule):
    assert rule_from_french(typed) == rule
    assert fault_of(rule, TUESDAY) is None
    assert not say_rule(rule, TUESDAY).startswith("selon")


@pytest.mark.parametrize("typed", [
    "", "demain", "le mardi 1er décembre 2026", "chaque mardi à 9 h", "parfois le mardi", "le mardi ou le jeudi", "un mardi",
    "un mardi sur un", "le mardi du mois", "le 2e mardi", "le 6e mardi du mois",
    "les semaines paires le mardi", "chaque mardi jusqu'à Noël",
    "chaque mardi jusqu'au", "chaque mardi, 0 fois", "le 15 et le 2e mardi du mois", "tous les jours sauf parfois",
    "tous les jours sauf du lundi au dimanche", "le dernier jour ouvré du mois", "tous les 8 jours", "chaque mardi " * 100,
    "FREQ=WEEKLY"])
def test_what_is_not_understood_is_not_guessed(typed):
    assert rule_from_french(typed) is None


@pytest.mark.parametrize(("typed", "said"), [
    ("chaque mardi jusqu'au 31 février 2027", "Le 31 février 2027 n'existe pas"),
    ("chaque mardi jusqu'au 29/02/2027", "Le 29 février 2027 n'existe pas"),
    ("chaque mardi jusqu'au 30/13/2027", "Le 30/13/2027 n'existe pas"),
    ("chaque mardi jusqu'au 30 juin", "L'année de la date de fin manque"),
    ("le 32 du mois", "Aucun mois n'a de 32 : choisissez un jour de 1 à 31."),
])
def test_a_day_that_does_not_exist_is_said(typed, said):
    with pytest.raises(ValueError, match=said):
        rule_from_french(typed)


@pytest.mark.parametrize(("typed", "said"), [
    ("tous les lundis et jeudis jusqu'au 30/06/2027", "chaque lundi et jeudi, jusqu'au 30 juin 2027"),
    ("une semaine sur deux le mardi", "un mardi sur deux, à partir du 1er décembre 2026"),
    ("le deuxième mardi de chaque mois", "le 2e mardi du mois"),
    ("en semaine", "du lundi au vendredi"),
    ("tous les jours du lundi au dimanche", "chaque jour"),
])
def test_what_was_typed_is_said_back_plainly(typed, said):
    assert say_rule(rule_from_french(typed), TUESDAY) == said


@given(st.one_of(some_of(DAYS, 7).map("FREQ=WEEKLY;BYDAY={}".format),
                 some_of(NUMBERED, 4).map("FREQ=MONTHLY;BYDAY={}".format),
                 some_of([*range(1, 32), -1, -2], 4).map("FREQ=MONTHLY;BYMONTHDAY={}".format)),
       st.sampled_from(["", ";UNTIL=20270630"]))
def test_what_is_said_can_be_typed_back(rule, end):
    rule += end
    typed = rule_from_french(say_rule(rule, TUESDAY))

    assert typed is not None
    assert days(typed, TUESDAY, date(2027, 12, 31)) == days(rule, TUESDAY, date(2027, 12, 31))
