"""Annonces: what is true for some days, read by all agents, written by referents."""
from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.errors import DeskRefused
from bot.services.accounts import AgentAccounts
from bot.services.town_notices import LONGEST, TownNotices, Typed

_LIST = "/bureau/contenu/annonces"


class NoticePages:
    """Typed, shown back as people will read it, then published."""

    def __init__(self, door: Door, accounts: AgentAccounts, notices: TownNotices) -> None:
        self._door = door
        self._accounts = accounts
        self._notices = notices

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_LIST, self._list), self._door.post(_LIST, self._post, Role.REFERENT),
                self._door.post(_LIST + "/{numero:\\d{1,9}}", self._remove, Role.REFERENT)]

    async def _list(self, visit: Visit) -> web.Response:
        if visit.wants_fragment:
            soon = await asyncio.to_thread(self._notices.soon)
            closures = await asyncio.to_thread(self._notices.closures_soon)
            return self._door.page(visit, "contenu_annonces_du_jour.html", soon=soon, closures=closures)
        today = self._notices.today.isoformat()
        return await self._shown(visit, Typed(first_day=today, last_day=today), done=visit.asked("fait"))

    async def _post(self, visit: Visit) -> web.Response:
        typed = Typed(visit.asked("texte"), visit.asked("lieu"), visit.asked("premier_jour"), visit.asked("dernier_jour"),
                      visit.asked("ferme") == "oui")
        if visit.asked("acte") == "corriger":
            return await self._shown(visit, typed)
        try:
            notice = await asyncio.to_thread(self._notices.read, typed)
            if visit.asked("acte") == "publier":
                number = await asyncio.to_thread(self._notices.keep, typed, visit.agent)
                await asyncio.to_thread(self._accounts.note, visit.agent, "annonce publiée", str(number))
                return moved(f"{_LIST}?fait=publiee")
        except DeskRefused as refused:
            return await self._shown(visit, typed, 422, why=str(refused))
        kept = {"texte": typed.text, "lieu": typed.structure, "premier_jour": typed.first_day,
                "dernier_jour": typed.last_day, "ferme": "oui" if typed.is_closure else ""}
        return self._door.page(visit, "contenu_verifier.html", titre="Publier cette annonce ?", address=_LIST,
                               said=[("Ce que les gens liront", [self._notices.said(notice)])],
                               warnings=self._notices.warnings(notice), fields=kept, act="publier", verb="Publier")

    async def _remove(self, visit: Visit) -> web.Response:
        number = visit.request.match_info["numero"]
        await asyncio.to_thread(self._notices.remove, int(number))
        await asyncio.to_thread(self._accounts.note, visit.agent, "annonce retirée", number)
        return moved(f"{_LIST}?fait=retiree")

    async def _shown(self, visit: Visit, typed: Typed, status: int = 200, why: str = "", done: str = "") -> web.Response:
        notices = await asyncio.to_thread(self._notices.current)
        return self._door.page(visit, "contenu_annonces.html", status, notices=notices, places=self._notices.places(),
                               typed=typed, why=why, done=done, longest=LONGEST, today=self._notices.today,
                               may_write=visit.agent.role.includes(Role.REFERENT))
