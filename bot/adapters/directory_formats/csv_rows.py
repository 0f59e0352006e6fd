"""Read the lines of a CSV file."""
from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from typing import Any, Optional, TextIO

from bot.adapters.directory_formats.decoding import UnreadableFile
from bot.adapters.directory_formats.row import Row, bytes_read

_DELIMITERS = ",;\t|"
_LONGEST_HEADER = 1 << 16


def csv_rows(text: TextIO) -> Iterator[Row]:
    """Each line as a mapping from the names of the header; empty lines are nothing. Raises UnreadableFile."""
    lines = csv.reader(text, delimiter=_delimiter_of(text), strict=True)
    header = _checked([name.strip() for name in _next(lines) or []])
    while (line := _next(lines)) is not None:
        if any(line):
            yield _row(lines.line_num, header, line, bytes_read(text))


def _next(lines: Any) -> Optional[list[str]]:
    try:
        return next(lines, None)
    except csv.Error:
        raise UnreadableFile(f"Vers la ligne {lines.line_num}, un guillemet manque ou est en trop. "
                             "Rien n'a été gardé : corrigez la ligne.") from None


def _row(number: int, header: Sequence[str], line: Sequence[str], read: int) -> Row:
    if len(line) != len(header):
        return Row(number, {}, read, "la ligne n'a pas autant de cases que l'en-tête")
    return Row(number, dict(zip(header, line)), read)


def _delimiter_of(text: TextIO) -> str:
    first = text.readline(_LONGEST_HEADER)
    text.seek(0)
    return max(_DELIMITERS, key=first.count)


def _checked(header: list[str]) -> list[str]:
    if len(header) < 2:
        raise UnreadableFile("Je ne vois qu'une colonne dans ce fichier. Enregistrez-le en CSV, avec des points-virgules "
                             "ou des virgules entre les colonnes.")
    twice = sorted({name for name in header if header.count(name) > 1})
    if twice:
        raise UnreadableFile(f"Deux colonnes de ce fichier ont le même nom : {', '.join(twice)}. Renommez-en une.")
    return header
