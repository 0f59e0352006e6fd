"""Names and numbers of people: unreadable at rest, found again by a keyed hash.

The key is a file of lines. The first encrypts; each of the others still reads what it once encrypted. What is looked up by a
hash has no way back, so the key of the hashes never changes: it comes from the first key that there ever was, and a line
« recherche:… » keeps it once there is a second.
"""
from __future__ import annotations

import base64
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.fernet import Fernet, MultiFernet

_OTHERS = 0o077
# Where container engines put secrets: readable by all, but inside of the container only.
_MOUNTED = Path("/run/secrets")
_LOOKUP = "recherche:"


class Cipher:
    """Authenticated encryption (Fernet: AES-128-CBC and HMAC-SHA256) with the lines of a key file, url-safe base64."""

    def __init__(self, key: str) -> None:
        self._fernet = MultiFernet([Fernet(one.encode()) for one in keys_in(key)])
        self._hash_key = base64.urlsafe_b64decode(_lookup_key(key))

    def encrypt(self, text: str | None) -> str | None:
        return self._fernet.encrypt(text.encode()).decode() if text else None

    def decrypt(self, token: str | None) -> str | None:
        return self._fernet.decrypt(token.encode()).decode() if token else None

    def renew(self, token: str) -> str:
        """The same, encrypted with the first key."""
        return self._fernet.rotate(token.encode()).decode()

    def hash(self, address: str) -> str:
        """The same address always gives the same 64 characters; without the key nobody can go back."""
        return hmac.new(self._hash_key, address.encode(errors="replace"), hashlib.sha256).hexdigest()


def new_key() -> str:
    return Fernet.generate_key().decode()


def keys_in(text: str) -> list[str]:
    """The keys that encrypt and read, the newest first."""
    return [line for line in text.split() if not line.startswith(_LOOKUP)]


def with_new_key(text: str) -> str:
    """The lines of a key file in which another key encrypts from now on."""
    return _lines([new_key(), *keys_in(text)], text)


def without_old_keys(text: str) -> str:
    """The lines of a key file in which only the newest key is left."""
    return _lines(keys_in(text)[:1], text)


def key_of(path: Path) -> str:
    """The key kept in `path`, made on the first start and readable by its owner only. ValueError if others can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, new_key())
    if path.stat().st_mode & _OTHERS and _MOUNTED not in path.parents:
        raise ValueError(f"D'autres que le programme peuvent lire la clé « {path} ». Lancez : chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()


def change_key(path: Path, text: str) -> None:
    """Keep these lines in `path` instead of those that it holds: all of them or none, whenever the power goes."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    _write(beside, text)
    beside.replace(path)


def _write(path: Path, text: str) -> None:
    with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _lines(keys: list[str], text: str) -> str:
    return "\n".join([*keys, _LOOKUP + _lookup_key(text), ""])


def _lookup_key(text: str) -> str:
    kept = [line.removeprefix(_LOOKUP) for line in text.split() if line.startswith(_LOOKUP)]
    [first] = kept or [_derived(keys_in(text)[-1])]
    return first


def _derived(key: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(b"lookup" + base64.urlsafe_b64decode(key)).digest()).decode()
