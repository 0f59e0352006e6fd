"""« Où aller pour… »: a page of places from the directory, said as an Answer."""
from __future__ import annotations

import re

from bot.domain.answer import Answer, Choice, payload
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.services.answers import HUMAN, Answers
from bot.services.directory import Directory
from bot.services.ports import Clock

_NOW = re.compile(r"\b(maintenant|en ce moment|actuellement|la tout de suite|a cette heure)\b")


class Places:
    """Three places at a time, nearest first, each with its address, its hours and the age of the information."""

    PAGE = 3

    def __init__(self, knowledge: Knowledge, directory: Directory, answers: Answers, clock: Clock) -> None:
        self._territoires = knowledge.territoires
        self._directory = directory
        self._answers = answers
        self._clock = clock

    def find(self, need: str, commune: str | None, skipped: int = 0) -> Answer:
        """The places for a need, near `commune` (a slug; home if None), without the first `skipped`."""
        now = self._clock.now()
        open_at = now if _NOW.search(fold(need)) else None
        found = self._directory.search(need, commune, open_at, self.PAGE + 1, skipped)
        town = self._territoires.communes.get(commune or "", self._territoires.home)
        if not found:
            return self._answers.say("annuaire_fin" if skipped else "annuaire_vide", (HUMAN,), commune=town.nom)
        cards = [self._directory.card(f.structure, now, commune) for f in found[:self.PAGE]]
        more = (Choice("D'autres lieux", payload("plus_de_structures")),) if len(found) > self.PAGE else ()
        return Answer("\n\n".join(cards), choices=more)
