"""Read `knowledge/langues.yml`: what is answered to people who write in another language."""
from __future__ import annotations

from pathlib import Path

from bot.adapters.knowledge.reading import Problem, complete_entries, line_of, readable
from bot.domain.langue import Langues
from bot.domain.parametre import PLACEHOLDER

_REQUIRED = {"nom": "le nom de la langue", "salutations": "une liste de bonjours", "mots": "une liste de petits mots",
             "reponse": "deux phrases dans cette langue"}
# In danger, without a roof, unable to speak: whatever the language, these are given.
_NUMBERS = ("nu.112", "nu.115", "nu.114")


def load_langues(path: Path) -> tuple[Langues, list[Problem]]:
    """Every language that is complete, and what is wrong with the others."""
    entries, problems = complete_entries(path, _REQUIRED, Problem(
        path, 1, "Ce fichier est vide.", "Décrivez au moins une langue."))
    entries, misshapen = readable(path, entries, lambda code, entry: Langues.from_dict({code: entry}))
    problems += misshapen
    for code, entry in entries.items():
        said = {f"{domaine}.{cle}" for domaine, cle in PLACEHOLDER.findall(str(entry["reponse"]))}
        problems += [Problem(path, line_of(entry, "reponse"), f"« {code} » ne donne pas {number}.",
                             f"Ajoutez {{{{ {number} }}}} à la réponse.") for number in _NUMBERS if number not in said]
    return Langues.from_dict(entries), problems
