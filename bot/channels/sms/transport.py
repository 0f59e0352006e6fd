"""The way out by SMS: rendered, counted, paid for, sent."""
from __future__ import annotations

import asyncio
from dataclasses import replace

from bot.channels.sms.gsm7 import segments
from bot.channels.sms.provider import Carrier, PerhapsSent
from bot.channels.sms.render import render
from bot.domain.conversation import Sent
from bot.domain.errors import NotSent
from bot.domain.mobile import Sender, answerable
from bot.services.sms_ledger import SmsLedger


class SmsTransport:
    """`site`: our public address, for links to the pages of fiches."""

    def __init__(self, carrier: Carrier, ledger: SmsLedger, site: str) -> None:
        self._carrier = carrier
        self._ledger = ledger
        self._site = site

    async def send(self, address: str, sent: Sent, key: str) -> str | None:
        """Permanent refusals: a number outside of France, unless somebody there is in danger; and nobody at all."""
        who, answer = answerable(address), sent.answer
        if who is Sender.NOBODY or (who is Sender.FOREIGN and not answer.urgent):
            raise NotSent(f"this number is not written to: {who.value}", permanent=True)
        text = render(answer if self._carrier.carries_links else replace(answer, links=()), self._site)
        if not await asyncio.to_thread(self._ledger.spend, segments(text), answer.urgent):
            raise NotSent("the daily spending cap is reached")
        try:
            return await self._carrier.send(address, text, key)
        except PerhapsSent as unsure:
            # A helpline is better read twice than never; anything else is not.
            raise NotSent(f"perhaps sent: {unsure}", permanent=not answer.urgent) from None
