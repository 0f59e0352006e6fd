"""Read a full service of HSDS back into our Structure and Offer, to prove that exporting loses nothing."""
from __future__ import annotations

import json
from dataclasses import fields
from datetime import date
from typing import Any, Mapping

from bot.adapters.directory_formats.export_hsds import OURS
from bot.domain.answer import Source
from bot.domain.offer import Offer
from bot.domain.reference_lists import FRAIS
from bot.domain.structure import Closure, Structure


def from_hsds(service: Mapping[str, Any]) -> tuple[Structure, list[Offer]]:
    """The structure and its offer; none when the service is only the reception of a structure without offers."""
    organization = service["organization"]
    home = organization["locations"][0]
    structure = _made(Structure, organization, {
        "nom": organization["name"], "description": organization["description"], "courriel": organization.get("email"),
        "site_web": organization.get("website"), "siret": _siret(organization), **_place(home),
        "telephone": _first(organization, "phones", "number"), "langues": _all(home, "languages", "code"),
        "accessibilite_lieu": _first(home, "accessibility", "url")})
    if f"{OURS}id" not in {attribute.get("label") for attribute in service.get("attributes", ())}:
        return structure, []
    location = service["service_at_locations"][0]["location"]
    own = {} if location["id"] == home["id"] else _place(location)
    return structure, [_made(Offer, service, {**_told(service), **own})]


def _told(service: Mapping[str, Any]) -> dict[str, Any]:
    slugs = {label: slug for slug, label in FRAIS.items()}
    option = _first(service, "cost_options", "option")
    return {
        "nom": service["name"], "description": service.get("description"), "lien_source": service.get("url"),
        "lien_mobilisation": _first(service, "additional_urls", "url"), "courriel": service.get("email"),
        "telephone": _first(service, "phones", "number"), "date_maj": date.fromisoformat(service["assured_date"]),
        "mobilisation_precisions": service.get("application_process"), "frais_precisions": service.get("fees_description"),
        "publics_precisions": service.get("eligibility_description"), "frais": slugs.get(option, option),
        "contact_nom_prenom": _first(service, "contacts", "name"), "langues": _all(service, "languages", "code"),
        "zone_eligibilite": _all(service, "service_areas", "name"),
        "justificatifs": _all(service, "required_documents", "document")}


def _place(location: Mapping[str, Any]) -> dict[str, Any]:
    names = {"adresse": "address_1", "complement_adresse": "address_2", "commune": "city", "code_postal": "postal_code"}
    address = next(iter(location.get("addresses", ())), {})
    return {"latitude": location.get("latitude"), "longitude": location.get("longitude"),
            **{ours: address.get(theirs) for ours, theirs in names.items()}}


def _made(kind: type, described: Mapping[str, Any], told: dict[str, Any]) -> Any:
    """What HSDS says itself, then the slugs, then what was kept word for word."""
    types = {field.name: field.type for field in fields(kind)}
    slugs: dict[str, list[str]] = {}
    kept = {}
    for attribute in described.get("attributes", ()):
        if "taxonomy_term" in attribute:
            slugs.setdefault(attribute["link_type"], []).append(attribute["taxonomy_term"]["code"])
        else:
            name = attribute["label"].removeprefix(OURS)
            kept[name] = _value(types[name], name, attribute.get("value"))
    listed = {name: values[0] if name == "type" else tuple(values) for name, values in slugs.items()}
    said = {name: value for name, value in {**told, **listed}.items() if name in types and value not in (None, ())}
    return kind(**{**said, **kept})


def _value(kind: str, name: str, written: str | None) -> Any:
    if written is None or kind.startswith("str"):
        return written
    value = json.loads(written)
    if name == "citation":
        return Source(value[0], value[1], date.fromisoformat(value[2]))
    if name == "fermetures":
        return tuple(Closure(date.fromisoformat(first), date.fromisoformat(last), why) for first, last, why in value)
    if kind == "date":
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


def _siret(organization: Mapping[str, Any]) -> str | None:
    return next((one["identifier"] for one in organization["organization_identifiers"]
                 if one["identifier_type"] == "SIRET"), None)


def _first(described: Mapping[str, Any], objects: str, field: str) -> Any:
    return next((one.get(field) for one in described.get(objects, ())), None)


def _all(described: Mapping[str, Any], objects: str, field: str) -> tuple[str, ...]:
    return tuple(one[field] for one in described.get(objects, ()))
