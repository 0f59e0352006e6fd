"""Reaching a person, as the resident sees it: asked, told the truth about when, and never left alone."""
from __future__ import annotations

from datetime import datetime, timedelta

from bot.domain.answer import Answer, Choice
from bot.domain.conversation import COUNTER, IncomingMessage, Turn
from bot.domain.handover import EndedBy, Handover, usual_wait
from bot.services.answers import CALL_ME, Answers
from bot.services.desk_hours import DeskHours
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.threads import Threads

# Answered before the dialogue is asked: not one of its payloads.
WAIT_NO_MORE = Choice("Ne plus attendre", "ne_plus_attendre")
BACK = Choice("Revenir à l'assistant", "revenir_assistant")
PRESENT = timedelta(minutes=2)  # since when an agent must have been seen to be at the desk
LEFT = timedelta(minutes=20)    # after which an agent who has not been seen holds nobody any more
_RECENT, _LAST_WAITS = timedelta(days=30), 10


class Handovers:
    """Who waits for a person, and who has one."""

    def __init__(self, answers: Answers, hours: DeskHours, threads: Threads, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._answers = answers
        self._hours = hours
        self._threads = threads
        self._clock = clock
        self._new_uow = new_uow

    def ask(self, conversation: str) -> Answer:
        """A person is asked for: they wait from now on if the desk is there; else they are told when it is."""
        now = self._clock.now()
        with self._new_uow() as uow:
            if uow.conversations.get(conversation, now).channel == COUNTER:
                return self._answers.human()
            if not self._is_there(uow, now):
                return self._nobody(now)
            uow.handovers.ask(conversation, now)
            uow.commit()
            waiting = [one for one in uow.handovers.open() if not one.is_held]
            place = next((n for n, one in enumerate(waiting, start=1) if one.conversation == conversation), 1)
            minutes = usual_wait(uow.handovers.waits(now - _RECENT, _LAST_WAITS))
        how_long = " ".join(filter(None, [self._said_place(place), self._said_wait(minutes)]))
        return self._answers.say("accueil_attente", (WAIT_NO_MORE, CALL_ME), attente=how_long)

    def answer(self, uow: UnitOfWork, turn: Turn, now: datetime) -> Answer | None:
        """What to say to who waits no more, or goes back to the assistant; None for any other turn."""
        if not turn.is_payload or turn.text not in (WAIT_NO_MORE.sends, BACK.sends):
            return None
        uow.handovers.end_of(turn.conversation, EndedBy.USAGER, now)
        return self._answers.say("accueil_attente_finie")

    def let_go(self) -> int:
        """Give back to the assistant those whose agent has left, and tell those who wait when the desk closes; how many."""
        now, gone = self._clock.now(), 0
        with self._new_uow() as uow:
            uow.handovers.end_forgotten(now)
            for one in uow.handovers.open():
                answer = self._farewell(uow, one, now)
                if answer is not None and uow.handovers.end(one.id, EndedBy.OUBLI, now):
                    self._threads.tell(uow, one, answer, now)
                    uow.conversations.keep_choices(one.conversation, answer, now)
                    gone += 1
            uow.commit()
        return gone

    def _farewell(self, uow: UnitOfWork, one: Handover, now: datetime) -> Answer | None:
        if one.agent is not None:
            seen = uow.agent_sessions.last_seen(one.agent)
            is_left = seen is None or abs(now - seen) > LEFT  # a clock may be set back
            return self._answers.say("agent_parti", (CALL_ME,)) if is_left else None
        return None if self._is_there(uow, now) or now - one.asked_at < LEFT else self._nobody(now)

    def _is_there(self, uow: UnitOfWork, now: datetime) -> bool:
        """By its hours; a desk that has not said them is there when an agent is."""
        is_open = self._hours.is_open(now)
        return uow.agent_sessions.present(now - PRESENT) > 0 if is_open is None else is_open

    def _nobody(self, now: datetime) -> Answer:
        """When the desk answers, where it can be visited, and the offer to be called."""
        where = self._answers.human()
        opening = self._hours.next_opening_in_words(now)
        if opening is None:
            return where
        closed = self._answers.say("accueil_ferme", quand=opening).text
        return Answer(f"{closed}\n\n{where.text}", choices=where.choices)

    def _said_place(self, place: int) -> str:
        key = "accueil_attente_premier" if place == 1 else "accueil_attente_place"
        return self._answers.say(key, devant=str(place - 1)).text

    def _said_wait(self, minutes: int | None) -> str:
        return "" if minutes is None else self._answers.say("accueil_attente_duree", minutes=str(minutes)).text


def heard_by_agent(message: IncomingMessage, pressed: Choice | None) -> str:
    """What an agent reads of a message: its words, the words of a button, or that a place was shown."""
    if pressed is not None:
        return pressed.label
    return message.text.strip() or "(position partagée)"
