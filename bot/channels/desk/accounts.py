"""Comptes: who may enter, in which role, and the journal of who looked at what."""
from __future__ import annotations

import asyncio

from aiohttp import web

from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.errors import AccountRefused
from bot.services.accounts import INVITATION, AgentAccounts


class AccountPages:
    """`public_url` is this site as agents reach it, without a final slash."""

    def __init__(self, door: Door, accounts: AgentAccounts, public_url: str) -> None:
        self._door = door
        self._accounts = accounts
        self._public_url = public_url

    def routes(self) -> list[web.RouteDef]:
        admin = Role.ADMINISTRATEUR
        return [self._door.get("/bureau/comptes", self._list, admin), self._door.post("/bureau/comptes", self._add, admin),
                self._door.post("/bureau/comptes/{login}", self._change, admin),
                self._door.get("/bureau/journal", self._journal, admin)]

    async def _list(self, visit: Visit) -> web.Response:
        return await self._shown(visit)

    async def _add(self, visit: Visit) -> web.Response:
        login, nom, role = visit.asked("identifiant"), visit.asked("nom"), visit.asked("role")
        try:
            token = await asyncio.to_thread(self._accounts.add, login, nom, _role(role))
        except AccountRefused as refused:
            return await self._shown(visit, 422, why=str(refused), typed={"identifiant": login, "nom": nom, "role": role})
        await asyncio.to_thread(self._accounts.note, visit.agent, "compte ajouté", login)
        return await self._shown(visit, link=self._public_url + INVITATION + token, invited=login)

    async def _change(self, visit: Visit) -> web.Response:
        login, act = visit.request.match_info["login"], visit.asked("acte")
        if act == "lien":
            token = await asyncio.to_thread(self._accounts.link, login)
            await asyncio.to_thread(self._accounts.note, visit.agent, "lien de compte", login)
            return await self._shown(visit, link=self._public_url + INVITATION + token, invited=login)
        role = _role(visit.asked("role")) if act == "role" else None
        disabled = {"fermer": True, "rouvrir": False}.get(act)
        await asyncio.to_thread(self._accounts.change, login, role, disabled)
        await asyncio.to_thread(self._accounts.note, visit.agent, f"compte : {act}"[:32], login)
        return moved("/bureau/comptes")

    async def _journal(self, visit: Visit) -> web.Response:
        lines = await asyncio.to_thread(self._accounts.journal)
        return self._door.page(visit, "journal.html", lines=lines)

    async def _shown(self, visit: Visit, status: int = 200, why: str | None = None, link: str | None = None,
                     invited: str | None = None, typed: dict[str, str] | None = None) -> web.Response:
        agents = await asyncio.to_thread(self._accounts.all)
        return self._door.page(visit, "comptes.html", status, agents=agents, why=why, link=link, invited=invited,
                               typed=typed or {"identifiant": "", "nom": "", "role": Role.ACCUEIL.value})


def _role(written: str) -> Role:
    try:
        return Role(written)
    except ValueError:
        raise AccountRefused("Choisissez un rôle : accueil, référent ou administrateur.") from None
