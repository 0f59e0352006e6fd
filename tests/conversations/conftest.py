"""The trained assistant, loaded once: real Rasa, real actions, a real database, the demonstration agenda."""
from __future__ import annotations

import os
from dataclasses import replace
from typing import Iterator

import pytest

from bot.adapters.cipher import new_key
from bot.adapters.clock import SetClock
from bot.bootstrap import Services, build
from bot.channels.relay import Relay
from bot.settings import ROOT, Settings


class Assistant:
    """Talks, and remembers nothing between two conversations with different names."""

    def __init__(self, services: Services, relay: Relay, rasa) -> None:
        self.services = services
        self.relay = relay
        self.rasa = rasa


@pytest.fixture(scope="session")
def assistant(tmp_path_factory) -> Iterator[Assistant]:
    if not list((ROOT / "models").glob("*.tar.gz")):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no trained model: run `make train`")
    from bot.assistant import load_rasa

    folder = tmp_path_factory.mktemp("assistant")
    (folder / "key").write_text(new_key(), encoding="ascii")
    settings = replace(Settings.from_environment({}), database_url=f"sqlite:///{folder / 'test.db'}",
                       key_file=folder / "key", demo=True)
    services = build(settings, SetClock("2026-11-21T10:00"))
    rasa = load_rasa(settings, services)
    return Assistant(services, Relay(services.conversations, services.answers, rasa), rasa)
