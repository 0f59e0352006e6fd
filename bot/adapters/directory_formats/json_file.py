"""Write records of any number as one JSON array, a line each, without ever holding them all in memory."""
from __future__ import annotations

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any, Union

_READABLE_BY_ALL = 0o644


def write_json(destination: Union[Path, IO[str]], records: Iterable[Mapping[str, Any]]) -> int:
    """Write the array to an open text file, or to a path whose content is replaced at once; how many records.

    If writing fails, what was at that path is still there, whole.
    """
    if not isinstance(destination, Path):
        return _write(destination, records)
    with NamedTemporaryFile("w", encoding="utf-8", dir=destination.parent, prefix=".export-", delete=False) as new:
        try:
            count = _write(new, records)
            os.fchmod(new.fileno(), _READABLE_BY_ALL)
            new.flush()
            os.fsync(new.fileno())
            os.replace(new.name, destination)
        except BaseException:
            os.unlink(new.name)
            raise
    return count


def _write(file: IO[str], records: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    file.write("[")
    for count, record in enumerate(records, start=1):
        file.write("\n" if count == 1 else ",\n")
        file.write(json.dumps(record, ensure_ascii=False, allow_nan=False))
    file.write("\n]\n")
    return count
