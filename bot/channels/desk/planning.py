"""What a référent writes of a desk's time: agendas, openings, absences, group sessions; and who waits for a time."""
from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any, Callable, Mapping

from aiohttp import web

from bot.channels.desk import agenda_forms as forms
from bot.channels.desk.agenda import PATH
from bot.channels.desk.door import Door, Visit
from bot.domain.agenda import Absence, Opening
from bot.domain.agent import Role
from bot.domain.appointment import Session
from bot.domain.errors import PlanningRefused
from bot.domain.french import PARIS, day_of
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.desk_planning import DeskPlanning, Done
from bot.services.planning_outline import PlanningOutlines
from bot.services.planning_words import DAY_BEGINS, DAY_ENDS
from bot.services.ports import Clock

_SETTINGS = PATH + "/reglages"


class PlanningPages:
    """`public_url` is this site as agents reach it, without a final slash: calendars are read there."""

    def __init__(self, door: Door, knowledge: Knowledge, planning: DeskPlanning, outlines: PlanningOutlines,
                 accounts: AgentAccounts, clock: Clock, public_url: str) -> None:
        self._door = door
        self._motifs = sorted(knowledge.motifs.values(), key=lambda one: one.nom)
        self._planning = planning
        self._outlines = outlines
        self._accounts = accounts
        self._clock = clock
        self._public_url = public_url
        self._acts: Mapping[str, Callable[[Visit, str], Done]] = {
            "ouvrir": self._open, "fermer-plage": self._remove_opening, "sauf": self._except_day, "absence": self._away,
            "supprimer-absence": self._back, "atelier": self._add_session, "fermer": self._close}

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_SETTINGS, self._list, Role.REFERENT), self._door.post(_SETTINGS, self._add, Role.REFERENT),
                self._door.get(_SETTINGS + "/{slug}", self._one, Role.REFERENT),
                self._door.post(_SETTINGS + "/{slug}", self._change, Role.REFERENT)]

    async def _list(self, visit: Visit) -> web.Response:
        return await self._listed(visit)

    async def _add(self, visit: Visit) -> web.Response:
        slug = visit.asked("slug")
        try:
            done = await asyncio.to_thread(self._planning.add_agenda, slug, visit.asked("nom"))
        except PlanningRefused as refused:
            return await self._listed(visit, 422, why=str(refused))
        await asyncio.to_thread(self._accounts.note, visit.agent, "agenda ajouté", slug)
        return await self._listed(visit, done=done)

    async def _one(self, visit: Visit) -> web.Response:
        return await self._shown(visit)

    async def _change(self, visit: Visit) -> web.Response:
        slug, act = visit.request.match_info["slug"], visit.asked("acte")
        if act not in self._acts:
            raise PlanningRefused("Choisissez ce qu'il faut faire sur la page de l'agenda.")
        try:
            done = await asyncio.to_thread(self._acts[act], visit, slug)
        except PlanningRefused as refused:
            return await self._shown(visit, 422, why=str(refused), refused=act)
        await asyncio.to_thread(self._accounts.note, visit.agent, f"agenda : {act}", slug)
        return await self._shown(visit, done=done)

    def _open(self, visit: Visit, slug: str) -> Done:
        first = forms.day(visit, "le", self._today)
        return self._planning.add_opening(Opening(
            slug, tuple(motif.slug for motif in self._motifs if visit.asked(f"motif-{motif.slug}")), first,
            forms.hour(visit, "de"), forms.hour(visit, "a"), forms.recurrence(visit, first, self._today)))

    def _remove_opening(self, visit: Visit, slug: str) -> Done:
        return self._planning.remove_opening(forms.number(visit, "numero"))

    def _except_day(self, visit: Visit, slug: str) -> Done:
        return self._planning.except_day(forms.number(visit, "numero"), forms.day(visit, "le", self._today))

    def _away(self, visit: Visit, slug: str) -> Done:
        first = forms.day(visit, "du", self._today)
        return self._planning.add_absence(Absence(
            slug, first, forms.day(visit, "au", self._today, first), forms.hour(visit, "de", DAY_BEGINS),
            forms.hour(visit, "a", DAY_ENDS), forms.recurrence(visit, first, self._today), visit.asked("titre") or None))

    def _back(self, visit: Visit, slug: str) -> Done:
        return self._planning.remove_absence(forms.number(visit, "numero"))

    def _add_session(self, visit: Visit, slug: str) -> Done:
        on = forms.day(visit, "le", self._today)
        start, end = (datetime.combine(on, forms.hour(visit, name), PARIS) for name in ("de", "a"))
        return self._planning.add_session(Session(
            0, slug, visit.asked("motif"), start, end, forms.number(visit, "places"), titre=visit.asked("titre") or None))

    def _close(self, visit: Visit, slug: str) -> Done:
        return self._planning.close_agenda(slug)

    @property
    def _today(self) -> Any:
        return day_of(self._clock.now())

    async def _listed(self, visit: Visit, status: int = 200, why: str = "", done: Done | None = None) -> web.Response:
        agendas = await asyncio.to_thread(self._planning.agendas)
        return self._door.page(visit, "agenda_reglages.html", status, agendas=agendas, motifs=self._motifs, why=why,
                               done=done, typed=visit.form if why else {})

    async def _shown(self, visit: Visit, status: int = 200, why: str = "", refused: str = "",
                     done: Done | None = None) -> web.Response:
        slug = visit.request.match_info["slug"]
        outline = await asyncio.to_thread(self._outlines.of, slug)
        calendar = None if outline.agenda.is_closed else await asyncio.to_thread(self._calendar, slug)
        return self._door.page(
            visit, "agenda_reglage.html", status, outline=outline, why=why, refused=refused, done=done, calendar=calendar,
            typed=visit.form if refused else {}, repeated=forms.REPEATED, today=self._today,
            alone=[one for one in self._motifs if not one.is_collectif and not one.is_elsewhere],
            together=[one for one in self._motifs if one.is_collectif and not one.is_elsewhere])

    def _calendar(self, slug: str) -> str | None:
        try:
            return self._public_url + self._planning.calendar_path(slug)
        except PlanningRefused:
            return None
