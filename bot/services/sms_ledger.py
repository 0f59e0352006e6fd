"""What SMS cost in a day, and the limit that the town has set."""
from __future__ import annotations

import logging

from bot.domain.errors import StorageUnavailable
from bot.domain.french import day_of
from bot.services.ports import Clock, UnitOfWorkFactory

logger = logging.getLogger(__name__)

_UNCOUNTED = 60  # segments that leave in one failure of the database


class SmsLedger:
    """Counts segments, which is what is paid. `cap` is the most that may leave in a day, helplines apart."""

    def __init__(self, cap: int, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._cap = cap
        self._clock = clock
        self._new_uow = new_uow
        self._uncounted = 0

    def spend(self, segments: int, urgent: bool) -> bool:
        """Count a message about to leave; False, and nothing is counted, if the day's limit forbids it.

        While nothing can be counted, helplines leave, and a few messages more: whoever writes learns why nobody answers.
        """
        try:
            return self._count(segments, urgent)
        except StorageUnavailable:
            self._uncounted += segments
            return urgent or self._uncounted <= _UNCOUNTED

    def _count(self, segments: int, urgent: bool) -> bool:
        day = day_of(self._clock.now())
        with self._new_uow() as uow:
            spent = uow.sms_days.spent(day)
            if not urgent and spent + segments > self._cap:
                logger.error("the day's limit of %d SMS segments is reached: messages wait", self._cap)
                return False
            uow.sms_days.spend(day, segments + self._uncounted)
            uow.commit()
        self._uncounted = 0
        return True

    def spent_today(self) -> int:
        """The segments that left today."""
        with self._new_uow() as uow:
            return uow.sms_days.spent(day_of(self._clock.now()))
