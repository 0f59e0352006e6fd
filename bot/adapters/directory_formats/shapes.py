"""Take what has the expected shape out of published data, and nothing else: one thing or many, nested or JSON in a text."""
from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

Fields = Mapping[str, Any]


def several(one_or_many: Any) -> list[Any]:
    """A list of one thing or of many; a text that holds JSON is what it holds."""
    if isinstance(one_or_many, str) and one_or_many.lstrip()[:1] in ("[", "{"):
        try:
            one_or_many = json.loads(one_or_many)
        except (ValueError, RecursionError):
            return []
    return one_or_many if isinstance(one_or_many, list) else [] if one_or_many is None else [one_or_many]


def fields_of(one: Any) -> Fields:
    """The fields of an object; none if it is something else."""
    return one if isinstance(one, Mapping) else {}


def each_fields(one_or_many: Any) -> list[Fields]:
    """The objects among one thing or many."""
    return [one for one in several(one_or_many) if isinstance(one, Mapping)]


def texts(one_or_many: Any) -> list[str]:
    """The texts among one thing or many, the empty ones left out."""
    return [one for one in several(one_or_many) if isinstance(one, str) and one.strip()]


def text_fields(fields: Fields) -> dict[str, str]:
    """The fields that hold a text."""
    return {name: value for name, value in fields.items() if isinstance(value, str)}


def joined(pieces: Iterable[Any], separator: str) -> str:
    """The texts among the pieces, each once, in one."""
    return separator.join(dict.fromkeys(piece for piece in pieces if isinstance(piece, str) and piece.strip()))
