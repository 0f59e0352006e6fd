"""Every telephone number that comes out is one of the town's places or a helpline: what is typed at the desk too."""
from __future__ import annotations

import re

from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean

# Ten digits however they are separated, toll-free numbers, those of other countries, and the short ones of four digits
# and more: two or three may as well be an age or a house.
_NUMBER = re.compile(r"(?<![\w,])(?:(?:\+|00)\d(?:[\s./-]?\d){7,13}|0[\s./-]?\d(?:[\s./-]?\d){8}|3\d[\s.]?\d\d"
                     r"|116[\s.]?\d{3}|118[\s.]?\d{3})(?![\d,%]|[\s.]\d|\s?(?:€|euros?\b|h\b|heures|%))")


def allowed_numbers(knowledge: Knowledge) -> frozenset[str]:
    """Digits only: « 0467888700 », « 115 »."""
    helplines = {_digits(one.numero) for one in knowledge.urgences.numeros.values()}
    return frozenset(helplines.union(*(place.allowed_numbers for place in knowledge.structures.values())))


def unlisted_numbers(text: str, knowledge: Knowledge) -> list[str]:
    """The numbers of a text, as they are written in it, that nobody vouches for."""
    allowed = allowed_numbers(knowledge)
    return [found[0] for found in _NUMBER.finditer(clean(text))
            if _digits(found[0]) not in allowed]


def _digits(written: str) -> str:
    return re.sub(r"\D", "", written)
