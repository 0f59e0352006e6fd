"""Read `knowledge/couverture.yml`: where each fact of the founding documents is answered; write the table."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, Mapping

from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.knowledge.reading import Problem, line_of, read_yaml
from bot.domain.fiche import Fiche
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold

_HEADER = """# Ce que disaient les documents fondateurs, et où l'assistant y répond

*Écrit par `python -m bot couverture` à partir de `knowledge/couverture.yml`. Ne pas modifier à la main.*

Chaque ligne est un fait d'un document. « Répond » donne la fiche, la variante d'une autre ville, le mot du glossaire ou le
lieu de l'annuaire, et les mots qu'un test y retrouve. Les faits laissés de côté disent pourquoi.
"""


@dataclass(frozen=True)
class Reponse:
    """Where a fact is answered: one of a fiche (for people of `ville`, if not ours), a place, a word."""

    kind: str
    slug: str
    contient: str
    ville: str | None = None

    def __str__(self) -> str:
        where = {"fiche": "fiche", "structure": "annuaire", "mot": "glossaire"}[self.kind]
        return f"{where} `{self.slug}`{f' ({self.ville})' if self.ville else ''} : « {self.contient} »"


@dataclass(frozen=True)
class Fait:
    """One fact of one document: answered somewhere, or left out for a reason."""

    id: str
    document: str
    dit: str
    reponses: tuple[Reponse, ...]
    ecarte: str | None


def write_couverture(root: Path, page: Path, today: date) -> list[Problem]:
    """Write the table of `knowledge/` to `page`; what is wrong in it."""
    table, problems = load_couverture(root / "couverture.yml", load_knowledge(root)[0], today)
    page.write_text(table, encoding="utf-8")
    return problems


def load_couverture(path: Path, knowledge: Knowledge, today: date) -> tuple[str, list[Problem]]:
    """The table in Markdown, and the facts that nothing answers."""
    content, problems = read_yaml(path)
    if content is None:
        return "", problems
    facts = [_fact(slug, entry) for slug, entry in content["faits"].items()]
    for fact in facts:
        line = line_of(content["faits"], fact.id)
        if not fact.reponses and not fact.ecarte:
            problems.append(Problem(path, line, f"« {fact.id} » n'a ni réponse ni raison d'être écarté.",
                                    "Ajoutez « reponses » ou « ecarte »."))
        problems += [Problem(path, line, f"« {fact.id} » : je ne trouve pas « {reponse.contient} » dans {reponse.kind} "
                                         f"« {reponse.slug} ».", "Corrigez la fiche, ou cette ligne.")
                     for reponse in fact.reponses if not _is_said(reponse, knowledge, today)]
    return _table(content["documents"], facts), problems


def _fact(slug: str, entry: Mapping[str, Any]) -> Fait:
    return Fait(str(slug), str(entry["document"]), str(entry["dit"]), tuple(map(_reponse, entry.get("reponses") or ())),
                entry.get("ecarte"))


def _reponse(entry: Mapping[str, Any]) -> Reponse:
    kind = next(kind for kind in ("fiche", "structure", "mot") if kind in entry)
    return Reponse(kind, str(entry[kind]), str(entry["contient"]), entry.get("ville"))


def _is_said(reponse: Reponse, knowledge: Knowledge, today: date) -> bool:
    return fold(reponse.contient) in fold(knowledge.fill(_text(reponse, knowledge), today))


def _text(reponse: Reponse, knowledge: Knowledge) -> str:
    if reponse.kind == "structure":
        place = knowledge.structures.get(reponse.slug)
        return f"{place.nom} {place.description or ''} {place.note or ''}" if place else ""
    if reponse.kind == "mot":
        return " ".join(f"{entree.terme} {entree.explication}" for entree in knowledge.glossaire.meanings(reponse.slug))
    fiche = knowledge.fiches.get(reponse.slug)
    return _said_by(fiche, reponse.ville) if fiche else ""


def _said_by(fiche: Fiche, ville: str | None) -> str:
    return "\n".join((fiche.ailleurs.get(ville, {}) if ville else fiche.rubriques).values())


def _table(documents: Mapping[str, str], facts: list[Fait]) -> str:
    lines = [_HEADER]
    answered = sum(bool(fact.reponses) for fact in facts)
    lines.append(f"{len(facts)} faits : {answered} ont une réponse, {len(facts) - answered} sont laissés de côté.\n")
    for document, rows in groupby(facts, key=lambda fact: fact.document):
        lines += [f"## {documents[document]}\n", "| fait | ce qu'il dit | répond |", "|---|---|---|"]
        lines += [f"| `{f.id}` | {f.dit} | {' ; '.join(map(str, f.reponses)) or f'*écarté : {f.ecarte}*'} |" for f in rows]
        lines.append("")
    return "\n".join(lines)
