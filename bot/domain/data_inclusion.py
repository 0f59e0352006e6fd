"""What the standard data·inclusion v1 asks of a structure and of an offer, and what we ask besides: right or not, and why.

Source: the JSON Schemas of data-inclusion-schema, version 1 (structure.json, service.json). Opening hours are left to those
who can read them. Stricter than the schemas: codes, SIRET numbers, addresses of mailboxes and pages must be plausible, a
point must be in its département, and a structure's name does not end with a full stop.
"""
from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, NamedTuple, Union

from bot.domain.departements import DEPARTEMENTS, departement_of, is_inside
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

Described = Union[Structure, Offer]

_REQUIRED = ("id", "source", "nom", "date_maj", "structure_id", "description")
_EVERYBODY = "tous-publics"
_LA_POSTE, _ITS_SEAT = "356000000", "35600000000048"
_POSTCODE = re.compile(r"[0-9]{5}")
_INSEE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}")
_ZONE = re.compile(r"(?:[0-9]{2}|2[AB])[0-9]{3}|[0-9]{2,3}|2[AB]|[0-9]{9}|france")
_TELEPHONE = re.compile(r"\+?[0-9](?: ?[0-9])+")
_LOCAL = r"[A-Za-z0-9_%+&'-]+(?:\.[A-Za-z0-9_%+&'-]+)*"
_HOST = r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}"
_MAILBOX = re.compile(rf"{_LOCAL}@{_HOST}")
_PAGE = re.compile(rf"https?://{_HOST}(?::[0-9]+)?(?:[/?#][^\s<>\"{{}}|\\^`\x7f-\U0010ffff]*)?")


@dataclass(frozen=True)
class Fault:
    """A field that is not right; `message` says in French what is wrong and how to mend it."""

    field: str
    message: str


def faults(record: Described) -> list[Fault]:
    """All that is wrong with a record, field by field; none for a record that the standard accepts."""
    return [*_missing(record), *_wrong(record), *_misplaced(record)]


def is_required(record: Described, field: str) -> bool:
    """Whether a record is nothing without this field."""
    return field in _REQUIRED and not (isinstance(record, Structure) and field == "description")


def is_siret(text: str) -> bool:
    """Whether these may be the 14 digits of an establishment: Luhn's key, but for La Poste, which has another."""
    if not re.fullmatch("[0-9]{14}", text) or not int(text):
        return False
    digits = [int(character) for character in text]
    if text.startswith(_LA_POSTE) and text != _ITS_SEAT:
        return sum(digits) % 5 == 0
    return _has_luhn_key(digits[:9]) and _has_luhn_key(digits)


def _has_luhn_key(digits: Sequence[int]) -> bool:
    return sum(sum(divmod(digit * (1 + rank % 2), 10)) for rank, digit in enumerate(reversed(digits))) % 10 == 0


def is_mailbox(text: str) -> bool:
    """Whether this may be an e-mail address."""
    return len(text) <= 254 and _MAILBOX.fullmatch(text) is not None


def is_page(text: str) -> bool:
    """Whether this may be the address of a page of the web."""
    return len(text) <= 2083 and _PAGE.fullmatch(text) is not None


class _Rule(NamedTuple):
    fields: Sequence[str]
    is_right: Callable[[Any], Any]
    message: str


def _sized(shortest: int, longest: int) -> Callable[[str], bool]:
    return lambda text: shortest <= len(text) <= longest


def _among(allowed: Collection[str]) -> Callable[[Sequence[str]], bool]:
    return lambda values: len(set(values)) == len(values) and all(value in allowed for value in values)


_LISTED = "une valeur est en double ou n'est pas dans la liste du standard : retirez-la"
_RULES = (
    _Rule(("nom",), _sized(3, 150), "le nom doit avoir de 3 à 150 signes : complétez-le ou raccourcissez-le"),
    _Rule(("description",), _sized(5, 10_000),
          "la description doit avoir de 5 à 10 000 signes : complétez-la ou raccourcissez-la"),
    _Rule(("siret",), is_siret, "ce n'est pas un numéro SIRET : recopiez ses 14 chiffres, ou retirez-le"),
    _Rule(("code_postal",), _POSTCODE.fullmatch, "un code postal a cinq chiffres : corrigez-le ou retirez-le"),
    _Rule(("code_insee",), _INSEE.fullmatch, "un code Insee est comme 34079 ou 2A004 : corrigez-le ou retirez-le"),
    _Rule(("telephone",), _TELEPHONE.fullmatch, "il faut un seul numéro de téléphone : corrigez-le ou retirez-le"),
    _Rule(("courriel",), is_mailbox, "ce n'est pas une adresse de courriel : corrigez-la ou retirez-la"),
    _Rule(("site_web", "lien_source", "lien_mobilisation", "accessibilite_lieu"), is_page,
          "ce n'est pas l'adresse d'une page web, qui commence par https:// : corrigez-la ou retirez-la"),
    _Rule(("thematiques",), _among(THEMATIQUES), _LISTED),
    _Rule(("reseaux_porteurs",), _among(RESEAUX_PORTEURS), _LISTED),
    _Rule(("publics",), _among(PUBLICS), _LISTED),
    _Rule(("modes_accueil",), _among(MODES_ACCUEIL), _LISTED),
    _Rule(("modes_mobilisation",), _among(MODES_MOBILISATION), _LISTED),
    _Rule(("mobilisable_par",), _among(PERSONNES_MOBILISATRICES), _LISTED),
    _Rule(("publics",), lambda publics: _EVERYBODY not in publics or len(publics) == 1,
          "« tous-publics » va seul : retirez les autres publics, ou celui-là"),
    _Rule(("type",), TYPES_DE_SERVICES.__contains__,
          "ce type de service n'est pas dans la liste du standard : changez-le ou retirez-le"),
    _Rule(("frais",), FRAIS.__contains__, "les frais sont « gratuit » ou « payant » : corrigez-les ou retirez-les"),
    _Rule(("volume_horaire_hebdomadaire",), lambda hours: isfinite(hours) and hours >= 0,
          "le nombre d'heures par semaine ne peut pas être négatif : corrigez-le ou retirez-le"),
    _Rule(("nombre_semaines",), lambda weeks: weeks >= 1,
          "un service dure au moins une semaine : corrigez la durée ou retirez-la"),
)
_RULES_OF_STRUCTURES = (
    _Rule(("nom",), lambda nom: not nom.endswith("."), "le nom ne se termine pas par un point : retirez le point"),
)
_RULES_OF_OFFERS = (
    _Rule(("zone_eligibilite",), lambda zone: all(map(_ZONE.fullmatch, zone)),
          "la zone est une liste de codes Insee, de numéros SIREN, ou « france » : corrigez-la ou retirez-la"),
)


def _missing(record: Described) -> Iterator[Fault]:
    for field in _REQUIRED:
        if is_required(record, field) and not getattr(record, field, True):
            yield Fault(field, f"il manque « {field} » : ajoutez-le")
    if record.source and record.source != TOWN and not record.id.startswith(f"{record.source}--"):
        yield Fault("id", "l'identifiant commence par le producteur et deux tirets, comme dora--42 : corrigez-le")


def _wrong(record: Described) -> Iterator[Fault]:
    for rule in (*_RULES, *(_RULES_OF_STRUCTURES if isinstance(record, Structure) else _RULES_OF_OFFERS)):
        for field in rule.fields:
            value = getattr(record, field, None)
            if value not in (None, ()) and not rule.is_right(value):
                yield Fault(field, rule.message)


def _misplaced(record: Described) -> Iterator[Fault]:
    latitude, longitude = record.latitude, record.longitude
    if latitude is None and longitude is None:
        return
    if latitude is None or longitude is None:
        yield Fault("latitude", "la latitude et la longitude vont ensemble : ajoutez l'autre, ou retirez les deux")
    elif latitude == 0 == longitude:
        yield Fault("latitude", "le point (0, 0) est en pleine mer : retirez-le")
    elif not _is_there(record, latitude, longitude):
        yield Fault("latitude", "la latitude et la longitude sont inversées : échangez-les"
                    if _is_there(record, longitude, latitude)
                    else "le point n'est pas dans le département de l'adresse : vérifiez l'un et l'autre")


def _is_there(record: Described, latitude: float, longitude: float) -> bool:
    """Whether the point is where one of the codes says; in France at all, for want of codes."""
    codes = [departement_of(code) for code in (record.code_insee, record.code_postal) if code]
    return any(is_inside(latitude, longitude, code) for code in ([code for code in codes if code] or DEPARTEMENTS))
