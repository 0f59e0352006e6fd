"""Opens the SMS channel with the provider that the settings name: the simulator, unless they say otherwise."""
from __future__ import annotations

import logging
from typing import Callable, Mapping

from bot.channels.courier import Courier
from bot.channels.house import Channel, House, Opened
from bot.channels.sms.gsm7 import unfinished
from bot.channels.sms.inbound import SmsChannel
from bot.channels.sms.ovhcloud import Ovhcloud, connect
from bot.channels.sms.provider import CHANNEL, Carrier
from bot.channels.sms.simulator import Simulator
from bot.channels.sms.simulator_pages import SimulatorPages
from bot.channels.sms.transport import SmsTransport
from bot.channels.sms.twilio import Twilio

logger = logging.getLogger(__name__)

_CENTS = "7.5"


def open_sms(house: House) -> Channel | None:
    """None for `REPERE_SMS_PROVIDER=aucun`. ValueError, naming the setting, when one is missing or wrong."""
    options = house.options(CHANNEL)
    name = options.get("provider", "simulateur")
    if name not in _PROVIDERS:
        raise ValueError(f"REPERE_SMS_PROVIDER must be one of {', '.join(_PROVIDERS)}, not {name!r}")
    return _PROVIDERS[name](house, options)


def _closed(house: House, options: Mapping[str, str]) -> Channel | None:
    return None


def _simulated(house: House, options: Mapping[str, str]) -> Channel:
    logger.warning("SMS go to the simulator: no telephone receives them (REPERE_SMS_PROVIDER)")
    simulator = Simulator(float(options.get("cents", _CENTS)))
    courier = _courier(house, simulator)
    return Opened(SimulatorPages(courier, simulator), courier)


def _twilio(house: House, options: Mapping[str, str]) -> Channel:
    account, token, number = _needed(options, "account", "token", "number")
    provider = Twilio(account, token, number, house.public_url)
    courier = _courier(house, provider)
    return Opened(SmsChannel(courier, provider, house.public_url), courier)


def _ovhcloud(house: House, options: Mapping[str, str]) -> Channel:
    key, application, consumer = _needed(options, "application_key", "application_secret", "consumer_key")
    account, secret, user, password = _needed(options, "account", "secret", "user", "password")
    provider = Ovhcloud(connect(key, application, consumer), account, options.get("sender", ""), secret, user, password)
    courier = _courier(house, provider)
    return Opened(SmsChannel(courier, provider, house.public_url), courier)


def _courier(house: House, carrier: Carrier) -> Courier:
    return house.courier(CHANNEL, SmsTransport(carrier, house.sms_ledger, house.public_url),
                         admits=house.sms_door.admits, is_unfinished=unfinished)


def _needed(options: Mapping[str, str], *names: str) -> list[str]:
    missing = [f"REPERE_SMS_{name.upper()}" for name in names if not options.get(name)]
    if missing:
        raise ValueError(f"these settings are needed to send SMS: {', '.join(missing)}")
    return [options[name] for name in names]


_PROVIDERS: dict[str, Callable[[House, Mapping[str, str]], Channel | None]] = {
    "simulateur": _simulated, "twilio": _twilio, "ovhcloud": _ovhcloud, "aucun": _closed}
