"""The places where somebody is allowed to do people's formalities online for them (data.gouv.fr, « Aidants Connect »)."""
from __future__ import annotations

import re
from typing import Any

from bot.adapters.directory_formats.fields import commune, identifier, nom, siret, where
from bot.adapters.directory_formats.names import readable_address
from bot.adapters.directory_formats.published import Published
from bot.domain.structure import Structure

SOURCE = "aidants-connect"
COLUMNS = ("Data pass ID", "Name", "Adresse", "Code postal")
_THEMATIQUES = ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",)
_TOWN_IN_ADDRESS = re.compile(r"(.*?)[\s,-]*\b(\d{5})[\s,]+(\D+)")


def structure(raw: Published) -> Structure:
    """One organisation; its town often stands in its address only."""
    name = nom(raw, "Name")
    place = _with_town(where(raw, adresse="Adresse", code_postal="Code postal"))
    own = re.sub(r"\s", "", raw.text("Data pass ID") or "")  # « 3 913 »
    return Structure(
        id=identifier(SOURCE, own, name, place["adresse"], place["code_postal"]), nom=name, source=SOURCE,
        date_maj=raw.day("date_maj"), siret=siret(raw, "SIRET"), reseaux_porteurs=("aidants-connect",),
        thematiques=_THEMATIQUES, besoins=("aidants connect",), **place)


def _with_town(place: dict[str, Any]) -> dict[str, Any]:
    """« 11 place René Coty 42000 Blois »: street and town apart, where the postcode is that of the record."""
    found = _TOWN_IN_ADDRESS.fullmatch(place["adresse"] or "")
    if place["commune"] or found is None or found[2] != place["code_postal"]:
        return place
    return {**place, "adresse": readable_address(found[1]) or None, "commune": commune(found[3])}
