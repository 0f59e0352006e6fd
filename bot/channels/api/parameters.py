"""What may be asked of the API: each parameter is described once, for those who read it and for the reader of queries."""
from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from multidict import MultiMapping

from bot.domain.reference_lists import FRAIS, MODES_ACCUEIL, PUBLICS, THEMATIQUES, TYPES_DE_SERVICES

DEFAULT_SIZE = 50
_LARGEST_SIZE, _LAST_PAGE, _LONGEST_NEED = 500, 1_000_000, 200
_WHOLE = re.compile(r"[0-9]{1,9}")
_HOUR = "(?:[01][0-9]|2[0-3]):[0-5][0-9]"
_DECIMAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,20})?")


class Refused(Exception):
    """A query that cannot be read; `faults` are in the shape of FastAPI, their messages in French."""

    def __init__(self, faults: Sequence[Mapping[str, Any]]) -> None:
        super().__init__("query refused")
        self.faults = list(faults)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a query. `schema` is a JSON Schema; `read` makes a value of a text, or raises ValueError in French.

    A list is repeated (« frais=gratuit&frais=payant »), and what is read of each text is a tuple of values.
    """

    name: str
    description: str
    schema: Mapping[str, Any]
    read: Callable[[str], Any]
    example: Any = None

    @property
    def is_list(self) -> bool:
        """Whether it may be given more than once."""
        return self.schema["type"] == "array"

    def value(self, texts: Sequence[str]) -> Any:
        """The value of a parameter given once or more."""
        if not self.is_list:
            return self.read(texts[-1])
        return tuple(dict.fromkeys(value for text in texts for value in self.read(text)))


def values(query: MultiMapping[str], parameters: Sequence[Parameter]) -> dict[str, Any]:
    """The value of each parameter that is given and not empty, by name. Raises Refused."""
    read, faults = {}, []
    for parameter in parameters:
        # Many programs write « frais[]=gratuit » for a list.
        texts = [text for name in (parameter.name, f"{parameter.name}[]") for text in query.getall(name, []) if text]
        try:
            if texts:
                read[parameter.name] = parameter.value(texts)
        except ValueError as wrong:
            faults.append(fault(parameter.name, str(wrong)))
    if faults:
        raise Refused(faults)
    return read


def fault(name: str, message: str, kind: str = "value_error") -> dict[str, Any]:
    """What is wrong with a parameter, as FastAPI says it."""
    return {"loc": ["query", name], "msg": message, "type": kind}


def _matching(name: str, pattern: str, message: str, description: str, example: str | None = None) -> Parameter:
    def read(text: str) -> str:
        if not re.fullmatch(pattern, text, re.ASCII):
            raise ValueError(message)
        return text
    return Parameter(name, description, {"type": "string", "pattern": f"^(?:{pattern})$"}, read, example)


def _number(name: str, least: float, most: float, description: str, example: float | None = None) -> Parameter:
    def read(text: str) -> float:
        if not _DECIMAL.fullmatch(text) or not least <= float(text) <= most:
            raise ValueError(f"Écrivez un nombre de {least:g} à {most:g}, avec un point pour les décimales.")
        return float(text)
    return Parameter(name, description, {"type": "number", "minimum": least, "maximum": most}, read, example)


def _whole(name: str, default: int, most: int, description: str) -> Parameter:
    def read(text: str) -> int:
        if not _WHOLE.fullmatch(text) or not 1 <= int(text) <= most:
            raise ValueError(f"Écrivez un nombre entier de 1 à {most}.")
        return int(text)
    schema = {"type": "integer", "minimum": 1, "maximum": most, "default": default}
    return Parameter(name, description, schema, read, default)


def _listed(name: str, values: Mapping[str, str], description: str, example: str) -> Parameter:
    """Values of a list of the standard. One that ends before its « -- » stands for all those that begin so."""
    families = dict.fromkeys(value.partition("--")[0] for value in values)

    def read(text: str) -> tuple[str, ...]:
        if text in values:
            return (text,)
        if text not in families:
            raise ValueError("Cette valeur n'existe pas. Prenez-en une dans la liste de /api/v1/openapi.json.")
        return tuple(value for value in values if value.startswith(f"{text}--"))
    known = {"type": "string", "enum": [*{**families, **values}]}
    return Parameter(name, description, {"type": "array", "items": known}, read, example)


def _sources() -> Parameter:
    def read(text: str) -> tuple[str, ...]:
        if not re.fullmatch(r"[\w.-]{1,64}", text, re.ASCII):
            raise ValueError("Prenez une source dans la liste de /api/v1/sources.")
        return (text,)
    return Parameter("sources", "Ce que publient ces producteurs : voir /api/v1/sources.",
                     {"type": "array", "items": {"type": "string", "pattern": r"^[\w.-]{1,64}$"}}, read)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("Écrivez un jour comme 2026-11-24.") from None


def _hour(text: str) -> time:
    if not re.fullmatch(_HOUR, text, re.ASCII):
        raise ValueError("Écrivez une heure comme 14:30.")
    return time.fromisoformat(text)


def _need(text: str) -> str:
    if len(text) > _LONGEST_NEED:
        raise ValueError(f"Écrivez ce que vous cherchez en {_LONGEST_NEED} signes au plus.")
    return text


SOURCES = _sources()
COMMUNE = _matching("code_commune", r"[0-9][0-9AB][0-9]{3}", "Un code Insee de commune a cinq signes, comme 34079.",
                    "Code Insee d'une commune.")
OF_SERVICES = (
    _listed("thematiques", THEMATIQUES,
            "Au moins une de ces thématiques. « famille » vaut pour toutes celles de la famille.",
            "difficultes-administratives-ou-juridiques"),
    _listed("publics", PUBLICS, "Pour au moins un de ces publics. Un service qui n'en nomme aucun est pour tous.",
            "familles"),
    _listed("frais", FRAIS, "Ces frais. Un service dont on ne sait rien n'y est pas.", "gratuit"),
    _listed("modes_accueil", MODES_ACCUEIL, "Au moins un de ces modes. Un service dont on ne sait rien n'y est pas.",
            "en-presentiel"),
    _listed("types", TYPES_DE_SERVICES, "Un de ces types.", "accompagnement"),
    SOURCES,
)
PAGES = (
    _whole("page", 1, _LAST_PAGE, "Numéro de la page."),
    _whole("size", DEFAULT_SIZE, _LARGEST_SIZE, "Nombre de résultats par page."),
)
AROUND = (
    _number("lat", -90, 90, "Latitude du point de recherche, en degrés. Avec « lon »."),
    _number("lon", -180, 180, "Longitude du point de recherche, en degrés. Avec « lat »."),
    Parameter("recherche", "Ce que l'on cherche, en mots de tous les jours. Propre à Repère.",
              {"type": "string", "maxLength": _LONGEST_NEED}, _need, "payer une facture"),
    Parameter("ouvert_le", "Ouvert ce jour-là, d'aujourd'hui à dans un an. Propre à Repère.",
              {"type": "string", "format": "date"}, _day),
    Parameter("ouvert_a", "Ouvert à cette heure de Paris, le jour de « ouvert_le » ou aujourd'hui. Propre à Repère.",
              {"type": "string", "pattern": f"^{_HOUR}$"}, _hour, "10:00"),
    _number("score_qualite_minimum", 0, 1,
            "Le moindre score de qualité. Ici, c'est la fraîcheur de la fiche : 1 pour ce qui a été vu depuis moins de six "
            "mois, 0 après deux ans, et entre les deux selon l'âge.", 0.5),
)
