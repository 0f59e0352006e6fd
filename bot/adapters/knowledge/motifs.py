"""Read the kinds of appointment."""
from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any, Mapping

from bot.adapters.knowledge.reading import MISSHAPEN, Problem, line_of, misshapen, read_yaml
from bot.domain.elsewhere import page_of
from bot.domain.motif import Engine, Mode, Motif, Reservation

_NUMBERS = ("duree_minutes", "pause_minutes", "delai_min_heures", "delai_max_jours", "annulation_limite_heures")
_REQUIRED = ("nom", "nom_public", "sujets", "lieu", *_NUMBERS)
_CELL_MINUTES = 5
_HALF_HOUR = 30
_BRIEF = 90


def load_motifs(folder: Path) -> tuple[dict[str, Motif], list[Problem]]:
    """Every motif that can be read, by slug (its file's name), and what is wrong with the others."""
    motifs: dict[str, Motif] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        shape, found = read_yaml(path)
        try:
            found += _problems(path, shape) if not found else []
            if not found:
                motifs[path.stem] = _motif(path.stem, shape)
        except MISSHAPEN:
            found.append(misshapen(path, path.stem))
        problems += found
    return motifs, problems


def _problems(path: Path, shape: Any) -> list[Problem]:
    if not isinstance(shape, Mapping):
        return [Problem(path, 1, "Ce motif est vide.", "Copiez un autre motif et changez-le.")]
    missing = [Problem(path, 1, f"Il manque « {key} ».", f"Ajoutez une ligne « {key}: … ».")
               for key in _REQUIRED if shape.get(key) in (None, "", [])]
    wrong = [Problem(path, line_of(shape, key), f"« {key} » doit être un nombre entier.", "Écrivez par exemple 30.")
             for key in (*_NUMBERS, "grille_minutes")
             if shape.get(key) is not None and (not isinstance(shape[key], int) or shape[key] < 0)]
    return missing + wrong or [
        *_problems_of_time(path, shape), *_problems_of_papers(path, shape), *_problems_of_reservation(path, shape)]


def _problems_of_time(path: Path, shape: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(path, line_of(shape, key), f"« {key} » doit être un multiple de 5.", "Écrivez 15, 20, 25, 30…")
                for key in ("duree_minutes", "pause_minutes") if shape[key] % _CELL_MINUTES]
    if shape["duree_minutes"] == 0:
        problems.append(Problem(path, line_of(shape, "duree_minutes"), "Un rendez-vous dure au moins 5 minutes.",
                                "Écrivez par exemple 30."))
    grid = shape.get("grille_minutes", _HALF_HOUR)
    if grid == 0 or grid % _CELL_MINUTES or 60 % grid:
        problems.append(Problem(path, line_of(shape, "grille_minutes"), "« grille_minutes » doit diviser l'heure.",
                                "Écrivez 5, 10, 15, 20, 30 ou 60."))
    if shape["delai_min_heures"] >= 24 * shape["delai_max_jours"]:
        problems.append(Problem(path, line_of(shape, "delai_max_jours"), "Aucune heure ne peut tenir entre les deux délais.",
                                "« delai_max_jours » doit être plus grand que « delai_min_heures »."))
    return problems


def _problems_of_papers(path: Path, shape: Mapping[str, Any]) -> list[Problem]:
    brief = shape.get("papiers_en_bref") or ""
    if shape.get("papiers") and not 0 < len(str(brief)) <= _BRIEF:
        return [Problem(path, line_of(shape, "papiers"), "Il manque « papiers_en_bref » pour les SMS, ou il est trop long.",
                        f"Dites l'essentiel en {_BRIEF} signes au plus.")]
    return []


def _problems_of_reservation(path: Path, shape: Mapping[str, Any]) -> list[Problem]:
    problems = []
    if shape.get("mode", Mode.SUR_PLACE.value) not in [mode.value for mode in Mode]:
        problems.append(Problem(path, line_of(shape, "mode"), f"« mode: {shape['mode']} » n'existe pas.",
                                "Écrivez « sur-place » ou « telephone »."))
    reservation = shape.get("reservation")
    if reservation is None:
        return problems
    line = line_of(shape, "reservation")
    if not isinstance(reservation, Mapping) or reservation.get("par") not in [engine.value for engine in Engine]:
        return [*problems, Problem(path, line, "« reservation » ne dit pas où l'on réserve.",
                                   "Écrivez « par: ici », « par: lien » ou « par: rdv-service-public ».")]
    try:
        if reservation["par"] != Engine.ICI.value:
            page_of(_reservation(reservation))
    except ValueError as error:
        problems.append(Problem(path, line, str(error), "Voyez knowledge/README.md, « Un rendez-vous pris ailleurs »."))
    return problems


def _motif(slug: str, shape: Mapping[str, Any]) -> Motif:
    return Motif(
        slug=slug, nom=str(shape["nom"]), nom_public=str(shape["nom_public"]), sujets=tuple(map(str, shape["sujets"])),
        duree=timedelta(minutes=shape["duree_minutes"]), pause=timedelta(minutes=shape["pause_minutes"]),
        lieu=str(shape["lieu"]), delai_min=timedelta(hours=shape["delai_min_heures"]),
        delai_max=timedelta(days=shape["delai_max_jours"]),
        annulation_limite=timedelta(hours=shape["annulation_limite_heures"]),
        papiers=tuple(map(str, shape.get("papiers") or ())), papiers_en_bref=shape.get("papiers_en_bref"),
        restriction=shape.get("restriction"), grille=timedelta(minutes=shape.get("grille_minutes", _HALF_HOUR)),
        mode=Mode(shape.get("mode", Mode.SUR_PLACE.value)), is_collectif=bool(shape.get("collectif", False)),
        reservation=_reservation(shape.get("reservation") or {}),
    )


def _reservation(shape: Mapping[str, Any]) -> Reservation:
    return Reservation(Engine(shape.get("par", Engine.ICI.value)), shape.get("lien"), shape.get("organisation"),
                       shape.get("categorie"), shape.get("departement"))
