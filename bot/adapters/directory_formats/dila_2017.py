"""The « annuaire de l'administration » as the DILA published it in 2017: GeoJSON features."""
from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from bot.adapters.directory_formats.shapes import Fields, each_fields, fields_of, joined, several, text_fields, texts
from bot.domain.opening_week import OpeningWeek, from_dila_2017

_POST_ONLY = re.compile(r"(?:BP|CS|TSA|B\.P\.)\s?\d", re.I)
_NO_TIME = {"début": "", "fin": ""}


def office_of_2017(feature: Fields) -> tuple[Fields, Callable[[], OpeningWeek]]:
    """Its fields under the names of the standard, and what reads its week (raising WeekError)."""
    content = fields_of(feature.get("properties"))
    addresses = each_fields(content.get("Adresse"))
    address = next((one for one in addresses if one.get("Localisation")), next(iter(addresses), {}))
    lines = [line for line in texts(address.get("Ligne")) if not _POST_ONLY.match(line)]
    street = next((line for line in lines if line[:1].isdigit()), lines[-1] if lines else None)
    place = fields_of(address.get("Localisation"))
    contact = fields_of(content.get("CoordonnéesNum"))
    spans = each_fields(fields_of(content.get("Ouverture")).get("PlageJ"))
    return {
        "id": content.get("id"), "nom": content.get("Nom"), "date_maj": content.get("dateMiseAJour"),
        "pivots": texts(content.get("pivotLocal")), "adresse": street,
        "complement_adresse": joined((line for line in lines if line != street), ", "),
        "code_postal": address.get("CodePostal"), "commune": address.get("NomCommune"),
        "code_insee": content.get("codeInsee"),
        "latitude": place.get("Latitude"), "longitude": place.get("Longitude"),
        "accessibilite": fields_of(address.get("Accessibilité")).get("type"),
        "telephone": joined((fields_of(one).get("$t", one) for one in several(contact.get("Téléphone"))), " / "),
        "courriel": joined(texts(contact.get("Email")), " "), "site_web": joined(texts(contact.get("Url")), " "),
        "note": joined([*(span.get("Note") for span in spans), content.get("Commentaire")], " "),
    }, partial(from_dila_2017, {"PlageJ": [_span(span) for span in spans]})


def _span(span: Fields) -> Fields:
    return {**_NO_TIME, **text_fields(span), "PlageH": [{**_NO_TIME, **text_fields(one)}
                                                         for one in each_fields(span.get("PlageH"))]}
