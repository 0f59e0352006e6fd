"""French telephone numbers, checked, and written as they are read aloud."""
from __future__ import annotations

import phonenumbers

_METROPOLE = 33
_COUNTRIES = (_METROPOLE, 590, 262, 596, 594, 508, 681, 687, 689)
_MADE_UP = ("19900", "26191", "35301", "46571", "53649", "63998")  # kept by the regulator for fiction, after +33
_OVERSEAS = {"262": "RE", "263": "RE", "269": "YT", "590": "GP", "594": "GF", "596": "MQ", "639": "YT", "690": "GP",
             "691": "GP", "692": "RE", "693": "RE", "694": "GF", "696": "MQ", "697": "MQ"}  # what follows the first 0 there


class WrongNumber(ValueError):
    """No number that can be given; the message says why in French, without the number."""


def read_aloud(text: str) -> str:
    """« 04 67 88 87 00 », « 0 805 29 98 98 », « 39 49 », « 0262 79 00 49 », from any usual way of writing one.

    Raises WrongNumber.
    """
    number = _parsed(text, "FR")
    digits = str(number.national_number)
    if number.country_code == _METROPOLE and digits.startswith(_MADE_UP):
        raise WrongNumber("ce numéro de téléphone est inventé")
    if number.country_code == _METROPOLE and digits[:3] in _OVERSEAS:
        number = _parsed(text, _OVERSEAS[digits[:3]])
    if number.country_code in _COUNTRIES and phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.NATIONAL).replace(".", " ")
    if phonenumbers.is_valid_short_number_for_region(number, "FR"):
        return f"{digits[:2]} {digits[2:]}" if len(digits) == 4 else digits
    raise _not_french()


def _parsed(text: str, region: str) -> phonenumbers.PhoneNumber:
    try:
        return phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        raise _not_french() from None


def _not_french() -> WrongNumber:
    return WrongNumber("ce n'est pas un numéro de téléphone français")
