"""What a table of counts may show, against somebody who knows the rule, the whole and everything that is shown."""
from collections import defaultdict
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.small_counts import (
    NOUGHT,
    SMALL,
    UNDER_FIVE,
    UNKNOWN,
    Counted,
    Figure,
    alone,
    conceal,
    hidden,
    together,
    within,
)

COMPANIONS = ("a", "b")


def table(*numbers):
    return dict(zip("abcdefgh", numbers))


def sharings(whole, parts):
    """Every way to share a whole out."""
    return [numbers for numbers in product(range(whole + 1), repeat=parts) if sum(numbers) == whole]


def shown(counted: Counted):
    return tuple(counted.rows.items()), counted.whole, counted.grouped


def alike(whole, parts):
    """The tables of a whole, those that look the same together."""
    found = defaultdict(list)
    for numbers in sharings(whole, parts):
        found[shown(conceal(table(*numbers), COMPANIONS))].append(numbers)
    return found


@pytest.mark.parametrize(("numbers", "said"), [
    ((8, 6, 3, 12), ["non affiché", "6", "moins de 5", "12"]),
    ((0, 9, 0, 12), ["0", "9", "0", "12"]),
    ((0, 9, 1, 12), ["non affiché", "non affiché", "moins de 5", "12"]),
    ((1, 0, 1, 12), ["non affiché", "non affiché", "moins de 5", "non affiché"]),
    ((3, 7, 8, 12), ["non affiché", "non affiché", "8", "12"]),
    ((5, 5, 5, 5), ["5", "5", "5", "5"]),
    ((1, 0, 2, 1), ["moins de 5"] * 4)])
def test_small_numbers_are_counted_with_a_companion(numbers, said):
    assert [figure.said for figure in conceal(table(*numbers), COMPANIONS).rows.values()] == said


@pytest.mark.parametrize(("whole", "parts"), [
    *((whole, 2) for whole in range(5, 26)), *((whole, 3) for whole in range(5, 24)),
    *((whole, 4) for whole in range(5, 16)), *((whole, 5) for whole in range(5, 12))])
def test_no_number_under_five_can_be_worked_out(whole, parts):
    for (rows, _, _), tables in alike(whole, parts).items():
        for place, (_, figure) in enumerate(rows):
            values = {numbers[place] for numbers in tables}
            if figure.is_exact:
                assert values == {figure.low}
                assert figure.low == 0 or figure.low >= SMALL
            elif any(0 < value < SMALL for value in values):
                assert len(values) > 1


@pytest.mark.parametrize(("whole", "parts"), [(14, 2), (21, 3), (15, 4), (11, 5)])
def test_beside_a_companion_of_five_or_more_it_may_be_any_of_one_to_four(whole, parts):
    for tables in alike(whole, parts).values():
        for numbers in tables:
            for place, number in enumerate(numbers[1:], 1):
                if numbers[0] >= SMALL and 0 < number < SMALL:
                    assert {1, 2, 3, 4} <= {other[place] for other in tables}


def test_a_table_and_the_one_that_shares_out_a_row_of_it_tell_no_more_than_each_alone():
    found = defaultdict(list)
    for outer in sharings(13, 3):
        above = conceal(table(*outer), COMPANIONS)
        for inner in sharings(outer[2], 3):
            below = within(above.rows["c"], table(*inner), COMPANIONS)
            found[shown(above), shown(below)].append((*outer, *inner))
    for ((above, _, _), (below, _, _)), pages in found.items():
        for place, (_, figure) in enumerate((*above, *below)):
            values = {page[place] for page in pages}
            assert figure.is_exact or len(values) > 1 or not any(0 < value < SMALL for value in values)


numbers = st.one_of(st.integers(0, 9), st.integers(0, 500))
tables = st.lists(numbers, min_size=2, max_size=8).map(lambda drawn: table(*drawn))


@given(tables)
def test_what_is_shown_is_true_and_the_group_is_never_small(counts):
    counted = conceal(counts, COMPANIONS)
    for key, figure in counted.rows.items():
        assert figure.low <= counts[key]
        assert figure.high is None or counts[key] <= figure.high
    if counted.whole.is_exact and counted.grouped:
        exact = sum(figure.low for figure in counted.rows.values() if figure.is_exact)
        assert counted.grouped == counted.whole.low - exact >= SMALL


@given(tables, tables)
def test_a_sum_over_time_is_true_and_made_of_what_is_shown(one, other):
    keys = one.keys() & other.keys()
    first, second = ({key: counts[key] for key in sorted(keys)} for counts in (one, other))
    total = conceal(first, COMPANIONS) + conceal(second, COMPANIONS)
    for key, figure in total.rows.items():
        assert figure.low <= first[key] + second[key]
        assert figure.high is None or first[key] + second[key] <= figure.high


def test_what_shares_out_a_hidden_row_is_hidden_with_it():
    assert within(UNKNOWN, table(8, 9), COMPANIONS) == hidden("ab")
    assert set(within(UNDER_FIVE, table(1, 2), COMPANIONS).rows.values()) == {UNDER_FIVE}
    assert within(Figure(17, 17), table(8, 9), COMPANIONS).rows["a"] == Figure(8, 8)


def test_several_tables_that_share_out_one_whole_make_one():
    parts = [conceal({"a": 9, "b": 6, "c": 2}, "ab"), conceal({"d": 7, "e": 8}, "de")]
    assert together(Figure(32, 32), parts).grouped == 11
    assert together(UNKNOWN, parts).grouped is None


@pytest.mark.parametrize(("figure", "said"), [
    (Figure(1234, 1234), "1\u00a0234"), (UNDER_FIVE, "moins de 5"), (UNDER_FIVE + UNDER_FIVE, "moins de 9"),
    (Figure(15, 15) + UNDER_FIVE, "15 à 19"), (Figure(15, 15) + UNKNOWN, "au moins 15"), (UNKNOWN, "non affiché"),
    (NOUGHT, "0"), (alone(3), "moins de 5"), (alone(0), "0"), (alone(5), "5")])
def test_a_number_is_said_as_far_as_it_is_known(figure, said):
    assert figure.said == said
