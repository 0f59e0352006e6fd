"""The « annuaire de l'administration » of the DILA (service-public.gouv.fr): its offices, as of 2017 and as of today.

Names of people in charge (« affectation_personne ») are never read.
"""
from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Optional

from bot.adapters.directory_formats.dila_2017 import office_of_2017
from bot.adapters.directory_formats.dila_today import office_of_today
from bot.adapters.directory_formats.dila_types import OFFICE_TYPES, OfficeType
from bot.adapters.directory_formats.fields import identifier, nom, page, siret, telephone, where
from bot.adapters.directory_formats.mailboxes import courriel
from bot.adapters.directory_formats.published import Published
from bot.domain.normalisation import fold
from bot.domain.opening_week import OpeningWeek, WeekError
from bot.domain.structure import Structure

SOURCE = "dila"
_FRANCE_SERVICES = ("france-service",)
_ACCESSIBLE = {"ACC": True, "NAC": False}  # « DEM », on request: nobody knows


def structure(raw: Published) -> Structure:
    """One office. Raises Refused if it has no name or no date."""
    fields, week = (office_of_2017 if "properties" in raw.content else office_of_today)(raw.content)
    raw = raw.of(fields)
    name, place = nom(raw, "nom"), where(raw)
    kinds = [OFFICE_TYPES.get(pivot, OfficeType()) for pivot in raw.words("pivots")]
    networks = [network for kind in kinds for network in kind.reseaux_porteurs]
    return Structure(
        id=identifier(SOURCE, raw.text("id"), name, place["adresse"], place["commune"]), nom=name, source=SOURCE,
        date_maj=raw.day("date_maj"), siret=siret(raw, "siret"), description=raw.paragraphs("description"),
        telephone=telephone(raw, "telephone"), courriel=courriel(raw, "courriel", name, place["commune"]),
        site_web=page(raw, "site_web"), lien_source=page(raw, "lien_source"), horaires_accueil=_hours(raw, week),
        is_accessible=_ACCESSIBLE.get(raw.text("accessibilite") or ""), note=raw.paragraphs("note"),
        reseaux_porteurs=_once((*networks, *(_FRANCE_SERVICES if "france service" in fold(name) else ()))),
        thematiques=_once(theme for kind in kinds for theme in kind.thematiques),
        besoins=_once(need for kind in kinds for need in kind.besoins), **place)


def _hours(raw: Published, week: Callable[[], OpeningWeek]) -> Optional[str]:
    try:
        return week().to_osm() or None
    except WeekError:
        raw.leave("horaires_accueil", "les horaires ne se lisent pas")
        return None


def _once(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))
