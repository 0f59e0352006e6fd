"""Which numbers write to us, and how each is written."""
import pytest

from bot.domain.mobile import Sender, answerable, international, is_made_up
from bot.domain.personal_data import find_phone, mobile_address


@pytest.mark.parametrize(("written", "number"), [
    ("+33639981234", "+33639981234"), ("0033639981234", "+33639981234"), ("33639981234", "+33639981234"),
    ("0639981234", "+33639981234"), ("06 39 98 12 34", "+33639981234"), ("06.39.98.12.34", "+33639981234"),
    ("0692123456", "+262692123456"), ("+33692123456", "+262692123456"), ("00262692123456", "+262692123456"),
    ("0639012345", "+262639012345"), ("0690123456", "+590690123456"), ("0694123456", "+594694123456"),
    ("0697123456", "+596697123456"), ("0708401234", "+508708401234"), ("0709012345", "+590709012345"),
    ("+15550100000", "+15550100000"), ("36180", "36180"), ("CCAS", "CCAS"), ("", ""), (" La Poste ", "La Poste"),
    ("+337000000000000", "+337000000000000"),
])
def test_each_number_is_written_in_one_way(written, number):
    assert international(written) == number


@pytest.mark.parametrize("typed", ["06 39 98 12 34", "+33 6 39 98 12 34", "0033639981234"])
def test_who_writes_has_the_address_of_who_gave_that_number_for_an_appointment(typed):
    assert international(typed) == mobile_address(find_phone(typed))


@pytest.mark.parametrize("number", [
    "+33639981234", "+33712345678", "+33123456789", "+33467887000", "+33951234567", "+262692123456", "+262639123456",
    "+590690123456", "+594694123456", "+596696123456", "+508708401234", "+508551234",
])
def test_people_of_the_whole_of_france_are_answered(number):
    assert answerable(number) is Sender.ORDINARY


@pytest.mark.parametrize("number", ["+32470123456", "+447700900123", "+15550100000", "+212612345678", "+687751234",
                                    "+882213000000", "+3531234567"])
def test_foreign_numbers_are_told_apart(number):
    assert answerable(number) is Sender.FOREIGN


@pytest.mark.parametrize("sender", [
    "36180", "+3336180", "3919", "115", "CCAS", "La Poste", "", "+", "+33", "+33800059595", "+33899123456", "+33836123456",
    "+338991234", "+33937123456", "+33162123456", "+33948123456", "+33700123456789", "+336399812345", "+33039981234",
    "+262892123456", "+590812345678", "+33639981234 ", "+33639981234\n", "++33639981234", "+0033639981234", "33639981234",
    "+3363998123a", "+3363998123٣", "+1555010000٣", "x" * 10_000, "'; drop table",
])
def test_nobody_is_answered_at_a_short_code_a_name_a_premium_number_or_a_machine(sender):
    assert answerable(sender) is Sender.NOBODY


@pytest.mark.parametrize(("number", "made_up"), [("+33639980000", True), ("+33639989999", True), ("+33639970000", False),
                                                 ("+33612345678", False), ("0639981234", False), ("+336399800000", False)])
def test_the_numbers_kept_for_fiction_are_known(number, made_up):
    assert is_made_up(number) is made_up
