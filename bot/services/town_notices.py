"""Notices: what is true for some days (« CCAS fermé mardi »), said by the assistant from the first to the last of them."""
from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.domain.agent import Agent
from bot.domain.errors import DeskRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.domain.plain_language import officialese, too_long
from bot.domain.structure import Closure, Structure
from bot.domain.town import CLOSED, TownNotice
from bot.services.listed_numbers import unlisted_numbers
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.town_book import TownBook
from bot.services.town_shelf import TownShelf

LONGEST = 200  # signs
_LONGEST_TIME = timedelta(days=366)
_SOON = timedelta(days=1)


class NoticeBoard:
    """What to say today. Reads no database by itself: it may be asked inside a transaction."""

    def __init__(self, book: TownBook) -> None:
        self._book = book

    def of_place(self, place: Structure, day: date) -> list[str]:
        """Under its name. What its hours say already (that it is closed) is not said again."""
        return [one.said() for one in self._on(day, {place.id}) if not (one.closure and place.horaires_accueil)]

    def of_places(self, places: Sequence[Structure], day: date) -> list[str]:
        """Elsewhere than under their names."""
        return [one.said(place.nom) for place in places for one in self._on(day, {place.id})]

    def of_town(self, day: date) -> list[str]:
        """What concerns everybody, and no place."""
        return [one.said() for one in self._on(day, {None})]

    def _on(self, day: date, of: Collection[str | None]) -> list[TownNotice]:
        return [one for one in self._book.state().notices if one.structure in of and one.holds_on(day)]


@dataclass(frozen=True)
class Typed:
    """A notice as an agent types it; days as the browser gives them (« 2026-11-24 »). No `structure`: the whole town."""

    text: str = ""
    structure: str = ""
    first_day: str = ""
    last_day: str = ""
    is_closure: bool = False


@dataclass(frozen=True)
class Shown:
    """A notice as the desk lists it: of which place (None: the town), and whether it is said today."""

    notice: TownNotice
    place: Structure | None
    is_said: bool


class TownNotices:
    """Written at the desk, said everywhere. DeskRefused says what to mend."""

    def __init__(self, knowledge: Knowledge, book: TownBook, shelf: TownShelf, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._book = book
        self._shelf = shelf
        self._clock = clock
        self._new_uow = new_uow

    def current(self) -> list[Shown]:
        """Those of today and to come, by first day."""
        return [self._shown(one) for one in self._book.state().notices if one.last_day >= self.today]

    def soon(self) -> list[Shown]:
        """Those of today and tomorrow."""
        tomorrow = self.today + _SOON
        return [one for one in self.current() if one.notice.first_day <= tomorrow]

    def closures_soon(self) -> list[tuple[Structure, Closure]]:
        """Which of the town's places are closed today or tomorrow, as its files or its notices say."""
        tomorrow = self.today + _SOON
        return [(place, closure) for place in self._knowledge.structures.values() for closure in place.fermetures
                if closure.first_day <= tomorrow and closure.last_day >= self.today]

    def places(self) -> list[Structure]:
        """Those that a notice may be about, by name: the town's, and those that fiches send to."""
        return sorted(self._shelf.places(), key=lambda place: place.nom)

    def read(self, typed: Typed) -> TownNotice:
        """The notice that was meant, not yet kept."""
        place = self._knowledge.structures.get(typed.structure)
        if typed.structure and place is None:
            raise DeskRefused("Ce lieu n'est plus dans l'annuaire. Choisissez-en un autre.")
        if typed.is_closure and place is None:
            raise DeskRefused("Quel lieu est fermé ? Choisissez-le dans la liste.")
        first, last = _day(typed.first_day, "premier"), _day(typed.last_day or typed.first_day, "dernier")
        if last < first:
            raise DeskRefused("Le dernier jour vient avant le premier. Corrigez l'un des deux.")
        if last < self.today:
            raise DeskRefused("Ces jours sont passés. Choisissez au moins aujourd'hui comme dernier jour.")
        if last - first > _LONGEST_TIME:
            raise DeskRefused("Une annonce dure un an au plus. Choisissez un dernier jour plus proche.")
        return TownNotice(self._text(typed), first, last, place.id if place else None)

    def said(self, notice: TownNotice) -> str:
        """The sentence that people will read, wherever its place is not named just before."""
        place = self._knowledge.structures.get(notice.structure or "")
        return notice.said(place.nom if place else None)

    def warnings(self, notice: TownNotice) -> list[str]:
        """What makes it hard to read: shown, not refused."""
        said = notice.said()
        return [*(f"Phrase longue, coupez-la en deux si vous pouvez : « {one} »" for one in too_long(said)),
                *(f"Mot difficile : « {one} ». Dites-le plus simplement." for one in officialese(said))]

    def keep(self, typed: Typed, agent: Agent) -> int:
        """Say it from its first day on; its number."""
        notice = self.read(typed)
        with self._new_uow() as uow:
            number = uow.town_notices.add(notice, agent.id, self._clock.now())
            state = self._book.now()
            closed = notice.structure if notice.closure else None
            self._shelf.put(uow, closed, replace(state, notices=(*state.notices, notice)))
            uow.commit()
        self._book.has_changed()
        return number

    def remove(self, number: int) -> None:
        """Say it no more."""
        state = self._book.now()
        gone = next((one for one in state.notices if one.id == number), None)
        with self._new_uow() as uow:
            uow.town_notices.remove(number)
            if gone is not None:
                left = tuple(one for one in state.notices if one.id != number)
                self._shelf.put(uow, gone.structure if gone.closure else None, replace(state, notices=left))
            uow.commit()
        self._book.has_changed()

    @property
    def today(self) -> date:
        return day_of(self._clock.now())

    def _text(self, typed: Typed) -> str:
        text = clean(typed.text)
        if typed.is_closure:
            text = f"{CLOSED} : {text[:1].lower()}{text[1:]}" if text else CLOSED
        if not text:
            raise DeskRefused("Écrivez ce que les gens doivent savoir, par exemple : « Pas de permanence mardi matin. »")
        if len(text) > LONGEST:
            raise DeskRefused(f"Ce texte a {len(text)} signes. Raccourcissez-le à {LONGEST} au plus.")
        if "{" in text or "}" in text:
            raise DeskRefused("Enlevez les accolades { } : elles veulent dire autre chose pour l'assistant.")
        wrong = unlisted_numbers(text, self._knowledge)
        if wrong:
            raise DeskRefused(f"Le numéro {wrong[0]} n'est celui d'aucun lieu de la ville. Écrivez-le d'abord dans les "
                              "contacts de son lieu, ou enlevez-le.")
        return text

    def _shown(self, notice: TownNotice) -> Shown:
        return Shown(notice, self._knowledge.structures.get(notice.structure or ""), notice.holds_on(self.today))


def _day(written: str, which: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise DeskRefused(f"Choisissez le {which} jour.") from None
