"""the index of the directory packed by cells; what it holds is written again at the next start."""
import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.drop_table('directory_marks')
    op.create_table('directory_postings',
    sa.Column('cell', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('mark', sa.Text(), nullable=False),
    sa.Column('packed', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('cell', 'mark', name=op.f('pk_directory_postings')),
    sqlite_with_rowid=False,
    )
    _forget_the_index()
    with op.batch_alter_table('directory_entries') as table:
        table.add_column(sa.Column('cell', sa.Integer(), nullable=False))
        table.create_index(op.f('ix_directory_entries_cell'), ['cell'], unique=False)


def downgrade() -> None:
    _forget_the_index()
    with op.batch_alter_table('directory_entries') as table:
        table.drop_index(op.f('ix_directory_entries_cell'))
        table.drop_column('cell')
    op.drop_table('directory_postings')
    op.create_table('directory_marks',
    sa.Column('mark', sa.Text(), nullable=False),
    sa.Column('cell', sa.Integer(), nullable=False),
    sa.Column('entry_id', sa.Integer(), nullable=False),
    sa.Column('open_parts', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['entry_id'], ['directory_entries.id'], name=op.f('fk_directory_marks_entry_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('mark', 'cell', 'entry_id', 'open_parts', name=op.f('pk_directory_marks')),
    sqlite_with_rowid=False,
    )
    op.create_index(op.f('ix_directory_marks_entry_id'), 'directory_marks', ['entry_id'], unique=False)


def _forget_the_index() -> None:
    for table in ('directory_index', 'directory_entries', 'directory_words'):
        op.execute(f'DELETE FROM {table}')
