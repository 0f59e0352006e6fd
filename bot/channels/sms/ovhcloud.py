"""OVHcloud. Its calls are not signed: they come to an address that nobody can guess, with a password.

Sources: https://eu.api.ovh.com/console/#/sms (POST /sms/{serviceName}/jobs); receipts, in the guide « Tout savoir sur les
utilisateurs SMS »; replies (`PUT /sms/{serviceName}`, `smsResponse.cgiUrl`), which no guide describes, at
https://community.ovh.com/t/callback-executer-a-la-reception-de-chaque-sms/2966 : id, senderid, message, shortcode, tag.
"""
from __future__ import annotations

import asyncio
import hashlib
import hmac
from typing import Any, Mapping

import ovh
from aiohttp import BasicAuth, hdrs

from bot.channels.sms.provider import Call, Receipt, Refused, broken, incoming, same
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import NotSent

_SECONDS = 15.0
_SHORTEST_SECRET = 22  # of letters and figures: 128 bits
_DELIVERED = "4"
# The « ID du DLR », under its two names; any other means: not certain yet.
_OUTCOMES = {"1": "delivered", "2": "failed", "16": "failed"}


class Ovhcloud:
    """One SMS account. `sender`: its own mobile number; empty, a short number lent for 48 hours, which carries no link."""

    path = "/sms/ovhcloud/{secret}"
    thanks = ("text/plain", "")  # what is answered here could be sent to the person

    def __init__(self, client: ovh.Client, account: str, sender: str, secret: str, user: str, password: str) -> None:
        if len(secret) < _SHORTEST_SECRET or not password:
            raise ValueError("without a secret address and a password, anybody could write in the name of anybody")
        self._client = client
        self._account = account
        self._sender = sender
        self._secret = secret
        self._credentials = BasicAuth(user, password).encode()
        self.carries_links = bool(sender)

    def check(self, call: Call) -> None:
        if not same(call.secret, self._secret):
            raise Refused(404, "the address is wrong")
        if not same(call.headers.get(hdrs.AUTHORIZATION, ""), self._credentials):
            raise Refused(401, "the password is wrong or missing")

    def message(self, call: Call) -> IncomingMessage:
        text = call.field("message")
        # Their id may be that of our message that is answered: several answers to it are several messages.
        told_apart = hmac.new(self._secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:16]
        identifier = call.field("id")
        return incoming(call.field("senderid"), text, identifier and f"{identifier}-{told_apart}")

    def receipt(self, call: Call) -> Receipt | None:
        reference, state = call.field("id"), call.fields.get("dlr") or call.fields.get("description", "")
        outcome = "delivered" if call.fields.get("ptt") == _DELIVERED else _OUTCOMES.get(state)
        return Receipt(reference, outcome) if outcome else None

    async def send(self, number: str, text: str, key: str) -> str | None:
        """`key` becomes the tag, by which the desk finds a message in the account: disguised, for it may tell a secret."""
        return await asyncio.to_thread(self._send, number, text, hashlib.sha256(key.encode()).hexdigest()[:20])

    def _send(self, number: str, text: str, tag: str) -> str | None:
        sender = {"sender": self._sender} if self._sender else {"senderForResponse": True}
        try:
            report = self._client.post(f"/sms/{self._account}/jobs", receivers=[number], message=text, noStopClause=True,
                                       charset="UTF-8", coding="7bit", priority="high", tag=tag, **sender)
        except (ovh.HTTPError, ovh.InvalidResponse) as error:
            raise broken("OVHcloud", error.args[1]) from None
        except ovh.APIError as error:
            # Its message may quote the number. A number that gets no SMS is no error here, but in the report.
            raise NotSent(f"OVHcloud: {type(error).__name__}") from None
        return _reference(report)


def connect(application_key: str, application_secret: str, consumer_key: str) -> ovh.Client:
    """The library's own client, that signs what is asked of their API in Europe."""
    return ovh.Client("ovh-eu", application_key, application_secret, consumer_key, timeout=_SECONDS)


def _reference(report: Mapping[str, Any] | None) -> str | None:
    if not report or report.get("invalidReceivers"):
        raise NotSent("OVHcloud: the number gets no SMS", permanent=bool(report))
    return next((str(one) for one in report.get("ids") or ()), None)
