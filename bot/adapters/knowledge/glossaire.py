"""Read `knowledge/glossaire.yml`: the words of offices, said plainly."""
from __future__ import annotations

from pathlib import Path

from bot.adapters.knowledge.reading import Problem, complete_entries, line_of, readable
from bot.domain.glossaire import Glossaire

_REQUIRED = {"terme": "le mot et ce qu'il veut dire en entier", "explication": "une ou deux phrases simples",
             "noms": "les façons de le dire, en liste : [QPV, quartier prioritaire]"}


def load_glossaire(path: Path) -> tuple[Glossaire, list[Problem]]:
    """Every entry that is complete, and what is wrong with the others."""
    entries, problems = complete_entries(path, _REQUIRED, Problem(
        path, 1, "Ce fichier n'est pas une liste de mots.", "Commencez chaque mot par son identifiant et deux-points."))
    unlisted = {slug for slug, entry in entries.items() if not isinstance(entry["noms"], list)}
    problems += [Problem(path, line_of(entries[slug], "noms"), f"« {slug} » : « noms » doit être une liste.",
                         "Écrivez les noms entre crochets.") for slug in entries if slug in unlisted]
    listed = {slug: entry for slug, entry in entries.items() if slug not in unlisted}
    kept, misshapen = readable(path, listed, lambda slug, entry: Glossaire.from_dict({slug: entry}))
    return Glossaire.from_dict(kept), problems + misshapen
