"""The command of `python -m bot` that tells Telegram how its messages reach us."""
from __future__ import annotations

import argparse
import asyncio
from typing import Mapping

from bot.settings import Settings

WAYS = ("webhook", "polling")


def telegram(options: argparse.Namespace) -> int:
    """Have Telegram bring its messages to our public address (webhook), or keep them until we fetch them (polling)."""
    # Loaded here: Telegram's library takes a second, which no other command should pay.
    from telegram.error import TelegramError

    from bot.channels.telegram.inbound import CHANNEL

    settings = Settings.from_environment()
    access = settings.options(CHANNEL)
    if not access.get("token"):
        print("Donnez d'abord le jeton du robot : REPERE_TELEGRAM_TOKEN (docs/exploitation.md).")
        return 1
    try:
        asyncio.run(_tell(access, settings.public_url, options.way))
    except TelegramError as error:
        # Its message may hold the token.
        print(f"Telegram a refusé, ou n'a pas répondu : {type(error).__name__}. Vérifiez le jeton, puis recommencez.")
        return 1
    print("C'est fait.")
    return 0


async def _tell(access: Mapping[str, str], public_url: str, way: str) -> None:
    from bot.channels.telegram.channel import register, unregister
    from bot.channels.telegram.transport import API, new_bot

    async with new_bot(access["token"], access.get("api", API)) as bot:
        await (register(bot, public_url, access.get("secret", "")) if way == "webhook" else unregister(bot))
