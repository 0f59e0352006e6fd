"""The places labelled France services (data.gouv.fr, « Liste des structures France services »), CSV or JSON.

The file has no date of its own in its records: it comes from the caller. Everything is free there, by the label's charter.
"""
from __future__ import annotations

from typing import Optional

from bot.adapters.directory_formats.fields import ITINERANT, identifier, nom, telephone, where
from bot.adapters.directory_formats.hours import Hours, as_written
from bot.adapters.directory_formats.mailboxes import courriel
from bot.adapters.directory_formats.published import Published, Refused
from bot.domain.french import JOURS
from bot.domain.opening_week import WeekError, from_france_services
from bot.domain.structure import Structure

SOURCE = "france-services"
COLUMNS = ("id_fs", "lib_fs", "lib_com", "code_postal")
_THEMATIQUES = ("difficultes-administratives-ou-juridiques--accompagnement-aux-demarches-administratives",
                "numerique--acceder-a-des-services-en-ligne")


def structure(raw: Published) -> Structure:
    """One place. Raises Refused if nobody says in which town it is: some records are only a name."""
    name = nom(raw, "lib_fs")
    place = where(raw, commune="lib_com", code_insee="insee_com")
    if not place["commune"] or not place["code_postal"]:
        raise Refused("la commune ou le code postal manque")
    return Structure(
        id=identifier(SOURCE, raw.text("id_fs"), name, place["adresse"], place["commune"]), nom=name, source=SOURCE,
        date_maj=raw.day("date_maj"), telephone=telephone(raw, "telephone"),
        courriel=courriel(raw, "mail", name, place["commune"]), reseaux_porteurs=("france-service",),
        thematiques=_THEMATIQUES, besoins=("france services, maison france services",), is_free=True, note=_note(raw),
        **_hours(raw)._asdict(), **place)


def _hours(raw: Published) -> Hours:
    days = {f"h_{day}": raw.text(f"h_{day}") or "" for day in JOURS}
    try:
        return Hours(from_france_services(days).to_osm() or None)
    except WeekError:
        return as_written(" ; ".join(f"{name.removeprefix('h_')} {text}" for name, text in days.items() if text))


def _note(raw: Published) -> Optional[str]:
    comment = raw.text("commentaire")
    if comment and "@" in comment:
        raw.leave("commentaire", "il contient un courriel")
        comment = None
    return " ".join(filter(None, (ITINERANT if raw.text("itinerance") == "Oui" else None, comment))) or None
