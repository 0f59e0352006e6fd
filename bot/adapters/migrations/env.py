"""Alembic's entry point: the connection is always handed over by `bot.adapters.database.engine.migrate`."""
from alembic import context

from bot.adapters.database.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
