"""Read a fiche: a head in YAML, then the rubriques in Markdown."""
from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, Mapping

from bot.adapters.knowledge.reading import MISSHAPEN, Problem, line_of, misshapen, parse_yaml
from bot.domain.answer import Source
from bot.domain.fiche import Fiche, Rubrique

_HEADINGS = {rubrique.titre: rubrique for rubrique in Rubrique}
_REQUIRED = ("titre", "territoire", "en_bref", "sujets", "sources", "verifie_le", "a_revoir_le")
_ELSEWHERE = re.compile(r"Ailleurs\s*:\s*([a-z0-9-]+)$")
_KNOWN_HEADINGS = ", ".join(f"« {title} »" for title in _HEADINGS if title != "Présentation")


def load_fiches(folder: Path) -> tuple[dict[str, Fiche], list[Problem]]:
    """Every fiche that can be read, by slug, and what is wrong with the others."""
    fiches: dict[str, Fiche] = {}
    problems: list[Problem] = []
    for path in sorted(folder.glob("*/*.md")):
        fiche, found = read_fiche(path)
        problems += found
        if fiche is None:
            continue
        if fiche.slug in fiches:
            problems.append(Problem(path, 1, f"Une autre fiche s'appelle déjà « {fiche.slug} ».",
                                    "Donnez un autre nom à ce fichier."))
            continue
        fiches[fiche.slug] = fiche
    return fiches, problems


def read_fiche(path: Path) -> tuple[Fiche | None, list[Problem]]:
    """One fiche, or None with the reasons. A fiche with any problem is not served: half a truth is not one."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None, [Problem(path, 1, "Ce fichier n'est pas enregistré en UTF-8.", "Enregistrez-le en « UTF-8 ».")]
    parts = re.match(r"---\n(.*?)\n---\n(.*)", text, re.S)
    if parts is None:
        return None, [Problem(path, 1, "L'en-tête de la fiche manque.",
                              "Commencez le fichier par une ligne « --- », et fermez l'en-tête par une autre.")]
    head, problems = parse_yaml(parts[1], path, first_line=2)
    if problems:
        return None, problems
    if not isinstance(head, Mapping):
        return None, [Problem(path, 2, "L'en-tête n'est pas une liste d'étiquettes.", "Écrivez « titre: … ».")]
    try:
        return _read_parts(path, head, parts[2], 3 + parts[1].count("\n") + 1)
    except MISSHAPEN:
        return None, [misshapen(path, path.stem, 2)]


def _read_parts(path: Path, head: Mapping[str, Any], body: str, body_line: int) -> tuple[Fiche | None, list[Problem]]:
    problems = _check_head(path, head)
    sections, ailleurs, found = _read_body(path, body, body_line)
    problems += found
    if problems:
        return None, problems
    sections[Rubrique.PRESENTATION] = _tidy(head["en_bref"])
    return Fiche(
        slug=path.stem, titre=str(head["titre"]), thematique=path.parent.name, territoire=str(head["territoire"]),
        sujets=tuple(map(str, head["sujets"])), rubriques=sections, ailleurs=ailleurs,
        sources=_sources(head, None),
        sources_ailleurs={ville: _sources(head, ville) for ville in ailleurs},
        verifie_le=head["verifie_le"], a_revoir_le=head["a_revoir_le"],
        questions=tuple(map(str, head.get("questions") or ())), motif=head.get("motif"),
        atelier=head.get("atelier"),
        structures=tuple(map(str, head.get("structures") or ())),
    ), []


def _sources(head: Mapping[str, Any], ville: str | None) -> tuple[Source, ...]:
    """The sources of the fiche itself, or those of its variant for another town."""
    return tuple(Source(str(s["titre"]), str(s["lien"]), s["date"]) for s in head["sources"] if s.get("ville") == ville)


def _check_head(path: Path, head: Mapping[str, Any]) -> list[Problem]:
    problems = [Problem(path, 2, f"Il manque « {key} » dans l'en-tête.", f"Ajoutez une ligne « {key}: … ».")
                for key in _REQUIRED if head.get(key) in (None, "", [])]
    for key in ("verifie_le", "a_revoir_le"):
        if head.get(key) is not None and not isinstance(head[key], date):
            problems.append(Problem(path, line_of(head, key, 2), f"« {key} » n'est pas une date.",
                                    "Écrivez l'année, le mois et le jour : 2026-11-21."))
    for key in ("sujets", "questions", "structures", "sources"):
        if head.get(key) is not None and not isinstance(head[key], list):
            problems.append(Problem(path, line_of(head, key, 2), f"« {key} » doit être une liste.",
                                    "Écrivez un élément par ligne, avec un tiret."))
    sources = head.get("sources")
    for source in sources if isinstance(sources, list) else ():
        complete = isinstance(source, Mapping) and {"titre", "lien", "date"} <= set(source)
        if not complete or not isinstance(source["date"], date) or not str(source["lien"]).startswith("https://"):
            problems.append(Problem(path, line_of(head, "sources", 2), "Une source n'est pas complète.",
                                    "Il faut titre, lien (https://…) et date (2026-11-21)."))
    return problems


def _read_body(path: Path, body: str, first_line: int) -> tuple[dict[Rubrique, str], dict[str, dict[Rubrique, str]],
                                                                list[Problem]]:
    sections: dict[Rubrique, str] = {}
    ailleurs: dict[str, dict[Rubrique, str]] = {}
    problems: list[Problem] = []
    current: dict[Rubrique, str] = sections
    for line, level, title, text in _split(body, first_line):
        elsewhere = _ELSEWHERE.fullmatch(title)
        if level == 2:
            current = ailleurs.setdefault(elsewhere[1], {}) if elsewhere else sections
        rubrique = Rubrique.PRESENTATION if elsewhere and level == 2 else _HEADINGS.get(title)
        if rubrique is None or (level == 3 and current is sections):
            problems.append(Problem(path, line, f"Je ne connais pas la rubrique « {title} ».",
                                    f"Choisissez parmi {_KNOWN_HEADINGS} ou « Ailleurs: ville »."))
        elif rubrique in current:
            problems.append(Problem(path, line, f"La rubrique « {title} » est écrite deux fois.", "Gardez-en une."))
        elif text:
            current[rubrique] = text
        elif not elsewhere:
            problems.append(Problem(path, line, f"La rubrique « {title} » est vide.", "Écrivez-la ou enlevez-la."))
    return sections, ailleurs, problems


def _split(body: str, first_line: int) -> list[tuple[int, int, str, str]]:
    """(line, level, title, text) of each heading of the body, in order."""
    found = list(re.finditer(r"^(#{2,3}) +(.+?) *$", body, re.M))
    ends = [heading.start() for heading in found[1:]] + [len(body)]
    return [(first_line + body.count("\n", 0, h.start()), len(h[1]), h[2], _tidy(body[h.end():end]))
            for h, end in zip(found, ends)]


def _tidy(text: str) -> str:
    """Paragraphs on one line each, list items kept one a line, blank lines between blocks."""
    blocks = []
    for block in re.split(r"\n\s*\n", str(text).strip()):
        lines: list[str] = []
        for line in map(str.strip, block.splitlines()):
            if lines and not line.startswith("- "):
                lines[-1] += f" {line}"
            else:
                lines.append(line)
        blocks.append("\n".join(lines))
    return "\n\n".join(filter(None, blocks))
