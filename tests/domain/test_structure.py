"""A structure knows how old its facts are, and which numbers may be shown for it."""
from datetime import date

import pytest

from bot.domain.structure import Structure
from tests.builders import SOURCE


def structure(**changes) -> Structure:
    return Structure(**{"id": "ccas", "nom": "CCAS", "commune": "Paulhan", "date_maj": date(2024, 11, 21),
                        "source": SOURCE, **changes})


@pytest.mark.parametrize(("today", "stale"), [
    (date(2025, 1, 1), False), (date(2026, 11, 21), False), (date(2026, 11, 22), True),
])
def test_facts_are_old_after_two_years(today, stale):
    assert structure().is_stale(today) is stale


def test_facts_of_a_29_february_grow_old_too():
    assert structure(date_maj=date(2024, 2, 29)).is_stale(date(2026, 3, 1))


def test_the_only_allowed_number_is_its_own():
    assert structure(telephone="04 67 88 87 00").allowed_numbers == {"0467888700"}
    assert structure().allowed_numbers == frozenset()
