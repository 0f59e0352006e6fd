"""Aujourd'hui: who is expected, who is there, whom to call; and the same day on paper."""
from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

from aiohttp import web

from bot.channels.desk.agenda_forms import day, number
from bot.channels.desk.door import HOME, Door, Visit, moved
from bot.domain.errors import PlanningRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.appointment_words import AppointmentWords
from bot.services.day_lists import by_place, counts
from bot.services.desk_day import SAID_NOTICES, Day, DeskDay
from bot.services.ports import Clock
from bot.services.waiting_list import WaitingList

_DAY = timedelta(days=1)


class TodayPages:
    def __init__(self, door: Door, knowledge: Knowledge, days: DeskDay, waiting: WaitingList, accounts: AgentAccounts,
                 clock: Clock) -> None:
        self._door = door
        self._words = AppointmentWords(knowledge)
        self._days = days
        self._waiting = waiting
        self._accounts = accounts
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(HOME, self._today), self._door.get("/bureau/jour", self._list, is_background=True),
                self._door.get("/bureau/feuille", self._sheet), self._door.post("/bureau/rappele", self._called)]

    async def _today(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "aujourdhui.html", **await self._known(visit))

    async def _list(self, visit: Visit) -> web.Response:
        known = await self._known(visit)
        if not visit.wants_fragment:
            return moved(f"{HOME}?jour={known['day']}")
        return self._door.page(visit, "aujourdhui_liste.html", **known)

    async def _sheet(self, visit: Visit) -> web.Response:
        known = await self._known(visit)
        wanted = visit.asked("lieu")
        places = [place for place in known["places"] if wanted in ("", place.nom)]
        await asyncio.to_thread(self._accounts.note, visit.agent, "feuille du jour", str(known["day"]))
        return self._door.page(visit, "feuille_du_jour.html", shown=places, wanted=wanted, **known)

    async def _called(self, visit: Visit) -> web.Response:
        one = number(visit, "numero")
        if not await asyncio.to_thread(self._waiting.called, one):
            raise PlanningRefused("Quelqu'un a déjà rappelé cette personne. Rechargez la page.")
        await asyncio.to_thread(self._accounts.note, visit.agent, "personne rappelée", str(one))
        return moved(_of_day(visit.asked("jour")))

    async def _known(self, visit: Visit) -> dict[str, Any]:
        now = self._clock.now()
        today = day_of(now)
        wanted = day(visit, "jour", today, today)
        known: Day = await asyncio.to_thread(self._days.day, wanted)
        return {"day": wanted, "today": today, "before": wanted - _DAY, "after": wanted + _DAY, "known": known,
                "places": by_place(known, self._words, now), "counts": counts(known), "motif": self._words.motif,
                "notices": SAID_NOTICES}


def _of_day(written: str) -> str:
    """The page of a day, as a form says it."""
    try:
        return f"{HOME}?jour={date.fromisoformat(written)}"
    except ValueError:
        return HOME
