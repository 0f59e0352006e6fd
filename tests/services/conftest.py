"""Fixtures of the services."""
import pytest

from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.bootstrap import wire


@pytest.fixture
def at(services, new_uow, knowledge, engine):
    """The same services, at another time."""
    return lambda moment: wire(knowledge, new_uow, SqlDirectory(engine), SetClock(moment))
