"""The code by which one person joins her conversations on two channels: read on one screen, typed on the other."""
from __future__ import annotations

import re
import secrets
from datetime import timedelta

from bot.domain.normalisation import fold

JOINING_CODE_HOLDS = timedelta(minutes=15)
# Neither vowels, so that no word appears, nor signs that look like others. Over three thousand million codes: nobody
# guesses one in a quarter of an hour.
_LETTERS, _DIGITS = "BCDFGHJKLMNPRSTVWXZ", "23456789"
_CODE = re.compile(r"(?:(?:mon |le )?code :? ?)?([a-z]{4})[ -]?(\d{4})[ .!]*")


def new_joining_code() -> str:
    """Four letters, four digits: « KLPD 2748 »; one letter and one digit more than the code of an appointment."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(4))
    return f"{letters} {''.join(secrets.choice(_DIGITS) for _ in range(4))}"


def find_joining_code(text: str) -> str | None:
    """The code that a message consists of, in its written form, or None."""
    found = _CODE.fullmatch(fold(text).strip())
    return f"{found[1].upper()} {found[2]}" if found and set(found[1].upper()) <= set(_LETTERS) else None
