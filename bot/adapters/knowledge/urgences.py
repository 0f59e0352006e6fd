"""Read `knowledge/urgences.yml`: the helplines, what is said to a person in distress, the signs that call for it."""
from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot.adapters.knowledge.reading import MISSHAPEN, Items, Problem, line_of, misshapen, read_yaml
from bot.domain.ecoute import Ecoute
from bot.domain.lexique import Lexique
from bot.domain.numero import Numero, opening_rules
from bot.domain.signe import Signe, SigneError, read_signe
from bot.domain.urgence import Categorie, Urgences

_NUMERO_FIELDS = ("numero", "nom", "mention", "horaires", "verifie_le", "source")
_CATEGORIE_TEXTS = ("premiere", "suite", "sms")
_SHOWN = re.compile(r"numero\.(\d+)")


def load_urgences(path: Path) -> tuple[Urgences | None, list[Problem]]:
    """The whole file, or None and what its author has to mend."""
    content, problems = read_yaml(path)
    if problems:
        return None, problems
    reader = _Reader(path)
    try:
        urgences = reader.read(content)
        if urgences is None or reader.problems:
            return None, reader.problems
        weights = content.get("ecoute") or {}
        alerte, calme = float(weights.get("alerte", 0)), float(weights.get("calme", 0))
    except MISSHAPEN:
        return None, [*reader.problems, misshapen(path, path.name)]
    return replace(urgences, ecoute=load_ecoute(path.with_name("ecoute.json")), alerte=alerte, calme=calme), []


def load_ecoute(path: Path) -> Ecoute | None:
    """What `python -m bot ecoute` learnt; None if there is no such file: the signs are then alone."""
    if not path.exists():
        return None
    return Ecoute.from_dict(json.loads(path.read_text(encoding="utf-8")))


class _Reader:
    """One reading of the file: it goes to the end and keeps every problem it meets."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.lexique = Lexique({})

    def _wrong(self, line: int, message: str, remedy: str) -> None:
        self.problems.append(Problem(self.path, line, message, remedy))

    def read(self, content: Any) -> Urgences | None:
        parts = ("numeros", "categories", "mots")
        if not isinstance(content, Mapping) or any(not isinstance(content.get(part), Mapping) for part in parts):
            self._wrong(1, "Il manque une partie du fichier.", f"Écrivez les parties {', '.join(parts)}.")
            return None
        mots = {str(name): _words(written) for name, written in content["mots"].items()}
        self.lexique = Lexique(mots, _words(content.get("homonymes") or ""))
        numeros = {str(key): self._numero(str(key), content["numeros"]) for key in content["numeros"]}
        categories = [self._categorie(str(slug), content["categories"], numeros) for slug in content["categories"]]
        return Urgences({key: one for key, one in numeros.items() if one}, {one.slug: one for one in categories if one},
                        self.lexique, self._signes(content, "sauf_partout"), self._signes(content, "contextes_calmes"))

    def _numero(self, key: str, numeros: Any) -> Numero | None:
        given, line = numeros[key], line_of(numeros, key)
        missing = [field for field in _NUMERO_FIELDS if not isinstance(given, Mapping) or given.get(field) is None]
        if missing:
            self._wrong(line, f"Le numéro {key} n'est pas complet.", f"Ajoutez : {', '.join(missing)}.")
            return None
        if re.sub(r"\D", "", str(given["numero"])) != key:
            self._wrong(line_of(given, "numero"), f"« {given['numero']} » ne correspond pas à {key}.",
                        "Écrivez les mêmes chiffres aux deux endroits.")
        if not isinstance(given["verifie_le"], date):
            self._wrong(line_of(given, "verifie_le"), "La date de vérification n'est pas une date.",
                        "Écrivez-la ainsi : 2026-11-21.")
        self._check_hours(given)
        source = given["source"]
        return Numero(key, str(given["numero"]), str(given["nom"]), str(given["mention"]), str(given["horaires"]),
                      given["verifie_le"], str(source.get("lien", "")) if isinstance(source, Mapping) else str(source))

    def _check_hours(self, given: Any) -> None:
        if given["horaires"] in ("24/7", ""):
            return
        try:
            opening_rules(str(given["horaires"]))
        except ValueError:
            self._wrong(line_of(given, "horaires"), f"Je ne comprends pas les horaires « {given['horaires']} ».",
                        "Écrivez par exemple « 24/7 » ou « Mo-Fr 10:00-19:00 », ou rien si on ne les connaît pas.")

    def _categorie(self, slug: str, categories: Any, numeros: Mapping[str, Numero | None]) -> Categorie | None:
        given, line = categories[slug], line_of(categories, slug)
        missing = [field for field in ("numeros", *_CATEGORIE_TEXTS)
                   if not isinstance(given, Mapping) or not given.get(field)]
        if missing:
            self._wrong(line, f"La catégorie {slug} n'est pas complète.", f"Ajoutez : {', '.join(missing)}.")
            return None
        texts = {field: str(given.get(field) or "").strip() for field in (*_CATEGORIE_TEXTS, "ferme", "sms_ferme")}
        wanted = tuple(str(key) for key in given["numeros"])
        self._check_numbers(slug, line, {*wanted, *_SHOWN.findall(" ".join(texts.values()))}, numeros)
        first = numeros.get(wanted[0])
        if first and first.horaires != "24/7" and not (texts["ferme"] and texts["sms_ferme"]):
            self._wrong(line, f"Le {first.numero} ne répond pas jour et nuit.",
                        "Ajoutez « ferme » et « sms_ferme » : quoi dire à ces heures-là, avec un numéro qui répond.")
        return Categorie(slug, wanted, **texts, signes=self._signes(given, "signes"),
                         indices=self._signes(given, "indices"), sauf=self._signes(given, "sauf"),
                         voir=tuple(map(str, given.get("voir") or ())))

    def _check_numbers(self, slug: str, line: int, shown: set[str], numeros: Mapping[str, Numero | None]) -> None:
        for key in sorted(shown - set(numeros)):
            self._wrong(line, f"La catégorie {slug} montre le {key}, qui n'est pas dans « numeros ».",
                        "Ajoutez ce numéro, avec sa source, ou retirez-le.")

    def _signes(self, given: Any, field: str) -> tuple[Signe, ...]:
        found: list[Signe] = []
        listed = given.get(field) or []
        for place, written in enumerate(listed):
            try:
                found.append(read_signe(str(written), self.lexique))
            except SigneError as error:
                line = 1 + listed.lines[place] if isinstance(listed, Items) else line_of(given, field)
                self._wrong(line, str(error), "Voyez en tête du fichier comment s'écrit un signe.")
        return tuple(found)


def _words(written: Any) -> list[str]:
    return [word.strip() for word in str(written).split(",") if word.strip()]
