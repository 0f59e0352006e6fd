"""Read `knowledge/territoires.yml`: the towns, their names and what covers them."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml, readable
from bot.domain.territory import Commune, Territoires

_TEXT = ((str,), "un texte entre guillemets")
_NUMBER = ((int, float), "un nombre, comme 43.6275")
_FIELDS = {"nom": _TEXT, "insee": _TEXT, "code_postal": _TEXT, "departement": _TEXT, "lat": _NUMBER, "lon": _NUMBER}


def load_territoires(path: Path) -> tuple[Territoires | None, list[Problem]]:
    """The towns of a file and what is wrong in it.

    A town that is wrong is left out. Without the home town there is nothing: None.
    """
    content, problems = read_yaml(path)
    if not isinstance(content, dict) or not isinstance(content.get("communes"), dict):
        return None, problems or [Problem(path, 1, "Il manque la liste « communes: ».",
                                          "Écrivez « accueil: », « departements: » puis « communes: ».")]
    departements = content.get("departements") or {}
    if not isinstance(departements, dict):
        return None, [*problems, Problem(path, line_of(content, "departements"), "« departements: » n'est pas une liste.",
                                         "Décrivez chacun par son nom et sa région.")]
    described: dict[str, Any] = {}
    for slug, entry in content["communes"].items():
        wrong = _problem(path, content["communes"], slug, entry, departements)
        if wrong:
            problems.append(wrong)
        else:
            described[slug] = entry
    described, misshapen = readable(path, described, lambda slug, entry: Commune.from_dict(slug, entry, ""))
    problems += misshapen
    if str(content.get("accueil")) not in described:
        problems.append(Problem(path, line_of(content, "accueil"), "La commune d'accueil n'est pas dans la liste.",
                                "Écrivez « accueil: » suivi du nom d'une commune de « communes: »."))
        return None, problems
    used = {entry["departement"] for entry in described.values()}
    return Territoires.from_dict({"accueil": str(content["accueil"]), "communes": described,
                                  "habitants": list(map(str, content.get("habitants") or ())),
                                  "departements": {slug: departements[slug] for slug in used}}), problems


def _problem(path: Path, communes: Any, slug: str, entry: Any, departements: Mapping[str, Any]) -> Problem | None:
    line = line_of(communes, slug)
    if not isinstance(entry, dict):
        return Problem(path, line, f"« {slug} » n'est pas décrite.", "Donnez au moins son nom et son code INSEE.")
    for field, (kinds, form) in _FIELDS.items():
        if not isinstance(entry.get(field), kinds):
            return Problem(path, line, f"« {slug} » : « {field} » manque ou n'a pas la bonne forme.",
                           f"Écrivez « {field}: » suivi de {form}.")
    departement = departements.get(entry["departement"])
    if not isinstance(departement, dict) or "region" not in departement:
        return Problem(path, line, f"« {slug} » : le département « {entry['departement']} » n'est pas décrit.",
                       "Ajoutez-le à la liste « departements: », avec sa région.")
    return None

