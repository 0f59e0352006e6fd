"""The numbers that write to us by SMS: one way of writing each, and which of them are people who may be answered.

Source: Arcep, decision 2018-0881 of 24 July 2018 as amended, annex 1 (plan national de numérotation), sections 2.3 and 2.4.
"""
from __future__ import annotations

import re
from enum import Enum


class Sender(Enum):
    """Who a number stands for.

    NOBODY: a short code, a name in letters, a premium number, a machine. Answering one costs money, or never ends.
    """

    ORDINARY = "ordinary"
    FOREIGN = "foreign"
    NOBODY = "nobody"


# How mobile numbers of the overseas begin after their first 0, and the country code under which they are reached.
_OVERSEAS = (("+590", re.compile(r"69[01]|7090")), ("+262", re.compile(r"69[23]|639(?!98)|7092|7093[5-7]")),
             ("+594", re.compile(r"694|7093[0-3]")), ("+596", re.compile(r"69[67]|7091")), ("+508", re.compile(r"708")))
# Numbers that programs call and write from, to people (« numéros polyvalents vérifiés », « plateforme technique »).
_MACHINE = r"16[23]|27[01]|37[78]|42[45]|56[89]|93[7-9]|94[89]"
_PERSON = re.compile(rf"\+33(?!{_MACHINE})[1-79]\d{{8}}|\+(?:262|590|594|596)[1-79]\d{{8}}|\+508(?:7\d{{8}}|[2-9]\d{{5}})",
                     re.ASCII)
_OURS = re.compile(r"\+(?:33|262|508|590|594|596).*")
_E164 = re.compile(r"\+[1-9]\d{6,14}", re.ASCII)
_MADE_UP = re.compile(r"\+3363998\d{4}", re.ASCII)  # kept by the regulator for fiction


def international(written: str) -> str:
    """A sender as E.164 writes it (« +33612345678 »), from « 0033612345678 », « 33612345678 » or « 06 12 34 56 78 ».

    A number of the overseas has the country code of its territory, however it was written. A short code or a name is given
    back as it is.
    """
    bare = re.sub(r"[\s.\-()\u00a0]", "", written)
    if re.fullmatch(r"0[1-9]\d{8}", bare, re.ASCII):
        bare = f"+33{bare[1:]}"
    elif re.fullmatch(r"(?:00|\+)[1-9]\d{6,14}|[1-9]\d{9,14}", bare, re.ASCII):
        bare = f"+{bare.removeprefix('00').removeprefix('+')}"
    else:
        return written.strip()
    return _of_its_territory(bare)


def _of_its_territory(number: str) -> str:
    national = number.removeprefix("+33")
    if national == number or len(national) != 9:
        return number
    return next((country + national for country, begins in _OVERSEAS if begins.match(national)), number)


def answerable(address: str) -> Sender:
    """Who a sender is, from its number in E.164 or whatever a provider gives in its place."""
    if _PERSON.fullmatch(address):
        return Sender.ORDINARY
    is_foreign = _E164.fullmatch(address) and not _OURS.fullmatch(address)
    return Sender.FOREIGN if is_foreign else Sender.NOBODY


def is_made_up(number: str) -> bool:
    """Whether an E.164 number is one that nobody has: 06 39 98 00 00 to 06 39 98 99 99."""
    return _MADE_UP.fullmatch(number) is not None
