"""This program among those that share the database."""
from __future__ import annotations

import secrets

from bot.services.ports import Clock, UnitOfWorkFactory


class Programs:
    """`name` is drawn at each start: a program that was killed and started again is another one."""

    def __init__(self, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self.name = secrets.token_hex(8)
        self._clock = clock
        self._new_uow = new_uow

    def show(self) -> None:
        """Say that it lives; every other second, or the others take over what it had."""
        with self._new_uow() as uow:
            uow.programs.is_there(self.name, self._clock.now())
            uow.commit()

    def leave(self) -> None:
        """Say that it ends: the others need not wait to take over."""
        with self._new_uow() as uow:
            uow.programs.leaves(self.name)
            uow.commit()

    def is_first(self) -> bool:
        """Whether it does what one program is enough for: the one that has been there longest does."""
        with self._new_uow() as uow:
            return uow.programs.first(self._clock.now()) in (None, self.name)
