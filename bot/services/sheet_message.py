"""The sheet of a person as a message to her own telephone: short enough for three SMS, and kept nowhere once it has left."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import AbstractSet

from bot.domain.answer import Answer, Link
from bot.domain.appointment import Contact
from bot.domain.errors import DeskRefused
from bot.domain.mobile import Sender, answerable, international
from bot.domain.notice import STALE, Kind, Notice
from bot.domain.person_sheet import Sheet
from bot.services.person_sheet import Paper
from bot.services.ports import Clock, UnitOfWorkFactory

MOST_SEGMENTS = 3
_INSTEAD = "Imprimez la feuille, ou montrez le QR code."


@dataclass(frozen=True)
class Message:
    """What leaves, and the names of what it leaves out for want of room. `link` is absolute, None without a fiche."""

    text: str
    link: str | None
    left_out: tuple[str, ...]

    @property
    def lines(self) -> str:
        """All of it, as it is read."""
        return "\n".join(filter(None, (self.text, f"Plus d'infos : {self.link}" if self.link else "")))


class SheetMessages:
    """`posted`: the channels whose messages are carried to people. `town` is its name."""

    def __init__(self, town: str, posted: AbstractSet[str], clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._town = town
        self._posted = posted
        self._clock = clock
        self._new_uow = new_uow

    @property
    def can_leave(self) -> bool:
        """Whether the town sends SMS."""
        return "sms" in self._posted

    def message(self, sheet: Sheet, paper: Paper, site: str, segments: Callable[[str], int]) -> Message:
        """What fits of a sheet, in its order. `site`: our public address; `segments` counts the SMS that a text makes."""
        link = site + sheet.page if sheet.fiches and site.startswith("https://") else None
        parts = [(block.name, block.in_brief) for block in paper.blocks] + [("Votre mot", paper.note)]
        written, left_out = Message(f"{self._town}, votre feuille :", link, ()), []
        for name, text in ((name, text) for name, text in parts if text):
            longer = Message(f"{written.text}\n{text}", link, ())
            if segments(longer.lines) <= MOST_SEGMENTS:
                written = longer
            else:
                left_out.append(name)
        return Message(written.text, link, tuple(left_out))

    def send(self, message: Message, typed: str, visit: str) -> None:
        """Queue it for the number that was typed; the same message of the same `visit` leaves once.

        DeskRefused, in French: no French mobile, a person who has said STOP, a message that left already.
        """
        if not self.can_leave:
            raise DeskRefused(f"Les SMS ne sont pas branchés ici. {_INSTEAD}")
        contact, now = Contact("sms", _mobile(typed)), self._clock.now()
        links = (Link("Plus d'infos", message.link),) if message.link else ()
        key = sha256(f"{visit} {contact.address} {message.lines}".encode()).hexdigest()[:40]
        with self._new_uow() as uow:
            if uow.oppositions.holds(contact):
                raise DeskRefused(f"Ce numéro a demandé à ne plus recevoir de SMS. {_INSTEAD}")
            notice = Notice(f"feuille:{key}", Kind.FEUILLE, contact, Answer(message.text, links=links), now, now + STALE)
            if not uow.outbox.add(notice, now):
                raise DeskRefused("Ce message est déjà parti vers ce numéro.")
            uow.commit()


def _mobile(typed: str) -> str:
    """The number as providers write it. DeskRefused unless it is that of a French mobile."""
    number = international(typed)
    who = answerable(number)
    if who is Sender.FOREIGN:
        raise DeskRefused(f"Ce numéro est à l'étranger : on ne lui envoie pas de SMS. {_INSTEAD}")
    if who is Sender.NOBODY or (number.startswith("+33") and number[3] not in "67"):
        raise DeskRefused("Ce numéro ne reçoit pas nos SMS. Il faut un portable français : 06 ou 07, puis huit chiffres.")
    return number
