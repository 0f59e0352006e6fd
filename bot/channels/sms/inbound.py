"""What a provider calls us for: a message that a person sent, or what became of one of ours. Read strictly."""
from __future__ import annotations

import logging
from urllib.parse import parse_qsl

from aiohttp import web
from multidict import MultiDict

from bot.channels.courier import Courier
from bot.channels.sms.provider import Call, Provider, Receipt, Refused
from bot.domain.mobile import Sender, answerable

logger = logging.getLogger(__name__)

_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100


class SmsChannel:
    """The two addresses of one provider. `public_url`: this site as the provider reaches it, whatever stands before us."""

    def __init__(self, courier: Courier, provider: Provider, public_url: str) -> None:
        self._courier = courier
        self._provider = provider
        self._public_url = public_url

    def routes(self) -> list[web.AbstractRouteDef]:
        receipts = f"{self._provider.path}/recus"
        return [web.post(self._provider.path, self._message), web.post(receipts, self._receipt),
                web.get(receipts, self._receipt, allow_head=False)]

    async def _message(self, request: web.Request) -> web.Response:
        try:
            message = self._provider.message(await self._checked(request))
        except Refused as refused:
            return _refuse(refused)
        if answerable(message.address) is Sender.NOBODY:
            logger.info("a message from a short code, a name or a machine was left unanswered")
        else:
            await self._courier.accept(message)
        return self._thanks()

    async def _receipt(self, request: web.Request) -> web.Response:
        try:
            receipt = self._provider.receipt(await self._checked(request))
        except Refused as refused:
            return _refuse(refused)
        if receipt is not None:
            await self._tell(receipt)
        return self._thanks()

    async def _tell(self, receipt: Receipt) -> None:
        if not await self._courier.receipt(receipt.reference, receipt.outcome):
            logger.warning("a receipt is about a message that we did not send")

    async def _checked(self, request: web.Request) -> Call:
        # The path as it was sent: written again by a library, its signature would no longer be right.
        call = Call(f"{self._public_url}{request.raw_path}", await _fields(request), request.headers,
                    request.match_info.get("secret", ""))
        self._provider.check(call)
        return call

    def _thanks(self) -> web.Response:
        kind, body = self._provider.thanks
        return web.Response(text=body, content_type=kind)


def _refuse(refused: Refused) -> web.Response:
    """Providers show this to engineers, in their own console."""
    logger.warning("a call of the SMS provider was refused: %s", refused)
    headers = {"WWW-Authenticate": 'Basic realm="sms"'} if refused.status == 401 else {}
    return web.Response(status=refused.status, text=f"Refused: {refused}.", headers=headers)


async def _fields(request: web.Request) -> MultiDict[str]:
    """The fields of a form, or of the address; Refused unless they are UTF-8 in every place."""
    if request.method == "GET":
        return _parsed(request.rel_url.raw_query_string.encode())
    if request.content_type != _FORM or (request.charset or "utf-8").lower() not in ("utf-8", "utf8"):
        raise Refused(400, "not a form in UTF-8")
    return _parsed(await request.read())


def _parsed(raw: bytes) -> MultiDict[str]:
    try:
        return MultiDict(parse_qsl(raw.decode("ascii"), keep_blank_values=True, strict_parsing=True, encoding="utf-8",
                                   errors="strict", max_num_fields=_MOST_FIELDS))
    except ValueError:
        raise Refused(400, "unreadable") from None
