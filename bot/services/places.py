"""« Où aller pour… »: a page of places from the directory, said as an Answer."""
from __future__ import annotations

import re

from bot.domain.answer import Answer, Choice, payload
from bot.domain.fiche import Rubrique
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.domain.territory import Commune
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

    def find(self, need: str, commune: str | None, skipped: int = 0, named: str | None = None,
             about: str | None = None) -> Answer:
        """The places for a need, near `commune` (a slug; home if None), without the first `skipped`.

        A place of another town that the person `named` (its id) is shown by itself. Where the directory has nothing, the
        fiche that the need is `about` (its slug, if there is one) says whom to see.
        """
        found = self.of_another_town(named) or self._page(need, commune, skipped)
        if found is None and about is not None:
            found = self._answers.fiche(about, Rubrique.CONTACT.value, commune)
        return found or self._answers.say(
            "annuaire_fin" if skipped else "annuaire_vide", (HUMAN,), commune=self._town(commune).nom)

    def of_another_town(self, named: str | None) -> Answer | None:
        """The card of a place that was named and serves other people than ours; for a shelter, helplines come first."""
        place = self._directory.elsewhere(named)
        if place is None:
            return None
        card = self._directory.card(place, self._clock.now(), introduced=True)
        helplines = f'{self._answers.say("refuge").text}\n\n' if place.is_shelter else ""
        return Answer(helplines + card)

    def instead_of_a_fiche(self, need: str, commune: str | None) -> Answer:
        """For a social subject that the town has not written about: say so, and give the doors that may help."""
        page = self._page(need, commune, 0)
        if page is None:
            return self._answers.no_fiche()
        said = self._answers.say("sujet_sans_fiche_lieux")
        return Answer(f"{said.text}\n\n{page.text}", choices=page.choices)

    def _page(self, need: str, commune: str | None, skipped: int) -> Answer | None:
        now = self._clock.now()
        open_at = now if _NOW.search(fold(need)) else None
        found = self._directory.search(need, commune, open_at, self.PAGE + 1, skipped)
        if not found:
            return None
        cards = [self._directory.card(f.structure, now, commune) for f in found[:self.PAGE]]
        more = (Choice("D'autres lieux", payload("plus_de_structures")),) if len(found) > self.PAGE else ()
        return Answer("\n\n".join(cards), choices=more)

    def _town(self, commune: str | None) -> Commune:
        return self._territoires.communes.get(commune or "", self._territoires.home)
