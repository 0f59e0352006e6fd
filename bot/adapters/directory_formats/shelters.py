"""Places where people are hidden or housed: where they are, and when somebody is there, is not kept."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from bot.domain.normalisation import fold
from bot.domain.offer import Offer
from bot.domain.structure import Structure

_NAMED = (
    (re.compile(r"\bchrs\b|reinsertion sociale"), "chrs"), (re.compile(r"\bhuda\b"), "huda"),
    (re.compile(r"\bcada\b|accueil (?:de|pour|des) demandeurs d'asile"), "cada"),
    (re.compile(r"centre provisoire d'hebergement"), "cph"),
    (re.compile(r"hebergement d'urgence|centre d'hebergement|alt hebergement"), "chu"),
)
_NOWHERE: dict[str, Any] = {"adresse": None, "complement_adresse": None, "latitude": None, "longitude": None,
                            "horaires_accueil": None, "horaires_texte": None}


def recognised(structure: Structure) -> Structure:
    """The same structure, said to be a shelter if its name says so."""
    name = fold(structure.nom)
    networks = [network for said, network in _NAMED if said.search(name)]
    return replace(structure, reseaux_porteurs=tuple(dict.fromkeys((*structure.reseaux_porteurs, *networks))))


def hidden(structure: Structure) -> Structure:
    """The same structure, without what leads there if it is a shelter."""
    return replace(structure, **_NOWHERE) if structure.is_shelter else structure


def hidden_offer(offer: Offer, structure: Structure) -> Offer:
    """The same offer, without what leads to its structure if that is a shelter."""
    return replace(offer, **_NOWHERE) if structure.is_shelter else offer
