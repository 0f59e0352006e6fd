"""The database itself, rather than what is in it."""
from __future__ import annotations

from functools import lru_cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection

from bot.adapters.database.engine import MIGRATIONS


class SqlStorage:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_up_to_date(self) -> bool:
        """Whether its tables are of this version, or of a newer one that another program has brought."""
        revision = MigrationContext.configure(self._connection).get_current_revision()
        return revision is not None and revision not in _older()


@lru_cache(maxsize=1)
def _older() -> frozenset[str]:
    """The versions of the tables that are past."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    scripts = ScriptDirectory.from_config(config)
    return frozenset(script.revision for script in scripts.walk_revisions()) - frozenset(scripts.get_heads())
