"""Conversations: who waits for a person, the thread live, answering with words, fiches, places, an appointment."""
from __future__ import annotations

import asyncio
import secrets
from datetime import datetime
from typing import Any, Callable

from aiohttp import web

from bot.channels.desk.door import Door, Visit, is_fetched, moved
from bot.domain.agent import Agent
from bot.domain.errors import DeskRefused
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.desk_conversations import DeskConversations

_FOLDER = "/bureau/conversations"
_CHANNELS = {"web": "site de la ville", "sms": "SMS", "telegram": "Telegram"}


class ConversationPages:
    def __init__(self, door: Door, conversations: DeskConversations, accounts: AgentAccounts, knowledge: Knowledge) -> None:
        self._door = door
        self._conversations = conversations
        self._accounts = accounts
        self._knowledge = knowledge

    def routes(self) -> list[web.RouteDef]:
        one = _FOLDER + "/{number:[0-9]{1,9}}"
        return [self._door.get(_FOLDER, self._list), self._door.get(_FOLDER + "/liste", self._fragment, is_background=True),
                self._door.get(_FOLDER + "/attente", self._waiting, is_background=True),
                self._door.get(one, self._open), self._door.get(one + "/fil", self._lines, is_background=True),
                self._door.get(one + "/heures", self._times), self._door.post(one + "/{act}", self._act)]

    async def _list(self, visit: Visit) -> web.Response:
        return await self._shown(visit, "conversations.html")

    async def _fragment(self, visit: Visit) -> web.Response:
        return await self._shown(visit, "conversations_liste.html")

    async def _waiting(self, visit: Visit) -> web.Response:
        """For the page of the day: only those who wait."""
        return await self._shown(visit, "conversations_attente.html")

    async def _open(self, visit: Visit) -> web.Response:
        number = _number(visit)
        await asyncio.to_thread(self._accounts.note, visit.agent, "conversation ouverte", str(number))
        return await self._thread(visit, "conversation.html", number)

    async def _lines(self, visit: Visit) -> web.Response:
        return await self._thread(visit, "conversation_fil.html", _number(visit))

    async def _times(self, visit: Visit) -> web.Response:
        """The free times of a motif, to choose from."""
        motif = visit.asked("motif")
        times = await asyncio.to_thread(self._conversations.times, motif)
        return self._door.page(visit, "conversation_heures.html", times=times, motif=motif)

    async def _act(self, visit: Visit) -> web.StreamResponse:
        number, act = _number(visit), visit.request.match_info["act"]
        done = self._acts().get(act)
        if done is None:
            raise web.HTTPNotFound
        try:
            await asyncio.to_thread(done, number, visit.agent, visit)
        except DeskRefused as refused:
            if is_fetched(visit.request):
                raise
            return await self._thread(visit, "conversation.html", number, 422, str(refused), visit.asked("texte"))
        if is_fetched(visit.request):
            return web.json_response({"fait": True, "cle": _new_key()})
        return moved(_FOLDER if act in ("rendre", "clore", "passer") else f"{_FOLDER}/{number}")

    def _acts(self) -> dict[str, Callable[[int, Agent, Visit], None]]:
        do = self._conversations
        return {
            "prendre": lambda number, agent, visit: do.claim(number, agent),
            "dire": lambda number, agent, visit: do.say(number, agent, visit.form.get("texte", ""), _key(visit)),
            "fiche": lambda number, agent, visit: do.say_fiche(number, agent, visit.asked("fiche"), visit.asked("rubrique"),
                                                               _key(visit)),
            "lieu": lambda number, agent, visit: do.say_place(number, agent, visit.asked("lieu"), _key(visit)),
            "rendez-vous": lambda number, agent, visit: do.book(number, agent, visit.asked("motif"), _moment(visit),
                                                                visit.asked("prenom"), _key(visit)),
            "passer": lambda number, agent, visit: do.release(number, agent),
            "rendre": lambda number, agent, visit: do.give_back(number, agent),
            "clore": lambda number, agent, visit: do.close(number, agent),
        }

    async def _shown(self, visit: Visit, template: str) -> web.Response:
        inbox = await asyncio.to_thread(self._conversations.inbox)
        return self._door.page(visit, template, inbox=inbox, channels=_CHANNELS, open_number=visit.asked("ouverte"))

    async def _thread(self, visit: Visit, template: str, number: int, status: int = 200, why: str | None = None,
                      typed: str = "") -> web.Response:
        one, lines = await asyncio.to_thread(self._conversations.thread, number)
        words: dict[str, Any] = {}
        if template == "conversation.html":
            inbox = await asyncio.to_thread(self._conversations.inbox)
            ours = [motif for motif in self._knowledge.motifs.values() if not motif.is_elsewhere]
            words = {"inbox": inbox, "key": _new_key(), "why": why, "typed": typed, "motifs": ours,
                     "fiches": sorted(self._knowledge.fiches.values(), key=lambda fiche: fiche.titre),
                     "places": sorted(self._knowledge.structures.values(), key=lambda place: place.nom),
                     "replies": self._knowledge.reponses_types}
        return self._door.page(visit, template, status, one=one, lines=lines, channels=_CHANNELS, open_number=str(number),
                               mine=one.is_held and one.agent == visit.agent.id, **words)


def _number(visit: Visit) -> int:
    return int(visit.request.match_info["number"])


def _key(visit: Visit) -> str:
    """What names one sending, so that a form sent twice says it once."""
    return visit.form.get("cle") or _new_key()


def _new_key() -> str:
    return secrets.token_hex(16)


def _moment(visit: Visit) -> datetime:
    try:
        return datetime.fromisoformat(visit.asked("heure"))
    except ValueError:
        raise DeskRefused("Choisissez une heure de la liste.") from None
