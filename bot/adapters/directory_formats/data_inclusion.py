"""The standard data·inclusion, versions 1 and 0: structures in one file, their services in another, JSON or CSV.

Source: https://data-inclusion.gouv.fr, schemas of data-inclusion-schema. Names of contacts are never read.
"""
from __future__ import annotations

from typing import Any, Optional

from bot.adapters.directory_formats import mediation_numerique
from bot.adapters.directory_formats.data_inclusion_v0 import (
    DEPARTEMENTS_BY_REGION,
    FRAIS_BY_FRAIS,
    MODES_ACCUEIL_BY_MODE,
    MODES_MOBILISATION_BY_ORIENTATION,
    PUBLICS_BY_PROFIL,
    RESEAUX_PORTEURS_BY_LABEL,
    RESEAUX_PORTEURS_BY_TYPOLOGIE,
    THEMATIQUES_BY_THEMATIQUE,
    TYPES_BY_TYPE,
)
from bot.adapters.directory_formats.fields import identifier, nom, page, siret, slug_of, telephone, where
from bot.adapters.directory_formats.hours import read_hours
from bot.adapters.directory_formats.mailboxes import courriel
from bot.adapters.directory_formats.published import Published, Refused
from bot.domain.offer import Offer
from bot.domain.reference_lists import MODES_MOBILISATION, PERSONNES_MOBILISATRICES
from bot.domain.structure import Structure

SOURCE = "data-inclusion"
COLUMNS = ("id", "source", "nom")
_EVERYBODY = "tous-publics"
_COUNTRY, _COUNTRY_CODE = "france", "99100"
# What version 0 said with several types, the most telling first.
_TYPES = ("aide-financiere", "aide-materielle", "formation", "atelier", "accompagnement", "information")
_SHORTEST, _LONGEST = 5, 10_000


def structure(raw: Published) -> Structure:
    """One structure. The older files of the national map of digital mediation go by the same name, and are read as such."""
    if "pivot" in raw.content:
        return mediation_numerique.structure(raw)
    source, name = _source(raw), nom(raw, "nom")
    place = where(raw)
    return Structure(
        id=identifier(source, raw.text("id"), name, place["adresse"], place["commune"]), nom=name, source=source,
        date_maj=raw.day("date_maj"), siret=siret(raw, "siret"), description=_description(raw),
        reseaux_porteurs=tuple(dict.fromkeys((
            *raw.mapped("reseaux_porteurs", RESEAUX_PORTEURS_BY_LABEL, "reseaux_porteurs", "labels_nationaux"),
            *raw.mapped("typologie", RESEAUX_PORTEURS_BY_TYPOLOGIE)))),
        thematiques=raw.mapped("thematiques", THEMATIQUES_BY_THEMATIQUE), site_web=page(raw, "site_web"),
        accessibilite_lieu=page(raw, "accessibilite_lieu" if raw.text("accessibilite_lieu") else "accessibilite"),
        **_reached(raw, name, place), **place)


def offer(raw: Published) -> Offer:
    """One service; without a description, its name is one. Raises Refused if it is suspended or belongs to no structure."""
    owner = raw.text("structure_id")
    if owner is None:
        raise Refused("la structure manque")
    if raw.is_past("date_suspension"):
        raise Refused("le service est suspendu")
    source, name = _source(raw), nom(raw, "nom")
    place = where(raw)
    return Offer(
        id=identifier(source, raw.text("id"), owner, name), structure_id=identifier(source, owner), nom=name, source=source,
        date_maj=raw.day("date_maj"), description=_description(raw) or name, type=_type(raw),
        thematiques=raw.mapped("thematiques", THEMATIQUES_BY_THEMATIQUE), publics=_publics(raw),
        publics_precisions=raw.paragraphs("publics_precisions", "profils_precisions"),
        conditions_acces=raw.paragraphs("conditions_acces") or " ; ".join(raw.words("pre_requis")) or None,
        justificatifs=tuple(raw.words("justificatifs")), frais=_frais(raw),
        frais_precisions=raw.paragraphs("frais_precisions", "frais_autres"),
        modes_accueil=raw.mapped("modes_accueil", MODES_ACCUEIL_BY_MODE), zone_eligibilite=_zone(raw),
        volume_horaire_hebdomadaire=raw.number("volume_horaire_hebdomadaire"), nombre_semaines=_weeks(raw),
        **_mobilisation(raw), **_reached(raw, name, place), **place)


def _source(raw: Published) -> str:
    return slug_of(raw.text("source") or "")


def _description(raw: Published) -> Optional[str]:
    text = raw.paragraphs("description", "presentation_detail", "presentation_resume")
    if text is None or len(text) < _SHORTEST:
        return None
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST - 1].rstrip()}…"


def _reached(raw: Published, name: str, place: dict[str, Any]) -> dict[str, Any]:
    return {
        "telephone": telephone(raw, "telephone"), "courriel": courriel(raw, "courriel", name, place["commune"]),
        "lien_source": page(raw, "lien_source"),
        **read_hours(raw.paragraphs("horaires_accueil", "horaires_ouverture", "recurrence"))._asdict(),
    }


def _type(raw: Published) -> Optional[str]:
    found = raw.mapped("type", TYPES_BY_TYPE, "type", "types")
    return next((one for one in _TYPES if one in found), None)


def _publics(raw: Published) -> tuple[str, ...]:
    found = raw.mapped("publics", PUBLICS_BY_PROFIL, "publics", "profils")
    return (_EVERYBODY,) if _EVERYBODY in found else found


def _frais(raw: Published) -> Optional[str]:
    found = raw.mapped("frais", FRAIS_BY_FRAIS)
    return "payant" if "payant" in found else next(iter(found), None)


def _weeks(raw: Published) -> Optional[int]:
    weeks = raw.number("nombre_semaines")
    return None if weeks is None else int(weeks)


def _zone(raw: Published) -> tuple[str, ...]:
    """Codes; those of a région become its départements, which version 1 wants."""
    codes = raw.words("zone_eligibilite", "zone_diffusion_code", commas=True)
    kind = raw.text("zone_diffusion_type")
    if kind == "pays" or _COUNTRY_CODE in codes:
        return (_COUNTRY,)
    if kind == "region":
        return tuple(departement for code in codes for departement in DEPARTEMENTS_BY_REGION.get(code, ()))
    return tuple(codes)


def _mobilisation(raw: Published) -> dict[str, Any]:
    """How, and by whom, the service is asked for; version 0 said it of each sort of person."""
    link = next((found for name in ("lien_mobilisation", "prise_rdv", "formulaire_en_ligne", "page_web")
                 if (found := page(raw, name))), None)
    oriented = {"usagers": "modes_orientation_beneficiaire", "professionnels": "modes_orientation_accompagnateur"}
    modes = (*raw.known("modes_mobilisation", MODES_MOBILISATION),
             *raw.mapped("modes_orientation", MODES_MOBILISATION_BY_ORIENTATION, *oriented.values()))
    by_link = ("utiliser-lien-mobilisation",) if link and not raw.text("lien_mobilisation") else ()
    said = [text for name in ("mobilisation_precisions", *(f"{mode}_autres" for mode in oriented.values()))
            if (text := raw.paragraphs(name))]
    return {
        "lien_mobilisation": link, "mobilisation_precisions": "\n".join(dict.fromkeys(said)) or None,
        "modes_mobilisation": tuple(dict.fromkeys((*modes, *by_link))),
        "mobilisable_par": raw.known("mobilisable_par", PERSONNES_MOBILISATRICES)
        or tuple(person for person, mode in oriented.items() if raw.words(mode, commas=True)),
    }
