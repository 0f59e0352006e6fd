"""Read the kinds of appointment."""
from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Mapping

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml
from bot.domain.appointment import Motif

_NUMBERS = ("duree_minutes", "pause_minutes", "delai_min_heures", "delai_max_jours", "annulation_limite_heures")
_REQUIRED = ("nom", "nom_public", "sujets", "lieu", *_NUMBERS)
_CELL_MINUTES = 5


def load_motifs(folder: Path) -> tuple[dict[str, Motif], list[Problem]]:
    """Every motif that can be read, by slug (its file's name), and what is wrong with the others."""
    motifs: dict[str, Motif] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        shape, found = read_yaml(path)
        found += _problems(path, shape) if not found else []
        problems += found
        if not found:
            motifs[path.stem] = _motif(path.stem, shape)
    return motifs, problems


def _problems(path: Path, shape: Any) -> list[Problem]:
    if not isinstance(shape, Mapping):
        return [Problem(path, 1, "Ce motif est vide.", "Copiez un autre motif et changez-le.")]
    missing = [Problem(path, 1, f"Il manque « {key} ».", f"Ajoutez une ligne « {key}: … ».")
               for key in _REQUIRED if shape.get(key) in (None, "", [])]
    wrong = [Problem(path, line_of(shape, key), f"« {key} » doit être un nombre entier.", "Écrivez par exemple 30.")
             for key in _NUMBERS if shape.get(key) is not None and (not isinstance(shape[key], int) or shape[key] < 0)]
    if missing or wrong:
        return missing + wrong
    return [Problem(path, line_of(shape, key), f"« {key} » doit être un multiple de 5.", "Écrivez 15, 20, 25, 30…")
            for key in ("duree_minutes", "pause_minutes") if shape[key] % _CELL_MINUTES]


def _motif(slug: str, shape: Mapping[str, Any]) -> Motif:
    return Motif(
        slug=slug, nom=str(shape["nom"]), nom_public=str(shape["nom_public"]), sujets=tuple(map(str, shape["sujets"])),
        duree=timedelta(minutes=shape["duree_minutes"]), pause=timedelta(minutes=shape["pause_minutes"]),
        lieu=str(shape["lieu"]), delai_min=timedelta(hours=shape["delai_min_heures"]),
        delai_max=timedelta(days=shape["delai_max_jours"]),
        annulation_limite=timedelta(hours=shape["annulation_limite_heures"]),
        papiers=tuple(map(str, shape.get("papiers") or ())), restriction=shape.get("restriction"),
    )
