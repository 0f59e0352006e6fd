"""The records and the publication that the tests of exports share."""
from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.adapters.directory_formats.export_data_inclusion import Publication
from bot.domain.offer import Offer
from bot.domain.structure import Structure

CODES = {"clermont-l-herault": ["34079"], "herault": ["34"], "france": ["france"], "occitanie": ["34", "34", "11"]}
PUBLICATION = Publication("repere-ici", date(2026, 11, 21), lambda slug: CODES.get(slug, []))
CCAS = Structure("ccas", "CCAS de Clermont-l'Hérault", "Clermont-l'Hérault", date(2026, 1, 5), code_insee="34079",
                 code_postal="34800", adresse="place Auguste-Ginouvès", telephone="04 67 00 00 00",
                 thematiques=("difficultes-financieres--acquerir-une-autonomie-budgetaire",), besoins=("le CCAS",),
                 zone_eligibilite=("clermont-l-herault", "herault", "occitanie", "inconnu"), is_free=True)
SHELTER = replace(CCAS, reseaux_porteurs=("chrs",), complement_adresse="au fond", latitude=43.6, longitude=3.4,
                  accessibilite_lieu="https://acceslibre.beta.gouv.fr/app/34-ici/erp/foyer/")
DORA = Structure("dora--1", "Mission locale", "Lodève", date(2025, 5, 6), source="dora", code_insee="34142")
ATELIER = Offer("dora--s1", "dora--1", "Atelier CV", date(2025, 5, 6), "dora", "Faire son CV à plusieurs.")
