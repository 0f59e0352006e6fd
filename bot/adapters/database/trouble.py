"""A database that cannot be used now, told from a mistake of ours: the first is waited for, the second is mended."""
from __future__ import annotations

import logging
from time import monotonic
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine, ExceptionContext
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from bot.domain.errors import StorageUnavailable

logger = logging.getLogger(__name__)

_TOLD_EVERY = 60.0  # seconds: everything that is asked of it fails at once, and one line is enough
# https://www.sqlite.org/rescode.html, in the words of the library: Python 3.10 does not give the codes. A savepoint is
# missed when SQLite, which ran out of room, has undone the whole transaction by itself.
_SQLITE = ("database is locked", "database table is locked", "database or disk is full", "disk I/O error",
           "unable to open database file", "attempt to write a readonly database", "database disk image is malformed",
           "file is not a database", "no such savepoint")
# Classes of https://www.postgresql.org/docs/current/errcodes-appendix.html: connection, lack of room or of connections,
# stopped by its operator, system error; and a server that only lets read (it is being repaired, or is a copy).
_POSTGRESQL = ("08", "53", "57P", "58", "25006")


def tell_trouble(engine: Engine) -> None:
    """From now on whoever uses this engine gets StorageUnavailable while the database is away, full or locked."""
    event.listen(engine, "handle_error", _Listener(), retval=True)


class _Listener:
    def __init__(self) -> None:
        self._told_at: float | None = None

    def __call__(self, context: ExceptionContext) -> StorageUnavailable | None:
        error: Any = context.sqlalchemy_exception
        why = trouble(error, context.is_disconnect) if isinstance(error, DBAPIError) else None
        if why is None:
            return None
        if self._told_at is None or monotonic() - self._told_at > _TOLD_EVERY:
            self._told_at = monotonic()
            logger.error("the database cannot be used: %s", why)
        return StorageUnavailable(why)


def trouble(error: DBAPIError, is_disconnect: bool = False) -> str | None:
    """What keeps the database from being used, in words that quote nothing of what was asked; None for a mistake of ours."""
    if type(error.orig).__module__ == "sqlite3":
        return next((words for words in _SQLITE if words in str(error.orig)), None)
    code = getattr(error.orig, "pgcode", None)
    if code is not None:
        return f"PostgreSQL {code}" if code.startswith(_POSTGRESQL) else None
    # There is no code where no server has answered.
    is_away = is_disconnect or isinstance(error, (OperationalError, InterfaceError))
    return "the server cannot be reached" if is_away else None
