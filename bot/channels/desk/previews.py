"""Fiches: every one with its state; one of them as each channel shows it today."""
from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.desk.door import Door, Visit
from bot.channels.sms.gsm7 import segments
from bot.channels.sms.render import render as as_sms
from bot.channels.telegram.render import as_text as as_telegram
from bot.channels.web.render import render as as_bubble
from bot.domain.answer import FICHES, Answer
from bot.domain.conversation import Sent
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Rubrique
from bot.services.answers import Answers
from bot.services.content_review import TO_DO, ContentReview
from bot.services.fiche_pages import PublicFiches

_LIST = "/bureau/contenu/fiches"


@dataclass(frozen=True)
class Shown:
    """One answer on each channel: what the widget draws, the text of an SMS and what it costs, a Telegram message."""

    bubble: dict[str, Any]
    sms: str
    sms_segments: int
    telegram: str
    buttons: tuple[str, ...]


class PreviewPages:
    """`public_url`: this site as people reach it, without a final slash."""

    def __init__(self, door: Door, review: ContentReview, answers: Answers, fiches: PublicFiches, public_url: str) -> None:
        self._door = door
        self._review = review
        self._answers = answers
        self._fiches = fiches
        self._site = public_url

    def routes(self) -> list[web.RouteDef]:
        return [self._door.get(_LIST, self._list), self._door.get(_LIST + "/{slug}", self._one)]

    async def _list(self, visit: Visit) -> web.Response:
        states = await asyncio.to_thread(self._review.states)
        themes = [(theme.nom, [states[entry.slug] for entry in theme.entries])
                  for theme in await asyncio.to_thread(self._fiches.themes)]
        only = visit.asked("etat")
        shown = [(nom, [one for one in fiches if not only or only in one.to_do]) for nom, fiches in themes]
        counts = [(name, label, sum(name in one.to_do for one in states.values())) for name, label in TO_DO.items()]
        return self._door.page(visit, "contenu_fiches.html", themes=[theme for theme in shown if theme[1]], only=only,
                               total=len(states), counts=counts)

    async def _one(self, visit: Visit) -> web.Response:
        slug, wanted = visit.request.match_info["slug"], visit.asked("rubrique", Rubrique.PRESENTATION.value)
        state = await asyncio.to_thread(self._review.state, slug)
        if state is None:
            raise DeskRefused("Cette fiche n'existe pas. Revenez à la liste des fiches.")
        rubrique = next((one for one in state.fiche.rubriques if one.value == wanted), Rubrique.PRESENTATION)
        answer = await asyncio.to_thread(self._answers.fiche, slug, rubrique.value)
        written = [one for one in Rubrique if one in state.fiche.rubriques]
        return self._door.page(visit, "contenu_fiche.html", state=state, rubrique=rubrique, rubriques=written,
                               shown=_on_each_channel(answer, self._site), page=FICHES + slug, today=self._review.today)


def _on_each_channel(answer: Answer, site: str) -> Shown:
    sms = as_sms(answer, site)
    return Shown(as_bubble(Sent(0, answer)), sms, segments(sms), as_telegram(answer, site),
                 tuple(choice.label for choice in answer.choices))
