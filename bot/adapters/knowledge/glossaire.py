"""Read `knowledge/glossaire.yml`: the words of offices, said plainly."""
from __future__ import annotations

from pathlib import Path

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml
from bot.domain.glossaire import Glossaire

_REQUIRED = {"terme": "le mot et ce qu'il veut dire en entier", "explication": "une ou deux phrases simples",
             "noms": "les façons de le dire, en liste : [QPV, quartier prioritaire]"}


def load_glossaire(path: Path) -> tuple[Glossaire, list[Problem]]:
    """Every entry that is complete, and what is wrong with the others."""
    content, problems = read_yaml(path)
    if not isinstance(content, dict):
        return Glossaire(()), problems or [Problem(path, 1, "Ce fichier n'est pas une liste de mots.",
                                                   "Commencez chaque mot par son identifiant et deux-points.")]
    complete = {}
    for slug, entry in content.items():
        missing = [key for key in _REQUIRED if not (isinstance(entry, dict) and entry.get(key))]
        problems += [Problem(path, line_of(content, slug), f"« {slug} » : il manque « {key} ».",
                             f"Ajoutez {_REQUIRED[key]}.") for key in missing]
        if not missing and isinstance(entry["noms"], list):
            complete[slug] = entry
        elif not missing:
            problems.append(Problem(path, line_of(entry, "noms"), f"« {slug} » : « noms » doit être une liste.",
                                    "Écrivez les noms entre crochets."))
    return Glossaire.from_dict(complete), problems
