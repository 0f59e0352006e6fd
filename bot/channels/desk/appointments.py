"""One appointment: its history, what became of it, another time, cancelled; the message is shown before it goes."""
from __future__ import annotations

import asyncio
from typing import Callable

from aiohttp import web

from bot.channels.desk.agenda import PATH
from bot.channels.desk.agenda_forms import Chosen, code_in_address, number
from bot.channels.desk.door import HOME, Door, Visit, is_fetched, moved
from bot.domain.appointment import Appointment
from bot.domain.errors import PlanningRefused
from bot.domain.french import day_of
from bot.services.accounts import AgentAccounts
from bot.services.appointment_cards import AppointmentCards, Card
from bot.services.desk_booking import DeskBooking
from bot.services.desk_planning import DeskPlanning, Done
from bot.services.planning_words import SAID_STATES

_CARD = PATH + "/rendez-vous/{code}"
_SAID = {"arrive": "arrivé", "pas-arrive": "pas arrivé", "vu": "vu", "absent": "absent", "prevu": "prévu"}


class AppointmentPages:
    def __init__(self, door: Door, cards: AppointmentCards, planning: DeskPlanning, booking: DeskBooking,
                 accounts: AgentAccounts) -> None:
        self._door = door
        self._cards = cards
        self._planning = planning
        self._booking = booking
        self._accounts = accounts

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_CARD, self._open), self._door.post(_CARD + "/etat", self._set_state),
                self._door.get(_CARD + "/deplacer", self._before_moving), self._door.post(_CARD + "/deplacer", self._move),
                self._door.get(_CARD + "/annuler", self._before_cancelling),
                self._door.post(_CARD + "/annuler", self._cancel)]

    async def _open(self, visit: Visit) -> web.Response:
        card = await self._card(visit)
        await self._note(visit, "rendez-vous ouvert", card.appointment)
        return self._door.page(visit, "rendez_vous.html", card=card, states=SAID_STATES, done=None)

    async def _set_state(self, visit: Visit) -> web.Response:
        card, act = await self._card(visit), visit.asked("acte")
        if act not in _SAID:
            raise PlanningRefused("Choisissez : arrivé, vu, absent ou prévu.")
        code = card.appointment.code
        if act in ("arrive", "pas-arrive"):
            await asyncio.to_thread(self._booking.arrived, code, act == "arrive")
        else:
            await asyncio.to_thread(self._planning.set_state, code, act)
        await self._note(visit, f"rendez-vous {_SAID[act]}", card.appointment)
        if is_fetched(visit.request):
            return web.json_response({"fait": f"{code} : {_SAID[act]}."})
        return moved(self._back(visit, card.appointment))

    async def _before_moving(self, visit: Visit) -> web.Response:
        card, chosen = await self._card(visit), Chosen.read(visit.asked("heure"))
        await asyncio.to_thread(self._planning.check_move, card.appointment.code, chosen.start, chosen.agenda)
        to_send = await asyncio.to_thread(self._cards.if_moved, card.appointment, chosen.start)
        return self._door.page(visit, "rendez_vous_deplacer.html", card=card, time=chosen, to_send=to_send)

    async def _move(self, visit: Visit) -> web.Response:
        chosen = Chosen.read(visit.asked("heure"))
        return await self._done(visit, "rendez-vous déplacé", lambda code, seen: self._planning.move(
            code, chosen.start, chosen.agenda, seen))

    async def _before_cancelling(self, visit: Visit) -> web.Response:
        card = await self._card(visit)
        to_send = await asyncio.to_thread(self._cards.if_cancelled, card.appointment)
        return self._door.page(visit, "rendez_vous_annuler.html", card=card, to_send=to_send, states=SAID_STATES)

    async def _cancel(self, visit: Visit) -> web.Response:
        return await self._done(visit, "rendez-vous annulé", self._planning.cancel)

    async def _done(self, visit: Visit, act: str, do: Callable[[str, int], Done]) -> web.Response:
        """Do it if the page was not too old, write it in the journal, show what became of the appointment."""
        card = await self._card(visit)
        done = await asyncio.to_thread(do, card.appointment.code, number(visit, "vu"))
        await self._note(visit, act, card.appointment)
        return self._door.page(visit, "rendez_vous.html", card=await self._card(visit), states=SAID_STATES, done=done)

    async def _card(self, visit: Visit) -> Card:
        return await asyncio.to_thread(self._cards.card, visit.request.match_info["code"])

    async def _note(self, visit: Visit, act: str, appointment: Appointment) -> None:
        await asyncio.to_thread(self._accounts.note, visit.agent, act, appointment.code)

    @staticmethod
    def _back(visit: Visit, appointment: Appointment) -> str:
        if visit.asked("suite") == "fiche":
            return f"{PATH}/rendez-vous/{code_in_address(appointment.code)}"
        return f"{HOME}?jour={day_of(appointment.start)}"
