"""The Telegram channel at work: what Telegram brings us or we fetch, and what is said without asking the dialogue."""
from __future__ import annotations

import asyncio
import hmac
import logging
import re
from collections import deque
from contextlib import asynccontextmanager
from hashlib import sha256
from typing import Any, AsyncIterator, Awaitable, Callable

from aiohttp import web
from telegram import Bot, BotCommand
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channels.courier import Courier
from bot.channels.telegram.inbound import UPDATES, Received, Unreadable, number, parse, read
from bot.channels.telegram.transport import TelegramTransport
from bot.domain.answer import Answer
from bot.domain.conversation import Sent
from bot.domain.errors import NotSent, StorageUnavailable

logger = logging.getLogger(__name__)

WEBHOOK_PATH = "/telegram/webhook"
# A long message that answers another long one, all in signs of six bytes, is more than what the rest of the site accepts.
MAX_BYTES = 256 * 1024
COMMANDS = (BotCommand("start", "Commencer"), BotCommand("aide", "Ce que je sais faire"),
            BotCommand("rdv", "Prendre un rendez-vous"), BotCommand("humain", "Parler à une personne"),
            BotCommand("mesdonnees", "Voir mes données"), BotCommand("effacer", "Effacer mes données"))
_SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_CONNECTIONS = 20
_LONG_POLL, _LONGEST_PAUSE, _LAST_WORDS, _UNTIL_IT_IS_KEPT = 50, 300.0, 5.0, 5.0  # seconds
_REMEMBERED = 1000


class TelegramChannel:
    """Updates come by the webhook where we have a public https address, else we fetch them: one process may do so.

    `say` gives a standing sentence by its key. `secret` is what Telegram shows with each webhook. `pause`: the seconds
    before a first new attempt, when Telegram does not answer.
    """

    def __init__(self, courier: Courier, say: Callable[[str], Answer], bot: Bot, transport: TelegramTransport,
                 public_url: str, secret: str, pause: float = 1.0) -> None:
        self._has_webhook = public_url.startswith("https://")
        if self._has_webhook:
            _check(secret)
        self._courier = courier
        self._say = say
        self._bot = bot
        self._transport = transport
        self._public_url = public_url
        self._secret = secret.encode()
        self._pause = pause
        self._recent: deque[str] = deque(maxlen=_REMEMBERED)
        self._tasks: set[asyncio.Task[None]] = set()

    def routes(self) -> list[web.RouteDef]:
        return [web.post(WEBHOOK_PATH, self._webhook)] if self._has_webhook else []

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Show the menu, and fetch updates if nobody brings them. A Telegram that is away stops nothing."""
        loops = [asyncio.create_task(self._introduce())]
        if not self._has_webhook:
            loops.append(asyncio.create_task(self._poll()))
        try:
            yield
        finally:
            for loop in loops:
                loop.cancel()
            await asyncio.gather(*loops, return_exceptions=True)
            if self._tasks:
                await asyncio.wait(self._tasks, timeout=_LAST_WORDS)
            await self._bot.shutdown()

    async def _webhook(self, request: web.Request) -> web.Response:
        shown = request.headers.get(_SECRET_HEADER, "").encode(errors="replace")
        if not hmac.compare_digest(shown, self._secret):
            logger.warning("a Telegram webhook without the right secret was refused")
            raise web.HTTPForbidden(text="Wrong secret.")
        try:
            received = parse(await request.clone(client_max_size=MAX_BYTES).read())
        except web.HTTPRequestEntityTooLarge:
            logger.warning("a Telegram webhook was too long")
            raise
        except Unreadable as unreadable:
            logger.warning("a Telegram update could not be read: %s", unreadable)
            return web.Response(status=400, text="Unreadable.")
        await self._take(received)
        return web.Response(text="OK")

    async def _poll(self) -> None:
        """What was fetched is only confirmed, by the next question, once the courier has it."""
        offset, pause = None, self._pause
        while True:
            try:
                updates = await self._fetch(offset)
            except TelegramError as error:
                logger.error(_FETCHING.get(type(error), "Telegram gave no updates: %s"), type(error).__name__)
                await asyncio.sleep(pause)
                pause = min(2 * pause, _LONGEST_PAUSE)
                continue
            pause = self._pause
            unkept = await self._first_unkept(updates)
            # After a week of silence numbers begin anew, anywhere: an old one must not be asked for.
            offset = number(updates[-1]) + 1 if updates else None
            if unkept is not None:
                offset = number(unkept)
                await asyncio.sleep(_UNTIL_IT_IS_KEPT)

    async def _first_unkept(self, updates: list[Any]) -> Any | None:
        """Take updates one after the other; the first that could not be kept, which Telegram must bring again."""
        for update in updates:
            task = self._in_background(self._fetched(update))
            await asyncio.wait([task])
            if isinstance(task.exception(), StorageUnavailable):
                return update
        return None

    async def _fetch(self, offset: int | None) -> list[Any]:
        """Not `get_updates`, which reads all or nothing: one update that it cannot read would come back for ever."""
        asked = {"timeout": _LONG_POLL, "allowed_updates": UPDATES, **({} if offset is None else {"offset": offset})}
        fetched: list[Any] = await self._bot.do_api_request("getUpdates", asked, read_timeout=_LONG_POLL + 10)
        return fetched

    async def _fetched(self, update: Any) -> None:
        try:
            received = read(update)
        except Unreadable as unreadable:
            logger.warning("a Telegram update could not be read: %s", unreadable)
            return
        await self._take(received)

    async def _take(self, received: Received | None) -> None:
        if received is None:
            return
        if received.key not in self._recent:
            self._recent.append(received.key)
            if received.says is None or await self._courier.is_first(_name(received)):
                self._in_background(self._react(received))
        if received.message is not None:
            await self._courier.accept(received.message)

    async def _react(self, received: Received) -> None:
        """What is done without asking the dialogue."""
        chat, press = received.chat, received.press
        if press is not None:
            await _try(self._bot.answer_callback_query(press.query))
            if press.message is not None:
                await _try(self._bot.edit_message_reply_markup(chat, press.message))
        if received.says is not None:
            answer = self._say(received.says)
            await _try(self._transport.ask_position(str(chat), answer) if received.asks_position else
                       self._transport.send(str(chat), Sent(0, answer), received.key))
        if received.leaves:
            await _try(self._bot.leave_chat(chat))

    def _in_background(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and not isinstance(task.exception(), (StorageUnavailable, type(None))):
            logger.error("an update of Telegram could not be dealt with", exc_info=task.exception())

    async def _introduce(self) -> None:
        """Show the menu, and say in the log if something is amiss; again and again, ever more rarely, until it is done."""
        pause = self._pause
        while True:
            try:
                await self._bot.initialize()
                await self._bot.set_my_commands(COMMANDS)
                webhook = await self._bot.get_webhook_info()
                break
            except TelegramError as error:
                logger.error(_FETCHING.get(type(error), "Telegram cannot be reached: %s"), type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)
        if self._has_webhook and webhook.url != self._public_url + WEBHOOK_PATH:
            logger.error("Telegram brings nothing here: run « python -m bot telegram webhook »")


async def register(bot: Bot, public_url: str, secret: str) -> None:
    """Have Telegram bring its updates to our public address. Raises ValueError, or TelegramError."""
    if not public_url.startswith("https://"):
        raise ValueError(f"Telegram brings its updates to https:// only, not to {public_url!r}")
    _check(secret)
    await bot.set_webhook(public_url + WEBHOOK_PATH, allowed_updates=UPDATES, max_connections=_CONNECTIONS,
                          secret_token=secret)


async def unregister(bot: Bot) -> None:
    """Have Telegram keep its updates until we fetch them; those that wait are not lost. Raises TelegramError."""
    await bot.delete_webhook()


def _check(secret: str) -> None:
    if not _SECRET.fullmatch(secret):
        raise ValueError("the Telegram secret must have 1 to 256 letters, digits, « _ » or « - », without accents")


def _name(received: Received) -> str:
    """Telegram names albums as it likes; the message of the same update, if any, has a name of its own."""
    return f"said:{sha256(received.key.encode(errors='replace')).hexdigest()}"


async def _try(call: Awaitable[object]) -> None:
    """Too old a query, a keyboard already gone, somebody who has blocked us: there is nothing better to do."""
    try:
        await call
    except (TelegramError, NotSent) as error:
        logger.info("Telegram refused: %s", error if isinstance(error, NotSent) else type(error).__name__)


_FETCHING: dict[type[TelegramError], str] = {
    Conflict: "%s: another process fetches Telegram's updates, or a webhook is set (« python -m bot telegram polling »)",
    InvalidToken: "%s: Telegram refuses the token",
}
