"""What the tests that draw their examples share."""
from __future__ import annotations

import logging
from typing import Callable, Iterator

import pytest


@pytest.fixture(params=["sqlite"])
def backend(request: pytest.FixtureRequest) -> str:
    """What comes from outside is read before any database sees it: one is enough."""
    return request.param


class _Failures(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.found.append(logging.Formatter().format(record))


@pytest.fixture
def failures() -> Iterator[Callable[[], list[str]]]:
    """What the rims have caught and logged since it was last asked: people were told a sentence, but it is a fault."""
    handler, ours = _Failures(), [logging.getLogger(name) for name in ("bot", "asyncio")]
    for logger in ours:
        logger.addHandler(handler)

    def since() -> list[str]:
        found, handler.found = handler.found, []
        return found

    yield since
    for logger in ours:
        logger.removeHandler(handler)
