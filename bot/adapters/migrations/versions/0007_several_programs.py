"""what several programs need: who they are, and which of them has a message in its hands."""
import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('programs',
    sa.Column('id', sa.String(length=16), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('seen_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programs')),
    )
    op.add_column('inbox', sa.Column('address_hash', sa.String(length=64), nullable=True))
    op.add_column('inbox', sa.Column('program', sa.String(length=16), nullable=True))
    unanswered = sa.text('message_encrypted IS NOT NULL')
    op.create_index('ix_inbox_waiting', 'inbox', ['channel', 'address_hash', 'id'], sqlite_where=unanswered,
                    postgresql_where=unanswered)
    op.add_column('outbox', sa.Column('program', sa.String(length=16), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('outbox') as outbox:
        outbox.drop_column('program')
    op.drop_index('ix_inbox_waiting', table_name='inbox')
    with op.batch_alter_table('inbox') as inbox:
        inbox.drop_column('program')
        inbox.drop_column('address_hash')
    op.drop_table('programs')
