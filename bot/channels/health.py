"""/sante: the program answers. /pret: it has all it needs. /metrics: what it counts, for those who watch over it."""
from __future__ import annotations

import asyncio
import hmac
import logging
from ipaddress import IPv6Address, ip_address
from typing import Callable

from aiohttp import web

from bot.channels.figures import Figures
from bot.services.watch import Readings, Watch

logger = logging.getLogger(__name__)

_SECONDS = 3.0  # a database that takes longer is as good as away
_FORWARDED = ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via")
_TEXT_FORMAT = "text/plain; version=0.0.4; charset=utf-8"


class HealthPages:
    """Without `watch` nothing is known of the database. `token`: shown by whoever reads /metrics from elsewhere."""

    def __init__(self, is_ready: Callable[[], bool], watch: Watch | None = None, figures: Figures | None = None,
                 token: str = "") -> None:
        self._is_ready = is_ready
        self._watch = watch
        self._figures = figures
        self._token = token
        self._looking: asyncio.Task[str] | None = None

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/sante", self._alive), web.get("/pret", self._ready), web.get("/metrics", self._measures)]

    async def _alive(self, request: web.Request) -> web.Response:
        """Whether the process answers."""
        return web.json_response({"sante": "ok"})

    async def _ready(self, request: web.Request) -> web.Response:
        """What is missing, if anything is. Until Rasa is loaded the keywords answer: 503, and yet people are answered."""
        is_loaded = self._is_ready()
        parts = {"rasa": "ok" if is_loaded else "le modèle n'est pas chargé : les mots-clés répondent"}
        if self._watch is not None:
            parts["base"] = await self._state_of_database()
            parts["contenu"] = "ok" if self._watch.knows_something else "aucune fiche n'a été lue"
        is_ready = all(state == "ok" for state in parts.values())
        return web.json_response({"pret": is_ready, **parts}, status=200 if is_ready else 503)

    async def _state_of_database(self) -> str:
        # One look at a time, however many ask: a database that hangs must not hold a thread for each of them.
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        try:
            return await asyncio.wait_for(asyncio.shield(self._looking), _SECONDS)
        except asyncio.TimeoutError:
            return "la base de données ne répond pas"

    async def _look(self) -> str:
        assert self._watch is not None
        try:
            is_migrated = await asyncio.to_thread(self._watch.is_migrated)
        except Exception as error:
            # The rim: whatever the database raises, it is away.
            logger.warning("the database cannot be asked: %s", type(error).__name__)
            return "la base de données ne répond pas"
        return "ok" if is_migrated else "la base de données attend sa mise à jour : redémarrez le programme"

    async def _measures(self, request: web.Request) -> web.Response:
        if self._figures is None or not self._may_read(request):
            raise web.HTTPNotFound
        told = self._figures.exposition(await self._readings(), self._is_ready())
        return web.Response(body=told, headers={"Content-Type": _TEXT_FORMAT})

    async def _readings(self) -> Readings | None:
        if self._watch is None or await self._state_of_database() != "ok":
            return None
        try:
            return await asyncio.wait_for(asyncio.to_thread(self._watch.readings), _SECONDS)
        except Exception as error:
            # The rim: it went away in between.
            logger.warning("the database cannot be read: %s", type(error).__name__)
            return None

    def _may_read(self, request: web.Request) -> bool:
        """Never through the proxy that faces the public; else from near, or with the token."""
        if any(name in request.headers for name in _FORWARDED):
            return False
        shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
        has_token = bool(self._token) and hmac.compare_digest(shown.encode(errors="replace"), self._token.encode())
        return has_token or _is_near(request.remote or "")


def _is_near(address: str) -> bool:
    """This machine, or a private network (RFC 1918, RFC 4193)."""
    try:
        known = ip_address(address)
    except ValueError:
        return False
    plain = known.ipv4_mapped or known if isinstance(known, IPv6Address) else known
    return plain.is_private
