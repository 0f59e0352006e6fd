"""Read the records of a file one by one, whatever its format: JSON, GeoJSON, JSON lines or CSV."""
from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from bot.adapters.directory_formats.csv_rows import csv_rows
from bot.adapters.directory_formats.decoding import UnreadableFile as UnreadableFile  # what readers of files catch
from bot.adapters.directory_formats.decoding import open_text
from bot.adapters.directory_formats.json_rows import json_rows
from bot.adapters.directory_formats.row import Row


def rows(path: Path) -> Iterator[Row]:
    """Each record of a file, in order; the file is never held whole in memory.

    Raises UnreadableFile, with a sentence in French, as soon as it is known that the file cannot be read to its end.
    """
    with open_text(path) as text:
        row = None
        for row in _rows(text):
            yield row
        if row is None:
            raise UnreadableFile("Je ne trouve aucune fiche dans ce fichier. Vérifiez que c'est le bon.")


def _rows(text: TextIO) -> Iterator[Row]:
    first = _first_sign(text)
    if not first:
        raise UnreadableFile("Ce fichier est vide. Téléchargez-le à nouveau.")
    if first == "<":
        raise UnreadableFile("Ce fichier est une page web, pas des données. Vérifiez l'adresse du téléchargement.")
    return json_rows(text) if first in "[{" else csv_rows(text)


def _first_sign(text: TextIO) -> str:
    while (sign := text.read(1)).isspace():
        pass
    text.seek(0)
    return sign
