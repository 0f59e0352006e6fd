"""What is held about one person, and the words by which they ask to see it or to have it erased (GDPR, art. 15, 17, 20)."""
from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from typing import Sequence

from bot.domain.answer import Answer, Link, payload
from bot.domain.appointment import Appointment, State
from bot.domain.elsewhere import ElsewhereAppointment
from bot.domain.handover import Line
from bot.domain.normalisation import fold
from bot.domain.waiting import Waiting

NOTICE = "/donnees-personnelles"  # where the information of the public stands on our own site
NOTICE_LINK = Link("Vos données personnelles", NOTICE)
TICKET_HOLDS = timedelta(hours=1)
_TICKET_BYTES = 24


class Right(str, Enum):
    """What somebody asks about their own data: the name of the act, as the language side has it."""

    SEE = "mes_donnees"
    ERASE = "effacer_mes_donnees"

    @property
    def sends(self) -> str:
        """What a button of it sends."""
        return payload(self.value)


@dataclass(frozen=True)
class OwnData:
    """All that is held about a person. The messages go at `until` if nothing more is written.

    `appointments` are those to come, and those that are over and not yet anonymous. `questions` were not understood.
    `others`: how many more conversations were joined to this one.
    """

    channel: str
    until: datetime
    lines: Sequence[Line]
    appointments: Sequence[Appointment]
    elsewhere: Sequence[ElsewhereAppointment]
    waiting: Sequence[Waiting]
    questions: Sequence[str]
    has_subject: bool
    asks_for_a_person: bool
    has_said_stop: bool
    others: int

    def coming(self, now: datetime) -> list[Appointment]:
        """The appointments where somebody will be waiting."""
        return [one for one in self.appointments if one.state is State.PREVU and one.start > now]


# « svp », « bonjour », « je veux »: what people put around an order without changing it.
_BEFORE = r"(?:(?:bonjour|bonsoir|salut|je (?:veux|voudrais|souhaite|demande)|j aimerais|pouvez vous|peux tu|merci de) )*"
_AFTER = r"(?: (?:svp|stp|s il (?:vous|te) plait|merci|please|maintenant|tout de suite))*"
_OF_ME = r"(?: (?:de|sur|pour) moi| me concernant)?"
_THEM = r"(?:donnee?s?|infos?|informations?|renseignements?)(?: perso(?:nn?elle?s?)?)?"
_KNOW = (r"(?:savez vous|vous savez|sais tu|tu sais|gardez vous|vous gardez|tu gardes|gardes tu|avez vous|vous avez|tu as|"
         r"as tu|conservez vous|vous conservez)")
_SEE = (
    rf"(?:(?:voir|consulter|acceder a|lire|recevoir|telecharger|exporter|(?:une )?copie de) )*(?:toutes )?mes ?{_THEM}",
    r"(?:donnee?s?|infos?|informations?) perso(?:nn?elle?s?)?",
    r"(?:mon |le )?rgpd(?: (?:mes )?(?:donnees|infos))?",
    rf"(?:que|qu est ce que|c est quoi ce que|ce que|quoi) {_KNOW} (?:de|sur) moi",
    rf"{_KNOW} quoi (?:de|sur) moi",
    rf"(?:quelles?|quels?) (?:sont les )?{_THEM} {_KNOW} (?:de|sur) moi",
    rf"(?:quelles?|quels?) (?:sont )?mes {_THEM}",
)
_ERASING = r"(?:eff?ac(?:er?|ez|es)|supp?rim(?:er?|ez|es)|detrui(?:re|sez|s)|delete)"
_ERASE = (
    rf"{_ERASING}(?: tout(?:es)?)?(?: (?:mes|ma|mon|les|vos|nos|notre|cette|la|de mes) "
    rf"(?:{_THEM}|conversation|discussion|messages?|historique|fil))?{_OF_ME}",
    rf"{_ERASING} tout(?: ce que {_KNOW} (?:de|sur) moi)?",
    r"(?:l )?(?:eff?acement|suppression|droit a l oubli)(?: de mes " + _THEM + ")?",
    r"oublie[rz]? moi",
)


def _said_alone(sentences: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"{_BEFORE}(?:{'|'.join(sentences)}){_AFTER}")


_SEE_ALONE, _ERASE_ALONE = _said_alone(_SEE), _said_alone(_ERASE)


def hears_right(text: str) -> Right | None:
    """The order that a message consists of, whatever its case, accents and punctuation; None for anything else.

    « J'ai perdu mes données », « effacer mes dettes » and « supprimez mon rendez-vous » are questions like others.
    """
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    if _ERASE_ALONE.fullmatch(words):
        return Right.ERASE
    return Right.SEE if _SEE_ALONE.fullmatch(words) else None


def without_tickets(answer: Answer) -> Answer:
    """The same, as it may be kept: who reads the thread later must not find a way in."""
    return replace(answer, links=tuple(link for link in answer.links if not link.url.startswith(f"{NOTICE}/")))


def new_ticket() -> str:
    """192 random bits: who holds it reads, once, what is held about one person."""
    return secrets.token_urlsafe(_TICKET_BYTES)
