"""Passwords, kept as argon2id makes them (RFC 9106, the library's own parameters)."""
from __future__ import annotations

import functools

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

HASHER = PasswordHasher()


class Argon2Passwords:
    def hash(self, password: str) -> str:
        return HASHER.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether it is the one. An unknown account takes as long as a wrong password: the time does not tell them apart."""
        try:
            return HASHER.verify(kept or _nobody(), password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


@functools.cache
def _nobody() -> str:
    return HASHER.hash("nobody")
