"""Read `knowledge/thematiques.yml`: the themes of data·inclusion in people's words."""
from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.adapters.knowledge.reading import Problem, complete_entries, line_of
from bot.domain.reference_lists import THEMATIQUES
from bot.domain.thematique import Thematique, Thematiques

_REQUIRED = {"nom": "son nom en mots simples", "rayon_km": "jusqu'où l'on va pour cela, en kilomètres : « rayon_km: 30 »",
             "besoins": "ce que les gens demandent, une ligne par besoin"}


def load_thematiques(path: Path) -> tuple[Thematiques, list[Problem]]:
    """The themes of a file and what is wrong in it; a theme that is wrong is left out."""
    entries, problems = complete_entries(path, _REQUIRED, Problem(
        path, 1, "Ce fichier n'est pas une liste de thématiques.", "Écrivez le nom de chacune, suivi de deux-points."))
    themes = {}
    for slug, entry in entries.items():
        wrong = _problem(path, line_of(entry, "nom"), slug, entry)
        if wrong:
            problems.append(wrong)
        else:
            themes[str(slug)] = Thematique(str(slug), entry["nom"], float(entry["rayon_km"]),
                                           tuple(entry.get("fiches") or ()), tuple(entry["besoins"]))
    return Thematiques(themes), problems


def _problem(path: Path, line: int, slug: Any, entry: Any) -> Problem | None:
    if slug not in THEMATIQUES:
        return Problem(path, line, f"« {slug} » n'est pas une thématique de data·inclusion.", "Corrigez ce nom.")
    if not isinstance(entry["rayon_km"], (int, float)):
        return Problem(path, line, f"« {slug} » : « rayon_km » n'est pas un nombre.", "Écrivez « rayon_km: 30 ».")
    lists = [entry["besoins"], entry.get("fiches") or []]
    if not all(isinstance(one, list) and all(isinstance(text, str) for text in one) for one in lists):
        return Problem(path, line, f"« {slug} » : « besoins » et « fiches » sont des listes.",
                       "Écrivez une ligne par besoin, avec un tiret devant.")
    return None
