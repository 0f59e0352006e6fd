"""One record of a file, before anybody knows what it means."""
from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, Optional, TextIO


class Row(NamedTuple):
    """`number` is the line of a CSV file, else the rank of the record; `read`, how many bytes of the file are read so far.

    `problem` says in French why the record cannot be read; its content is then empty.
    """

    number: int
    content: Mapping[str, Any]
    read: int
    problem: Optional[str] = None


def bytes_read(text: TextIO) -> int:
    """How many bytes of its file a text has taken so far."""
    return text.buffer.tell()
