"""« STOP », and what takes it back: heard when it is all that a message says."""
from __future__ import annotations

import re
from enum import Enum

from bot.domain.normalisation import fold


class Wish(Enum):
    """What somebody wants of the messages that nobody has asked for."""

    STOP = "stop"
    START = "start"


_MESSAGES = r"(?:sms|messages?|msg|textos?|rappels?|notifications?|notifs?|pubs?|envois?)"
_THEM = rf"(?:(?:(?:les|vos|ces|tous les|de|aux?|d) )?{_MESSAGES}|tout)"
_STOPS = (
    rf"(?:stop+|arret+(?:e(?:[rz]|s)?)?|stopall|unsubscribe)(?: stop+)*(?: {_THEM})?(?: (?:au )?\d{{5}})?",
    r"(?:(?:je (?:veux|souhaite|voudrais) )?(?:me|se) )?(?:desabonn(?:er|e|ement)|desinscri(?:re|s|ption))",
    r"(?:desabonnez|desinscrivez)(?: moi)?",
    rf"(?:je (?:ne )?(?:veux|souhaite) )?plus (?:recevoir )?(?:de |aucun |vos )?{_MESSAGES}",
    rf"(?:arret+e[rz]?|stop+) (?:de )?m envoyer (?:des|les|vos|ces) {_MESSAGES}",
    rf"ne m envoyez plus (?:rien|(?:de|vos|ces) {_MESSAGES})",
)
_STARTS = (rf"(?:start|unstop|repren(?:dre|ez|ds)|reprise)(?: {_THEM})?",
           r"(?:me )?(?:re ?abonner|reabonnement|reinscrire|reinscription)", r"(?:reabonnez|reinscrivez)(?: moi)?")


def _said_alone(sentences: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:(?:bonjour|bonsoir|oui) )?(?:{'|'.join(sentences)})"
                      r"(?: (?:svp|stp|s il (?:vous|te) plait|merci|please))*")


_STOP, _START = _said_alone(_STOPS), _said_alone(_STARTS)


def hears(text: str) -> Wish | None:
    """The wish that a message says and nothing else, whatever its case, accents and punctuation; None otherwise.

    « Stop les violences », « arrêtez mon voisin » and « je reprends le travail » are not about messages.
    """
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    if _STOP.fullmatch(words):
        return Wish.STOP
    return Wish.START if _START.fullmatch(words) else None
