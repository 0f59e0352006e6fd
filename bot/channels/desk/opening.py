"""Opens the desk: its door, and every page behind it."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from aiohttp import web

from bot.channels.desk.accounts import AccountPages
from bot.channels.desk.door import Door
from bot.channels.desk.entry import EntryPages
from bot.channels.desk.templates import Templates
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class DeskServices:
    """What the pages of the desk work with. `public_url`: this site as agents reach it, without a final slash."""

    knowledge: Knowledge
    accounts: AgentAccounts
    public_url: str


class DeskPages:
    """Everything under /bureau."""

    def __init__(self, services: DeskServices) -> None:
        templates = Templates(services.knowledge.territoires.home.nom)
        door = Door(services.accounts, templates, services.public_url.startswith("https://"))
        self._pages = (
            EntryPages(door, services.accounts, templates),
            AccountPages(door, services.accounts, services.public_url),
        )

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        return [*(route for page in self._pages for route in page.routes()), web.static("/bureau/static", _STATIC)]
