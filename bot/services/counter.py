"""« Au comptoir »: what is found for the person who stands there, and how it is forgotten when she leaves."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import takewhile

from bot.domain.appointment import Appointment, Creneau, day_bounds, find_code
from bot.domain.availability import in_turns
from bot.domain.conversation import COUNTER, Sent
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.french import day_of
from bot.domain.handover import EndedBy
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.domain.need import meaningful
from bot.domain.normalisation import fold
from bot.domain.plain_language import sentences
from bot.services.creneaux import beyond, free
from bot.services.directory import Directory, Query
from bot.services.fiche_search import FicheSearch
from bot.services.place_card import PlaceCards
from bot.services.ports import Clock, UnitOfWorkFactory

LEFT = timedelta(minutes=10)  # after which whoever was at the counter is gone
_FICHES, _PLACES, _MOTIFS, _TIMES = 5, 3, 2, 4


@dataclass(frozen=True)
class FoundFiche:
    """A fiche, what it says in one sentence, and its rubriques."""

    fiche: Fiche
    phrase: str
    rubriques: tuple[Rubrique, ...]


@dataclass(frozen=True)
class FoundPlace:
    """A place of the directory (`id` there), and what is known of it, a fact a line."""

    id: str
    nom: str
    facts: tuple[str, ...]


@dataclass(frozen=True)
class FreeTimes:
    """The next free times of a motif; without any, the first one `later` than can be booked now, if there is one."""

    motif: Motif
    times: tuple[Creneau, ...]
    later: Creneau | None = None


class Counter:
    """Searches what the town knows, and keeps nothing of it. The assistant is asked by the channel, under `COUNTER`."""

    def __init__(self, knowledge: Knowledge, directory: Directory, cards: PlaceCards, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._search = FicheSearch(knowledge.fiches)
        self._directory = directory
        self._cards = cards
        self._clock = clock
        self._new_uow = new_uow

    def fiches(self, text: str) -> list[FoundFiche]:
        """Those whose title, sujets, examples or text say these words, the best first."""
        return [self._fiche(fiche) for fiche in self._search.found(text, _FICHES)]

    def places(self, text: str) -> list[FoundPlace]:
        """Where to go for it, near the town that is named or here; nothing for words that name no need."""
        if find_code(text) or not meaningful(self._knowledge.territoires.without_names(text)):
            return []
        return [self._place(found.place) for found in self._directory.search(Query(text), _PLACES)]

    def times(self, text: str) -> list[FreeTimes]:
        """When one can come for it: the motifs that the words name, then those of the fiche that they find."""
        named = sorted((one for one in self._knowledge.motifs.values() if one.longest_named_in(text)),
                       key=lambda one: -one.longest_named_in(text))
        slugs = [slug for fiche in self._search.found(text, 1) for slug in (fiche.motif, fiche.atelier) if slug]
        about = [self._knowledge.motifs[slug] for slug in slugs if slug in self._knowledge.motifs]
        motifs = list({one.slug: one for one in (*named, *about)}.values())[:_MOTIFS]
        return [self._times(motif) for motif in motifs]

    def appointments(self, text: str) -> list[Appointment]:
        """The appointment of a code; else those of today whose first name is one of the words."""
        code, (begin, end) = find_code(text), day_bounds(day_of(self._clock.now()))
        with self._new_uow() as uow:
            if code is not None:
                known = uow.appointments.get(code)
                return [known] if known else []
            said = set(fold(text).split())
            return [one for one in uow.appointments.between(begin, end) if one.prenom and said.issuperset(
                fold(one.prenom).split())]

    def last_answers(self, address: str) -> list[Sent]:
        """What the assistant answered last under this address of the counter."""
        with self._new_uow() as uow:
            thread = uow.conversations.history(uow.conversations.open(COUNTER, address, self._clock.now()).id)
        answers = takewhile(lambda one: one is not None, (sent for _, sent in reversed(thread)))
        return [one for one in answers if one is not None][::-1]

    def forget(self, address: str) -> None:
        """All that was said under this address of the counter; not what was asked for, an appointment or a call."""
        now = self._clock.now()
        with self._new_uow() as uow:
            conversation = uow.conversations.open(COUNTER, address, now).id
            uow.handovers.end_of(conversation, EndedBy.ACCUEIL, now)
            uow.unanswered.erase(conversation)
            uow.elsewhere.erase(conversation)
            uow.conversations.erase(conversation)
            uow.commit()

    def forget_left(self) -> int:
        """The same for everybody who left the counter without a word; how many."""
        with self._new_uow() as uow:
            left = uow.counter.left_since(COUNTER, self._clock.now() - LEFT)
        for address in left:
            self.forget(address)
        return len(left)

    def _fiche(self, fiche: Fiche) -> FoundFiche:
        said = self._knowledge.fill(fiche.rubriques[Rubrique.PRESENTATION], day_of(self._clock.now()))
        return FoundFiche(fiche, sentences(said)[0], tuple(one for one in Rubrique if one in fiche.rubriques))

    def _place(self, place: str) -> FoundPlace:
        structure, _ = self._directory.place(place)
        if structure is None:
            return FoundPlace(place, "Ce lieu n'est plus dans l'annuaire", ())
        nom, *facts = self._cards.card(structure, self._clock.now()).split("\n")
        return FoundPlace(place, nom, tuple(fact for fact in facts if not fact.startswith("Source :")))

    def _times(self, motif: Motif) -> FreeTimes:
        now = self._clock.now()
        if motif.is_elsewhere:
            return FreeTimes(motif, ())
        with self._new_uow() as uow:
            found = in_turns(free(uow, motif, now))[:_TIMES]
            return FreeTimes(motif, tuple(sorted(found)), None if found else beyond(uow, motif, now))
