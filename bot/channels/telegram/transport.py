"""Sends to Telegram with its own library, no faster than it bears, and tells what will never arrive from what may later.

Source: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this (30 messages a second in all, one a
second to a chat, short bursts allowed) and https://docs.python-telegram-bot.org (telegram.error).
"""
from __future__ import annotations

import logging
import warnings
from datetime import timedelta

from aiolimiter import AsyncLimiter
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    LinkPreviewOptions,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import HTTPXRequest

from bot.channels.telegram.render import buttons, render
from bot.domain.answer import Answer
from bot.domain.conversation import Sent
from bot.domain.errors import NotSent

API = "https://api.telegram.org"
_BURST = 3  # messages at once to one chat; one a second after that
_PATIENCE = 20.0  # seconds without an answer
_MY_POSITION = "Envoyer ma position"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
# How the library's network layer names what went wrong before anything was sent.
_NEVER_LEFT = {"ConnectError", "ConnectTimeout", "PoolTimeout", "RuntimeError"}  # the last: we are closing down

Markup = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove


def new_bot(token: str, api: str = API, patience: float = _PATIENCE) -> Bot:
    """The library's bot. `api`: Telegram's address, or that of a server that speaks its Bot API.

    Its loggers are kept quiet: they write the address of each request, which holds the token, and what people wrote.
    The warning is about updates fetched as they are, which is meant (see `channel`).
    """
    for talkative in ("httpx", "httpcore", "telegram"):
        logging.getLogger(talkative).setLevel(logging.CRITICAL + 1)
    warnings.filterwarnings("ignore", "Please use 'Bot.getUpdates'")
    requests = [HTTPXRequest(read_timeout=patience, connect_timeout=min(patience, 5)) for _ in range(2)]
    return ExtBot(token, base_url=f"{api}/bot", request=requests[0], get_updates_request=requests[1],
                  rate_limiter=AIORateLimiter())


class TelegramTransport:
    """A way out of the house. `site`: our public address, to which links lead if it is « https://… »."""

    def __init__(self, bot: Bot, site: str) -> None:
        self._bot = bot
        self._site = site
        self._paces: dict[str, AsyncLimiter] = {}

    async def send(self, address: str, sent: Sent, key: str) -> str | None:
        """Send; NotSent if it did not leave, or perhaps did and is not worth being said twice.

        `key` is not used: Telegram knows no name of ours. Returns Telegram's number of the message in its chat.
        """
        # What has no buttons also takes away the one that asks for the position, should it still be there.
        return await self._send(address, sent.answer, _keyboard(sent) or ReplyKeyboardRemove())

    async def ask_position(self, address: str, answer: Answer) -> None:
        """Send with a button in place of the letters, that tells where the phone is. Raises NotSent."""
        button = KeyboardButton(_MY_POSITION, request_location=True)
        await self._send(address, answer, ReplyKeyboardMarkup([[button]], resize_keyboard=True, one_time_keyboard=True))

    async def _send(self, address: str, answer: Answer, markup: Markup) -> str:
        if not answer.urgent:
            await self._pace(address).acquire()
        try:
            message = await self._bot.send_message(int(address), render(answer, self._site), ParseMode.HTML,
                                                   link_preview_options=_NO_PREVIEW, reply_markup=markup)
        except TelegramError as error:
            raise _not_sent(error, answer.urgent) from None
        return str(message.message_id)

    def _pace(self, address: str) -> AsyncLimiter:
        # A chat that may be written as many messages as a new one is forgotten.
        self._paces = {chat: pace for chat, pace in self._paces.items() if not pace.has_capacity(_BURST)}
        return self._paces.setdefault(address, AsyncLimiter(_BURST, _BURST))


def _keyboard(sent: Sent) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(label, callback_data=data)] for label, data in buttons(sent)]
    return InlineKeyboardMarkup(rows) if rows else None


def _not_sent(error: TelegramError, is_urgent: bool) -> NotSent:
    """The names of errors only: their messages may hold the token, or words of the answer."""
    why = type(error).__name__
    if isinstance(error, RetryAfter):
        wait = error.retry_after
        return NotSent(why, wait=wait.total_seconds() if isinstance(wait, timedelta) else wait)
    if isinstance(error, (Forbidden, BadRequest, ChatMigrated)):
        return NotSent(why, permanent=True)
    cause = type(error.__cause__).__name__
    if error.__cause__ is None or cause in _NEVER_LEFT:
        return NotSent(why)
    # The line broke before Telegram answered. A helpline is better read twice than never; anything else is not.
    return NotSent(f"perhaps sent: {cause}", permanent=not is_urgent)
