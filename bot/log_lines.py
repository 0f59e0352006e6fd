"""One event, one line, without a word of anybody: to be read by people (« texte ») or by a tool (« json »).

What we log ourselves is written for that. What libraries log may quote anything (a sentence, a number, an address): only its
place in their sources is kept, and the sentence before its blanks are filled in. Of an exception, its kind and the lines it
went through: its message may quote a row of the database.
"""
from __future__ import annotations

import json
import logging
from datetime import datetime, timezone
from pathlib import PurePath
from typing import Any, Iterator

from bot.settings import ROOT

_OURS = ("bot", "actions")
# They say a lot that nobody here needs.
_TALKATIVE = ("rasa", "rasa_sdk", "alembic", "apscheduler", "asyncio", "httpx", "httpcore", "telegram", "twilio", "urllib3",
              "redis", "sqlalchemy", "matplotlib", "tensorflow", "aiohttp")
_NEAREST = 6  # lines of a traceback, from where it broke


def configure(form: str) -> None:
    """From now on everything is logged on standard error, as `form` says. Python's warnings, for authors, are not."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if form == "json" else TextLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("py.warnings").setLevel(logging.ERROR)
    # Requests that cannot be read come by the hundred, from robots. What fails in ours is written by the guard.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(event(record), ensure_ascii=False)


class TextLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = event(record)
        trace = "".join(f" | {line}" for line in said.get("trace", ()))
        kind = f" ({said['error']})" if "error" in said else ""
        return f"{said['at']} {said['level']} {said['room']}: {said['message']}{kind}{trace}"


def event(record: logging.LogRecord) -> dict[str, Any]:
    """What is kept of a record. `at` is UTC (RFC 3339)."""
    at = datetime.fromtimestamp(record.created, timezone.utc)
    shape: dict[str, Any] = {"at": at.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
                             "level": record.levelname.lower(), "room": record.name, "message": _message(record)}
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        shape.update(error=" < ".join(type(one).__qualname__ for one in _chain(error)), trace=_trace(error))
    return shape


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in _OURS:
        return " ".join(record.getMessage().split())
    where = f"{'/'.join(PurePath(record.pathname).parts[-2:])}:{record.lineno}"
    # Without blanks to fill in, who knows what was pasted into it.
    return f"{where} {record.msg}" if record.args and isinstance(record.msg, str) else where


def _chain(error: BaseException) -> Iterator[BaseException]:
    """The exception, and those it came from, as Python shows them."""
    seen: set[int] = set()
    one: BaseException | None = error
    while one is not None and id(one) not in seen:
        seen.add(id(one))
        yield one
        one = one.__cause__ or (None if one.__suppress_context__ else one.__context__)


def _trace(error: BaseException) -> list[str]:
    lines = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        path = PurePath(code.co_filename)
        name = path.relative_to(ROOT) if path.is_relative_to(ROOT) else PurePath(*path.parts[-2:])
        lines.append(f"{name}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return lines[-_NEAREST:]
