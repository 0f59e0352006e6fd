"""Read the amounts, delays and thresholds."""
from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, Mapping

from bot.adapters.knowledge.reading import MISSHAPEN, Problem, line_of, misshapen, read_yaml
from bot.domain.answer import Source
from bot.domain.parametre import UNITS, Parametre, Valeur


def load_parametres(folder: Path) -> tuple[dict[str, Parametre], list[Problem]]:
    """Every parametre that can be read, keyed « domaine.cle », and what is wrong with the others."""
    parametres: dict[str, Parametre] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*.yml")):
        content, found = read_yaml(path)
        problems += found
        if content is not None and not isinstance(content, Mapping):
            problems.append(Problem(path, 1, "Ce fichier n'est pas une liste de valeurs.",
                                    "Commencez chaque valeur par son nom et deux-points, sans espace devant."))
            continue
        for cle, shape in (content or {}).items():
            line = line_of(content, cle)
            try:
                if reason := _reason_to_refuse(shape):
                    problems.append(Problem(path, line, f"« {cle} » : {reason[0]}", reason[1]))
                else:
                    parametres[f"{path.stem}.{cle}"] = _parametre(str(cle), shape)
            except MISSHAPEN:
                problems.append(misshapen(path, str(cle), line))
    return parametres, problems


def _reason_to_refuse(shape: Any) -> tuple[str, str] | None:
    if not isinstance(shape, Mapping) or not {"libelle", "unite", "confiance", "valeurs"} <= set(shape):
        return "il manque une étiquette.", "Il faut libelle, unite, confiance et valeurs."
    if shape["unite"] not in UNITS:
        return f"je ne connais pas l'unité « {shape['unite']} ».", f"Choisissez parmi {', '.join(sorted(UNITS))}."
    if shape["confiance"] not in ("A", "B"):
        return "la confiance doit être A ou B.", "Un fait plus incertain que B n'est pas montré : enlevez-le."
    if not shape["valeurs"] or not all(_is_complete(v) for v in shape["valeurs"]):
        return "une valeur n'est pas complète.", "Il faut depuis (une date), valeur et source (titre, lien, date)."
    return None


def _is_complete(valeur: Any) -> bool:
    source = valeur.get("source") if isinstance(valeur, Mapping) else None
    return (isinstance(source, Mapping) and isinstance(valeur.get("depuis"), date) and valeur.get("valeur") is not None
            and {"titre", "lien", "date"} <= set(source) and isinstance(source["date"], date))


def _parametre(cle: str, shape: Mapping[str, Any]) -> Parametre:
    valeurs = [Valeur(v["depuis"], tuple(v["valeur"]) if isinstance(v["valeur"], list) else v["valeur"],
                      Source(str(v["source"]["titre"]), str(v["source"]["lien"]), v["source"]["date"]),
                      v.get("valable_jusqu_au")) for v in shape["valeurs"]]
    return Parametre(cle, str(shape["libelle"]), str(shape["unite"]), tuple(sorted(valeurs, key=lambda v: v.depuis)),
                     str(shape["confiance"]))
