"""Whether a message asks for a place in a group session, rather than what the session is."""
from __future__ import annotations

import re

from bot.domain.normalisation import fold

_ASKS = re.compile(
    r"\bm'? ?inscri[rvst]|(?<!s')\b(?:l'|d'|les |nous )?(?:re)?inscri(?:re|vez|ption)\b|\breserver\b|\bparticiper\b"
    r"|\b(?:venir|aller|assister|viens|vais) (?:a |au |aux )|(?<!sur )(?<!sa )(?<!ma )(?<!mes )\bplaces?\b")
# A question about how it goes, what is already settled, and what is no longer wanted are not requests.
_DOES_NOT = re.compile(
    r"\b(?:comment|quand|pourquoi|ou)\b(?:(?! mais )[^,.?!]){0,40}\b(?:inscri|places?\b|particip|reserv)"
    r"|\b(?:deja|suis|etais|mon|son) inscri|\b(?:annul|desinscri|deplac|report|decal)"
    r"|\b(?:veux|peux|pourrai|souhaite|viens|viendrai|vais|irai) (?:plus|pas)\b(?! (?:rater|louper|manquer))")


def asks_for_a_seat(message: str) -> bool:
    """« je voudrais une place », « inscrivez-moi », « reste-t-il des places ? »; not « comment s'inscrire ? »."""
    said = fold(message)
    return bool(_ASKS.search(said)) and not _DOES_NOT.search(said)
