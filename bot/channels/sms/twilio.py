"""Twilio. Its calls are signed; https://www.twilio.com/docs/messaging/guides/webhook-request names their fields."""
from __future__ import annotations

import asyncio
import logging

from requests import RequestException
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http import HttpClient
from twilio.http.http_client import TwilioHttpClient
from twilio.request_validator import RequestValidator
from twilio.rest import Client

from bot.channels.sms.provider import Call, Receipt, Refused, broken, incoming
from bot.domain.conversation import IncomingMessage
from bot.domain.errors import NotSent

_SECONDS = 15.0
_BAD_REQUEST = 400
# A request refused for good, but by our own fault, which somebody may mend before the next attempt: a sender that is not
# ours, a full queue. https://www.twilio.com/docs/api/errors
_OURS_TO_MEND = frozenset((21212, 21603, 21606, 21611, 21659, 21660, 21661))
_OUTCOMES = {"delivered": "delivered", "read": "delivered", "failed": "failed", "undelivered": "failed",
             "canceled": "failed"}
# The library writes each request and its headers down, at the level of information.
_QUIET = logging.getLogger(f"{__name__}.requests")


class Twilio:
    """One number of one account. `public_url`: this site as Twilio reaches it."""

    path = "/sms/twilio"
    thanks = ("text/xml", "<Response/>")
    carries_links = True

    def __init__(self, account: str, token: str, number: str, public_url: str,
                 http_client: HttpClient | None = None) -> None:
        _QUIET.setLevel(logging.WARNING)
        self._validator = RequestValidator(token)
        self._client = Client(account, token, http_client=http_client or TwilioHttpClient(timeout=_SECONDS, logger=_QUIET))
        self._number = number
        self._receipts = f"{public_url}{self.path}/recus"

    def check(self, call: Call) -> None:
        signature = call.headers.get("X-Twilio-Signature", "")
        if not self._validator.validate(call.url, call.fields, signature):
            raise Refused(403, "the signature is wrong or missing")

    def message(self, call: Call) -> IncomingMessage:
        return incoming(call.field("From"), call.field("Body"), call.field("MessageSid"))

    def receipt(self, call: Call) -> Receipt | None:
        reference, outcome = call.field("MessageSid"), _OUTCOMES.get(call.field("MessageStatus"))
        return Receipt(reference, outcome) if outcome else None

    async def send(self, number: str, text: str, key: str) -> str | None:
        """`key` is of no use to Twilio, which cannot tell a message sent twice."""
        return await asyncio.to_thread(self._send, number, text)

    def _send(self, number: str, text: str) -> str | None:
        try:
            created = self._client.messages.create(to=number, from_=self._number, body=text, status_callback=self._receipts)
        except TwilioRestException as error:
            # Its message may quote the number.
            why = f"Twilio: status {error.status}, error {error.code}"
            raise NotSent(why, is_permanent(error.status, error.code)) from None
        except (TwilioException, RequestException, ValueError) as error:
            raise broken("Twilio", error) from None
        return created.sid or None


def is_permanent(status: int, code: int | None) -> bool:
    """Whether asking again is of no use: the person has said STOP (21610), the number does not exist (21211, 21614)…"""
    return status == _BAD_REQUEST and code not in _OURS_TO_MEND
