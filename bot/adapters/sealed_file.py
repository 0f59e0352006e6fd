"""Files that only the key opens: compressed, then sealed in chunks, so that nothing can be read, changed, moved or cut off.

AES-256-GCM (NIST SP 800-38D) under a key of the file's own, derived with HKDF (RFC 5869). The number of a chunk is its
nonce; whether it is the last is authenticated with it. `key` is the text of a key file (cipher.py): its first key
seals, whichever fits opens.
"""
from __future__ import annotations

import contextlib
import gzip
import io
import json
import os
from pathlib import Path
from typing import IO, Any, Iterable, Iterator

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.adapters.cipher import keys_in

_MAGIC = b"REPERE-SCEAU-1\n"
_SALT, _TAG, _CHUNK = 16, 16, 1 << 16  # bytes
_MORE, _LAST = b"\0", b"\1"
_NOT_OURS = "Ce fichier n'est pas une sauvegarde de Repère."
_ALTERED = ("Cette sauvegarde ne s'ouvre pas : le fichier a été modifié ou coupé, ou il a été fait avec une autre clé. "
            "Vérifiez REPERE_KEY_FILE, ou prenez une autre sauvegarde.")


def write_sealed(path: Path, key: str, lines: Iterable[Any]) -> None:
    """Each of `lines` (what JSON can say), readable by nobody else. The file appears when it is whole, or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        with open(os.open(beside, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
            sealed = _Sealing(file, key)
            with gzip.GzipFile(fileobj=sealed, mode="wb") as packed:
                for line in lines:
                    packed.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
            sealed.end()
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read_sealed(path: Path, key: str) -> Iterator[Any]:
    """What `write_sealed` was given. ValueError, in French, as soon as something is not what was written."""
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise ValueError(_NOT_OURS)
        with gzip.GzipFile(fileobj=io.BufferedReader(_Opening(file, key))) as packed:
            try:
                for line in packed:
                    yield json.loads(line)
            except (InvalidTag, EOFError, gzip.BadGzipFile, OverflowError):
                raise ValueError(_ALTERED) from None


def _key_of_file(key: str, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, b"repere backup").derive(key.encode()))


class _Sealing(io.RawIOBase):
    """Seals what is written, a chunk late: the last one says that it is."""

    def __init__(self, file: IO[bytes], key: str) -> None:
        salt = os.urandom(_SALT)
        file.write(_MAGIC + salt)
        self._file, self._key, self._held, self._number = file, _key_of_file(keys_in(key)[0], salt), bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, more: Any) -> int:
        self._held += more
        while len(self._held) > _CHUNK:
            self._seal(bytes(self._held[:_CHUNK]), _MORE)
            del self._held[:_CHUNK]
        return len(more)

    def end(self) -> None:
        """Seal what is left."""
        self._seal(bytes(self._held), _LAST)

    def _seal(self, chunk: bytes, mark: bytes) -> None:
        self._file.write(self._key.encrypt(self._number.to_bytes(12, "big"), chunk, mark))
        self._number += 1


class _Opening(io.RawIOBase):
    """Gives back what `_Sealing` took, chunk by chunk. InvalidTag when one is not what was sealed there."""

    def __init__(self, file: IO[bytes], key: str) -> None:
        salt = file.read(_SALT)
        self._keys = [_key_of_file(one, salt) for one in keys_in(key)]
        self._file, self._number = file, 0
        self._next, self._open = file.read(_CHUNK + _TAG), b""
        self._is_at_end = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._open and not self._is_at_end:
            sealed, self._next = self._next, self._file.read(_CHUNK + _TAG)
            self._is_at_end = not self._next
            mark = _LAST if self._is_at_end else _MORE
            self._open = self._decrypted(sealed, mark)
            self._number += 1
        taken, self._open = self._open[:len(buffer)], self._open[len(buffer):]
        buffer[:len(taken)] = taken
        return len(taken)

    def _decrypted(self, sealed: bytes, mark: bytes) -> bytes:
        """The key that opens the first chunk is the file's."""
        *others, last = self._keys
        nonce = self._number.to_bytes(12, "big")
        for key in others:
            with contextlib.suppress(InvalidTag):
                chunk = key.decrypt(nonce, sealed, mark)
                self._keys = [key]
                return chunk
        chunk = last.decrypt(nonce, sealed, mark)
        self._keys = [last]
        return chunk
