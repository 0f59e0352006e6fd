"""Numbers as they are read aloud, and those that cannot be given."""
import pytest

from bot.adapters.telephone import WrongNumber, read_aloud


@pytest.mark.parametrize(("written", "read"), [
    ("04 67 88 87 00", "04 67 88 87 00"), ("+33467888700", "04 67 88 87 00"), ("0467888700", "04 67 88 87 00"),
    ("+33 (0)4 67 88 87 00", "04 67 88 87 00"), ("04.67.88.87.00", "04 67 88 87 00"), ("0033467888700", "04 67 88 87 00"),
    ("467888700", "04 67 88 87 00"), ("0805299898", "0 805 29 98 98"), ("3949", "39 49"), ("116117", "116117"), ("17", "17"),
    ("0262790049", "0262 79 00 49"), ("05 96 53 20 87", "0596 53 20 87"), ("0269 61 12 34", "0269 61 12 34"),
    ("09 76 12 34 56", "09 76 12 34 56"), ("0692 12 34 56", "0692 12 34 56"),
    ("+262262790049", "0262 79 00 49"), ("0590 82 12 34", "0590 82 12 34"),
    ("+687 29 28 76", "29 28 76"), ("+689 40 41 42 43", "40 41 42 43"),
])
def test_a_number_is_read_aloud(written, read):
    assert read_aloud(written) == read


@pytest.mark.parametrize("written", ["06 39 98 00 00", "+33639980000", "01 99 00 12 34", "02 61 91 00 00", "0465710000"])
def test_a_number_kept_for_fiction_is_not_given(written):
    with pytest.raises(WrongNumber, match="inventé"):
        read_aloud(written)


@pytest.mark.parametrize("written", ["", "04", "12345", "appeler le matin", "+44 20 7946 0958", "00000000000000", "292876",
                                     "04 67 88 87 00 / 04 67 88 87 01"])
def test_what_is_no_french_number_is_not_given(written):
    with pytest.raises(WrongNumber, match="français"):
        read_aloud(written)
