"""Who waits for a time to free up is told when one does; who wants a call is shown to the desk."""
from __future__ import annotations

from datetime import datetime

from bot.domain.availability import matching
from bot.domain.booking_draft import Purpose
from bot.domain.french import say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.notice import is_decent_hour
from bot.domain.waiting import Waiting
from bot.services.creneaux import free
from bot.services.notices import Notices
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory


class WaitingList:
    def __init__(self, knowledge: Knowledge, notices: Notices, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._notices = notices
        self._clock = clock
        self._new_uow = new_uow

    def tell(self) -> int:
        """Write to those for whom a time is free, in the order they came, no more of them than there are times; how many."""
        now, told = self._clock.now(), 0
        if not is_decent_hour(now):
            return 0
        with self._new_uow() as uow:
            by_motif: dict[str, list[Waiting]] = {}
            for waiting in uow.waiting.open(Purpose.ATTENTE, hold=True):
                by_motif.setdefault(waiting.motif, []).append(waiting)
            for slug, those in by_motif.items():
                told += self._tell_those(uow, slug, those, now)
            uow.commit()
        return told

    def calls(self) -> list[Waiting]:
        """Who is to be called back, first come first."""
        with self._new_uow() as uow:
            return uow.waiting.open(Purpose.RAPPEL)

    def called(self, number: int) -> bool:
        """The desk has called; False if nobody was to be called under this number."""
        with self._new_uow() as uow:
            done = uow.waiting.called(number, self._clock.now())
            uow.commit()
        return done

    def leave(self, conversation: str) -> bool:
        """Tell this person nothing more; whether they were waiting."""
        with self._new_uow() as uow:
            left = uow.waiting.close(conversation, None, Purpose.ATTENTE, self._clock.now())
            uow.commit()
        return left > 0

    def _tell_those(self, uow: UnitOfWork, slug: str, those: list[Waiting], now: datetime) -> int:
        motif = self._knowledge.motifs.get(slug)
        times = free(uow, motif, now) if motif else []
        told = 0
        for waiting in those:
            suited = matching(times, waiting.wish)
            if not suited or not waiting.may_be_told(now):
                continue
            self._notices.freed(uow, waiting, say_moment(suited[0].start), now)
            uow.waiting.was_told(waiting.id, now)
            times = [creneau for creneau in times if creneau != suited[0]]
            told += 1
        return told
