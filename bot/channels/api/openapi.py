"""The OpenAPI 3.1 document, made from the endpoints, from the fields of our records and from the lists of the standard."""
from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any, get_args, get_type_hints

from bot.channels.api.endpoints import ENDPOINTS, Endpoint
from bot.channels.api.parameters import Parameter
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
from bot.domain.structure import Structure

LICENCE = ("Les fiches gardent la licence de leur producteur : « source » dit lequel. Citez-le avec la date de la fiche.")
_ABOUT = ("L'annuaire de l'assistant Repère, en lecture seule, dans la forme de data·inclusion, version 1 "
          "(https://data-inclusion.gouv.fr). " + LICENCE + " L'adresse et les horaires d'un lieu d'hébergement, et les noms "
          "de personnes, ne sont jamais donnés.")
_FIELDS_OF_STRUCTURES, _FIELDS_OF_SERVICES = 20, 33  # of the standard; ours come after
_ALWAYS = frozenset({"id", "structure_id", "source", "nom", "date_maj"})
_VALUES = {"thematiques": THEMATIQUES, "publics": PUBLICS, "frais": FRAIS, "type": TYPES_DE_SERVICES,
           "modes_accueil": MODES_ACCUEIL, "modes_mobilisation": MODES_MOBILISATION,
           "mobilisable_par": PERSONNES_MOBILISATRICES, "reseaux_porteurs": RESEAUX_PORTEURS}
_JSON = {str: "string", float: "number", int: "integer", date: "string"}
_SCORE = {"type": "number", "minimum": 0, "maximum": 1, "description": "La fraîcheur de la fiche, de 0 à 1."}
_DISTANCE = {"type": ["integer", "null"], "minimum": 0,
             "description": "En kilomètres ; sans objet pour un service qui se rend à distance."}
_TEXT = {"type": "string"}
_COUNT = {"type": "integer", "minimum": 0}


def document(examples: Mapping[str, Any]) -> dict[str, Any]:
    """The whole document. `examples` are values by name of parameter, and ids by name of endpoint."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Annuaire de Repère", "version": "1", "description": _ABOUT,
                 "license": {"name": "Celle de chaque producteur"}},
        "paths": {endpoint.path: {"get": _operation(endpoint, examples)} for endpoint in ENDPOINTS},
        "components": {"schemas": _schemas()},
    }


def _operation(endpoint: Endpoint, examples: Mapping[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = _ref(endpoint.answer)
    if endpoint.is_paged:
        answer = _object({"items": _list_of(answer), "total": _COUNT, "page": _COUNT, "size": _COUNT, "pages": _COUNT})
    elif not endpoint.has_id:
        answer = _list_of(answer)
    refusals = {"404": _response("Rien ne porte cet identifiant.", _ref("Absence"))} if endpoint.has_id else {}
    if endpoint.parameters:
        refusals["422"] = _response("La question est mal posée.", _ref("Refus"))
    return {"operationId": endpoint.name, "summary": endpoint.summary, "description": endpoint.description,
            "parameters": [*_path_parameters(endpoint, examples),
                           *(_parameter(one, examples) for one in endpoint.parameters)],
            "responses": {"200": _response(endpoint.summary, answer), **refusals}}


def _path_parameters(endpoint: Endpoint, examples: Mapping[str, Any]) -> list[dict[str, Any]]:
    if not endpoint.has_id:
        return []
    return [{"name": "id", "in": "path", "required": True, "schema": _TEXT, "description": "Le champ « id » de la fiche.",
             **_example(endpoint.name, None, examples)}]


def _parameter(parameter: Parameter, examples: Mapping[str, Any]) -> dict[str, Any]:
    return {"name": parameter.name, "in": "query", "description": parameter.description, "schema": parameter.schema,
            **_example(parameter.name, parameter.example, examples, parameter.is_list)}


def _example(name: str, usual: Any, examples: Mapping[str, Any], is_list: bool = False) -> dict[str, Any]:
    value = examples.get(name, usual)
    return {} if value is None else {"example": [value] if is_list else value}


def _response(description: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def _schemas() -> dict[str, Any]:
    structure = _fields(Structure, _FIELDS_OF_STRUCTURES)
    service = {**_fields(Offer, _FIELDS_OF_SERVICES), "score_qualite": _SCORE}
    scored = {**structure, "score_qualite": _SCORE}
    return {
        "Structure": _object(structure),
        "Service": _object(service),
        "ServiceDetaille": _object({**service, "structure": _ref("Structure")}),
        "ServiceTrouve": _object({"service": _ref("ServiceDetaille"), "distance": _DISTANCE}),
        "StructureListee": _object({**scored, "doublons": _list_of(_object({"source": _TEXT, "id": _TEXT}))}),
        "StructureDetaillee": _object({**scored, "doublons": _list_of(_ref("Structure")),
                                       "services": _list_of(_ref("Service"))}),
        "Source": _object({"slug": _TEXT, "nom": _TEXT, "description": {"type": ["string", "null"]}}),
        "Absence": _object({"detail": _TEXT}),
        "Refus": _object({"detail": _list_of(_object({"loc": _list_of(_TEXT), "msg": _TEXT, "type": _TEXT}))}),
    }


def _fields(kind: type, count: int) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {one.name: _schema(one.name, hints[one.name]) for one in fields(kind)[:count]}


def _schema(name: str, hint: Any) -> dict[str, Any]:
    among = {"enum": list(_VALUES[name])} if name in _VALUES else {}
    kinds = [kind for kind in get_args(hint) or (hint,) if kind in _JSON]
    if ... in get_args(hint):
        return {"type": ["array", "null"], "items": {"type": "string", **among}}
    described = {"type": _JSON[kinds[0]], **({"format": "date"} if date in kinds else {})}
    if name in _ALWAYS or hint is str:
        return {**described, **among}
    return {"anyOf": [{**described, **among}, {"type": "null"}]}


def _object(properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "required": list(properties), "properties": properties}


def _list_of(items: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}
