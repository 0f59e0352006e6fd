"""Which SMS are answered: those of people who have not said STOP, from numbers that cost what is expected, not machines."""
from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta
from typing import Callable

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.domain.conversation import IncomingMessage
from bot.domain.mobile import Sender, answerable
from bot.domain.normalisation import fold
from bot.domain.notice import STALE, Kind, Notice
from bot.domain.opposition import Wish, hears
from bot.domain.own_data import hears_right
from bot.services.answers import Answers
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

_SAME, _WITHIN = 3, timedelta(minutes=10)
_MOST, _IN = 30, timedelta(hours=1)


class SmsDoor:
    """Asked for each SMS before it is answered. A cry for help (`is_distress`) always passes.

    So does, after STOP, who asks for their own data: it is their right, and they have asked.
    """

    def __init__(self, answers: Answers, is_distress: Callable[[IncomingMessage], bool], clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._answers = answers
        self._is_distress = is_distress
        self._clock = clock
        self._new_uow = new_uow
        self._recent: dict[str, deque[tuple[datetime, str]]] = {}

    def admits(self, message: IncomingMessage) -> bool:
        """Whether the message is to be answered. STOP and START are confirmed from here, once."""
        if self._is_distress(message):
            return True
        if answerable(message.address) is not Sender.ORDINARY or self._is_a_machine(message):
            return False
        contact, wish = Contact(message.channel, message.address), hears(message.text)
        with self._new_uow() as uow:
            if wish is None:
                return hears_right(message.text) is not None or not uow.oppositions.holds(contact)
            if wish is Wish.START:
                said = self._answers.say("start_sms") if uow.oppositions.remove(contact) else self._answers.welcome()
                self._reply(uow, message, contact, said)
            elif uow.oppositions.add(contact, self._clock.now()):
                self._reply(uow, message, contact, self._answers.say("stop_sms"))
            uow.commit()
        return False

    def _reply(self, uow: UnitOfWork, message: IncomingMessage, contact: Contact, answer: Answer) -> None:
        now = self._clock.now()
        uow.outbox.add(Notice(f"porte:{message.id}", Kind.REPONSE, contact, answer, now, now + STALE), now)

    def _is_a_machine(self, message: IncomingMessage) -> bool:
        """Whether the number says the same again and again, or more than a hand can write: an automatic reply to ours."""
        now, said = self._clock.now(), fold(message.text)
        recent = self._recent.setdefault(message.address, deque(maxlen=_MOST + 1))
        recent.append((now, said))
        same = [at for at, before in recent if before == said and at > now - _WITHIN]
        self._forget_quiet_numbers(now)
        return len(same) > _SAME or sum(at > now - _IN for at, _ in recent) > _MOST

    def _forget_quiet_numbers(self, now: datetime) -> None:
        for address in [address for address, recent in self._recent.items() if recent[-1][0] <= now - _IN]:
            del self._recent[address]
