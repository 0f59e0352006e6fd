"""Appointments for people's own calendars: a file to open, a feed to subscribe to. The address is the secret."""
from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Callable, Literal

from aiohttp import web

from bot.domain.calendar_entry import CalendarEntry
from bot.services.calendars import Calendars

# (entries, method, name, refresh) → an iCalendar file.
Method = Literal["PUBLISH", "CANCEL"]
CalendarFile = Callable[[list[CalendarEntry], Method | None, str | None, timedelta | None], bytes]
_REFRESH = timedelta(hours=1)
_PRIVATE = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}


class CalendarPages:
    def __init__(self, calendars: Calendars, write: CalendarFile) -> None:
        self._calendars = calendars
        self._write = write

    def routes(self) -> list[web.RouteDef]:
        return [web.get(r"/rdv/{uid:[0-9a-f]{32}}.ics", self._appointment),
                web.get(r"/agenda/{token:[\w-]{43}}.ics", self._agenda)]

    async def _appointment(self, request: web.Request) -> web.Response:
        entry = await asyncio.to_thread(self._calendars.of_usager, request.match_info["uid"])
        if entry is None:
            raise web.HTTPNotFound
        method: Method = "CANCEL" if entry.is_cancelled else "PUBLISH"
        return _calendar(self._write([entry], method, None, None), method,
                         {"Content-Disposition": 'attachment; filename="rendez-vous.ics"'})

    async def _agenda(self, request: web.Request) -> web.Response:
        found = await asyncio.to_thread(self._calendars.of_agenda, request.match_info["token"])
        if found is None:
            raise web.HTTPNotFound
        name, entries = found
        return _calendar(self._write(entries, None, name, _REFRESH), None, {})


def _calendar(body: bytes, method: str | None, headers: dict[str, str]) -> web.Response:
    kind = "text/calendar; charset=utf-8" + (f"; method={method}" if method else "")
    return web.Response(body=body, headers={**_PRIVATE, **headers, "Content-Type": kind})
