"""The tables, as SQLAlchemy sees them. A change here needs a migration; a test compares the two."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
)
from sqlalchemy.types import TypeDecorator

metadata = MetaData(naming_convention={
    "ix": "ix_%(table_name)s_%(column_0_N_name)s", "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s", "pk": "pk_%(table_name)s",
})


class UtcDateTime(TypeDecorator):  # type: ignore[type-arg]
    """A moment: aware in Python, UTC in the database (SQLite forgets zones)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:
        return None if value is None else value.astimezone(timezone.utc)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=timezone.utc) if value.tzinfo is None else value.astimezone(timezone.utc)


conversations = Table(
    "conversations", metadata,
    Column("id", String(32), primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("address_hash", String(64), nullable=False),
    Column("address_encrypted", Text),
    Column("choices", Text, nullable=False, server_default="[]"),
    Column("draft_encrypted", Text),
    Column("slots", Text, nullable=False, server_default="{}"),
    Column("answered", Boolean, nullable=False, server_default="0"),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("channel", "address_hash"),
)

messages = Table(
    "messages", metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel_message_id", String(128)),
    Column("answers_id", ForeignKey("messages.id", ondelete="CASCADE"), index=True),
    Column("text", Text),
    Column("answer", Text),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("conversation_id", "channel_message_id"),
)

agendas = Table(
    "agendas", metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(64), nullable=False, unique=True),
    Column("nom", String(128), nullable=False),
    Column("demo", Boolean, nullable=False),
)

openings = Table(
    "openings", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("motifs", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("recurrence", String(255)),
)

absences = Table(
    "absences", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
)

appointments = Table(
    "appointments", metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(7), nullable=False, unique=True),
    Column("agenda_id", ForeignKey("agendas.id"), nullable=False),
    Column("motif", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("prenom_encrypted", Text),
    Column("telephone_encrypted", Text),
    Column("conversation_id", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_appointments_starts_at", "starts_at"),
    Index("ix_appointments_conversation_id", "conversation_id"),
)

appointment_history = Table(
    "appointment_history", metadata,
    Column("id", Integer, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
)

# One row for each five minutes that an appointment and its pause take: the primary key is what refuses a double booking,
# on SQLite as on PostgreSQL, whatever the durations.
taken_cells = Table(
    "taken_cells", metadata,
    Column("agenda_id", ForeignKey("agendas.id"), primary_key=True),
    Column("cell", UtcDateTime, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False, index=True),
)

unanswered = Table(
    "unanswered", metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("ranking", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
