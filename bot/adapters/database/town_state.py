"""All that the desk says of its town, read at once."""
from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import OperationalError, TimeoutError

from bot.adapters.database.engine import READ_ONLY
from bot.adapters.database.tables import desk_settings, local_contacts, town_notices
from bot.domain.errors import StorageUnavailable
from bot.domain.town import LocalContact, TownNotice, TownState


def read_town(engine: Engine) -> TownState | None:
    """All that the desk says, locking nobody out; None while the database cannot be asked."""
    try:
        with engine.connect().execution_options(**READ_ONLY) as connection:
            contacts = {row.structure: LocalContact(row.structure, row.changed_at, row.telephone, row.courriel, row.adresse,
                                                    row.horaires) for row in connection.execute(select(local_contacts))}
            rows = connection.execute(select(town_notices).order_by(town_notices.c.first_day, town_notices.c.id))
            notices = tuple(TownNotice(row.text, row.first_day, row.last_day, row.structure, row.id) for row in rows)
            return TownState(contacts, notices, {row.name: row.value for row in connection.execute(select(desk_settings))})
    except (StorageUnavailable, OperationalError, TimeoutError):
        return None
