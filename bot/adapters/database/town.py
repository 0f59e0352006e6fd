"""What the desk writes of its town: contacts and notices; and the town's own places in the directory."""
from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.engine import Connection

from bot.adapters.database.directory_writer import DirectoryWriter, Reading
from bot.adapters.database.tables import local_contacts, town_notices
from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.domain.thematique import Thematiques
from bot.domain.town import LocalContact, TownNotice


class SqlLocalContacts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, contact: LocalContact, agent: int) -> None:
        self._connection.execute(delete(local_contacts).where(local_contacts.c.structure == contact.structure))
        self._connection.execute(insert(local_contacts).values(
            structure=contact.structure, telephone=contact.telephone, courriel=contact.courriel, adresse=contact.adresse,
            horaires=contact.horaires, changed_at=contact.changed_at, agent_id=agent))


class SqlTownNotices:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, notice: TownNotice, agent: int, now: datetime) -> int:
        made = self._connection.execute(insert(town_notices).values(
            structure=notice.structure, text=notice.text, first_day=notice.first_day, last_day=notice.last_day,
            created_at=now, agent_id=agent))
        return int(made.inserted_primary_key[0])

    def remove(self, number: int) -> None:
        self._connection.execute(delete(town_notices).where(town_notices.c.id == number))


class SqlTownDirectory:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def change(self, place: Structure, territoires: Territoires, thematiques: Thematiques,
             open_parts: Callable[[str | None], int]) -> None:
        writer = DirectoryWriter(self._connection, Reading(territoires, thematiques, open_parts))
        writer.change(place)
