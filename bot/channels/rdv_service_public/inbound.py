"""What RDV Service Public sends: signed events about appointments, and agents who come back after agreeing.

Source: https://github.com/betagouv/rdv-service-public, the documentation of their webhooks.
"""
from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import logging
import re
from datetime import datetime, timezone
from typing import Any, Mapping

from aiohttp import web
from dateutil.parser import parse as parse_moment

from bot.domain.appointment import State
from bot.domain.elsewhere import PROVIDER, ElsewhereEvent, state_of
from bot.services.elsewhere import RETURN_PATH, WEBHOOK_PATH, Authorisation, BookedElsewhere, Returned

logger = logging.getLogger(__name__)

MAX_BYTES = 256 * 1024
_SIGNATURE = "X-Lapin-Signature"
_EVENTS = ("created", "updated", "destroyed")
# When the data were read at their side; older versions of their site only say when the event was.
_MOMENTS = ("payload_computed_at", "timestamp", "event_occurred_at")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d{1,9})? ?(?:Z|UTC|[+-]\d\d:?\d\d)")
_LONGEST_CODE = 512
_PAGES = {
    Returned.DONE: (200, "C'est fait. L'assistant peut donner des liens de rendez-vous, et suivre ces rendez-vous."),
    Returned.NOT_TOLD: (200, "L'accès est donné : l'assistant peut donner des liens de rendez-vous.\n\n"
                             "Mais il ne saura pas ce que deviennent les rendez-vous. Demandez à l'équipe de RDV Service "
                             "Public d'accepter l'adresse de ce site pour ses notifications, puis recommencez."),
    Returned.STALE: (400, "Ce lien n'est plus valable. Demandez-en un nouveau et suivez-le dans les dix minutes."),
    Returned.FAILED: (502, "Cela n'a pas marché : RDV Service Public n'a pas donné l'accès. Recommencez dans un moment."),
}
_REFUSED = "L'accès n'a pas été donné. Rien n'a changé. Vous pouvez recommencer quand vous voulez."


class Unreadable(Exception):
    """An event that is not in the documented shape."""


class RdvServicePublicChannel:
    """Two addresses: one for their machine, one for an agent's browser."""

    def __init__(self, elsewhere: BookedElsewhere, authorisation: Authorisation, secret: str) -> None:
        if not secret:
            raise ValueError("without a secret, anybody could sign an event")
        self._elsewhere = elsewhere
        self._authorisation = authorisation
        self._secret = secret.encode()

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.post(WEBHOOK_PATH, self._event), web.get(RETURN_PATH, self._return)]

    async def _event(self, request: web.Request) -> web.Response:
        raw = await _body(request)
        if raw is None:
            return web.Response(status=413, text="Too long.")
        if not self._is_signed(raw, request.headers.get(_SIGNATURE, "")):
            logger.warning("an event with a wrong signature was refused")
            return web.Response(status=401, text="Wrong signature.")
        try:
            event = parse(raw)
        except Unreadable as unreadable:
            logger.warning("an event could not be read: %s", unreadable)
            return web.Response(status=400, text="Unreadable.")
        if event is not None:
            await asyncio.to_thread(self._elsewhere.received, event)
        return web.Response(text="OK")

    def _is_signed(self, raw: bytes, signature: str) -> bool:
        expected = hmac.new(self._secret, raw, hashlib.sha256).hexdigest()
        return hmac.compare_digest(expected.encode(), signature.strip().lower().encode(errors="replace"))

    async def _return(self, request: web.Request) -> web.Response:
        code, state = request.query.get("code", ""), request.query.get("state", "")
        if "error" in request.query:
            return web.Response(text=_REFUSED)
        if not 0 < len(code) <= _LONGEST_CODE:
            returned = Returned.STALE
        else:
            returned = await asyncio.to_thread(self._authorisation.returned, code, state)
        status, text = _PAGES[returned]
        return web.Response(status=status, text=text)


async def _body(request: web.Request) -> bytes | None:
    """The body as it was sent; None if it is too long. It may be longer than what people may send to this site."""
    raw = bytearray()
    async for part in request.content.iter_chunked(MAX_BYTES):
        raw += part
        if len(raw) > MAX_BYTES:
            return None
    return bytes(raw)


def parse(raw: bytes) -> ElsewhereEvent | None:
    """The event; None if it is not about an appointment. Raises Unreadable, without any of what was sent."""
    try:
        shape = json.loads(raw.decode("utf-8"))
        meta = shape["meta"]
        if meta["model"] != "Rdv" or meta["event"] not in _EVENTS:
            return None
        return _event(shape["data"], meta)
    except (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None


def _event(data: Mapping[str, Any], meta: Mapping[str, Any]) -> ElsewhereEvent:
    category = data["motif"].get("motif_category") or {}
    at = next((meta[name] for name in _MOMENTS if name in meta), None)
    return ElsewhereEvent(PROVIDER, _number(data["id"]), _moment(data["starts_at"]), _moment(at), _usagers(data),
                          data["organisation"]["id"], category.get("short_name"), _place(data.get("lieu")),
                          meta["event"] == "destroyed")


def _usagers(data: Mapping[str, Any]) -> dict[str, State]:
    """Each has a state of their own, unless the whole appointment is cancelled."""
    whole = state_of(data["status"])
    participations = data.get("participations")
    if participations is None:
        return {_number(user["id"]): whole for user in data["users"]}
    return {_number(one["user"]["id"]): state_of(one["status"]) if whole.takes_the_time else whole
            for one in participations}


def _place(lieu: Mapping[str, Any] | None) -> str | None:
    """A place of theirs. Never the « address » of the appointment: it may be the person's own."""
    return ", ".join(str(lieu[name]) for name in ("name", "address") if lieu.get(name)) or None if lieu else None


def _number(written: Any) -> str:
    if not isinstance(written, int) or isinstance(written, bool) or written < 0:
        raise ValueError
    return str(written)


def _moment(written: Any) -> datetime:
    """« 2026-11-24T14:00:00.000+01:00 », or « 2026-11-24 14:00:00 +0100 » as they wrote before; in UTC."""
    if not _MOMENT.fullmatch(written):
        raise ValueError
    return parse_moment(written).astimezone(timezone.utc)  # type: ignore[no-any-return]
