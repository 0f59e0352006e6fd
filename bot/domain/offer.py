"""What a place offers: a service of data·inclusion v1 (« service » means something else in this code)."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Offer:
    """One offer of one structure, as its producer publishes it: the 33 fields of data·inclusion v1, then ours.

    `id` and `structure_id` begin with the producer's name (« dora--42 »). Lists hold values of `reference_lists`;
    `zone_eligibilite` holds INSEE codes (« 34079 », « 34 »), SIREN numbers of groups of communes, or « france ».
    What an offer does not say of its address, hours or telephone is its structure's. `horaires_accueil` is in
    OpenStreetMap's syntax; `horaires_texte` holds the hours as written when they cannot be read for sure.
    `justificatifs` are the papers to bring; `langues` are codes (« ar »).
    """

    id: str
    structure_id: str
    nom: str
    date_maj: date
    source: str
    description: str
    type: str | None = None
    thematiques: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    publics_precisions: str | None = None
    conditions_acces: str | None = None
    frais: str | None = None
    frais_precisions: str | None = None
    modes_accueil: tuple[str, ...] = ()
    zone_eligibilite: tuple[str, ...] = ()
    modes_mobilisation: tuple[str, ...] = ()
    mobilisable_par: tuple[str, ...] = ()
    mobilisation_precisions: str | None = None
    lien_mobilisation: str | None = None
    lien_source: str | None = None
    adresse: str | None = None
    complement_adresse: str | None = None
    code_postal: str | None = None
    commune: str | None = None
    code_insee: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    telephone: str | None = None
    courriel: str | None = None
    contact_nom_prenom: str | None = None
    horaires_accueil: str | None = None
    volume_horaire_hebdomadaire: float | None = None
    nombre_semaines: int | None = None
    horaires_texte: str | None = None
    justificatifs: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
