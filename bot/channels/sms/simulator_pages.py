"""The page of the simulator: telephones on a screen, for whoever tries the assistant without an account at a provider."""
from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from aiohttp import web

from bot.channels.courier import Courier
from bot.channels.sms.provider import CHANNEL
from bot.channels.sms.simulator import Bubble, Simulator
from bot.domain.conversation import IncomingMessage
from bot.domain.mobile import international, is_made_up

PAGE = "/simulateur-sms"
_STATIC = Path(__file__).parent / "static"
_LONGEST = 1600
_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
_NOT_MADE_UP = "Ce numéro est peut-être celui de quelqu'un. Écrivez un numéro qui commence par 06 39 98."
_UNREADABLE = "Je n'ai pas pu lire ce message. Rechargez la page et recommencez."
_TOO_LONG = "Votre SMS est trop long. Écrivez votre question en une ou deux phrases."


class _Unusable(Exception):
    """What the page sent; the message is for the person."""


class SimulatorPages:
    """Nobody proves who they are here: only numbers that nobody has may be used."""

    def __init__(self, courier: Courier, simulator: Simulator) -> None:
        self._courier = courier
        self._simulator = simulator

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get(PAGE, _page), web.get(f"{PAGE}/messages", self._read), web.post(f"{PAGE}/messages", self._write),
                web.static(f"{PAGE}/static", _STATIC)]

    async def _read(self, request: web.Request) -> web.Response:
        """What is new on a screen. What it already shows has arrived: that is this provider's receipt."""
        number, last = international(request.query.get("numero", "")), request.query.get("apres", "0")
        if not is_made_up(number) or not (last.isascii() and last.isdecimal() and len(last) < 16):
            return _refused(_NOT_MADE_UP)
        for reference in self._simulator.arrived(number, int(last)):
            await self._courier.receipt(reference, "delivered")
        return web.json_response({"messages": [_shape(one) for one in self._simulator.after(number, int(last))],
                                  "spent": _cost(*self._simulator.spent(number))})

    async def _write(self, request: web.Request) -> web.Response:
        # No other site can have a browser send this type without asking first.
        if request.content_type != "application/json":
            return _refused(_UNREADABLE)
        try:
            message = _parsed(await request.read())
        except _Unusable as unusable:
            return _refused(str(unusable))
        if self._simulator.wrote(message.address, message.text, message.id or ""):
            await self._courier.accept(message)
        return web.json_response({}, status=202)


def _parsed(raw: bytes) -> IncomingMessage:
    """What the page says that a telephone sent: {"number", "text", "id"}."""
    try:
        shape = json.loads(raw)
        number, text, identifier = international(shape["number"]), str(shape["text"]), str(shape["id"])
    except (ValueError, KeyError, TypeError, RecursionError):
        raise _Unusable(_UNREADABLE) from None
    if not text.strip() or not _ID.fullmatch(identifier):
        raise _Unusable(_UNREADABLE)
    if not is_made_up(number):
        raise _Unusable(_NOT_MADE_UP)
    if len(text) > _LONGEST:
        raise _Unusable(_TOO_LONG)
    return IncomingMessage(CHANNEL, number, text, identifier)


async def _page(request: web.Request) -> web.FileResponse:
    return web.FileResponse(_STATIC / "simulator.html")


def _refused(sentence: str) -> web.Response:
    return web.json_response({"message": sentence}, status=400)


def _shape(bubble: Bubble) -> dict[str, Any]:
    return {"id": bubble.id, "ours": bubble.is_ours, "text": bubble.text,
            "note": _cost(bubble.segments, bubble.cents) if bubble.is_ours else f"{bubble.segments} SMS"}


def _cost(parts: int, cents: float) -> str:
    """« 2 SMS, 0,12 € »."""
    return f"{parts} SMS, {cents / 100:.2f} €".replace(".", ",")
