"""Read `knowledge/annuaire/*.yml`: the places the town vouches for, each with its date and its source."""
from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

from opening_hours import validate

from bot.adapters.knowledge.reading import MISSHAPEN, Problem, line_of, misshapen, read_yaml
from bot.adapters.telephone import WrongNumber, read_aloud
from bot.domain.answer import Source
from bot.domain.structure import Closure, Structure

_REQUIRED = {"nom": "le nom du lieu", "commune": "la commune", "date_maj": "le jour où vous l'avez vérifié",
             "source": "d'où vient l'information : {titre: …, lien: …, date: …}"}
_LISTS = ("thematiques", "reseaux_porteurs", "besoins", "zone_eligibilite", "langues")
_YES_OR_NO = ("is_accessible", "is_free")
_NOT_WRITTEN = {"id", "citation", "horaires_texte", "lien_source"}  # what an author does not write
_NUMBERS = ("latitude", "longitude")
_FIELDS = {field.name for field in fields(Structure)} - _NOT_WRITTEN
_TEXTS = _FIELDS - {*_LISTS, *_NUMBERS, *_YES_OR_NO, "fermetures", "date_maj", "source"}
_CODE = re.compile(r"\d[\dAB]\d{3}")


class _Wrong(Exception):
    """Why an entry is left out: the field, what is wrong with it, how to mend it."""


def load_annuaire(folder: Path) -> tuple[dict[str, Structure], list[Problem]]:
    """Every place of every file of `folder`, by id, and what is wrong: a wrong entry is left out."""
    structures: dict[str, Structure] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        content, unreadable = read_yaml(path)
        problems += unreadable
        if content is not None and not isinstance(content, dict):
            problems.append(Problem(path, 1, "Ce fichier n'est pas une liste de lieux.",
                                    "Commencez chaque lieu par son identifiant et deux-points, sans espace devant."))
        elif content:
            for identifier, entry in content.items():
                _add(structures, problems, path, content, str(identifier), entry)
    return structures, problems


def _add(structures: dict[str, Structure], problems: list[Problem], path: Path, content: Any,
         identifier: str, entry: Any) -> None:
    line = line_of(content, identifier)
    try:
        if identifier in structures:
            raise _Wrong("id", "cet identifiant est déjà pris par un autre lieu", "Donnez-lui un autre identifiant")
        structures[identifier] = _structure(identifier, entry)
    except _Wrong as wrong:
        field, message, remedy = wrong.args
        at = line_of(entry, field) if isinstance(entry, dict) and field in entry else line
        problems.append(Problem(path, at, f"« {identifier} » : {message}.", f"{remedy}."))
    except MISSHAPEN:
        problems.append(misshapen(path, identifier, line))
    else:
        problems += [Problem(path, line_of(entry, field), f"« {identifier} » : « {field} » n'existe pas.",
                             f"Corrigez le mot ou retirez la ligne. Mots possibles : {', '.join(sorted(_FIELDS))}.")
                     for field in entry if field not in _FIELDS]


def _structure(identifier: str, entry: Any) -> Structure:
    if not isinstance(entry, dict):
        raise _Wrong("id", "ce lieu n'est pas décrit", "Donnez au moins nom, commune, date_maj et source")
    for field, meaning in _REQUIRED.items():
        if not entry.get(field):
            raise _Wrong(field, f"il manque « {field} »", f"Ajoutez {meaning}")
    _check_texts(entry)
    _check_place(entry)
    values: dict[str, Any] = {field: entry[field] for field in _TEXTS if entry.get(field)}
    values |= {field: float(entry[field]) for field in _NUMBERS if entry.get(field) is not None}
    values |= {field: tuple(entry[field]) for field in _LISTS if entry.get(field)}
    values["telephone"] = _telephone(entry.get("telephone"))
    values |= {field: bool(entry[field]) for field in _YES_OR_NO if entry.get(field) is not None}
    values["fermetures"] = tuple(map(_closure, entry.get("fermetures") or ()))
    made = Structure(id=identifier, date_maj=_date(entry, "date_maj"), citation=_source(entry["source"]), **values)
    if made.is_shelter and (made.adresse or made.latitude):
        raise _Wrong("adresse", "l'adresse d'un lieu d'hébergement ne se donne jamais", "Retirez l'adresse et le point")
    return made


def _check_texts(entry: Mapping[str, Any]) -> None:
    for field in _TEXTS:
        if entry.get(field) is not None and not isinstance(entry[field], str):
            raise _Wrong(field, f"« {field} » doit être un texte", "Mettez des guillemets autour")
    for field in _LISTS:
        lines = entry.get(field) or []
        if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
            raise _Wrong(field, f"« {field} » doit être une liste", "Écrivez une ligne par mot, avec un tiret devant")
    for field in ("code_postal", "code_insee"):
        if entry.get(field) and not _CODE.fullmatch(entry[field]):
            raise _Wrong(field, f"« {field} » n'a pas cinq chiffres", 'Écrivez "34800", avec les guillemets')


def _check_place(entry: Mapping[str, Any]) -> None:
    for field in _NUMBERS:
        if entry.get(field) is not None and not isinstance(entry[field], (int, float)):
            raise _Wrong(field, f"« {field} » n'est pas un nombre", "Écrivez 43.6275, ou retirez la ligne")
    if entry.get("horaires_accueil") and not validate(entry["horaires_accueil"]):
        raise _Wrong("horaires_accueil", "je ne comprends pas ces horaires",
                     "Écrivez-les comme « Mo-Fr 09:00-12:00,14:00-17:00 » (les jours en anglais : Mo, Tu, We, Th, Fr)")


def _telephone(text: str | None) -> str | None:
    """The number as it is read aloud (« 04 67 88 87 00 », « 0 805 29 98 98 », « 39 49 »)."""
    if text is None:
        return None
    try:
        return read_aloud(text)
    except WrongNumber as wrong:
        raise _Wrong("telephone", f"« {text} » : {wrong}",
                     'Écrivez par exemple "04 67 00 00 00", ou null si vous ne l\'avez pas') from None


def _closure(entry: Any) -> Closure:
    if not isinstance(entry, dict) or not isinstance(entry.get("du"), date) or not isinstance(entry.get("au"), date):
        raise _Wrong("fermetures", "une fermeture n'a pas ses deux jours",
                     "Écrivez {du: 2026-12-24, au: 2027-01-02, motif: congés}")
    return Closure(entry["du"], entry["au"], str(entry.get("motif") or ""))


def _source(entry: Any) -> Source:
    if not isinstance(entry, dict) or not entry.get("titre") or not entry.get("lien"):
        raise _Wrong("source", "la source est incomplète", "Écrivez {titre: …, lien: …, date: 2026-11-21}")
    return Source(str(entry["titre"]), str(entry["lien"]), _date(entry, "date"))


def _date(entry: Mapping[str, Any], field: str) -> date:
    value = entry.get(field)
    if not isinstance(value, date):
        raise _Wrong(field, f"« {field} » n'est pas une date", "Écrivez par exemple 2026-11-21")
    return date(value.year, value.month, value.day)
