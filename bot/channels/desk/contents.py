"""Contenu: all that the team keeps true, on one page; what is to be read again; what people say is wrong."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Callable, Sequence

from aiohttp import web

from bot.channels.desk.contacts import ContactPages
from bot.channels.desk.door import Door, Visit, moved
from bot.channels.desk.notices import NoticePages
from bot.channels.desk.office_hours import OfficeHoursPages
from bot.channels.desk.previews import PreviewPages
from bot.domain.agent import Role
from bot.services.accounts import AgentAccounts
from bot.services.answers import Answers
from bot.services.content_review import ContentReview
from bot.services.desk_hours import DeskHours
from bot.services.fiche_pages import PublicFiches
from bot.services.place_reports import PlaceReports
from bot.services.town_contacts import TownContacts
from bot.services.town_notices import TownNotices

_FOLDER = "/bureau/contenu"


@dataclass(frozen=True)
class ContentServices:
    """What these pages work with."""

    contacts: TownContacts
    notices: TownNotices
    review: ContentReview
    reports: PlaceReports
    hours: DeskHours
    answers: Answers
    fiches: PublicFiches
    refused: Callable[[], Sequence[str]] = tuple
    """Why what was changed on the machine is not served, in French."""


class ContentPages:
    """Every page under /bureau/contenu. `public_url`: this site as people reach it, without a final slash."""

    def __init__(self, door: Door, accounts: AgentAccounts, services: ContentServices, public_url: str) -> None:
        self._door = door
        self._accounts = accounts
        self._services = services
        self._pages = (
            ContactPages(door, accounts, services.contacts),
            NoticePages(door, accounts, services.notices),
            PreviewPages(door, services.review, services.answers, services.fiches, public_url),
            OfficeHoursPages(door, accounts, services.hours),
        )

    def routes(self) -> list[web.RouteDef]:
        referent = Role.REFERENT
        return [self._door.get(_FOLDER, self._overview), self._door.get(f"{_FOLDER}/a-relire", self._due),
                self._door.get(f"{_FOLDER}/erreurs", self._reports, referent),
                self._door.post(f"{_FOLDER}/erreurs", self._handle, referent),
                *(route for page in self._pages for route in page.routes())]

    async def _overview(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "contenu.html", state=await asyncio.to_thread(self._state))

    def _state(self) -> dict[str, object]:
        """What there is to do, page by page."""
        contacts, review = self._services.contacts, self._services.review
        return {"missing": sum(bool(line.missing) for line in contacts.lines()), "notices": self._services.notices.current(),
                "fiches": review.number, "fiches_due": review.fiches_due(), "values_due": review.values_due(),
                "reports": self._services.reports.count(), "hours": self._services.hours.said(),
                "refused": self._services.refused()}

    async def _due(self, visit: Visit) -> web.Response:
        fiches = await asyncio.to_thread(self._services.review.fiches_due)
        values = await asyncio.to_thread(self._services.review.values_due)
        return self._door.page(visit, "contenu_relire.html", fiches=fiches, values=values, today=self._services.review.today)

    async def _reports(self, visit: Visit) -> web.Response:
        reports = await asyncio.to_thread(self._services.reports.open)
        return self._door.page(visit, "contenu_erreurs.html", reports=reports, done=visit.asked("fait"))

    async def _handle(self, visit: Visit) -> web.Response:
        place = visit.asked("lieu")
        await asyncio.to_thread(self._services.reports.handle, place, visit.asked("raison"))
        await asyncio.to_thread(self._accounts.note, visit.agent, "erreur traitée", place)
        return moved(f"{_FOLDER}/erreurs?fait=oui")
