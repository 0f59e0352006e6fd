"""The trained assistant, loaded once: real Rasa, real actions, a real database, the demonstration agenda."""
from __future__ import annotations

from dataclasses import replace
from typing import Iterator

import pytest

from bot.adapters.clock import SetClock
from bot.bootstrap import Services, build
from bot.channels.relay import Relay
from bot.settings import Settings
from tests.trained import needs_a_model


class Assistant:
    """Talks, and remembers nothing between two conversations with different names."""

    def __init__(self, services: Services, relay: Relay, rasa) -> None:
        self.services = services
        self.relay = relay
        self.rasa = rasa


@pytest.fixture(scope="session")
def assistant(tmp_path_factory) -> Iterator[Assistant]:
    from bot.late_rasa import load_rasa

    folder = tmp_path_factory.mktemp("assistant")
    settings = replace(Settings.from_environment({}), database_url=f"sqlite:///{folder / 'test.db'}",
                       key_file=folder / "key", demo=True)
    needs_a_model(settings)
    services = build(settings, SetClock("2026-11-21T10:00"))
    rasa = load_rasa(settings, services)
    return Assistant(services, Relay(services.conversations, services.answers, rasa), rasa)
