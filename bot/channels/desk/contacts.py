"""Contacts: how to reach the town's own places, filled in by the team and said at once."""
from __future__ import annotations

import asyncio
from dataclasses import asdict, fields

from aiohttp import web

from bot.channels.desk.door import Door, Visit, moved
from bot.domain.agent import Role
from bot.domain.errors import DeskRefused
from bot.domain.structure import Structure
from bot.services.accounts import AgentAccounts
from bot.services.town_contacts import TownContacts, Typed

_LIST = "/bureau/contenu/contacts"
_FIELDS = tuple(field.name for field in fields(Typed))


class ContactPages:
    """Typed, shown back in words, then kept."""

    def __init__(self, door: Door, accounts: AgentAccounts, contacts: TownContacts) -> None:
        self._door = door
        self._accounts = accounts
        self._contacts = contacts

    def routes(self) -> list[web.RouteDef]:
        one = _LIST + "/{lieu}"
        return [self._door.get(_LIST, self._list, Role.REFERENT), self._door.get(one, self._form, Role.REFERENT),
                self._door.post(one, self._post, Role.REFERENT)]

    async def _list(self, visit: Visit) -> web.Response:
        lines = await asyncio.to_thread(self._contacts.lines)
        done = self._contacts.place(visit.asked("fait"))
        following = next((line.place for line in lines if line.missing and line.place != done), None)
        return self._door.page(visit, "contenu_contacts.html", lines=lines, done=done, following=following)

    async def _form(self, visit: Visit) -> web.Response:
        place = self._place(visit)
        return self._filled(visit, place, self._contacts.typed(place), {})

    async def _post(self, visit: Visit) -> web.Response:
        place, typed = self._place(visit), Typed(**{name: visit.form.get(name, "") for name in _FIELDS})
        if visit.asked("acte") == "corriger":
            return self._filled(visit, place, typed, {})
        read = await asyncio.to_thread(self._contacts.read, place, typed)
        if read.errors:
            return self._filled(visit, place, typed, read.errors, 422)
        if visit.asked("acte") != "enregistrer":
            said = [("Les horaires, comme je les comprends", read.hours or ["Aucun horaire."]),
                    ("Le courriel, pour l'annuaire", [read.contact.courriel or "Aucun courriel."]),
                    ("Ce que les gens liront", read.card.split("\n"))]
            return self._door.page(visit, "contenu_verifier.html", titre=place.nom, address=visit.request.path, said=said,
                                   warnings=[], fields=asdict(typed), act="enregistrer", verb="C'est juste : enregistrer")
        await asyncio.to_thread(self._contacts.keep, place, typed, visit.agent)
        await asyncio.to_thread(self._accounts.note, visit.agent, "contact enregistré", place.id)
        return moved(f"{_LIST}?fait={place.id}")

    def _filled(self, visit: Visit, place: Structure, typed: Typed, errors: dict[str, str],
                status: int = 200) -> web.Response:
        first = next((name for name, value in asdict(typed).items() if not value), "telephone")
        return self._door.page(visit, "contenu_contact.html", status, place=place, typed=typed, errors=errors, first=first)

    def _place(self, visit: Visit) -> Structure:
        place = self._contacts.place(visit.request.match_info["lieu"])
        if place is None:
            raise DeskRefused("Ce lieu n'est pas dans l'annuaire de la ville. Revenez à la liste des contacts.")
        return place
