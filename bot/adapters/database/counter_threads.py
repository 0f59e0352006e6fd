"""Conversations of the counter that nobody has ended: whose person has left without a word."""
from __future__ import annotations

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.engine import Connection

from bot.adapters.cipher import Cipher
from bot.adapters.database.tables import conversations, messages


class SqlCounterThreads:
    def __init__(self, connection: Connection, cipher: Cipher) -> None:
        self._connection = connection
        self._cipher = cipher

    def left_since(self, channel: str, limit: datetime) -> list[str]:
        said = exists().where(messages.c.conversation_id == conversations.c.id)
        kept = self._connection.execute(select(conversations.c.address_encrypted).where(
            conversations.c.channel == channel, conversations.c.updated_at < limit, said)).scalars()
        return [address for address in map(self._cipher.decrypt, kept) if address]
