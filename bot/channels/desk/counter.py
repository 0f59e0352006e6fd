"""Au comptoir: one search for the person who stands there, in the assistant, the fiches, the directory and the agenda."""
from __future__ import annotations

import asyncio
import re
import secrets
from typing import Any

from aiohttp import web

from bot.channels.desk.agenda_forms import Chosen
from bot.channels.desk.counter_answers import Exchange, exchange
from bot.channels.desk.door import Door, Visit, moved
from bot.channels.desk.sheet import SheetDesk
from bot.channels.relay import Relay
from bot.domain.conversation import COUNTER, IncomingMessage
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.appointment_words import AppointmentWords
from bot.services.counter import Counter

PATH = "/bureau/comptoir"
_THREAD = re.compile(r"[\w-]{20,64}", re.ASCII)


class CounterPages:
    """One page, that works as a form; with script, each of its groups is asked for by itself."""

    def __init__(self, door: Door, relay: Relay, counter: Counter, sheets: SheetDesk, accounts: AgentAccounts,
                 knowledge: Knowledge) -> None:
        self._door = door
        self._relay = relay
        self._counter = counter
        self._sheets = sheets
        self._accounts = accounts
        self._words = AppointmentWords(knowledge)
        self._already_said = knowledge.messages["premier_message"]  # to people who talk to a program without an agent

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(PATH, self._page), self._door.post(PATH, self._page),
                self._door.post(f"{PATH}/assistant", self._assistant), self._door.post(f"{PATH}/fiches", self._fiches),
                self._door.post(f"{PATH}/lieux", self._places), self._door.post(f"{PATH}/rendez-vous", self._times),
                self._door.post(f"{PATH}/feuille", self._sheet), self._door.post(f"{PATH}/suivante", self._next)]

    async def _page(self, visit: Visit) -> web.Response:
        thread = _thread(visit)
        (sheet, status), said, *found = await asyncio.gather(
            self._sheets.words(visit), self._said(visit, thread), self._fiches_words(visit), self._places_words(visit),
            self._times_words(visit))
        words: dict[str, Any] = {name: value for those in (sheet, *found) for name, value in those.items()}
        return self._door.page(visit, "comptoir.html", status, thread=thread, text=_text(visit), exchange=said, **words)

    async def _assistant(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "comptoir_assistant.html", exchange=await self._ask(visit, _thread(visit)))

    async def _fiches(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "comptoir_fiches.html", **await self._fiches_words(visit))

    async def _places(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "comptoir_lieux.html", **await self._places_words(visit))

    async def _times(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "comptoir_rendez_vous.html", **await self._times_words(visit))

    async def _sheet(self, visit: Visit) -> web.Response:
        words, status = await self._sheets.words(visit)
        return self._door.page(visit, "comptoir_feuille.html", status, **words)

    async def _next(self, visit: Visit) -> web.Response:
        """The person has left: what was said is forgotten."""
        await asyncio.to_thread(self._counter.forget, _thread(visit))
        return moved(PATH)

    async def _said(self, visit: Visit, thread: str) -> Exchange | None:
        """A question is asked once: what is done to the sheet meanwhile shows the same answers."""
        if visit.request.method == "GET" or visit.asked("chercher") or visit.asked("bouton"):
            return await self._ask(visit, thread)
        answers = await asyncio.to_thread(self._counter.last_answers, thread)
        return exchange("", answers) if answers else None

    async def _ask(self, visit: Visit, thread: str) -> Exchange | None:
        """What the assistant answers to the words, or to one of its own choices."""
        text, button = _text(visit), visit.asked("bouton") or None
        if not text and button is None:
            return None
        sent, _ = await self._relay.handle(IncomingMessage(COUNTER, thread, "" if button else text, button=button))
        return exchange("" if button else text, [one for one in sent if one.answer.text != self._already_said])

    async def _fiches_words(self, visit: Visit) -> dict[str, Any]:
        return {"fiches": await asyncio.to_thread(self._counter.fiches, _text(visit))}

    async def _places_words(self, visit: Visit) -> dict[str, Any]:
        return {"places": await asyncio.to_thread(self._counter.places, _text(visit))}

    async def _times_words(self, visit: Visit) -> dict[str, Any]:
        text = _text(visit)
        times = await asyncio.to_thread(self._counter.times, text) if text else []
        found = await asyncio.to_thread(self._counter.appointments, text) if text else []
        for one in found:
            await asyncio.to_thread(self._accounts.note, visit.agent, "rendez-vous cherché", one.code)
        return {"times": times, "appointments": found, "appointment_words": self._words, "chosen": Chosen}


def _text(visit: Visit) -> str:
    return visit.asked("q")


def _thread(visit: Visit) -> str:
    """The address that stands for the person at the counter: made up for each, known to this page only."""
    kept = visit.form.get("fil", "")
    return kept if _THREAD.fullmatch(kept) else secrets.token_urlsafe(18)
