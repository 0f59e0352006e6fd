"""Read the records of a JSON file: a list, a list under one of the usual names, or one record a line."""
from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any, Optional, TextIO

import ijson  # type: ignore[import-untyped]

from bot.adapters.directory_formats.decoding import UnreadableFile
from bot.adapters.directory_formats.row import Row, bytes_read

_LISTS = ("features", "service", "services", "structures", "results", "records", "data", "items")
_STARTS, _ENDS = ("start_map", "start_array"), ("end_map", "end_array")
_DEEPEST = 50
_LONGEST_LINE = 1 << 20
_CUT = "Ce fichier est coupé après la fiche {}. Rien n'a été gardé : téléchargez-le à nouveau."
_WRONG = "Ce fichier n'est plus du JSON correct après la fiche {}. Rien n'a été gardé : téléchargez-le à nouveau."
# Signs beyond the first 65536 are escaped in two halves: one without the other is no sign.
_HEX = "[0-9a-fA-F]"
_ESCAPE = re.compile(rf'\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F]){_HEX}{{4}}'
                     rf'|u[dD][89abAB]{_HEX}{{2}}\\u[dD][c-fC-F]{_HEX}{{2}})|\\')
_LONGEST_ESCAPE = len("\\ud83d\\ude00")


def json_rows(text: TextIO) -> Iterator[Row]:
    """Each record; an escape that JSON does not have (« \\c ») is read as it is written. Raises UnreadableFile."""
    return _lines(text) if _is_one_a_line(text) else _listed(text)


def _is_one_a_line(text: TextIO) -> bool:
    first = text.readline(_LONGEST_LINE)
    text.seek(0)
    record = _object(first)
    return record is not None and not any(isinstance(record.get(name), list) for name in _LISTS)


def _lines(text: TextIO) -> Iterator[Row]:
    for number, line in enumerate(text, start=1):
        if line.strip():
            record = _object(line)
            if record is None:
                raise UnreadableFile(_WRONG.format(number - 1))
            yield Row(number, record, bytes_read(text))


def _object(line: str) -> Optional[Mapping[str, Any]]:
    try:
        record = json.loads(_mended(line))
    except (ValueError, RecursionError):
        return None
    return record if isinstance(record, dict) else None


def _listed(text: TextIO) -> Iterator[Row]:
    number = 0
    try:
        for number, record in enumerate(_records(_MendedStream(text)), start=1):
            is_record = isinstance(record, dict)
            yield Row(number, record if is_record else {}, bytes_read(text), None if is_record else "ce n'est pas une fiche")
    except ijson.IncompleteJSONError as error:
        # The parser raises the same error for a file that ends too soon and for a sign that should not be there.
        raise UnreadableFile((_CUT if "premature EOF" in str(error) else _WRONG).format(number)) from None


def _records(stream: "_MendedStream") -> Iterator[Any]:
    """What stands in the outermost list, or in the lists that the outermost object holds under one of the usual names."""
    level, key, building = 0, "", None
    for depth, event, value in _events(stream):
        if depth < level:
            level = 0
        elif level:
            building = building or ijson.ObjectBuilder()
            building.event(event, value)
            if depth == level and event not in _STARTS:
                yield building.value
                building = None
        elif event == "start_array" and (depth == 0 or (depth == 1 and key in _LISTS)):
            level = depth + 1
        elif event == "map_key":
            key = value


def _events(stream: "_MendedStream") -> Iterator[tuple[int, str, Any]]:
    """Each event of the parser, and in how many lists and objects it happens."""
    depth = 0
    for event, value in ijson.basic_parse(stream, use_float=True):
        depth -= event in _ENDS
        yield depth, event, value
        depth += event in _STARTS
        if depth > _DEEPEST:
            raise UnreadableFile("Ce fichier n'est pas une liste de fiches. Vérifiez que c'est le bon.")


def _mended(text: str) -> str:
    return _ESCAPE.sub(lambda escape: escape[0] if len(escape[0]) > 1 else r"\\", text)


class _MendedStream:
    """The bytes of a JSON text in UTF-8, its wrong escapes mended, for a parser that reads some at a time."""

    def __init__(self, text: TextIO) -> None:
        self._text = text
        self._held = ""

    def read(self, size: int) -> bytes:
        """About `size` bytes more; none at the end, or for none asked (parsers do, to see that bytes come)."""
        if size == 0:
            return b""
        more = self._text.read(size)
        given = self._held + more
        end = _last_sure_end(given) if more else len(given)
        self._held = given[end:]
        if more and not end:
            return self.read(size)
        return _mended(given[:end]).encode()


def _last_sure_end(text: str) -> int:
    """Where to stop so that no escape is cut in two."""
    for escape in _ESCAPE.finditer(text):
        if escape.end() - escape.start() == 1 and escape.start() > len(text) - _LONGEST_ESCAPE:
            return escape.start()
    return len(text)
