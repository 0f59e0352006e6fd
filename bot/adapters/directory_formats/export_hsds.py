"""The directory as HSDS 3.1 writes it: one full service for each offer, its organization and its place inside.

A structure without offers gives its reception. HSDS wants UUIDs: they are made of the published ids, the same at each
export. What it has no place for, or writes otherwise than we do, is also kept word for word in the `attributes` of the
organization and of the service, under « repere:<field> » (JSON but for a text; no value when HSDS had to be told
something of what is unknown): nothing is lost. Hours are local. The address of a shelter is never given, nor its hours.
Source: https://docs.openreferral.org.
"""
from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from datetime import date, datetime, timedelta
from functools import lru_cache
from hashlib import sha1
from typing import Any, Optional, Union
from uuid import NAMESPACE_URL

from opening_hours import OpeningHours, State

from bot.adapters.directory_formats.export_data_inclusion import (
    Publication,
    Record,
    e_mail,
    finite,
    international,
    reception,
    region_of,
    web_address,
    without_shelter_address,
)
from bot.adapters.directory_formats.shelters import hidden_offer
from bot.domain.answer import Source
from bot.domain.offer import Offer
from bot.domain.opening_week import OSM_DAYS, Interval, OpeningWeek
from bot.domain.reference_lists import (
    FRAIS,
    MODES_ACCUEIL,
    MODES_MOBILISATION,
    PERSONNES_MOBILISATRICES,
    PUBLICS,
    RESEAUX_PORTEURS,
    THEMATIQUES,
    TYPES_DE_SERVICES,
)
from bot.domain.structure import Closure, Structure

OURS = "repere:"  # begins the label of an attribute that holds a field of ours
TAXONOMY = "data-inclusion-v1:"  # begins the name of a taxonomy: the reference list of a field
_NAMESPACE = NAMESPACE_URL.bytes + OURS.encode()
_FIELDS = {kind: tuple((field.name, field.default) for field in fields(kind)) for kind in (Structure, Offer)}
_TERMS: Mapping[str, Mapping[str, str]] = {
    "thematiques": THEMATIQUES, "publics": PUBLICS, "modes_accueil": MODES_ACCUEIL, "modes_mobilisation": MODES_MOBILISATION,
    "mobilisable_par": PERSONNES_MOBILISATRICES, "reseaux_porteurs": RESEAUX_PORTEURS, "type": TYPES_DE_SERVICES}
_LISTS = {Structure: ("reseaux_porteurs", "thematiques"),
          Offer: ("thematiques", "publics", "modes_accueil", "modes_mobilisation", "mobilisable_par")}
_NO_HOLIDAYS = "; PH off"
# Hours that come back every week, and nothing else: no month, no holiday, no comment.
_EVERY_WEEK = re.compile(r"24/7|(?:(?:Mo|Tu|We|Th|Fr|Sa|Su|off|\d\d:\d\d)[-,; ]*)+")
_MONDAY, _WEEK = datetime(2024, 1, 1), timedelta(days=7)
_Object = dict[str, Any]


def services_hsds(records: Iterable[Record], publication: Publication) -> Iterator[_Object]:
    """Each offer, or the reception of a structure without offers, as a full service of HSDS."""
    for structure, offers in records:
        told = without_shelter_address(structure)
        organization = _organization(told, publication)
        for offer in offers:
            yield _service(told, hidden_offer(offer, told), organization, publication, kept=True)
        if not offers:
            yield _service(told, reception(told, publication), organization, publication, kept=False)


def _organization(structure: Structure, publication: Publication) -> _Object:
    identifier = publication.identifier(structure.id, structure.source)
    location, said = _location(structure, "organization", identifier)
    said |= {"nom": structure.nom, "description": structure.description or structure.nom, "siret": structure.siret,
             "courriel": e_mail(structure.courriel), "site_web": web_address(structure.site_web),
             "telephone": international(structure.telephone, region_of(structure)), **_lists(structure)}
    required = {"id": _uuid("organization", identifier), "name": said["nom"], "description": said["description"]}
    return required | _present(
        email=said["courriel"], website=said["site_web"], locations=[location],
        phones=_phones(said["telephone"], "organization", identifier),
        organization_identifiers=[
            {"id": _uuid("identifier", identifier, kind), "identifier_type": kind, "identifier": value}
            for kind, value in (("data·inclusion", identifier), ("SIRET", structure.siret)) if value],
        attributes=[*_terms(structure, identifier), *_kept(structure, said, identifier)])


def _service(structure: Structure, offer: Offer, organization: _Object, publication: Publication, kept: bool) -> _Object:
    identifier = publication.identifier(offer.id, offer.source)
    said = _said(offer, structure)
    location = organization["locations"][0]
    if kept and _has_place(offer):
        location, place = _location(offer, "service", identifier)
        said |= place
    attributes = [*_terms(offer, identifier), *(_kept(offer, said, identifier) if kept else ())]
    required = {"id": _uuid("service", identifier), "name": said["nom"]}
    return required | _present(
        description=said["description"], url=said["lien_source"],
        additional_urls=_links(said["lien_mobilisation"], identifier), email=said["courriel"],
        status="temporarily closed" if _is_closed(structure, publication.today) else "active",
        alert=_alert(structure, publication.today), application_process=said["mobilisation_precisions"],
        fees_description=said["frais_precisions"], eligibility_description=said["publics_precisions"],
        assured_date=offer.date_maj.isoformat(), last_modified=f"{offer.date_maj.isoformat()}T00:00:00.000Z",
        phones=_phones(said["telephone"], "service", identifier), schedules=_schedules(offer, "service", identifier),
        service_areas=_each("service_area", identifier, "name", offer.zone_eligibilite),
        service_at_locations=[{"id": _uuid("service_at_location", identifier), "location": location}],
        languages=_each("language", identifier, "code", offer.langues), organization=organization,
        cost_options=_costs(offer.frais, identifier),
        required_documents=_each("required_document", identifier, "document", offer.justificatifs),
        contacts=_each("contact", identifier, "name", filter(None, [offer.contact_nom_prenom])), attributes=attributes)


def _said(offer: Offer, structure: Structure) -> dict[str, Any]:
    """What HSDS has a place for, by our field, as it will say it."""
    conditions = "\n\n".join(filter(None, (offer.publics_precisions, offer.conditions_acces)))
    return {"nom": offer.nom, "description": offer.description, "date_maj": offer.date_maj, "langues": offer.langues,
            "courriel": e_mail(offer.courriel), "telephone": international(offer.telephone, region_of(offer, structure)),
            "lien_source": web_address(offer.lien_source), "lien_mobilisation": web_address(offer.lien_mobilisation),
            "mobilisation_precisions": offer.mobilisation_precisions, "frais_precisions": offer.frais_precisions,
            "publics_precisions": conditions or None, "contact_nom_prenom": offer.contact_nom_prenom,
            "zone_eligibilite": offer.zone_eligibilite, "justificatifs": offer.justificatifs, "type": offer.type,
            "frais": offer.frais, **_lists(offer)}


def _location(described: Union[Structure, Offer], kind: str, identifier: str) -> tuple[_Object, dict[str, Any]]:
    """Where it is, and what that says of our fields."""
    said: dict[str, Any] = {"latitude": finite(described.latitude), "longitude": finite(described.longitude)}
    location = {"id": _uuid("location", kind, identifier), "location_type": "physical", "name": described.nom, **said}
    if described.adresse and described.commune and described.code_postal:  # HSDS knows no address without all three
        said |= {field: getattr(described, field) for field in ("adresse", "complement_adresse", "commune", "code_postal")}
        location["addresses"] = [_present(
            id=_uuid("address", kind, identifier), address_1=described.adresse, address_2=described.complement_adresse,
            city=described.commune, state_province=_departement(described.code_insee or described.code_postal),
            postal_code=described.code_postal, country="FR", address_type="physical")]
    if isinstance(described, Structure):
        said |= {"langues": described.langues, "accessibilite_lieu": web_address(described.accessibilite_lieu)}
        location |= {"languages": _each("language", f"{kind}/{identifier}", "code", described.langues),
                     "accessibility": _accessibility(described.is_accessible, said["accessibilite_lieu"], identifier),
                     "schedules": _schedules(described, kind, identifier)}
    return _present(**location), said


def _has_place(offer: Offer) -> bool:
    """Whether the offer is given elsewhere than at its structure's, or says so again."""
    return any((offer.adresse, offer.commune, offer.code_postal, offer.latitude is not None))


def _departement(code: str) -> str:
    return code[:3] if code.startswith(("97", "98")) else code[:2]


def _accessibility(is_accessible: Optional[bool], url: Optional[str], identifier: str) -> list[_Object]:
    description = {True: "Accessible en fauteuil roulant.", False: "Pas accessible en fauteuil roulant.", None: None}
    if is_accessible is None and url is None:
        return []
    return [_present(id=_uuid("accessibility", identifier), description=description[is_accessible], url=url)]


def _phones(number: Optional[str], kind: str, identifier: str) -> list[_Object]:
    return [{"id": _uuid("phone", kind, identifier), "number": number, "type": "voice"}] if number else []


def _links(booking: Optional[str], identifier: str) -> list[_Object]:
    return [{"id": _uuid("url", identifier), "label": "lien_mobilisation", "url": booking}] if booking else []


def _costs(frais: Optional[str], identifier: str) -> list[_Object]:
    if frais is None:
        return []
    free = {"amount": 0, "currency": "eur"} if frais == "gratuit" else {}
    return [{"id": _uuid("cost_option", identifier), "option": FRAIS.get(frais, frais), **free}]


def _is_closed(structure: Structure, today: date) -> bool:
    return any(closure.first_day <= today <= closure.last_day for closure in structure.fermetures)


def _alert(structure: Structure, today: date) -> Optional[str]:
    """« Fermé du 24/12/2026 au 31/12/2026 (travaux). », closures that are over left out."""
    return " ".join(f"Fermé du {closure.first_day:%d/%m/%Y} au {closure.last_day:%d/%m/%Y}"
                    + (f" ({closure.reason})." if closure.reason else ".")
                    for closure in structure.fermetures if closure.last_day >= today) or None


def _schedules(described: Union[Structure, Offer], kind: str, identifier: str) -> list[_Object]:
    """One for each range of hours, with the days that have it; hours that do not come back every week are told."""
    written, texte = described.horaires_accueil, described.horaires_texte
    ranges = _ranges((written or "").removesuffix(_NO_HOLIDAYS))
    holidays = "Fermé les jours fériés." if written and written.endswith(_NO_HOLIDAYS) else None
    schedules = [_present(id=_uuid("schedule", kind, identifier, str(order)), freq="WEEKLY", byday=days, opens_at=opens,
                          closes_at=closes, description=holidays)
                 for order, (days, opens, closes) in enumerate(ranges)]
    told = texte or (None if ranges else written)
    return [*schedules, {"id": _uuid("schedule", kind, identifier), "description": told}] if told else schedules


@lru_cache(maxsize=4096)
def _ranges(hours: str) -> Sequence[tuple[str, str, str]]:
    """« MO,TU », « 09:00 », « 12:00 » for each range of a plain week; nothing for any other hours. Midnight is « 00:00 »."""
    week = _week(hours)
    found: dict[Interval, list[str]] = {}
    for day, intervals in zip(OSM_DAYS, week.days if week else ()):
        for interval in intervals:
            found.setdefault(interval, []).append(day.upper())
    return [(",".join(days), _clock(opens), _clock(closes)) for (opens, closes), days in found.items()]


def _week(hours: str) -> Optional[OpeningWeek]:
    if not _EVERY_WEEK.fullmatch(hours):
        return None
    try:
        spans = OpeningHours(hours).intervals(_MONDAY, _MONDAY + _WEEK)
    except ValueError:
        return None
    found: dict[int, list[Interval]] = {}
    for start, end, state, _ in spans:
        if state == State.OPEN:
            for day, interval in _days(_minutes(start), _minutes(end)):
                found.setdefault(day, []).append(interval)
    return OpeningWeek.of(found)


def _days(start: int, end: int) -> Iterator[tuple[int, Interval]]:
    """A span of the week, in minutes from Monday, cut at each midnight."""
    for day in range(start // 1440, -(-end // 1440)):
        midnight = day * 1440
        yield day, (max(start - midnight, 0), min(end - midnight, 1440))


def _minutes(moment: datetime) -> int:
    return int((moment - _MONDAY).total_seconds()) // 60


def _clock(minutes: int) -> str:
    return f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _terms(described: Union[Structure, Offer], identifier: str) -> Iterator[_Object]:
    """Our slugs, each a term of the taxonomy of its field."""
    slugs = [(field, slug) for field, values in _lists(described).items() for slug in values]
    if isinstance(described, Offer) and described.type:
        slugs.append(("type", described.type))
    for field, slug in slugs:
        yield {"id": _uuid("attribute", identifier, field, slug), "link_type": field, "taxonomy_term": _term(field, slug)}


@lru_cache(maxsize=4096)
def _term(field: str, slug: str) -> _Object:
    label = _TERMS[field].get(slug, slug)
    return {"id": _uuid("term", field, slug), "code": slug, "name": label, "description": label,
            "taxonomy": f"{TAXONOMY}{field}", "language": "fr"}


def _lists(described: Union[Structure, Offer]) -> dict[str, Sequence[str]]:
    """The fields that hold several slugs of a reference list."""
    return {field: getattr(described, field) for field in _LISTS[type(described)]}


def _kept(described: Union[Structure, Offer], said: Mapping[str, Any], identifier: str) -> Iterator[_Object]:
    """Our fields, word for word, but those that HSDS says exactly or that are unknown."""
    for field, unknown in _FIELDS[type(described)]:
        value = getattr(described, field)
        if value == "" or value != said.get(field, unknown):
            text = {} if value is None else {"value": value if isinstance(value, str) else _as_json(value)}
            yield {"id": _uuid("attribute", identifier, field), "label": f"{OURS}{field}", **text}


def _as_json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, Source):
        return [value.titre, value.lien, value.date]
    if isinstance(value, Closure):
        return [value.first_day, value.last_day, value.reason]
    return value.isoformat()


def _each(kind: str, identifier: str, field: str, values: Iterable[str]) -> list[_Object]:
    return [{"id": _uuid(kind, identifier, value), field: value} for value in values]


def _present(**values: Any) -> _Object:
    return {name: value for name, value in values.items() if value not in (None, [], "")}


def _uuid(*names: str) -> str:
    """What `uuid5(NAMESPACE_URL, "repere:…")` gives, five times faster: a service has forty."""
    digest = sha1(_NAMESPACE + "/".join(names).encode()).hexdigest()
    variant = f"{int(digest[16], 16) & 3 | 8:x}"
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"
