"""Read the whole of `knowledge/` at once."""
from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from bot.adapters.knowledge.annuaire import load_annuaire
from bot.adapters.knowledge.fiches import load_fiches
from bot.adapters.knowledge.folder import TOWNS, open_folder
from bot.adapters.knowledge.glossaire import load_glossaire
from bot.adapters.knowledge.langues import load_langues
from bot.adapters.knowledge.motifs import load_motifs
from bot.adapters.knowledge.parametres import load_parametres
from bot.adapters.knowledge.reading import Problem, read_yaml
from bot.adapters.knowledge.reponses_types import load_reponses_types
from bot.adapters.knowledge.territoires import load_territoires
from bot.adapters.knowledge.thematiques import load_thematiques
from bot.adapters.knowledge.urgences import load_urgences
from bot.domain.carried import Carrier
from bot.domain.errors import KnowledgeUnusable
from bot.domain.fiche import Fiche
from bot.domain.french import at_town, of_town
from bot.domain.knowledge import Knowledge
from bot.domain.parametre import PLACEHOLDER, Parametre
from bot.domain.territory import Territoires
from bot.domain.urgence import Urgences


def load_knowledge(root: Path) -> tuple[Knowledge, list[Problem]]:
    """What the town says, and everything that is wrong in it, in French.

    What is wrong is left out and the rest is served. Without towns, helplines or standing sentences nothing can be
    said safely: KnowledgeUnusable.
    """
    folder, problems = open_folder(root)
    territoires, found = load_territoires(root / TOWNS)
    urgences, more = load_urgences(folder.find("urgences.yml"))
    messages, others = read_yaml(folder.find("messages.yml"))
    problems += found + more + others
    if territoires is None or urgences is None or not isinstance(messages, dict):
        raise KnowledgeUnusable("\n".join(map(str, problems)))
    fiches, found = load_fiches(root / "fiches")
    parametres, more = load_parametres(root / "parametres")
    motifs, others = load_motifs(root / "motifs")
    structures, last = load_annuaire(root / "annuaire")
    thematiques, themes = load_thematiques(folder.find("thematiques.yml"))
    glossaire, words = load_glossaire(folder.find("glossaire.yml"))
    langues, tongues = load_langues(folder.find("langues.yml"))
    reponses_types, incomplete = load_reponses_types(folder.find("reponses_types.yml"))
    problems += found + more + others + last + themes + words + tongues + incomplete
    if folder.base is not None:
        base = load_knowledge(folder.base)[0]
        carrier = Carrier(base, territoires)
        parametres = {**base.parametres, **parametres}
        fiches = {**carrier.fiches(), **fiches}
        glossaire = glossaire if (root / "glossaire.yml").exists() else carrier.glossaire(fiches)
    for slug in list(fiches):
        unknown = _unknown_facts(fiches[slug], parametres, urgences)
        path = _path_of(root, fiches[slug])
        problems += [Problem(path, _line_where(path, fact), f"Je ne connais pas la valeur « {fact} ».",
                             "Ajoutez-la dans parametres/ ou urgences.yml, ou corrigez son nom.") for fact in unknown]
        if unknown:
            del fiches[slug]
        else:
            motif, atelier = (named if named in motifs else None for named in (fiches[slug].motif, fiches[slug].atelier))
            fiches[slug] = replace(fiches[slug], motif=motif, atelier=atelier)
    return Knowledge(fiches, parametres, motifs, structures, territoires, thematiques, urgences, glossaire, langues,
                     {str(key): _of_town(str(text), territoires) for key, text in messages.items()},
                     reponses_types), problems


def _path_of(root: Path, fiche: Fiche) -> Path:
    return root / "fiches" / fiche.thematique / f"{fiche.slug}.md"


def _of_town(text: str, territoires: Territoires) -> str:
    """A standing sentence with the town's name in it; facts stay to be filled when it is said."""
    nom = territoires.home.nom
    names = {"nom": nom, "a": at_town(nom), "de": of_town(nom)}
    return PLACEHOLDER.sub(lambda found: names.get(found[2], found[0]) if found[1] == "ville" else found[0], text)


def texts_of(fiche: Fiche) -> list[str]:
    """Every text of a fiche that can come out."""
    return [*fiche.rubriques.values(), *(text for variant in fiche.ailleurs.values() for text in variant.values())]


def _unknown_facts(fiche: Fiche, parametres: dict[str, Parametre], urgences: Urgences) -> list[str]:
    named = {found.groups() for text in texts_of(fiche) for found in PLACEHOLDER.finditer(text)}
    return sorted(f"{domaine}.{cle}" for domaine, cle in named
                  if (cle not in urgences.numeros if domaine == "numero" else f"{domaine}.{cle}" not in parametres))


def _line_where(path: Path, fact: str) -> int:
    lines = path.read_text(encoding="utf-8").splitlines()
    return next((n for n, line in enumerate(lines, start=1) if re.search(rf"\b{re.escape(fact)}\b", line)), 1)
