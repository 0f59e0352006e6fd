"""Read `knowledge/territoires.yml`: the towns, their names and what covers them."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml
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
    communes: dict[str, Commune] = {}
    for slug, entry in content["communes"].items():
        wrong = _problem(path, content["communes"], slug, entry, departements)
        if wrong:
            problems.append(wrong)
        else:
            communes[slug] = _commune(slug, entry, departements[entry["departement"]]["region"])
    home = communes.get(str(content.get("accueil")))
    if home is None:
        problems.append(Problem(path, line_of(content, "accueil"), "La commune d'accueil n'est pas dans la liste.",
                                "Écrivez « accueil: » suivi du nom d'une commune de « communes: »."))
        return None, problems
    return Territoires(home, communes), problems


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


def _commune(slug: str, entry: Mapping[str, Any], region: str) -> Commune:
    return Commune(
        slug=slug, nom=entry["nom"], insee=entry["insee"], code_postal=entry["code_postal"],
        departement=entry["departement"], region=region, latitude=float(entry["lat"]), longitude=float(entry["lon"]),
        autres_noms=tuple(map(str, entry.get("autres_noms") or ())), epci=entry.get("epci"),
        autres_codes_postaux=tuple(map(str, entry.get("autres_codes_postaux") or ())),
        mot_courant=bool(entry.get("mot_courant")),
    )
