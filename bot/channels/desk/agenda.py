"""Agenda: the days and the weeks, agenda by agenda; where one books, moves, and sees who is away."""
from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any, Mapping
from urllib.parse import urlencode

from aiohttp import web

from bot.channels.desk.agenda_forms import Chosen, code_in_address, day, week_of
from bot.channels.desk.door import Door, Visit
from bot.domain.agenda import Agenda
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.services.appointment_cards import AppointmentCards
from bot.services.appointment_words import AppointmentWords
from bot.services.desk_agenda import AgendaDay, DeskAgenda, Wanted
from bot.services.desk_planning import DeskPlanning
from bot.services.ports import Clock

PATH = "/bureau/agenda"
_SATURDAY = 5
# Past so many free times a page would be heavy: they are counted instead, and shown agenda by agenda.
_MOST_FREE = 400


class AgendaPages:
    def __init__(self, door: Door, knowledge: Knowledge, agenda: DeskAgenda, cards: AppointmentCards, planning: DeskPlanning,
                 clock: Clock) -> None:
        self._door = door
        self._words = AppointmentWords(knowledge)
        self._agenda = agenda
        self._cards = cards
        self._planning = planning
        self._clock = clock

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(PATH, self._page)]

    async def _page(self, visit: Visit) -> web.Response:
        return self._door.page(visit, "agenda.html", **await asyncio.to_thread(self._known, visit))

    def _known(self, visit: Visit) -> dict[str, Any]:
        asked, now = visit.request.query, self._clock.now()
        today, view = day_of(now), "jour" if asked.get("vue") == "jour" else "semaine"
        shown = day(visit, "jour", today, _working_day(today) if view == "semaine" else today)
        first, last = (shown, shown) if view == "jour" else week_of(shown)
        step = timedelta(days=1 if view == "jour" else 7)
        return {"view": view, "shown": shown, "first": first, "last": last, "today": today, "now": now, "chosen": Chosen,
                "motif_nom": lambda slug: self._words.motif(slug).nom, "before": shown - step, "after": shown + step,
                "done": self._cards.card(asked["fait"]) if asked.get("fait") else None,
                **self._found(asked, view, first, last, shown)}

    def _found(self, asked: Mapping[str, str], view: str, first: date, last: date, shown: date) -> dict[str, Any]:
        """What is there to see, and the addresses that keep looking at the same."""
        agendas, motifs = [one for one in self._planning.agendas() if not one.is_closed], self._agenda.motifs()
        moving = self._cards.card(asked["deplacer"]) if asked.get("deplacer") else None
        agenda = _one_of(asked.get("agenda", ""), agendas)
        motif = moving.motif.slug if moving else _one_of(asked.get("motif", ""), motifs)
        days = self._agenda.days(Wanted(first, last, agenda or None, motif or None,
                                        moving.appointment.code if moving else None))
        kept = {"vue": view, "agenda": agenda, "motif": "" if moving else motif, "attente": asked.get("attente", ""),
                "deplacer": code_in_address(moving.appointment.code) if moving else ""}
        return {"days": days, "agendas": agendas, "motifs": motifs, "agenda": agenda, "motif": motif, "moving": moving,
                "waiting": kept["attente"], "too_many": _free_times(days) > _MOST_FREE, "free_link": _free_link(kept),
                "link": lambda **changes: _link({**kept, "jour": str(shown), **changes})}


def _link(parameters: dict[str, Any]) -> str:
    said = {name: str(value) for name, value in parameters.items() if value}
    return f"{PATH}?{urlencode(said)}"


def _free_link(kept: dict[str, str]) -> str:
    """Where a free time leads, but for the hour itself: to the booking, or to the move."""
    if kept["deplacer"]:
        return f"{PATH}/rendez-vous/{kept['deplacer']}/deplacer?heure="
    week = kept["vue"] == "semaine"
    carried = urlencode({name: kept[name] for name in ("motif", "attente", "agenda", "vue")
                         if kept[name] and not (week and name == "vue")})
    return f"{PATH}/reserver?{carried}{'&' if carried else ''}heure="


def _one_of(slug: str, known: list[Agenda] | list[Motif]) -> str:
    return slug if any(one.slug == slug for one in known) else ""


def _working_day(one: date) -> date:
    """At the end of the week, the next one is looked at."""
    return one + timedelta(days=7 - one.weekday()) if one.weekday() >= _SATURDAY else one


def _free_times(days: list[AgendaDay]) -> int:
    return sum(1 for one in days for lane in one.lanes for line in lane.lines if line.motifs)
