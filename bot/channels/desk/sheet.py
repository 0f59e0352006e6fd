"""La feuille de la personne: what the buttons of the counter do to it, and its code that a telephone reads."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import segno

from bot.channels.desk.door import Visit
from bot.channels.sms.gsm7 import segments, to_gsm7
from bot.domain.errors import DeskRefused
from bot.domain.person_sheet import LONGEST_NOTE, Part, Sheet
from bot.services.accounts import AgentAccounts
from bot.services.person_sheet import Paper, PersonSheets
from bot.services.sheet_message import SheetMessages

_QUIET = 4  # modules of white around a QR code


@dataclass(frozen=True)
class QrCode:
    """A QR code to draw: `path` is that of its dark squares in a picture of `size` by `size`."""

    path: str
    size: int


class SheetDesk:
    """A page brings its sheet, and what is to be done to it; nothing of it stays here. `site`: our public address."""

    def __init__(self, sheets: PersonSheets, messages: SheetMessages, accounts: AgentAccounts, site: str) -> None:
        self._sheets = sheets
        self._messages = messages
        self._accounts = accounts
        self._site = site

    async def words(self, visit: Visit) -> tuple[dict[str, Any], int]:
        """What the template of the sheet is written with, once the button that was pressed has done its work; the status."""
        return await asyncio.to_thread(self._done, visit)

    def _done(self, visit: Visit) -> tuple[dict[str, Any], int]:
        typed = {name: visit.asked(name) for name in ("code", "numero", "accord")}
        sheet, why, said = Sheet(), "", ""
        try:
            sheet = Sheet.read(visit.form.get("feuille", ""))
            sheet = Sheet.read(sheet.written, visit.form.get("note", "").strip())
            sheet, said, used = self._act(visit, sheet)
            typed |= dict.fromkeys(used, "")
        except DeskRefused as refused:
            why = str(refused)
        paper = self._sheets.paper(sheet)
        message = self._messages.message(sheet, paper, self._site, _segments)
        address = self._site + sheet.page
        return {"sheet": sheet, "paper": paper, "message": message, "count": _segments(message.lines),
                "can_send": self._messages.can_leave, "address": address, "qr": qr_code(address),
                "sheet_refused": why, "sheet_said": said, "sheet_typed": typed, "longest_note": LONGEST_NOTE,
                "typed_note": visit.form.get("note", "") if why else sheet.note}, 422 if why else 200

    def _act(self, visit: Visit, sheet: Sheet) -> tuple[Sheet, str, tuple[str, ...]]:
        """The sheet after the button, what to say of it, and the fields that are used up."""
        added, removed, up, down = (visit.form.get(name, "") for name in ("ajouter", "retirer", "monter", "descendre"))
        if added:
            return self._noted(visit, sheet, self._sheets.with_named(sheet, added)), "C'est sur la feuille.", ()
        if visit.form.get("ajouter_code"):
            changed = self._sheets.with_appointment(sheet, visit.asked("code"))
            return self._noted(visit, sheet, changed), "Le rendez-vous est sur la feuille.", ("code",)
        if removed.isdecimal():
            return sheet.without(int(removed)), "Retiré de la feuille.", ()
        if up.isdecimal() or down.isdecimal():
            position = int(up or down)
            return sheet.moving(position, position + (-1 if up else 1)), "Déplacé.", ()
        if visit.form.get("vider"):
            return Sheet(), "La feuille est vide.", ()
        return self._sent(visit, sheet) if visit.form.get("envoyer") else (sheet, "", ())

    def _noted(self, visit: Visit, before: Sheet, after: Sheet) -> Sheet:
        """An appointment is somebody's: who looked at it is written down."""
        for item in after.items:
            if item.part is Part.RDV and item not in before.items:
                self._accounts.note(visit.agent, "rendez-vous sur feuille", item.ref)
        return after

    def _sent(self, visit: Visit, sheet: Sheet) -> tuple[Sheet, str, tuple[str, ...]]:
        if sheet.is_empty:
            raise DeskRefused("La feuille est vide : ajoutez-y quelque chose, puis envoyez-la.")
        if not visit.asked("accord"):
            raise DeskRefused("Demandez à la personne si elle est d'accord, puis cochez la case.")
        paper: Paper = self._sheets.paper(sheet)
        message = self._messages.message(sheet, paper, self._site, _segments)
        self._messages.send(message, visit.asked("numero"), visit.asked("fil"))
        self._accounts.note(visit.agent, "feuille envoyée par SMS")
        return sheet, "Le SMS part dans un instant. Le numéro n'est pas gardé.", ("numero", "accord")


def qr_code(address: str) -> QrCode:
    """The code of an address, dark on light, with the white that readers need around it."""
    rows = [bytes(row) for row in segno.make(address, error="m", micro=False).matrix]
    path = "".join(f"M{x + _QUIET} {y + _QUIET}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return QrCode(path, len(rows) + 2 * _QUIET)


def _segments(text: str) -> int:
    return segments(to_gsm7(text))
