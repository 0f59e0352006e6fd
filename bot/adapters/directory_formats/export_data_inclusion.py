"""The directory as data·inclusion v1 writes it: structures (20 fields) and services (33) that its schemas accept.

Every record is written. What the standard refuses is mended, or said to be unknown (None), and never guessed:

* a name of two letters follows « Lieu » or « Service », one of more than 150 signs is cut, its last full stop goes;
* a description of less than five signs is unknown, or follows the service's name; beyond 10,000 signs it is cut;
* a day that cannot be (before 2000, after today) becomes the nearest that can;
* an address of a site gets the « http:// » and the escapes that it lacks; a telephone is written in international form;
* what is still no site, no e-mail, no telephone, no code or no value of the reference lists is left out.

Ours, that v1 has no field for, is not there, but the papers to bring: `conditions_acces` is where v1 wants them. The
address of a shelter is never given, nor its hours.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from math import isfinite
from typing import Any, Optional, Union
from urllib.parse import quote, urlsplit, urlunsplit

import idna
import phonenumbers
from email_validator import EmailNotValidError, validate_email

from bot.adapters.directory_formats.shelters import hidden, hidden_offer
from bot.domain.offer import Offer
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
from bot.domain.structure import TOWN, Structure

RECEPTION = "--accueil"  # ends the id of the service made for a structure whose offers nobody publishes
_EVERYBODY = "tous-publics"
_OLDEST = date(2000, 1, 1)
_NAME, _DESCRIPTION = (3, 150), (5, 10_000)  # fewest and most signs
_LONGEST_URL = 2083
_LABEL = r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?"
_URL = re.compile(rf"https?://(?:{_LABEL}\.)+[a-z][a-z0-9-]*[a-z0-9](?::\d{{2,4}})?"
                  r"(?:[/?](?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?(?:\#(?:[\w.~!$&'()*+,;=:@/?-]|%[0-9a-f]{2})*)?",
                  re.IGNORECASE | re.ASCII)
_PUNYCODE = "xn--"
_KEPT_IN_URL = "~!$&'()*+,;=:@/?%"
_POSTCODE = re.compile(r"[0-9]{5}")
_COMMUNE = re.compile(r"[0-9][0-9AB][0-9]{3}")
_SIRET = re.compile(r"[0-9]{14}")
_TERRITORY = re.compile(r"[0-9][0-9AB](?:[0-9]{3})?|9[78][0-9]|[0-9]{9}|france")
# Nearly all numbers and addresses are written so: their libraries, some fifty times slower, are asked about the others.
_USUAL_TELEPHONE = re.compile(r"0[1-79](?: \d\d){4}", re.ASCII)
_USUAL_E_MAIL = re.compile(r"(?=.{6,64}$)[a-z\d]+(?:[._-][a-z\d]+)*@(?:[a-z\d]+(?:-[a-z\d]+)*\.)+(?:com|eu|fr|net|org)",
                           re.ASCII | re.IGNORECASE)
# Overseas, a number is read with the prefix of its place: « 0262 12 34 56 » is +262 262 12 34 56.
_OVERSEAS = {"971": "GP", "972": "MQ", "973": "GF", "974": "RE", "975": "PM", "976": "YT", "977": "BL", "978": "MF",
             "986": "WF", "987": "PF", "988": "NC"}
Record = tuple[Structure, Sequence[Offer]]


@dataclass(frozen=True)
class Publication:
    """Who publishes (« repere-clermont-l-herault »: one slug for each town), on what day, and what a territory of ours is.

    `codes_of` gives the INSEE codes of a territory's slug (« herault »: « 34 »), none when it has no code.
    """

    producer: str
    today: date
    codes_of: Callable[[str], Sequence[str]]

    def identifier(self, identifier: str, source: str) -> str:
        """The id under which a record goes out: the town's own get its producer's name, the others have theirs."""
        return f"{self.producer}--{identifier}" if source == TOWN else identifier

    def source(self, source: str) -> str:
        return self.producer if source == TOWN else source


def structures_v1(structures: Iterable[Structure], publication: Publication) -> Iterator[dict[str, Any]]:
    """Each structure as v1 writes it."""
    for structure in map(without_shelter_address, structures):
        nom = _name(structure.nom, "Lieu")
        description = (structure.description or "").strip()
        yield {
            "source": publication.source(structure.source),
            "id": publication.identifier(structure.id, structure.source),
            "nom": nom,
            "date_maj": _day(structure.date_maj, publication.today),
            "description": _cut(description, _DESCRIPTION[1]) if len(description) >= _DESCRIPTION[0] else None,
            "siret": _if(_SIRET, structure.siret),
            "site_web": web_address(structure.site_web),
            "accessibilite_lieu": web_address(structure.accessibilite_lieu),
            "reseaux_porteurs": _known(structure.reseaux_porteurs, RESEAUX_PORTEURS),
            **_where(structure, region_of(structure)),
        }


def services_v1(records: Iterable[Record], publication: Publication) -> Iterator[dict[str, Any]]:
    """Each offer as v1 writes it; a structure without offers gives its reception if it says what it is for."""
    for structure, offers in records:
        if not offers and (structure.thematiques or structure.besoins):
            offers = [reception(structure, publication)]
        for offer in offers:
            yield _service(structure, offer, publication)


def reception(structure: Structure, publication: Publication) -> Offer:
    """What a structure offers when nobody publishes its offers: to be received there."""
    codes = (code for slug in structure.zone_eligibilite for code in publication.codes_of(slug))
    return Offer(
        id=f"{structure.id}{RECEPTION}", structure_id=structure.id, nom="Accueil", date_maj=structure.date_maj,
        source=structure.source, description=structure.description or ", ".join(structure.besoins) or structure.nom,
        thematiques=structure.thematiques, zone_eligibilite=tuple(dict.fromkeys(codes)), langues=structure.langues,
        frais={True: "gratuit", False: "payant", None: None}[structure.is_free],
        lien_source=structure.lien_source, adresse=structure.adresse, complement_adresse=structure.complement_adresse,
        code_postal=structure.code_postal, commune=structure.commune, code_insee=structure.code_insee,
        latitude=structure.latitude, longitude=structure.longitude, telephone=structure.telephone,
        courriel=structure.courriel, horaires_accueil=structure.horaires_accueil, horaires_texte=structure.horaires_texte)


def without_shelter_address(structure: Structure) -> Structure:
    """The structure, less what leads to it when people are hidden or housed there (its town is still said)."""
    return replace(hidden(structure), accessibilite_lieu=None) if structure.is_shelter else structure


def region_of(*described: Union[Structure, Offer]) -> str:
    """In which country's numbering plan they write telephones, from the first code found (« FR », « RE »)."""
    codes = (code for one in described for code in (one.code_insee, one.code_postal) if code)
    return _OVERSEAS.get(next(codes, "")[:3], "FR")


def international(telephone: Optional[str], region: str = "FR") -> Optional[str]:
    """« +33467888700 »; « 3949 » for a short number; None for anything else."""
    if not telephone:
        return None
    if region == "FR" and _USUAL_TELEPHONE.fullmatch(telephone):
        return f"+33{telephone[1:].replace(' ', '')}"
    try:
        number = phonenumbers.parse(telephone, region)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return str(number.national_number) if phonenumbers.is_valid_short_number_for_region(number, region) else None


def e_mail(written: Optional[str]) -> Optional[str]:
    """The e-mail address if it is one; whether somebody reads it is not asked."""
    address = (written or "").strip()
    if _USUAL_E_MAIL.fullmatch(address):
        return address
    try:
        validate_email(address, check_deliverability=False)
    except EmailNotValidError:
        return None
    return address


def web_address(written: Optional[str]) -> Optional[str]:
    """The http(s) address as RFC 3986 writes it, or None."""
    text = (written or "").strip()
    if _is_url(text) and _PUNYCODE not in text.lower():
        return text
    try:
        site = urlsplit(text if "://" in text else f"http://{text}")
        plain = site.netloc.isascii() and _PUNYCODE not in site.netloc.lower()
        host = site.netloc if plain else idna.encode(site.netloc, uts46=True).decode()
    except ValueError:
        return None
    mended = urlunsplit((site.scheme, host, *(quote(part, _KEPT_IN_URL) for part in (site.path, site.query, site.fragment))))
    return mended if _is_url(mended) else None


def finite(value: Optional[float], at_least: float = float("-inf")) -> Optional[float]:
    """The number if it is one (not infinite) and not too small."""
    return value if value is not None and isfinite(value) and value >= at_least else None


def _service(structure: Structure, offer: Offer, publication: Publication) -> dict[str, Any]:
    offer = hidden_offer(offer, structure)
    nom = _name(offer.nom, "Service")
    publics = _known(offer.publics, PUBLICS) or []
    return {
        "source": publication.source(offer.source),
        "structure_id": publication.identifier(structure.id, structure.source),
        "id": publication.identifier(offer.id, offer.source),
        "nom": nom,
        "description": _service_description(nom, offer.description.strip()),
        "date_maj": _day(offer.date_maj, publication.today),
        "type": offer.type if offer.type in TYPES_DE_SERVICES else None,
        "thematiques": _known(offer.thematiques, THEMATIQUES),
        "publics": [_EVERYBODY] if _EVERYBODY in publics else publics or None,
        "publics_precisions": offer.publics_precisions or None,
        "conditions_acces": _conditions(offer),
        "frais": offer.frais if offer.frais in FRAIS else None,
        "frais_precisions": offer.frais_precisions or None,
        "modes_accueil": _known(offer.modes_accueil, MODES_ACCUEIL),
        "zone_eligibilite": [code for code in dict.fromkeys(offer.zone_eligibilite) if _TERRITORY.fullmatch(code)] or None,
        "modes_mobilisation": _known(offer.modes_mobilisation, MODES_MOBILISATION),
        "mobilisable_par": _known(offer.mobilisable_par, PERSONNES_MOBILISATRICES),
        "mobilisation_precisions": offer.mobilisation_precisions or None,
        "lien_mobilisation": web_address(offer.lien_mobilisation),
        "contact_nom_prenom": offer.contact_nom_prenom or None,
        "volume_horaire_hebdomadaire": finite(offer.volume_horaire_hebdomadaire, at_least=0),
        "nombre_semaines": finite(offer.nombre_semaines, at_least=1),
        **_where(offer, region_of(offer, structure)),
    }


def _where(described: Union[Structure, Offer], region: str) -> dict[str, Any]:
    """The fields that structures and services share."""
    return {
        "adresse": described.adresse or None,
        "complement_adresse": described.complement_adresse or None,
        "code_postal": _if(_POSTCODE, described.code_postal),
        "commune": described.commune or None,
        "code_insee": _if(_COMMUNE, described.code_insee),
        "latitude": finite(described.latitude),
        "longitude": finite(described.longitude),
        "telephone": international(described.telephone, region),
        "courriel": e_mail(described.courriel),
        "lien_source": web_address(described.lien_source),
        "horaires_accueil": described.horaires_accueil or None,
    }


def _name(written: str, kind: str) -> str:
    nom = written.strip()
    if not nom.endswith("etc."):
        nom = nom.rstrip(". ")
    return _cut(nom if len(nom) >= _NAME[0] else f"{kind} {nom}".strip(), _NAME[1])


def _service_description(nom: str, description: str) -> str:
    return _cut(description if len(description) >= _DESCRIPTION[0] else f"{nom} : {description}", _DESCRIPTION[1])


def _conditions(offer: Offer) -> Optional[str]:
    papers = f"Papiers à apporter : {' ; '.join(offer.justificatifs)}." if offer.justificatifs else None
    return "\n\n".join(filter(None, (offer.conditions_acces, papers))) or None


def _day(day: date, today: date) -> str:
    return min(max(day, _OLDEST), today).isoformat()


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[:most - 1]}…"


def _known(values: Iterable[str], allowed: Collection[str]) -> Optional[list[str]]:
    return [value for value in dict.fromkeys(values) if value in allowed] or None


def _if(form: re.Pattern[str], written: Optional[str]) -> Optional[str]:
    return written if written and form.fullmatch(written) else None


def _is_url(text: str) -> bool:
    return len(text) <= _LONGEST_URL and _URL.fullmatch(text) is not None
