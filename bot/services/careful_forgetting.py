"""A clock that has jumped must not erase what is still young: what a wrong day would erase waits for a second look."""
from __future__ import annotations

import logging
from datetime import datetime, timedelta
from time import monotonic
from typing import Callable

from bot.services.ports import Clock, UnitOfWorkFactory

logger = logging.getLogger(__name__)

_LAST = "oubli"  # the setting under which the moment of the last time is kept
_JUMP = timedelta(days=1)
_SURE_AFTER = timedelta(minutes=55)  # it is looked at once an hour
_DRIFT = timedelta(minutes=5)


class CarefulForgetting:
    """Does `forget`, unless the clock says that more than a day has gone by since the last time.

    A program that was stopped for that long and a clock that is wrong look alike: an hour later, by a count that no clock
    changes (`elapsed`, in seconds), the clock that still says so is believed.
    """

    def __init__(self, forget: Callable[[], object], clock: Clock, new_uow: UnitOfWorkFactory,
                 elapsed: Callable[[], float] = monotonic) -> None:
        self._forget = forget
        self._clock = clock
        self._new_uow = new_uow
        self._elapsed = elapsed
        self._doubted: tuple[datetime, float] | None = None

    def forget_old(self) -> None:
        """Erase what was kept long enough, if it is certain how long that is."""
        now = self._clock.now()
        if not self._is_certain(now):
            return
        self._doubted = None
        self._forget()
        with self._new_uow() as uow:
            uow.desk_settings.keep(_LAST, now.isoformat())
            uow.commit()

    def _is_certain(self, now: datetime) -> bool:
        with self._new_uow() as uow:
            last = uow.desk_settings.kept(_LAST)
        if last is None or now - datetime.fromisoformat(last) <= _JUMP:
            return True
        if self._doubted is not None:
            at, counted = self._doubted
            passed = timedelta(seconds=self._elapsed() - counted)
            if abs(now - at - passed) <= _DRIFT:
                return passed >= _SURE_AFTER
        self._doubted = now, self._elapsed()
        logger.warning("more than a day has gone by since anything was forgotten, or the clock is wrong: waiting an hour")
        return False
