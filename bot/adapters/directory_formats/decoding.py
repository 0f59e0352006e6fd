"""Open a file of text whatever its encoding, and say plainly when it is something else."""
from __future__ import annotations

import codecs
from pathlib import Path
from typing import TextIO

_BLOCK = 1 << 20
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_OTHER_FILES = (
    (b"%PDF", "un PDF"), (b"PK\x03\x04", "un classeur (xlsx, ods) ou une archive zip"), (b"\x1f\x8b", "une archive gzip"),
    (b"\xd0\xcf\x11\xe0", "un ancien classeur Excel"), (b"7z\xbc\xaf", "une archive 7z"), (b"Rar!", "une archive rar"),
)


class UnreadableFile(Exception):
    """A file from which nothing is kept. The message says in French what is wrong and what to do."""


def open_text(path: Path) -> TextIO:
    """The text of a file, its line ends as they are: UTF-8, UTF-16 with its mark, or Windows-1252.

    Raises UnreadableFile if it cannot be opened or is not text.
    """
    try:
        return path.open(encoding=_encoding_of(path), newline="")
    except OSError:
        raise UnreadableFile("Je ne peux pas ouvrir ce fichier. Vérifiez son nom et vos droits.") from None


def _encoding_of(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(_BLOCK)
    for signature, what in _OTHER_FILES:
        if head.startswith(signature):
            raise UnreadableFile(f"Ce fichier est {what}. Ouvrez-le, et enregistrez son contenu en CSV ou en JSON.")
    marked = next((encoding for mark, encoding in _MARKS if head.startswith(mark)), None)
    if marked is None and b"\0" in head:
        raise UnreadableFile("Ce fichier n'est pas du texte. Enregistrez-le en CSV ou en JSON, encodé en UTF-8.")
    encoding = next((one for one in ((marked,) if marked else ("utf-8", "cp1252")) if _is_all(path, one)), None)
    if encoding is None:
        raise UnreadableFile("Je ne lis pas les accents de ce fichier. Enregistrez-le encodé en UTF-8.")
    return encoding


def _is_all(path: Path, encoding: str) -> bool:
    """Whether the whole file is in this encoding: one wrong byte at its very end would be found too late."""
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(_BLOCK):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True
