"""The directories that can be imported, by the name that is typed to import them."""
from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Optional

from bot.adapters.directory_formats import aidants_connect, data_inclusion, dila, france_services, mediation_numerique
from bot.adapters.directory_formats.published import Published
from bot.domain.offer import Offer
from bot.domain.structure import Structure


@dataclass(frozen=True)
class Source:
    """A directory. `titre` and `lien` are shown to people as where the facts come from.

    `structure` makes a structure of a record; where offers are published apart, `offer` makes one of each record that has
    a « structure_id ». Both raise Refused. `columns` are the fields without which a file is not of this directory.
    """

    titre: str
    lien: str
    structure: Callable[[Published], Structure]
    columns: tuple[str, ...] = ()
    offer: Optional[Callable[[Published], Offer]] = None


SOURCES: Mapping[str, Source] = {
    "data-inclusion": Source(
        "data·inclusion", "https://data-inclusion.gouv.fr", data_inclusion.structure, data_inclusion.COLUMNS,
        data_inclusion.offer),
    "mediation-numerique": Source(
        "La cartographie nationale des lieux d'inclusion numérique", "https://cartographie.societenumerique.gouv.fr",
        mediation_numerique.structure, mediation_numerique.COLUMNS),
    "conseillers-numeriques": Source(
        "Les conseillers numériques", "https://www.conseiller-numerique.gouv.fr", mediation_numerique.structure,
        mediation_numerique.COLUMNS),
    "aidants-connect": Source(
        "Aidants Connect", "https://aidantsconnect.beta.gouv.fr", aidants_connect.structure, aidants_connect.COLUMNS),
    "france-services": Source(
        "France services", "https://www.france-services.gouv.fr", france_services.structure, france_services.COLUMNS),
    "dila": Source("Service-public.gouv.fr, l'annuaire de l'administration", "https://lannuaire.service-public.gouv.fr",
                   dila.structure),
}
