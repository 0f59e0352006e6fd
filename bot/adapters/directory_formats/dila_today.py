"""The « annuaire de l'administration » as the DILA publishes it today: its file of local offices, or its API.

The API gives the same fields, what is nested being JSON in a text.
"""
from __future__ import annotations

from collections.abc import Callable
from functools import partial

from bot.adapters.directory_formats.shapes import Fields, each_fields, joined, text_fields, texts
from bot.domain.opening_week import OpeningWeek, from_dila


def office_of_today(content: Fields) -> tuple[Fields, Callable[[], OpeningWeek]]:
    """Its fields under the names of the standard, and what reads its week (raising WeekError)."""
    addresses = each_fields(content.get("adresse"))
    address = next((one for one in addresses if one.get("longitude") and one.get("latitude")), next(iter(addresses), {}))
    spans = each_fields(content.get("plage_ouverture"))
    return {
        "id": content.get("id"), "nom": content.get("nom"), "siret": content.get("siret"),
        "date_maj": content.get("date_modification"),
        "pivots": [pivot.get("type_service_local") for pivot in each_fields(content.get("pivot"))],
        "adresse": address.get("numero_voie"),
        "complement_adresse": joined([address.get("complement1"), address.get("complement2")], ", "),
        "code_postal": address.get("code_postal"), "commune": address.get("nom_commune"),
        "code_insee": joined(texts(content.get("code_insee_commune"))[:1], ""),
        "latitude": address.get("latitude"), "longitude": address.get("longitude"),
        "accessibilite": address.get("accessibilite"),
        "telephone": joined((one.get("valeur") for one in each_fields(content.get("telephone"))), " / "),
        "courriel": joined(texts(content.get("adresse_courriel")), " "),
        "site_web": joined((one.get("valeur") for one in each_fields(content.get("site_internet"))), " "),
        "lien_source": content.get("url_service_public"), "description": content.get("mission"),
        "note": joined([*(span.get("commentaire") for span in spans), content.get("commentaire_plage_ouverture"),
                        content.get("information_complementaire")], " "),
    }, partial(from_dila, [text_fields(span) for span in spans])
