"""appointments that a desk can trust."""
import json
import secrets
from datetime import datetime, timedelta, timezone
from typing import Any, Mapping, Sequence

import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime
from bot.domain.french import PARIS

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MINUTE = timedelta(minutes=1)
_NEW_SHAPE = ("taken_cells", "absences", "openings", "appointment_history")


def upgrade() -> None:
    """Tables whose shape changes have no children: their rows are read, and written again into the new ones."""
    connection = op.get_bind()
    kept = {name: connection.execute(sa.select(_reflected(name))).mappings().all() for name in _NEW_SHAPE}
    for name in _NEW_SHAPE:
        op.drop_table(name)
    _new_columns(connection)
    _new_tables()
    _write_again(connection, kept)


def downgrade() -> None:
    raise NotImplementedError("the history of appointments would be lost: restore a backup instead")


def _new_columns(connection: sa.engine.Connection) -> None:
    op.add_column('agendas', sa.Column('feed_token', sa.String(length=43), server_default='', nullable=False))
    op.add_column('agendas', sa.Column('closed_at', UtcDateTime(), nullable=True))
    op.add_column('appointments', sa.Column('uid', sa.String(length=32), server_default='', nullable=False))
    op.add_column('appointments', sa.Column('sequence', sa.Integer(), server_default='0', nullable=False))
    op.add_column('appointments', sa.Column('booking_key', sa.String(length=32), nullable=True))
    op.add_column('appointments', sa.Column('session_id', sa.Integer(), nullable=True))
    op.add_column('appointments', sa.Column('for_other', sa.Boolean(), server_default='0', nullable=False))
    op.add_column('appointments', sa.Column('contact_encrypted', sa.Text(), nullable=True))
    op.add_column('appointments', sa.Column('changed_at', UtcDateTime(), nullable=True))
    op.add_column('appointments', sa.Column('contact_hash', sa.String(length=64), nullable=True))
    for table, column, size in (("agendas", "feed_token", 32), ("appointments", "uid", 16)):
        rows = _reflected(table)
        for number in connection.execute(sa.select(rows.c.id)).scalars().all():
            secret = secrets.token_urlsafe(size) if table == "agendas" else secrets.token_hex(size)
            connection.execute(sa.update(rows).where(rows.c.id == number).values({column: secret}))
    op.create_index('ix_agendas_feed_token', 'agendas', ['feed_token'], unique=True)
    op.create_index('ix_appointments_booking_key', 'appointments', ['booking_key'], unique=True)
    op.create_index('ix_appointments_contact_hash', 'appointments', ['contact_hash'], unique=False)
    op.create_index('ix_appointments_session_id', 'appointments', ['session_id'], unique=False)
    op.create_index('ix_appointments_uid', 'appointments', ['uid'], unique=True)


def _new_tables() -> None:
    op.create_table('access_tokens',
    sa.Column('provider', sa.String(length=32), nullable=False),
    sa.Column('token_encrypted', sa.Text(), nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('provider', name=op.f('pk_access_tokens'))
    )
    op.create_table('elsewhere_appointments',
    sa.Column('provider', sa.String(length=32), nullable=False),
    sa.Column('external_id', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('nom', sa.Text(), nullable=False),
    sa.Column('lieu', sa.Text(), nullable=True),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'external_id', name=op.f('pk_elsewhere_appointments'))
    )
    op.create_index(op.f('ix_elsewhere_appointments_conversation_id'), 'elsewhere_appointments', ['conversation_id'], unique=False)
    op.create_table('elsewhere_usagers',
    sa.Column('provider', sa.String(length=32), nullable=False),
    sa.Column('external_id', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('provider', 'external_id', name=op.f('pk_elsewhere_usagers'))
    )
    op.create_index(op.f('ix_elsewhere_usagers_conversation_id'), 'elsewhere_usagers', ['conversation_id'], unique=False)
    op.create_table('waiting',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('purpose', sa.String(length=8), nullable=False),
    sa.Column('motif', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('prenom_encrypted', sa.Text(), nullable=True),
    sa.Column('telephone_encrypted', sa.Text(), nullable=True),
    sa.Column('contact_encrypted', sa.Text(), nullable=True),
    sa.Column('contact_hash', sa.String(length=64), nullable=True),
    sa.Column('wish', sa.JSON(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.Column('told', sa.Integer(), server_default='0', nullable=False),
    sa.Column('told_at', UtcDateTime(), nullable=True),
    sa.Column('closed_at', UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting'))
    )
    op.create_index(op.f('ix_waiting_conversation_id'), 'waiting', ['conversation_id'], unique=False)
    op.create_index(op.f('ix_waiting_contact_hash'), 'waiting', ['contact_hash'], unique=False)
    op.create_index('ix_waiting_motif', 'waiting', ['motif'], unique=False)
    op.create_table('absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('recurrence', sa.String(length=255), nullable=True),
    sa.Column('titre', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_absences_agenda_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    op.create_index(op.f('ix_absences_agenda_id'), 'absences', ['agenda_id'], unique=False)
    op.create_table('openings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('recurrence', sa.String(length=255), nullable=True),
    sa.Column('exceptions', sa.JSON(), server_default='[]', nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_openings_agenda_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openings'))
    )
    op.create_index(op.f('ix_openings_agenda_id'), 'openings', ['agenda_id'], unique=False)
    op.create_table('sessions',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('motif', sa.String(length=64), nullable=False),
    sa.Column('titre', sa.Text(), nullable=True),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.Column('places', sa.Integer(), nullable=False),
    sa.Column('is_cancelled', sa.Boolean(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_sessions_agenda_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions'))
    )
    op.create_index('ix_sessions_starts_at', 'sessions', ['starts_at'], unique=False)
    op.create_table('appointment_history',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('by', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_appointment_history_appointment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_history'))
    )
    op.create_index(op.f('ix_appointment_history_appointment_id'), 'appointment_history', ['appointment_id'], unique=False)
    op.create_table('opening_motifs',
    sa.Column('motif', sa.String(length=64), nullable=False),
    sa.Column('opening_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['opening_id'], ['openings.id'], name=op.f('fk_opening_motifs_opening_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('motif', 'opening_id', name=op.f('pk_opening_motifs'))
    )
    op.create_index(op.f('ix_opening_motifs_opening_id'), 'opening_motifs', ['opening_id'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('key', sa.String(length=96), nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address_encrypted', sa.Text(), nullable=True),
    sa.Column('answer_encrypted', sa.Text(), nullable=True),
    sa.Column('appointment_id', sa.Integer(), nullable=True),
    sa.Column('not_before', UtcDateTime(), nullable=False),
    sa.Column('not_after', UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=9), nullable=False),
    sa.Column('attempts', sa.Integer(), server_default='0', nullable=False),
    sa.Column('changed_at', UtcDateTime(), nullable=False),
    sa.Column('error', sa.String(length=128), nullable=True),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_outbox_appointment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('key', name=op.f('uq_outbox_key'))
    )
    op.create_index(op.f('ix_outbox_appointment_id'), 'outbox', ['appointment_id'], unique=False)
    op.create_index('ix_outbox_state_not_before', 'outbox', ['state', 'not_before'], unique=False)
    op.create_table('taken_places',
    sa.Column('session_id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_taken_places_appointment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_taken_places_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', 'place', name=op.f('pk_taken_places')),
    sa.UniqueConstraint('appointment_id', name=op.f('uq_taken_places_appointment_id'))
    )
    op.create_table('taken_spans',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('starts', sa.Integer(), nullable=False),
    sa.Column('ends', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=True),
    sa.Column('session_id', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_taken_spans_agenda_id')),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_taken_spans_appointment_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_taken_spans_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_taken_spans')),
    sa.UniqueConstraint('appointment_id', name=op.f('uq_taken_spans_appointment_id')),
    sa.UniqueConstraint('session_id', name=op.f('uq_taken_spans_session_id'))
    )
    op.create_index('ix_taken_spans_agenda_id_starts_ends', 'taken_spans', ['agenda_id', 'starts', 'ends'], unique=False)
    op.create_table('taken_cells',
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('cell', sa.Integer(), nullable=False),
    sa.Column('span_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_taken_cells_agenda_id')),
    sa.ForeignKeyConstraint(['span_id'], ['taken_spans.id'], name=op.f('fk_taken_cells_span_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('agenda_id', 'cell', name=op.f('pk_taken_cells'))
    )
    op.create_index(op.f('ix_taken_cells_span_id'), 'taken_cells', ['span_id'], unique=False)


def _write_again(connection: sa.engine.Connection, kept: Mapping[str, Sequence[Any]]) -> None:
    tables = {name: _reflected(name) for name in (*_NEW_SHAPE, "opening_motifs", "taken_spans", "appointments")}
    for row in kept["openings"]:
        shape = {**row, "exceptions": []}
        motifs, _ = json.loads(shape.pop("motifs")), shape.pop("id")
        opening = connection.execute(sa.insert(tables["openings"]).values(shape)).inserted_primary_key[0]
        for motif in motifs:
            connection.execute(sa.insert(tables["opening_motifs"]).values(motif=motif, opening_id=opening))
    for row in kept["absences"]:
        start, end = (row[name].astimezone(PARIS) for name in ("starts_at", "ends_at"))
        connection.execute(sa.insert(tables["absences"]).values(
            agenda_id=row["agenda_id"], first_day=start.date(), last_day=end.date(),
            starts=start.time(), ends=end.time()))
    begins = dict(connection.execute(sa.select(tables["appointments"].c.id, tables["appointments"].c.starts_at)).all())
    for row in kept["appointment_history"]:
        connection.execute(sa.insert(tables["appointment_history"]).values(
            appointment_id=row["appointment_id"], at=row["at"], state=row["state"],
            starts_at=begins[row["appointment_id"]], by="usager"))
    _write_taken(connection, kept["taken_cells"], tables)


def _write_taken(connection: sa.engine.Connection, old: Sequence[Any], tables: Mapping[str, sa.Table]) -> None:
    cells: dict[tuple[int, int], list[int]] = {}
    for row in old:
        minute = (row["cell"] - _EPOCH) // _MINUTE
        cells.setdefault((row["agenda_id"], row["appointment_id"]), []).append(minute // 5)
    for (agenda, appointment), taken in cells.items():
        span = connection.execute(sa.insert(tables["taken_spans"]).values(
            agenda_id=agenda, starts=min(taken) * 5, ends=max(taken) * 5 + 5,
            appointment_id=appointment)).inserted_primary_key[0]
        connection.execute(sa.insert(tables["taken_cells"]), [
            {"agenda_id": agenda, "cell": cell, "span_id": span} for cell in taken])


def _reflected(name: str) -> sa.Table:
    """The table as it is in the database now; its moments are UTC and aware."""
    table = sa.Table(name, sa.MetaData(), autoload_with=op.get_bind())
    for column in table.columns:
        if isinstance(column.type, sa.DateTime):
            column.type = UtcDateTime()
    return table
