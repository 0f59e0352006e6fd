"""The pages about personal data: what everybody may read, and what one person may, once, with a ticket. No script."""
from __future__ import annotations

import asyncio
import json

from aiohttp import web

from bot.channels.web.fiches import shown, site_templates
from bot.domain.own_data import NOTICE
from bot.services.fiche_pages import PublicFiches
from bot.services.own_data import OwnDataRights
from bot.services.privacy_notice import PrivacyNotice

# It is one person's: kept by nothing on its way, and found by no search engine.
_PRIVATE = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
_FILE_NAME = "mes-donnees-repere.json"


class PersonalDataPages:
    """`public_url` is this site as others reach it, without a final slash."""

    def __init__(self, notice: PrivacyNotice, rights: OwnDataRights, fiches: PublicFiches, public_url: str) -> None:
        self._notice = notice
        self._rights = rights
        self._templates = site_templates(fiches, public_url)

    def routes(self) -> list[web.RouteDef]:
        """Every address that is answered here. What asks only whether a page is there uses no ticket up."""
        ticket = r"/{ticket:[A-Za-z0-9_-]{32,64}}"
        return [web.get(NOTICE, self._everybody), web.get(f"{NOTICE}{ticket}.json", self._file, allow_head=False),
                web.get(f"{NOTICE}{ticket}", self._one_person, allow_head=False)]

    async def _everybody(self, request: web.Request) -> web.Response:
        text = self._templates.get_template("donnees.html").render(notice=self._notice, path=NOTICE)
        return shown(request, text)

    async def _one_person(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self._rights.read, request.match_info["ticket"])
        lines, file = (found[0], f"{NOTICE}/{found[2]}.json") if found else ([], None)
        text = self._templates.get_template("mes_donnees.html").render(lines=lines, file=file)
        return web.Response(text=text, content_type="text/html", headers=_PRIVATE, status=200 if found else 410)

    async def _file(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self._rights.read, request.match_info["ticket"])
        if found is None:
            text = self._templates.get_template("mes_donnees.html").render(lines=[], file=None)
            return web.Response(text=text, content_type="text/html", headers=_PRIVATE, status=410)
        headers = {**_PRIVATE, "Content-Disposition": f'attachment; filename="{_FILE_NAME}"'}
        written = json.dumps(found[1], ensure_ascii=False, indent=2)
        return web.Response(text=written, content_type="application/json", headers=headers)
