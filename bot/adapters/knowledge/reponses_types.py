"""Read `knowledge/reponses_types.yml`: what the desk often writes."""
from __future__ import annotations

from pathlib import Path

from bot.adapters.knowledge.reading import Problem, read_yaml
from bot.domain.knowledge import ReponseType


def load_reponses_types(path: Path) -> tuple[tuple[ReponseType, ...], list[Problem]]:
    """Those that can be used, in the file's order, and what is wrong with the others. No file: none."""
    if not path.exists():
        return (), []
    written, problems = read_yaml(path)
    kept = []
    for number, one in enumerate(written if isinstance(written, list) else [], start=1):
        if isinstance(one, dict) and all(isinstance(one.get(key), str) and one[key].strip() for key in ("titre", "texte")):
            kept.append(ReponseType(one["titre"].strip(), one["texte"].strip()))
        else:
            problems.append(Problem(path, 1, f"La réponse type n° {number} n'est pas complète.",
                                    "Donnez-lui un titre et un texte."))
    return tuple(kept), problems
