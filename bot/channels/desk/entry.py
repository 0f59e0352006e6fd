"""Coming in and going out: signing in, the first password, the lock."""
from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.channels.desk.door import (
    HEADERS,
    HOME,
    LOGIN,
    Door,
    Visit,
    is_fetched,
    is_same_origin,
    moved,
    read_form,
)
from bot.channels.desk.templates import Templates
from bot.channels.visitors import client_address
from bot.domain.errors import AccountRefused, EntryRefused
from bot.services.accounts import INVITATION, SHORTEST_PASSWORD, AgentAccounts


class EntryPages:
    """The pages that need no session, and those that end or lock one."""

    def __init__(self, door: Door, accounts: AgentAccounts, templates: Templates) -> None:
        self._door = door
        self._accounts = accounts
        self._templates = templates

    def routes(self) -> list[web.RouteDef]:
        return [web.get(LOGIN, self._login), web.post(LOGIN, self._log_in),
                web.get(INVITATION + "{token}", self._invitation), web.post(INVITATION + "{token}", self._choose),
                web.post("/bureau/deverrouiller", self._unlock),
                self._door.post("/bureau/verrouiller", self._lock), self._door.post("/bureau/sortie", self._leave),
                self._door.post("/bureau/present", _still_there)]

    async def _login(self, request: web.Request) -> web.Response:
        return self._shown("connexion.html", back=_path_of_ours(request.query.get("suite", "")), why=None, login="")

    async def _log_in(self, request: web.Request) -> web.Response:
        form = await read_form(request)
        back, login = _path_of_ours(form.get("suite", "")), form.get("identifiant", "")
        if not is_same_origin(request):
            return self._shown("connexion.html", 403, back=back, why="Cette page vient d'un autre site.", login="")
        try:
            token = await asyncio.to_thread(self._accounts.log_in, login, form.get("mot_de_passe", ""),
                                            client_address(request))
        except EntryRefused as refused:
            return self._shown("connexion.html", 401, back=back, why=str(refused), login=login[:64])
        return _protected(self._door.enter(token, back))

    async def _invitation(self, request: web.Request) -> web.Response:
        return await self._welcome(request.match_info["token"])

    async def _choose(self, request: web.Request) -> web.Response:
        token, form = request.match_info["token"], await read_form(request)
        password = form.get("mot_de_passe", "")
        if password != form.get("confirmation", ""):
            return await self._welcome(token, "Les deux mots de passe ne sont pas les mêmes. Écrivez-les de nouveau.")
        try:
            session = await asyncio.to_thread(self._accounts.choose_password, token, password)
            return _protected(self._door.enter(session, HOME))
        except AccountRefused as refused:
            return await self._welcome(token, str(refused))

    async def _welcome(self, token: str, why: str | None = None) -> web.Response:
        invited = await asyncio.to_thread(self._accounts.invited, token)
        status = 404 if invited is None else 422 if why else 200
        return self._shown("invitation.html", status, invited=invited, why=why, shortest=SHORTEST_PASSWORD)

    async def _unlock(self, request: web.Request) -> web.Response:
        form = await read_form(request)
        session = await self._door.session(request, is_background=True)
        if session is None or not self._door.is_ours(request, form):
            return web.json_response({"connexion": LOGIN}, status=401) if is_fetched(request) else moved(LOGIN)
        back, kept = _path_of_ours(form.get("_suite", "")), {n: v for n, v in form.items() if not n.startswith("_")}
        password = kept.pop("mot_de_passe_du_verrou", "")
        try:
            await asyncio.to_thread(self._accounts.unlock, self._door.token(request), password, client_address(request))
        except EntryRefused as refused:
            if is_fetched(request):
                return web.json_response({"refus": str(refused)}, status=422)
            return self._shown("verrou.html", 422, agent=session.agent, csrf=form.get("_jeton", ""), kept=kept, back=back,
                               method=form.get("_methode", "GET"), why=str(refused))
        if is_fetched(request):
            return web.json_response({"ouvert": True})
        if form.get("_methode") != "POST":
            return _protected(moved(back))
        return self._shown("reprise.html", agent=session.agent, csrf=form.get("_jeton", ""), kept=kept, back=back)

    async def _lock(self, visit: Visit) -> web.Response:
        await asyncio.to_thread(self._accounts.lock, self._door.token(visit.request))
        return web.json_response({"verrouille": True}) if is_fetched(visit.request) else moved(HOME)

    async def _leave(self, visit: Visit) -> web.Response:
        await asyncio.to_thread(self._accounts.log_out, self._door.token(visit.request))
        return self._door.leave()

    def _shown(self, template: str, status: int = 200, **words: Any) -> web.Response:
        text = self._templates.write(template, **words)
        return _protected(web.Response(text=text, content_type="text/html", status=status))


async def _still_there(visit: Visit) -> web.Response:
    """Somebody is typing: the door has counted it."""
    return web.json_response({"present": True})


def _protected(response: web.Response) -> web.Response:
    response.headers.update(HEADERS)
    return response


def _path_of_ours(written: str) -> str:
    """A page of the desk to go back to; anything else leads to the first one."""
    parts = urlsplit(written)
    ours = not parts.scheme and not parts.netloc and (parts.path == HOME or parts.path.startswith(HOME + "/"))
    return written if ours and written.isprintable() and "\\" not in written else HOME
