"""Booking for somebody who stands at the desk: one form, that keeps what was typed when the time is gone."""
from __future__ import annotations

import asyncio
import secrets
from typing import Any, Sequence
from urllib.parse import urlencode

from aiohttp import web

from bot.channels.desk.agenda import PATH
from bot.channels.desk.agenda_forms import Chosen, code_in_address, number
from bot.channels.desk.door import Door, Visit, moved
from bot.domain.appointment import Appointment, Creneau
from bot.domain.errors import PlanningRefused
from bot.domain.french import day_of
from bot.domain.motif import Motif
from bot.domain.waiting import Waiting
from bot.services.accounts import AgentAccounts
from bot.services.appointment_cards import AppointmentCards
from bot.services.desk_agenda import DeskAgenda, Wanted
from bot.services.desk_booking import DeskBooking, TimeTaken

_TYPED = ("prenom", "telephone", "autre", "sms", "motif", "cle")


class AgendaBookingPages:
    def __init__(self, door: Door, agenda: DeskAgenda, booking: DeskBooking, cards: AppointmentCards,
                 accounts: AgentAccounts) -> None:
        self._door = door
        self._agenda = agenda
        self._booking = booking
        self._cards = cards
        self._accounts = accounts

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(f"{PATH}/reserver", self._form), self._door.post(f"{PATH}/reserver", self._book)]

    async def _form(self, visit: Visit) -> web.Response:
        waits = await asyncio.to_thread(self._who_waits, visit.asked("attente"))
        typed = {name: "" for name in _TYPED} | {"cle": secrets.token_hex(16), "motif": visit.asked("motif")}
        if waits is not None:
            typed |= {"prenom": waits.prenom, "telephone": waits.telephone or "", "motif": waits.motif}
        return await self._shown(visit, typed)

    async def _book(self, visit: Visit) -> web.Response:
        typed = {name: visit.form.get(name, "").strip() for name in _TYPED}
        try:
            made = await asyncio.to_thread(self._keep, visit, typed)
        except TimeTaken as taken:
            return await self._shown(visit, typed, str(taken), taken.nearest, 409)
        except PlanningRefused as refused:
            return await self._shown(visit, typed, str(refused), (), 422)
        await asyncio.to_thread(self._accounts.note, visit.agent, "rendez-vous pris", made.code)
        back = {"jour": day_of(made.start), "fait": code_in_address(made.code), **_way_back(visit)}
        return moved(f"{PATH}?{urlencode(back)}")

    def _keep(self, visit: Visit, typed: dict[str, str]) -> Appointment:
        said: dict[str, Any] = {"sms": bool(typed["sms"]), "for_other": bool(typed["autre"]), "key": typed["cle"]}
        if visit.asked("atelier"):
            made = self._booking.join(number(visit, "atelier"), typed["prenom"], typed["telephone"], **said)
        else:
            chosen = Chosen.read(visit.asked("heure"))
            if not typed["motif"]:
                raise PlanningRefused("Choisissez pour quoi la personne vient.")
            made = self._booking.book(chosen.agenda, typed["motif"], chosen.start, typed["prenom"], typed["telephone"],
                                      **said)
        if visit.asked("attente") and self._who_waits(visit.asked("attente")):
            self._booking.waits_no_longer(number(visit, "attente"))
        return made

    def _who_waits(self, written: str) -> Waiting | None:
        return next((one for one in self._booking.waiting() if str(one.id) == written), None)

    async def _shown(self, visit: Visit, typed: dict[str, str], why: str = "", nearest: Sequence[Creneau] = (),
                     status: int = 200) -> web.Response:
        words = await asyncio.to_thread(self._known, visit, typed)
        return self._door.page(visit, "agenda_reserver.html", status, typed=typed, why=why, chosen=Chosen,
                               nearest=nearest, carried={"attente": visit.asked("attente"), **_way_back(visit)}, **words)

    def _known(self, visit: Visit, typed: dict[str, str]) -> dict[str, Any]:
        if visit.asked("atelier"):
            session = self._cards.session(number(visit, "atelier"))
            return {"session": session, "time": None, "motifs": [session.motif], "agenda": session.agenda}
        chosen = Chosen.read(visit.asked("heure"))
        motifs = self._possible(chosen)
        if len(motifs) == 1 and not typed["motif"]:
            typed["motif"] = motifs[0].slug
        nom = next((lane.agenda.nom for one in self._days(chosen) for lane in one.lanes), chosen.agenda)
        return {"session": None, "time": chosen, "motifs": motifs, "agenda": nom}

    def _days(self, chosen: Chosen) -> Any:
        today = day_of(chosen.start)
        return self._agenda.days(Wanted(today, today, chosen.agenda))

    def _possible(self, chosen: Chosen) -> list[Motif]:
        """What the time is free for; when it is not, what this agenda receives for at all."""
        lines = [line for one in self._days(chosen) for lane in one.lanes for line in lane.lines]
        free = [motif for line in lines if line.start == chosen.start for motif in line.motifs]
        every = {motif.slug: motif for line in lines for motif in line.motifs}
        return free or list(every.values()) or [one for one in self._agenda.motifs() if not one.is_collectif]


def _way_back(visit: Visit) -> dict[str, str]:
    """What was being looked at, to look at it again afterwards."""
    return {name: visit.asked(name) for name in ("vue", "agenda") if visit.asked(name)}
