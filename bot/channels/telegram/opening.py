"""Opens the Telegram channel, where the town has a robot there."""
from __future__ import annotations

from bot.channels.house import Channel, House, Opened
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.inbound import CHANNEL
from bot.channels.telegram.transport import API, TelegramTransport, new_bot


def open_telegram(house: House) -> Channel | None:
    """None without `REPERE_TELEGRAM_TOKEN`. ValueError if the secret is not one that Telegram takes."""
    options = house.options(CHANNEL)
    if not options.get("token"):
        return None
    bot = new_bot(options["token"], options.get("api", API))
    transport = TelegramTransport(bot, house.public_url)
    courier = house.courier(CHANNEL, transport)
    channel = TelegramChannel(courier, house.answers.say, bot, transport, house.public_url, options.get("secret", ""))
    return Opened(channel, channel, courier)
