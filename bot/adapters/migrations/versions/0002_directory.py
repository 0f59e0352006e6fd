"""the directory."""
import sqlalchemy as sa
from alembic import op

from bot.adapters.database.tables import UtcDateTime

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('directory_errors',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('reason', sa.String(length=16), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('handled_at', UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_errors'))
    )
    op.create_index(op.f('ix_directory_errors_place'), 'directory_errors', ['place'], unique=False)
    op.create_table('directory_index',
    sa.Column('version', sa.String(length=64), nullable=False),
    sa.PrimaryKeyConstraint('version', name=op.f('pk_directory_index'))
    )
    op.create_table('directory_words',
    sa.Column('word', sa.Text(), nullable=False),
    sa.Column('root', sa.Text(), nullable=False),
    sa.Column('sound', sa.Text(), nullable=False),
    sa.Column('uses', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('word', name=op.f('pk_directory_words'))
    )
    op.create_index(op.f('ix_directory_words_root'), 'directory_words', ['root'], unique=False)
    op.create_index(op.f('ix_directory_words_sound'), 'directory_words', ['sound'], unique=False)
    op.create_table('structures',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('nom', sa.Text(), nullable=False),
    sa.Column('date_maj', sa.Date(), nullable=False),
    sa.Column('siret', sa.String(length=14), nullable=True),
    sa.Column('description', sa.Text(), nullable=True),
    sa.Column('site_web', sa.Text(), nullable=True),
    sa.Column('accessibilite_lieu', sa.Text(), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.Column('is_accessible', sa.Boolean(), nullable=True),
    sa.Column('is_free', sa.Boolean(), nullable=True),
    sa.Column('adresse', sa.Text(), nullable=True),
    sa.Column('complement_adresse', sa.Text(), nullable=True),
    sa.Column('code_postal', sa.String(length=5), nullable=True),
    sa.Column('commune', sa.Text(), nullable=True),
    sa.Column('code_insee', sa.String(length=5), nullable=True),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('telephone', sa.Text(), nullable=True),
    sa.Column('courriel', sa.Text(), nullable=True),
    sa.Column('lien_source', sa.Text(), nullable=True),
    sa.Column('horaires_accueil', sa.Text(), nullable=True),
    sa.Column('horaires_texte', sa.Text(), nullable=True),
    sa.Column('reseaux_porteurs', sa.JSON(), nullable=True),
    sa.Column('citation', sa.JSON(), nullable=True),
    sa.Column('besoins', sa.JSON(), nullable=True),
    sa.Column('thematiques', sa.JSON(), nullable=True),
    sa.Column('zone_eligibilite', sa.JSON(), nullable=True),
    sa.Column('langues', sa.JSON(), nullable=True),
    sa.Column('fermetures', sa.JSON(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_structures'))
    )
    op.create_index(op.f('ix_structures_place'), 'structures', ['place'], unique=False)
    op.create_index(op.f('ix_structures_source'), 'structures', ['source'], unique=False)
    op.create_table('directory_entries',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('structure_id', sa.Text(), nullable=False),
    sa.Column('offer_id', sa.Text(), nullable=True),
    sa.Column('latitude', sa.Float(), nullable=False),
    sa.Column('longitude', sa.Float(), nullable=False),
    sa.Column('place', sa.Text(), nullable=False),
    sa.Column('date_maj', sa.Date(), nullable=False),
    sa.Column('code', sa.String(length=5), nullable=True),
    sa.Column('horaires', sa.Text(), nullable=True),
    sa.Column('answered', sa.JSON(), nullable=False),
    sa.Column('offered', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['structure_id'], ['structures.id'], name=op.f('fk_directory_entries_structure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_entries'))
    )
    op.create_index(op.f('ix_directory_entries_structure_id'), 'directory_entries', ['structure_id'], unique=False)
    op.create_table('offers',
    sa.Column('id', sa.Text(), nullable=False),
    sa.Column('source', sa.String(length=64), nullable=False),
    sa.Column('structure_id', sa.Text(), nullable=False),
    sa.Column('nom', sa.Text(), nullable=False),
    sa.Column('date_maj', sa.Date(), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('type', sa.Text(), nullable=True),
    sa.Column('publics_precisions', sa.Text(), nullable=True),
    sa.Column('conditions_acces', sa.Text(), nullable=True),
    sa.Column('frais', sa.Text(), nullable=True),
    sa.Column('frais_precisions', sa.Text(), nullable=True),
    sa.Column('mobilisation_precisions', sa.Text(), nullable=True),
    sa.Column('lien_mobilisation', sa.Text(), nullable=True),
    sa.Column('contact_nom_prenom', sa.Text(), nullable=True),
    sa.Column('volume_horaire_hebdomadaire', sa.Float(), nullable=True),
    sa.Column('nombre_semaines', sa.Integer(), nullable=True),
    sa.Column('adresse', sa.Text(), nullable=True),
    sa.Column('complement_adresse', sa.Text(), nullable=True),
    sa.Column('code_postal', sa.String(length=5), nullable=True),
    sa.Column('commune', sa.Text(), nullable=True),
    sa.Column('code_insee', sa.String(length=5), nullable=True),
    sa.Column('latitude', sa.Float(), nullable=True),
    sa.Column('longitude', sa.Float(), nullable=True),
    sa.Column('telephone', sa.Text(), nullable=True),
    sa.Column('courriel', sa.Text(), nullable=True),
    sa.Column('lien_source', sa.Text(), nullable=True),
    sa.Column('horaires_accueil', sa.Text(), nullable=True),
    sa.Column('horaires_texte', sa.Text(), nullable=True),
    sa.Column('thematiques', sa.JSON(), nullable=True),
    sa.Column('publics', sa.JSON(), nullable=True),
    sa.Column('modes_accueil', sa.JSON(), nullable=True),
    sa.Column('zone_eligibilite', sa.JSON(), nullable=True),
    sa.Column('modes_mobilisation', sa.JSON(), nullable=True),
    sa.Column('mobilisable_par', sa.JSON(), nullable=True),
    sa.Column('justificatifs', sa.JSON(), nullable=True),
    sa.Column('langues', sa.JSON(), nullable=True),
    sa.ForeignKeyConstraint(['structure_id'], ['structures.id'], name=op.f('fk_offers_structure_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_offers'))
    )
    op.create_index(op.f('ix_offers_source'), 'offers', ['source'], unique=False)
    op.create_index(op.f('ix_offers_structure_id'), 'offers', ['structure_id'], unique=False)
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


def downgrade() -> None:
    op.drop_index(op.f('ix_directory_marks_entry_id'), table_name='directory_marks')
    op.drop_table('directory_marks')
    op.drop_index(op.f('ix_offers_structure_id'), table_name='offers')
    op.drop_index(op.f('ix_offers_source'), table_name='offers')
    op.drop_table('offers')
    op.drop_index(op.f('ix_directory_entries_structure_id'), table_name='directory_entries')
    op.drop_table('directory_entries')
    op.drop_index(op.f('ix_structures_source'), table_name='structures')
    op.drop_index(op.f('ix_structures_place'), table_name='structures')
    op.drop_table('structures')
    op.drop_index(op.f('ix_directory_words_sound'), table_name='directory_words')
    op.drop_index(op.f('ix_directory_words_root'), table_name='directory_words')
    op.drop_table('directory_words')
    op.drop_table('directory_index')
    op.drop_index(op.f('ix_directory_errors_place'), table_name='directory_errors')
    op.drop_table('directory_errors')
