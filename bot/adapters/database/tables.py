"""The tables, as SQLAlchemy sees them. A change here needs a migration; a test compares the two."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    Time,
    UniqueConstraint,
    text,
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


# Conversations of one person on several channels, joined by a code, have the same `person`.
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
    Column("person", String(32), index=True),
    Column("updated_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("channel", "address_hash"),
)

# A number is never given again, even to the message that follows an erased thread: buttons on telephones keep it. While an
# agent holds the conversation, what is said is in `private_encrypted` alone; `urgence` is the cry for help heard meanwhile.
messages = Table(
    "messages", metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("channel_message_id", String(128)),
    Column("answers_id", ForeignKey("messages.id", ondelete="CASCADE"), index=True),
    Column("text", Text),
    Column("answer", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("agent_id", Integer),
    Column("private_encrypted", Text),
    Column("urgence", String(32)),
    UniqueConstraint("conversation_id", "channel_message_id"),
    sqlite_autoincrement=True,
)

# `feed_token` is the secret in the address of the agenda's calendar; a closed agenda keeps its past.
agendas = Table(
    "agendas", metadata,
    Column("id", Integer, primary_key=True),
    Column("slug", String(64), nullable=False, unique=True),
    Column("nom", String(128), nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("feed_token", String(43), nullable=False, server_default=""),
    Column("closed_at", UtcDateTime),
    Index("ix_agendas_feed_token", "feed_token", unique=True),
)

# Hours are those of Paris; `recurrence` is a rule of RFC 5545, `exceptions` the days without, as JSON.
openings = Table(
    "openings", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("recurrence", String(255)),
    Column("exceptions", JSON, nullable=False, server_default="[]"),
)

opening_motifs = Table(
    "opening_motifs", metadata,
    Column("motif", String(64), primary_key=True),
    Column("opening_id", ForeignKey("openings.id", ondelete="CASCADE"), primary_key=True, index=True),
)

# From the hour `starts` of the first day to the hour `ends` of the last; one that comes back stands in one day.
absences = Table(
    "absences", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("starts", Time, nullable=False),
    Column("ends", Time, nullable=False),
    Column("recurrence", String(255)),
    Column("titre", Text),
)

sessions = Table(
    "sessions", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id"), nullable=False),
    Column("motif", String(64), nullable=False),
    Column("titre", Text),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("places", Integer, nullable=False),
    Column("is_cancelled", Boolean, nullable=False, server_default="0"),
    Index("ix_sessions_starts_at", "starts_at"),
)

# `uid` names it in calendars for good, `booking_key` makes two confirmations of one booking one appointment. Messages go to
# `contact`, « channel address »; by its hash whoever writes from there finds the appointment again.
appointments = Table(
    "appointments", metadata,
    Column("id", Integer, primary_key=True),
    Column("code", String(7), nullable=False, unique=True),
    Column("uid", String(32), nullable=False, server_default=""),
    Column("sequence", Integer, nullable=False, server_default="0"),
    Column("booking_key", String(32)),
    Column("agenda_id", ForeignKey("agendas.id"), nullable=False),
    Column("session_id", Integer),
    Column("motif", String(64), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("ends_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("prenom_encrypted", Text),
    Column("telephone_encrypted", Text),
    Column("for_other", Boolean, nullable=False, server_default="0"),
    Column("contact_encrypted", Text),
    Column("contact_hash", String(64)),
    Column("conversation_id", String(32)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("changed_at", UtcDateTime),
    Column("arrived_at", UtcDateTime),
    Index("ix_appointments_contact_hash", "contact_hash"),
    Index("ix_appointments_starts_at", "starts_at"),
    Index("ix_appointments_conversation_id", "conversation_id"),
    Index("ix_appointments_session_id", "session_id"),
    Index("ix_appointments_uid", "uid", unique=True),
    Index("ix_appointments_booking_key", "booking_key", unique=True),
)

appointment_history = Table(
    "appointment_history", metadata,
    Column("id", Integer, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("by", String(8), nullable=False),
)

# What takes an agenda's time, in minutes since 1970 UTC: an appointment and its pause, or a group session. The index alone
# tells what is busy; numbers, because four weeks of fifty agendas are read for each proposal.
taken_spans = Table(
    "taken_spans", metadata,
    Column("id", Integer, primary_key=True),
    Column("agenda_id", ForeignKey("agendas.id"), nullable=False),
    Column("starts", Integer, nullable=False),
    Column("ends", Integer, nullable=False),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), unique=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), unique=True),
    Index("ix_taken_spans_agenda_id_starts_ends", "agenda_id", "starts", "ends"),
)

# One row for each five minutes of a span: the primary key is what refuses a double booking, on SQLite as on PostgreSQL,
# whatever the durations.
taken_cells = Table(
    "taken_cells", metadata,
    Column("agenda_id", ForeignKey("agendas.id"), primary_key=True),
    Column("cell", Integer, primary_key=True),
    Column("span_id", ForeignKey("taken_spans.id", ondelete="CASCADE"), nullable=False, index=True),
)

# The places of a session are numbered: the primary key is what refuses one person too many.
taken_places = Table(
    "taken_places", metadata,
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), nullable=False, unique=True),
)

# Who waits for a time to free up (« attente »), or to be called (« rappel »).
waiting = Table(
    "waiting", metadata,
    Column("id", Integer, primary_key=True),
    Column("purpose", String(8), nullable=False),
    Column("motif", String(64), nullable=False),
    Column("conversation_id", String(32), nullable=False, index=True),
    Column("prenom_encrypted", Text),
    Column("telephone_encrypted", Text),
    Column("contact_encrypted", Text),
    Column("contact_hash", String(64), index=True),
    Column("wish", JSON),
    Column("created_at", UtcDateTime, nullable=False),
    Column("told", Integer, nullable=False, server_default="0"),
    Column("told_at", UtcDateTime),
    Column("closed_at", UtcDateTime),
    Index("ix_waiting_motif", "motif"),
)

# What is to be sent, once. `key` says what it is about, so that nothing is queued twice; `state` goes from a_envoyer to
# en_cours (committed before the sending: what stays so was perhaps sent, and is not sent again), then envoye, or perime,
# inutile, echec.
outbox = Table(
    "outbox", metadata,
    Column("id", Integer, primary_key=True),
    Column("key", String(96), nullable=False, unique=True),
    Column("kind", String(16), nullable=False),
    Column("channel", String(16), nullable=False),
    Column("address_encrypted", Text),
    Column("address_hash", String(64), index=True),
    Column("answer_encrypted", Text),
    Column("appointment_id", ForeignKey("appointments.id", ondelete="CASCADE"), index=True),
    Column("not_before", UtcDateTime, nullable=False),
    Column("not_after", UtcDateTime, nullable=False),
    Column("state", String(9), nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("error", String(128)),
    Column("message_id", Integer),
    Column("program", String(16)),
    Column("reference", String(64), index=True),
    Column("receipt", String(16)),
    Index("ix_outbox_state_not_before", "state", "not_before"),
)

# Appointments that are kept elsewhere: by which access, whose they are, and what the other side last said of them.
access_tokens = Table(
    "access_tokens", metadata,
    Column("provider", String(32), primary_key=True),
    Column("token_encrypted", Text, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)

elsewhere_usagers = Table(
    "elsewhere_usagers", metadata,
    Column("provider", String(32), primary_key=True),
    Column("external_id", String(64), primary_key=True),
    Column("conversation_id", String(32), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
)

elsewhere_appointments = Table(
    "elsewhere_appointments", metadata,
    Column("provider", String(32), primary_key=True),
    Column("external_id", String(64), primary_key=True),
    Column("conversation_id", String(32), nullable=False, index=True),
    Column("nom", Text, nullable=False),
    Column("lieu", Text),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("state", String(8), nullable=False),
    Column("changed_at", UtcDateTime, nullable=False),
)

# What was not understood, redacted; `answered` is what was said instead. `verdict` is what the team made of it: fiche (it
# asks for that one), hors_sujet, nouvelle_fiche, rappel, or sans_suite.
unanswered = Table(
    "unanswered", metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("ranking", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    Column("channel", String(16)),
    Column("conversation_id", String(32)),
    Column("answered", Text),
    Column("verdict", String(16)),
    Column("fiche", String(64)),
    Column("handled_at", UtcDateTime),
    Column("agent_id", Integer),
)

# A structure and an offer have the fields of data·inclusion v1 and ours (bot/domain/structure.py, offer.py). `place` is the
# one place that the records of several producers describe: the smallest of their ids.
_WHERE = (("adresse", Text), ("complement_adresse", Text), ("code_postal", String(5)), ("commune", Text),
          ("code_insee", String(5)), ("latitude", Float), ("longitude", Float), ("telephone", Text), ("courriel", Text),
          ("lien_source", Text), ("horaires_accueil", Text), ("horaires_texte", Text))


def _columns(*described: tuple[str, Any]) -> list[Column[Any]]:
    return [Column(name, kind) for name, kind in described]


structures = Table(
    "structures", metadata,
    Column("id", Text, primary_key=True),
    Column("source", String(64), nullable=False, index=True),
    Column("place", Text, nullable=False, index=True),
    Column("nom", Text, nullable=False),
    Column("date_maj", Date, nullable=False),
    *_columns(("siret", String(14)), ("description", Text), ("site_web", Text), ("accessibilite_lieu", Text), ("note", Text),
              ("is_accessible", Boolean), ("is_free", Boolean), *_WHERE),
    *_columns(*((name, JSON) for name in ("reseaux_porteurs", "citation", "besoins", "thematiques", "zone_eligibilite",
                                          "langues", "fermetures"))),
)

offers = Table(
    "offers", metadata,
    Column("id", Text, primary_key=True),
    Column("source", String(64), nullable=False, index=True),
    Column("structure_id", ForeignKey("structures.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("nom", Text, nullable=False),
    Column("date_maj", Date, nullable=False),
    Column("description", Text, nullable=False),
    *_columns(("type", Text), ("publics_precisions", Text), ("conditions_acces", Text), ("frais", Text),
              ("frais_precisions", Text), ("mobilisation_precisions", Text), ("lien_mobilisation", Text),
              ("contact_nom_prenom", Text), ("volume_horaire_hebdomadaire", Float), ("nombre_semaines", Integer), *_WHERE),
    *_columns(*((name, JSON) for name in ("thematiques", "publics", "modes_accueil", "zone_eligibilite", "mobilisable_par",
                                          "modes_mobilisation", "justificatifs", "langues"))),
)

# What the search reads. An entry is one offer, or a structure without offers; `answered` are the roots of its needs and of
# its description. A mark (a root, or # and a theme) leads to entries: `packed` holds all those of one cell of the country,
# see postings.py. `uses` counts the entries of a root.
directory_entries = Table(
    "directory_entries", metadata,
    Column("id", Integer, primary_key=True),
    Column("structure_id", ForeignKey("structures.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("offer_id", Text),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    Column("cell", Integer, nullable=False, index=True),
    Column("place", Text, nullable=False),
    Column("date_maj", Date, nullable=False),
    Column("code", String(5)),
    Column("horaires", Text),
    Column("answered", JSON, nullable=False),
    Column("offered", JSON, nullable=False),
)

directory_postings = Table(
    "directory_postings", metadata,
    Column("cell", Integer, primary_key=True, autoincrement=False),
    Column("mark", Text, primary_key=True),
    Column("packed", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

directory_words = Table(
    "directory_words", metadata,
    Column("word", Text, primary_key=True),
    Column("root", Text, nullable=False, index=True),
    Column("sound", Text, nullable=False, index=True),
    Column("uses", Integer, nullable=False),
)

# With what the index was made (one row): when that changes, all of it is written again.
directory_index = Table("directory_index", metadata, Column("version", String(64), primary_key=True))

# What people say is wrong in the directory: for the desk. `place` names no table: the report outlives the record.
directory_errors = Table(
    "directory_errors", metadata,
    Column("id", Integer, primary_key=True),
    Column("place", Text, nullable=False, index=True),
    Column("reason", String(16), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("handled_at", UtcDateTime),
)

# What a channel received, from before its provider was told « received » until it was answered.
inbox = Table(
    "inbox", metadata,
    Column("id", Integer, primary_key=True),
    Column("channel", String(16), nullable=False),
    Column("key", String(128), nullable=False),
    Column("message_encrypted", Text),
    Column("address_hash", String(64)),
    Column("program", String(16)),
    Column("received_at", UtcDateTime, nullable=False, index=True),
    UniqueConstraint("channel", "key"),
    Index("ix_inbox_waiting", "channel", "address_hash", "id", sqlite_where=text("message_encrypted IS NOT NULL"),
          postgresql_where=text("message_encrypted IS NOT NULL")),
)

# The programs that share this database, each under a name that it draws when it starts. A row that is no longer renewed is
# that of a dead program.
programs = Table(
    "programs", metadata,
    Column("id", String(16), primary_key=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
)

# Who has written STOP.
oppositions = Table(
    "oppositions", metadata,
    Column("channel", String(16), primary_key=True),
    Column("address_hash", String(64), primary_key=True),
    Column("since", UtcDateTime, nullable=False),
)

# What a day's SMS have cost, in segments.
sms_days = Table(
    "sms_days", metadata,
    Column("day", Date, primary_key=True),
    Column("segments", Integer, nullable=False),
)

# The code by which somebody joins two channels, or the ticket by which they read their own data; nothing but its hash is
# kept.
joining_codes = Table(
    "joining_codes", metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
)

# « Cette réponse vous a aidé ? », counted by page and day: nobody's name, nobody's words.
ratings = Table(
    "ratings", metadata,
    Column("day", Date, primary_key=True),
    Column("page", String(96), primary_key=True),
    Column("helped", Boolean, primary_key=True),
    Column("number", Integer, nullable=False),
)

# Who works at the desk. An agent without a password has not used the link yet.
agents = Table(
    "agents", metadata,
    Column("id", Integer, primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("nom", String(128), nullable=False),
    Column("role", String(16), nullable=False),
    Column("password_hash", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
)

# The link by which an agent chooses a password, once.
agent_links = Table(
    "agent_links", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("expires_at", UtcDateTime, nullable=False),
)

agent_sessions = Table(
    "agent_sessions", metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("agent_id", ForeignKey("agents.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("opened_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("is_locked", Boolean, nullable=False, server_default="0"),
)

# Passwords that were wrong, by account and by address: `subject_hash` is either.
login_failures = Table(
    "login_failures", metadata,
    Column("id", Integer, primary_key=True),
    Column("subject_hash", String(64), nullable=False),
    Column("at", UtcDateTime, nullable=False, index=True),
    Index("ix_login_failures_subject_hash_at", "subject_hash", "at"),
)

# Who looked at what, and did what; `about` is a code, a number or a slug, never a name nor a word of anybody.
access_journal = Table(
    "access_journal", metadata,
    Column("id", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False, index=True),
    Column("agent_id", Integer, nullable=False, index=True),
    Column("act", String(32), nullable=False),
    Column("about", String(64)),
)

# Somebody asks for a person. It outlives the conversation, without it: how long people wait is told from the last ones.
handovers = Table(
    "handovers", metadata,
    Column("id", Integer, primary_key=True),
    Column("conversation_id", ForeignKey("conversations.id", ondelete="SET NULL"), index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("agent_id", Integer),
    Column("claimed_at", UtcDateTime),
    Column("ended_at", UtcDateTime, index=True),
    Column("ended_by", String(8)),
    Index("ix_handovers_open", "conversation_id", unique=True, sqlite_where=text("ended_at IS NULL"),
          postgresql_where=text("ended_at IS NULL")),
)

# What the desk sets for itself, by name: when somebody answers conversations (« horaires », OSM).
desk_settings = Table(
    "desk_settings", metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Text, nullable=False),
)

# What the team has filled in about a place of knowledge/annuaire: it wins over the file, field by field.
local_contacts = Table(
    "local_contacts", metadata,
    Column("structure", String(64), primary_key=True),
    Column("telephone", String(32)),
    Column("courriel", Text),
    Column("adresse", Text),
    Column("horaires", Text),
    Column("changed_at", UtcDateTime, nullable=False),
    Column("agent_id", Integer, nullable=False),
)

# What is true for some days (« CCAS fermé mardi »), of one place or of the town (no `structure`); both days included.
town_notices = Table(
    "town_notices", metadata,
    Column("id", Integer, primary_key=True),
    Column("structure", String(64)),
    Column("text", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("agent_id", Integer, nullable=False),
)

# How many messages of a day and an hour (of Paris) asked for what, from where, and what came of it: nobody's words.
# `subject` is a fiche, an act or « hors_sujet »; what is unknown is an empty text.
asked = Table(
    "asked", metadata,
    Column("day", Date, primary_key=True),
    Column("hour", Integer, primary_key=True, autoincrement=False),
    Column("channel", String(16), primary_key=True),
    Column("commune", String(64), primary_key=True),
    Column("subject", String(64), primary_key=True),
    Column("rubrique", String(16), primary_key=True),
    Column("outcome", String(16), primary_key=True),
    Column("number", Integer, nullable=False),
)
