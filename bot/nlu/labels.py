"""The one label space: what is taught as « family/member », and what the rest of the program sees of it."""
from __future__ import annotations

from functools import cache

from bot.domain.conversation import NO_FICHE

FICHE, SUITE, OUT_OF_SCOPE, DISTRESS = "fiche", "suite", "hors_sujet", "detresse"
SUGGESTION, NOT_UNDERSTOOD, MOMENT_GIVEN = "proposer", "nlu_fallback", "preciser_moment"
DEFINITION, OTHER_LANGUAGE = "definir_mot", "autre_langue"
COURTESIES = frozenset({"saluer", "remercier", "au_revoir"})
ANSWER, SUGGEST, UNSURE = "answer", "suggest", "unsure"
NOTHING = "rien"  # the rubrique of a sentence that asks for no part in particular


def family(label: str) -> str:
    """« fiche/rsa » → « fiche »; an act is its own family."""
    return label.split("/")[0]


def member(label: str) -> str | None:
    """« fiche/rsa » → « rsa »; None for an act."""
    return label.partition("/")[2] or None


@cache  # asked of every label at every message
def group(label: str) -> str:
    """What a probability is said of: each act and each subject by itself, its fiche written or not; else a whole family."""
    is_subject = family(label) == FICHE or (member(label) or "").startswith(NO_FICHE)
    return label if is_subject else family(label)


def outward(label: str) -> str:
    """What a ranking shows: the slug of a fiche, else the family: « hors_sujet/droit » → « hors_sujet »."""
    return member(label) or label if family(label) == FICHE else family(label)
