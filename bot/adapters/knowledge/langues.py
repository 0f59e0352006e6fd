"""Read `knowledge/langues.yml`: what is answered to people who write in another language."""
from __future__ import annotations

import re
from pathlib import Path

from bot.adapters.knowledge.reading import Problem, line_of, read_yaml
from bot.domain.langue import Langues

_REQUIRED = {"nom": "le nom de la langue", "salutations": "une liste de bonjours", "mots": "une liste de petits mots",
             "reponse": "deux phrases dans cette langue"}
# In danger, without a roof, unable to speak: whatever the language, these are given.
_NUMBERS = ("nu.112", "nu.115", "nu.114")


def load_langues(path: Path) -> tuple[Langues, list[Problem]]:
    """Every language that is complete, and what is wrong with the others."""
    content, problems = read_yaml(path)
    if not isinstance(content, dict):
        return Langues(()), problems or [Problem(path, 1, "Ce fichier est vide.", "Décrivez au moins une langue.")]
    complete = {}
    for code, entry in content.items():
        missing = [key for key in _REQUIRED if not (isinstance(entry, dict) and entry.get(key))]
        problems += [Problem(path, line_of(content, code), f"« {code} » : il manque « {key} ».",
                             f"Ajoutez {_REQUIRED[key]}.") for key in missing]
        if missing:
            continue
        unsaid = [number for number in _NUMBERS if not re.search(rf"\{{\{{\s*{number}\s*\}}\}}", entry["reponse"])]
        problems += [Problem(path, line_of(entry, "reponse"), f"« {code} » ne donne pas {number}.",
                             f"Ajoutez {{{{ {number} }}}} à la réponse.") for number in unsaid]
        complete[code] = entry
    return Langues.from_dict(complete), problems
