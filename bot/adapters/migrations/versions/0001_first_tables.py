"""first tables."""
import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table('agendas',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('slug', sa.String(length=64), nullable=False),
    sa.Column('nom', sa.String(length=128), nullable=False),
    sa.Column('demo', sa.Boolean(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agendas')),
    sa.UniqueConstraint('slug', name=op.f('uq_agendas_slug'))
    )
    op.create_table('conversations',
    sa.Column('id', sa.String(length=32), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('address_encrypted', sa.Text(), nullable=True),
    sa.Column('choices', sa.Text(), server_default='[]', nullable=False),
    sa.Column('draft_encrypted', sa.Text(), nullable=True),
    sa.Column('slots', sa.Text(), server_default='{}', nullable=False),
    sa.Column('answered', sa.Boolean(), server_default='0', nullable=False),
    sa.Column('updated_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conversations')),
    sa.UniqueConstraint('channel', 'address_hash', name=op.f('uq_conversations_channel_address_hash'))
    )
    op.create_index(op.f('ix_conversations_updated_at'), 'conversations', ['updated_at'], unique=False)
    op.create_table('unanswered',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('ranking', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_unanswered'))
    )
    op.create_table('absences',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_absences_agenda_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_absences'))
    )
    op.create_index(op.f('ix_absences_agenda_id'), 'absences', ['agenda_id'], unique=False)
    op.create_table('appointments',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('code', sa.String(length=7), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('motif', sa.String(length=64), nullable=False),
    sa.Column('starts_at', UtcDateTime(), nullable=False),
    sa.Column('ends_at', UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('prenom_encrypted', sa.Text(), nullable=True),
    sa.Column('telephone_encrypted', sa.Text(), nullable=True),
    sa.Column('conversation_id', sa.String(length=32), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_appointments_agenda_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointments')),
    sa.UniqueConstraint('code', name=op.f('uq_appointments_code'))
    )
    op.create_index('ix_appointments_conversation_id', 'appointments', ['conversation_id'], unique=False)
    op.create_index('ix_appointments_starts_at', 'appointments', ['starts_at'], unique=False)
    op.create_table('messages',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('channel_message_id', sa.String(length=128), nullable=True),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['answers_id'], ['messages.id'], name=op.f('fk_messages_answers_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('conversation_id', 'channel_message_id', name=op.f('uq_messages_conversation_id_channel_message_id'))
    )
    op.create_index(op.f('ix_messages_answers_id'), 'messages', ['answers_id'], unique=False)
    op.create_index(op.f('ix_messages_conversation_id'), 'messages', ['conversation_id'], unique=False)
    op.create_table('openings',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('motifs', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('starts', sa.Time(), nullable=False),
    sa.Column('ends', sa.Time(), nullable=False),
    sa.Column('recurrence', sa.String(length=255), nullable=True),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_openings_agenda_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_openings'))
    )
    op.create_index(op.f('ix_openings_agenda_id'), 'openings', ['agenda_id'], unique=False)
    op.create_table('appointment_history',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_appointment_history_appointment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_appointment_history'))
    )
    op.create_index(op.f('ix_appointment_history_appointment_id'), 'appointment_history', ['appointment_id'], unique=False)
    op.create_table('taken_cells',
    sa.Column('agenda_id', sa.Integer(), nullable=False),
    sa.Column('cell', UtcDateTime(), nullable=False),
    sa.Column('appointment_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['agenda_id'], ['agendas.id'], name=op.f('fk_taken_cells_agenda_id')),
    sa.ForeignKeyConstraint(['appointment_id'], ['appointments.id'], name=op.f('fk_taken_cells_appointment_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('agenda_id', 'cell', name=op.f('pk_taken_cells'))
    )
    op.create_index(op.f('ix_taken_cells_appointment_id'), 'taken_cells', ['appointment_id'], unique=False)



def downgrade() -> None:

    op.drop_index(op.f('ix_taken_cells_appointment_id'), table_name='taken_cells')
    op.drop_table('taken_cells')
    op.drop_index(op.f('ix_appointment_history_appointment_id'), table_name='appointment_history')
    op.drop_table('appointment_history')
    op.drop_index(op.f('ix_openings_agenda_id'), table_name='openings')
    op.drop_table('openings')
    op.drop_index(op.f('ix_messages_conversation_id'), table_name='messages')
    op.drop_index(op.f('ix_messages_answers_id'), table_name='messages')
    op.drop_table('messages')
    op.drop_index('ix_appointments_starts_at', table_name='appointments')
    op.drop_index('ix_appointments_conversation_id', table_name='appointments')
    op.drop_table('appointments')
    op.drop_index(op.f('ix_absences_agenda_id'), table_name='absences')
    op.drop_table('absences')
    op.drop_table('unanswered')
    op.drop_index(op.f('ix_conversations_updated_at'), table_name='conversations')
    op.drop_table('conversations')
    op.drop_table('agendas')

