"""what channels need: what was received, who wrote STOP, what SMS cost, joined conversations, ratings."""
import sqlalchemy as sa
from alembic import op

revision = '0005'
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _never_number_a_message_twice()
    op.create_table('inbox',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('key', sa.String(length=128), nullable=False),
    sa.Column('message_encrypted', sa.Text(), nullable=True),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox')),
    sa.UniqueConstraint('channel', 'key', name=op.f('uq_inbox_channel_key')),
    )
    op.create_index(op.f('ix_inbox_received_at'), 'inbox', ['received_at'])
    op.create_table('oppositions',
    sa.Column('channel', sa.String(length=16), nullable=False),
    sa.Column('address_hash', sa.String(length=64), nullable=False),
    sa.Column('since', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('channel', 'address_hash', name=op.f('pk_oppositions')),
    )
    op.create_table('sms_days',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('segments', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', name=op.f('pk_sms_days')),
    )
    op.create_table('joining_codes',
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_joining_codes_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_joining_codes')),
    )
    op.create_table('ratings',
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('page', sa.String(length=96), nullable=False),
    sa.Column('helped', sa.Boolean(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('day', 'page', 'helped', name=op.f('pk_ratings')),
    )
    op.add_column('conversations', sa.Column('person', sa.String(length=32), nullable=True))
    op.create_index(op.f('ix_conversations_person'), 'conversations', ['person'])
    for column in (sa.Column('address_hash', sa.String(length=64), nullable=True),
                   sa.Column('message_id', sa.Integer(), nullable=True),
                   sa.Column('reference', sa.String(length=64), nullable=True),
                   sa.Column('receipt', sa.String(length=16), nullable=True)):
        op.add_column('outbox', column)
    op.create_index(op.f('ix_outbox_address_hash'), 'outbox', ['address_hash'])
    op.create_index(op.f('ix_outbox_reference'), 'outbox', ['reference'])


def _never_number_a_message_twice() -> None:
    """PostgreSQL never does. SQLite gives the last numbers again once their rows are gone, unless the table says otherwise."""
    if op.get_bind().dialect.name != 'sqlite':
        return
    # Named as itself in its own foreign key: the old table, dropped, takes none of its rows away; renaming renames both.
    op.create_table('messages_kept',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('conversation_id', sa.String(length=32), nullable=False),
    sa.Column('channel_message_id', sa.String(length=128), nullable=True),
    sa.Column('answers_id', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('answer', sa.Text(), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['answers_id'], ['messages_kept.id'], name=op.f('fk_messages_answers_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['conversation_id'], ['conversations.id'], name=op.f('fk_messages_conversation_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_messages')),
    sa.UniqueConstraint('conversation_id', 'channel_message_id', name=op.f('uq_messages_conversation_id_channel_message_id')),
    sqlite_autoincrement=True,
    )
    op.execute('INSERT INTO messages_kept SELECT id, conversation_id, channel_message_id, answers_id, text, answer, created_at '
               'FROM messages ORDER BY id')
    op.drop_table('messages')
    op.rename_table('messages_kept', 'messages')
    op.create_index(op.f('ix_messages_answers_id'), 'messages', ['answers_id'])
    op.create_index(op.f('ix_messages_conversation_id'), 'messages', ['conversation_id'])


def downgrade() -> None:
    for index in ('ix_outbox_reference', 'ix_outbox_address_hash'):
        op.drop_index(op.f(index), table_name='outbox')
    with op.batch_alter_table('outbox') as table:
        for column in ('receipt', 'reference', 'message_id', 'address_hash'):
            table.drop_column(column)
    op.drop_index(op.f('ix_conversations_person'), table_name='conversations')
    with op.batch_alter_table('conversations') as table:
        table.drop_column('person')
    for name in ('ratings', 'joining_codes', 'sms_days', 'oppositions', 'inbox'):
        op.drop_table(name)
