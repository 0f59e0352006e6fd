"""what the desk needs: agents, their sessions and journal, handovers, contacts and notices of the town, what is asked."""
import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

_MORE = {
    'messages': [sa.Column('agent_id', sa.Integer(), nullable=True), sa.Column('private_encrypted', sa.Text(), nullable=True),
                 sa.Column('urgence', sa.String(length=32), nullable=True)],
    'appointments': [sa.Column('arrived_at', sa.DateTime(timezone=True), nullable=True)],
    'unanswered': [sa.Column('channel', sa.String(length=16), nullable=True),
                   sa.Column('conversation_id', sa.String(length=32), nullable=True),
                   sa.Column('answered', sa.Text(), nullable=True), sa.Column('verdict', sa.String(length=16), nullable=True),
                   sa.Column('fiche', sa.String(length=64), nullable=True),
                   sa.Column('handled_at', sa.DateTime(timezone=True), nullable=True),
                   sa.Column('agent_id', sa.Integer(), nullable=True)],
}


def upgrade() -> None:
    for table, columns in _MORE.items():
        for column in columns:
            op.add_column(table, column.copy())
    op.create_index(op.f('ix_unanswered_created_at'), 'unanswered', ['created_at'])
    op.create_table('agents',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('login', sa.String(length=64), nullable=False),
    sa.Column('nom', sa.String(length=128), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('password_hash', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('disabled_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_agents')),
    sa.UniqueConstraint('login', name=op.f('uq_agents_login')),
    )
    op.create_table('agent_links',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_agent_links_agent_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_agent_links')),
    )
    op.create_index(op.f('ix_agent_links_agent_id'), 'agent_links', ['agent_id'])
    op.create_table('agent_sessions',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('opened_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_locked', sa.Boolean(), server_default='0', nullable=False),
    sa.ForeignKeyConstraint(['agent_id'], ['agents.id'], name=op.f('fk_agent_sessions_agent_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_agent_sessions')),
    )
    op.create_index(op.f('ix_agent_sessions_agent_id'), 'agent_sessions', ['agent_id'])
    op.create_table('login_failures',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('subject_hash', sa.String(length=64), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_login_failures')),
    )
    op.create_index(op.f('ix_login_failures_at'), 'login_failures', ['at'])
    op.create_index('ix_login_failures_subject_hash_at', 'login_failures', ['subject_hash', 'at'])
    op.create_table('access_journal',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.Column('act', sa.String(length=32), nullable=False),
    sa.Column('about', sa.String(length=64), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_access_journal')),
    )
    for column in ('at', 'agent_id'):
        op.create_index(op.f(f'ix_access_journal_{column}'), 'access_journal', [column])
    op.create_table('handovers',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=True),
    sa.Column('claimed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('ended_by', sa.String(length=8), nullable=True),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_handovers_conversation_id'), ondelete='SET NULL'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_handovers')),
    )
    op.create_index(op.f('ix_handovers_conversation_id'), 'handovers', ['conversation_id'])
    op.create_index(op.f('ix_handovers_ended_at'), 'handovers', ['ended_at'])
    op.create_index('ix_handovers_open', 'handovers', ['conversation_id'], unique=True,
                    sqlite_where=sa.text('ended_at IS NULL'), postgresql_where=sa.text('ended_at IS NULL'))
    op.create_table('desk_settings',
    sa.Column('name', sa.String(length=32), nullable=False),
    sa.Column('value', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_desk_settings')),
    )
    op.create_table('local_contacts',
    sa.Column('structure', sa.String(length=64), nullable=False),
    sa.Column('telephone', sa.String(length=32), nullable=True),
    sa.Column('courriel', sa.Text(), nullable=True),
    sa.Column('adresse', sa.Text(), nullable=True),
    sa.Column('horaires', sa.Text(), nullable=True),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('structure', name=op.f('pk_local_contacts')),
    )
    op.create_table('town_notices',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('structure', sa.String(length=64), nullable=True),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('first_day', sa.Date(), nullable=False),
    sa.Column('last_day', sa.Date(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('agent_id', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_town_notices')),
    )
    op.create_index(op.f('ix_town_notices_last_day'), 'town_notices', ['last_day'])
    op.create_table('asked',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('hour', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('commune', sa.String(length=64), nullable=False),
    sa.Column('subject', sa.String(length=64), nullable=False),
    sa.Column('rubrique', sa.String(length=16), nullable=False),
    sa.Column('outcome', sa.String(length=16), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'hour', 'channel', 'commune', 'subject', 'rubrique', 'outcome', name=op.f('pk_asked')),
    )


def downgrade() -> None:
    for name in ('asked', 'town_notices', 'local_contacts', 'desk_settings', 'handovers', 'access_journal', 'login_failures',
                 'agent_sessions', 'agent_links', 'agents'):
        op.drop_table(name)
    op.drop_index(op.f('ix_unanswered_created_at'), table_name='unanswered')
    for table, columns in _MORE.items():
        with op.batch_alter_table(table) as changed:
            for column in columns:
                changed.drop_column(column.name)
