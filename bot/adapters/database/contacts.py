"""Where people are written to, at rest: unreadable, and found again from the address itself."""
from __future__ import annotations

from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.sql import ColumnElement

from bot.adapters.cipher import Cipher
from bot.adapters.database.tables import conversations
from bot.domain.appointment import Contact


def address_hash(cipher: Cipher, contact: Contact) -> str:
    """Under which a conversation, or what was promised to its people, is found."""
    return cipher.hash(f"{contact.channel}:{contact.address}")


def contact_columns(cipher: Cipher, contact: Contact | None) -> dict[str, Any]:
    """The columns of a table whose rows belong to somebody."""
    return {"contact_encrypted": cipher.encrypt(str(contact) if contact else None),
            "contact_hash": address_hash(cipher, contact) if contact else None}


def belongs_to(table: Table, conversation: str) -> ColumnElement[bool]:
    """What was made in a conversation, or in one that the same person has joined to it; and what is written to them."""
    person = select(conversations.c.person).where(conversations.c.id == conversation).scalar_subquery()
    theirs = (conversations.c.id == conversation) | (conversations.c.person == person)
    return (table.c.conversation_id.in_(select(conversations.c.id).where(theirs))
            | table.c.contact_hash.in_(select(conversations.c.address_hash).where(theirs)))
