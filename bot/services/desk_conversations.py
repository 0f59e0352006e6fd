"""Conversations, as an agent sees them: who waits, taking one, answering, giving it back."""
from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Sequence

from bot.domain.agent import Agent, Role
from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import Contact, Creneau
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import MAX_LENGTH
from bot.domain.errors import DeskRefused
from bot.domain.handover import EndedBy, Handover, Line, usual_wait
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.services.answers import Answers
from bot.services.appointment_book import AppointmentBook
from bot.services.appointment_words import AppointmentWords
from bot.services.creneaux import free
from bot.services.handovers import BACK
from bot.services.place_card import PlaceCards
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.threads import Threads

_RECENT = timedelta(hours=24)
_PROPOSED = 12
_RDV = Choice("Mes rendez-vous", payload("voir_mes_rdv"))


@dataclass(frozen=True)
class Inbox:
    """Who waits, who is held, whose conversation has ended today; `wait`: the minutes people usually wait, if known."""

    waiting: Sequence[Handover]
    held: Sequence[Handover]
    ended: Sequence[Handover]
    wait: int | None


class DeskConversations:
    """Every act raises DeskRefused, in French, when it cannot be done now."""

    def __init__(self, knowledge: Knowledge, answers: Answers, cards: PlaceCards, book: AppointmentBook, threads: Threads,
                 clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._answers = answers
        self._cards = cards
        self._book = book
        self._words = AppointmentWords(knowledge)
        self._threads = threads
        self._clock = clock
        self._new_uow = new_uow

    def inbox(self) -> Inbox:
        """First come, first shown; whoever may be in danger before everybody."""
        now = self._clock.now()
        with self._new_uow() as uow:
            there = sorted(uow.handovers.open(), key=lambda one: (one.urgence is None, one.asked_at))
            return Inbox([one for one in there if not one.is_held], [one for one in there if one.is_held],
                         uow.handovers.ended_since(now - _RECENT), usual_wait(uow.handovers.waits(now - _RECENT, 10)))

    def revision(self) -> tuple[str, int]:
        """What changes when something does, and how many people wait."""
        with self._new_uow() as uow:
            return uow.desk_news.revision(), sum(1 for one in uow.handovers.open() if not one.is_held)

    def thread(self, number: int) -> tuple[Handover, list[Line]]:
        """A request and all that was said."""
        with self._new_uow() as uow:
            one = _known(uow, number)
            return one, uow.conversations.lines(one.conversation)

    def claim(self, number: int, agent: Agent) -> None:
        """This agent answers from now on; the assistant is silent. Somebody else's is taken over by a référent only."""
        now = self._clock.now()
        with self._new_uow() as uow:
            one = _known(uow, number)
            holder = one.agent if one.is_held else None
            if holder == agent.id:
                return
            if holder is not None and not agent.role.includes(Role.REFERENT):
                raise DeskRefused(f"{one.agent_nom} répond déjà à cette personne.")
            if not uow.handovers.claim(number, agent.id, now, instead_of=holder):
                raise DeskRefused("Quelqu'un vient de prendre cette conversation, ou la personne n'attend plus.")
            uow.access_journal.add(agent.id, "conversation prise", str(number), now)
            if holder is None:
                self._threads.tell(uow, one, self._answers.say("agent_arrive", (BACK,)), now)
            uow.commit()

    def say(self, number: int, agent: Agent, text: str, key: str) -> None:
        """What the agent writes; the same `key` is sent once, however often the form is."""
        said = "\n".join(filter(None, (clean(line) for line in text.splitlines())))
        if not said:
            raise DeskRefused("Écrivez votre message, puis envoyez-le.")
        if len(said) > MAX_LENGTH:
            raise DeskRefused(f"Votre message a {len(said)} signes. Écrivez-le en {MAX_LENGTH} signes au plus.")
        self._say(number, agent, Answer(said), key)

    def say_fiche(self, number: int, agent: Agent, slug: str, rubrique: str | None, key: str) -> None:
        """What the town says on a subject, with its sources and its page."""
        if slug not in self._knowledge.fiches:
            raise DeskRefused("Cette fiche n'existe pas : choisissez-la dans la liste.")
        self._say(number, agent, replace(self._answers.fiche(slug, rubrique or None), choices=()), key)

    def say_place(self, number: int, agent: Agent, slug: str, key: str) -> None:
        """Where a place is, when it opens, its number."""
        place = self._knowledge.structures.get(slug)
        if place is None:
            raise DeskRefused("Ce lieu n'existe pas : choisissez-le dans la liste.")
        self._say(number, agent, Answer(self._cards.card(place, self._clock.now())), key)

    def times(self, motif: str) -> list[Creneau]:
        """The next free times for a motif."""
        with self._new_uow() as uow:
            known = self._knowledge.motifs.get(motif)
            return free(uow, known, self._clock.now())[:_PROPOSED] if known and not known.is_elsewhere else []

    def book(self, number: int, agent: Agent, motif: str, start: datetime, prenom: str, key: str) -> None:
        """Book for the person, in their own conversation: they find the appointment again there. They are told."""
        prenom = clean(prenom)[:64]
        wanted = next((one for one in self.times(motif) if one.start == start), None)
        if not prenom or wanted is None:
            raise DeskRefused("Donnez le prénom et choisissez une heure de la liste."
                              if not prenom else "Cette heure vient d'être prise. Choisissez-en une autre.")
        with self._new_uow() as uow:
            one = _held_by(uow, number, agent)
        made = self._book.book(one.conversation, BookingDraft(motif=motif, prenom=prenom, key=key[:32]), wanted)
        self._say(number, agent, replace(self._words.confirmed(made), choices=()), key)
        with self._new_uow() as uow:
            uow.access_journal.add(agent.id, "rendez-vous pris", made.code, self._clock.now())
            uow.commit()

    def release(self, number: int, agent: Agent) -> None:
        """The person waits again, in their old place: somebody else may take over."""
        with self._new_uow() as uow:
            one = _held_by(uow, number, agent)
            uow.handovers.release(number, agent.id)
            self._threads.tell(uow, one, self._answers.say("agent_passe_la_main"), self._clock.now())
            uow.commit()

    def give_back(self, number: int, agent: Agent) -> None:
        """The assistant answers again."""
        self._end(number, agent, self._answers.say("agent_rend_la_main", (_RDV,)))

    def close(self, number: int, agent: Agent) -> None:
        """Nothing more to say: the person may still write to the assistant."""
        self._end(number, agent, self._answers.say("agent_au_revoir"))

    def _end(self, number: int, agent: Agent, answer: Answer) -> None:
        now = self._clock.now()
        with self._new_uow() as uow:
            one = _held_by(uow, number, agent)
            uow.handovers.end(number, EndedBy.ACCUEIL, now)
            uow.access_journal.add(agent.id, "conversation rendue", str(number), now)
            self._threads.tell(uow, one, answer, now)
            uow.conversations.keep_choices(one.conversation, answer, now)
            uow.commit()

    def _say(self, number: int, agent: Agent, answer: Answer, key: str) -> None:
        with self._new_uow() as uow:
            one = _held_by(uow, number, agent)
            address = uow.conversations.address(one.conversation)
            if address and uow.oppositions.holds(Contact(one.channel, address)):
                raise DeskRefused("La personne a écrit STOP : elle ne veut plus de messages. Rien n'est parti.")
            self._threads.write(uow, one, replace(answer, person=True), self._clock.now(), agent.id, key)
            uow.commit()


def _known(uow: UnitOfWork, number: int) -> Handover:
    one = uow.handovers.get(number)
    if one is None:
        raise DeskRefused("Cette conversation n'existe plus : la personne l'a effacée, ou elle est trop vieille.")
    return one


def _held_by(uow: UnitOfWork, number: int, agent: Agent) -> Handover:
    """The request, if this agent holds it."""
    one = _known(uow, number)
    if one.ended_at is not None:
        raise DeskRefused("Cette conversation est finie : rien n'est parti.")
    if one.agent != agent.id:
        who = f"C'est {one.agent_nom} qui répond" if one.agent_nom else "Prenez d'abord cette conversation"
        raise DeskRefused(f"{who} : rien n'est parti.")
    return one
