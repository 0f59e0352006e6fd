"""Horaires de l'accueil: when agents answer conversations."""
from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.errors import DeskRefused
from bot.services.accounts import AgentAccounts
from bot.services.desk_hours import DeskHours

_PAGE = "/bureau/contenu/horaires"


class OfficeHoursPages:
    """Typed in plain French, shown back in words, then kept."""

    def __init__(self, door: Door, accounts: AgentAccounts, hours: DeskHours) -> None:
        self._door = door
        self._accounts = accounts
        self._hours = hours

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_PAGE, self._form, Role.REFERENT), self._door.post(_PAGE, self._post, Role.REFERENT)]

    async def _form(self, visit: Visit) -> web.Response:
        return await self._shown(visit, await asyncio.to_thread(self._hours.typed))

    async def _post(self, visit: Visit) -> web.Response:
        typed, act = visit.asked("horaires"), visit.asked("acte")
        if act == "corriger":
            return await self._shown(visit, typed)
        try:
            lines = await asyncio.to_thread(self._hours.read, typed) if typed else []
            if act == "enregistrer":
                await asyncio.to_thread(self._hours.keep, typed)
                await asyncio.to_thread(self._accounts.note, visit.agent, "horaires de l'accueil")
                return moved(f"{_PAGE}?fait=oui")
        except DeskRefused as refused:
            return await self._shown(visit, typed, 422, why=str(refused))
        said = lines or ["Aucun horaire : l'accueil est ouvert quand un agent est connecté."]
        return self._door.page(visit, "contenu_verifier.html", titre="Les horaires de l'accueil", address=_PAGE, warnings=[],
                               said=[("Quelqu'un répond aux conversations", said)], fields={"horaires": typed},
                               act="enregistrer", verb="C'est juste : enregistrer")

    async def _shown(self, visit: Visit, typed: str, status: int = 200, why: str = "") -> web.Response:
        said = await asyncio.to_thread(self._hours.said)
        return self._door.page(visit, "contenu_horaires.html", status, typed=typed, why=why, said=said,
                               done=visit.request.query.get("fait"))
