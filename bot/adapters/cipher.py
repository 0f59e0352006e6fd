"""Names and numbers of people: unreadable at rest, found again by a keyed hash."""
from __future__ import annotations

import base64
import hashlib
import hmac
import os
from pathlib import Path

from cryptography.fernet import Fernet

_OTHERS = 0o077
# Where container engines put secrets: readable by all, but inside of the container only.
_MOUNTED = Path("/run/secrets")


class Cipher:
    """Authenticated encryption (Fernet: AES-128-CBC and HMAC-SHA256) with one 32-byte key, url-safe base64."""

    def __init__(self, key: str) -> None:
        self._fernet = Fernet(key.encode())
        self._hash_key = hashlib.sha256(b"lookup" + base64.urlsafe_b64decode(key)).digest()

    def encrypt(self, text: str | None) -> str | None:
        return self._fernet.encrypt(text.encode()).decode() if text else None

    def decrypt(self, token: str | None) -> str | None:
        return self._fernet.decrypt(token.encode()).decode() if token else None

    def hash(self, address: str) -> str:
        """The same address always gives the same 64 characters; without the key nobody can go back."""
        return hmac.new(self._hash_key, address.encode(errors="replace"), hashlib.sha256).hexdigest()


def new_key() -> str:
    return Fernet.generate_key().decode()


def key_of(path: Path) -> str:
    """The key kept in `path`, made on the first start and readable by its owner only. ValueError if others can read it."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="ascii") as file:
            file.write(new_key())
    if path.stat().st_mode & _OTHERS and _MOUNTED not in path.parents:
        raise ValueError(f"D'autres que le programme peuvent lire la clé « {path} ». Lancez : chmod 600 {path}")
    return path.read_text(encoding="ascii").strip()
