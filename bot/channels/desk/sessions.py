"""Group sessions and their people; and those who wait for a time to free up."""
from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.desk.agenda import PATH
from bot.channels.desk.agenda_forms import number
from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.appointment_cards import AppointmentCards
from bot.services.appointment_words import AppointmentWords
from bot.services.desk_booking import DeskBooking
from bot.services.desk_planning import DeskPlanning, Done
from bot.services.planning_words import SAID_STATES

_SESSION = PATH + r"/ateliers/{number:\d{1,9}}"
_WAITING = PATH + "/attente"


class SessionPages:
    def __init__(self, door: Door, knowledge: Knowledge, cards: AppointmentCards, planning: DeskPlanning,
                 booking: DeskBooking, accounts: AgentAccounts) -> None:
        self._door = door
        self._words = AppointmentWords(knowledge)
        self._cards = cards
        self._planning = planning
        self._booking = booking
        self._accounts = accounts

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_SESSION, self._open), self._door.post(_SESSION + "/annuler", self._cancel, Role.REFERENT),
                self._door.get(_WAITING, self._waiting), self._door.post(_WAITING, self._leave)]

    async def _open(self, visit: Visit) -> web.Response:
        await asyncio.to_thread(self._accounts.note, visit.agent, "atelier ouvert", visit.request.match_info["number"])
        return await self._shown(visit)

    async def _cancel(self, visit: Visit) -> web.Response:
        session = visit.request.match_info["number"]
        done = await asyncio.to_thread(self._planning.cancel_session, int(session))
        await asyncio.to_thread(self._accounts.note, visit.agent, "atelier annulé", session)
        return await self._shown(visit, done)

    async def _shown(self, visit: Visit, done: Done | None = None) -> web.Response:
        card = await asyncio.to_thread(self._cards.session, int(visit.request.match_info["number"]))
        return self._door.page(visit, "agenda_atelier.html", card=card, done=done, states=SAID_STATES,
                               may_cancel=visit.agent.role.includes(Role.REFERENT))

    async def _waiting(self, visit: Visit) -> web.Response:
        those = await asyncio.to_thread(self._booking.waiting)
        return self._door.page(visit, "agenda_attente.html", those=those, motif=self._words.motif)

    async def _leave(self, visit: Visit) -> web.Response:
        one = number(visit, "numero")
        await asyncio.to_thread(self._booking.waits_no_longer, one)
        await asyncio.to_thread(self._accounts.note, visit.agent, "sorti de la liste d'attente", str(one))
        return moved(_WAITING)
