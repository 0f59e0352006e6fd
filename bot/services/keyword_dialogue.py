"""Answers without any model, from the fiches' own titles: while Rasa loads, and if it ever fails."""
from __future__ import annotations

import asyncio
import functools
import json
import re

from bot.domain.conversation import Reply, Turn, Understood
from bot.domain.errors import DialogueUnavailable
from bot.domain.fiche import Fiche
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.services.answers import HUMAN, Answers
from bot.services.handovers import Handovers
from bot.services.ports import Dialogue

_SHORT_WORD = 3
_WANTS_A_PERSON = re.compile(r"\b(?:humain|conseill\w+|(?:parler|discuter|joindre)\b.*\b(?:personne|quelqu.un|agent))\b")


class KeywordDialogue:
    """Finds the fiches whose title and sujets share words with the message; proposes them, never guesses one."""

    def __init__(self, knowledge: Knowledge, answers: Answers, handovers: Handovers) -> None:
        self._answers = answers
        self._handovers = handovers
        self._knowledge = knowledge

    @functools.cached_property
    def _words(self) -> dict[str, frozenset[str]]:
        return {slug: _words_of(fiche) for slug, fiche in self._knowledge.fiches.items()}

    async def ask(self, turn: Turn) -> Reply:
        opened = re.fullmatch(r"/ouvrir_fiche(\{.*\})", turn.text) if turn.is_payload else None
        if opened:
            asked = json.loads(opened[1])
            return Reply((self._answers.fiche(asked["fiche"], asked.get("rubrique")),))
        if turn.text == HUMAN.sends if turn.is_payload else _WANTS_A_PERSON.search(fold(turn.text)):
            return Reply((await asyncio.to_thread(self._handovers.ask, turn.conversation),))
        if turn.is_payload:
            return Reply((self._answers.say("excuses"),))
        said = {w for w in _stems(turn.text)}
        found = sorted((s for s in self._words if said & self._words[s]), key=lambda s: -len(said & self._words[s]))
        answer = self._answers.suggest(found[:3]) if found else self._answers.not_understood()
        return Reply((answer,), Understood(decision="suggest" if found else "unsure"))


class FallbackDialogue:
    """Asks the first dialogue that can answer."""

    def __init__(self, main: Dialogue, fallback: Dialogue) -> None:
        self._main = main
        self._fallback = fallback

    async def ask(self, turn: Turn) -> Reply:
        try:
            return await self._main.ask(turn)
        except DialogueUnavailable:
            return await self._fallback.ask(turn)


def _words_of(fiche: Fiche) -> frozenset[str]:
    return frozenset(w for text in (fiche.titre, *fiche.sujets, *fiche.questions) for w in _stems(text))


def _stems(text: str) -> list[str]:
    """Words longer than three letters, cut to their first six: enough to bring plurals and verb endings together."""
    return [w[:6] for w in re.findall(r"[a-z0-9]+", fold(text)) if len(w) > _SHORT_WORD]
