"""What is served now. The files of knowledge/ are edited while people talk: what passes `make check` takes their place."""
from __future__ import annotations

import functools
import logging
from dataclasses import fields
from pathlib import Path
from types import MethodType
from typing import Any, Callable

from bot.adapters.compile_nlu import cries
from bot.adapters.knowledge.checks import checked_knowledge
from bot.adapters.knowledge.folder import open_folder
from bot.adapters.knowledge.reading import Problem
from bot.bootstrap import Services
from bot.domain.errors import KnowledgeUnusable
from bot.domain.knowledge import Knowledge
from bot.exam import MARGIN
from bot.settings import ROOT

logger = logging.getLogger(__name__)

# What does not read knowledge, and remembers something of its own.
_SAME_FOR_GOOD = frozenset({"clock", "new_uow", "posted", "programs", "inbox", "outbox", "sms_ledger"})
_UNREADABLE = "Ces fichiers n'ont pas pu être lus. Lancez « make check », corrigez, puis enregistrez de nouveau."
_DEAFER = ("knowledge/urgences.yml — Sur {asked} appels à l'aide, {after} sont entendus, au lieu de {before}. → Remettez "
           "les phrases qui ont été enlevées, ou lancez « python -m bot ecoute ».")
_MOST_SAID = 20


class Serving:
    """`services` can be held for good: whatever is asked of them is asked of those that are served at that moment.

    A call that has begun ends with what it began with. `wired` makes the services over what the town says; `knowledge` is
    what the files of `folder` say at the start.
    """

    def __init__(self, folder: Path, wired: Callable[[Knowledge], Services], knowledge: Knowledge) -> None:
        self._folder = folder
        self._wired = wired
        self._taken = self._settling = self._state()
        self._now = wired(knowledge)
        self.services = Services(**{field.name: self._as_it_is_now(field.name) for field in fields(Services)})
        self.refused: tuple[str, ...] = ()
        """Why the files are not served as they are, in French, each with its file and line."""

    def look(self, is_asked: bool = False) -> Knowledge | None:
        """Serve the files as they are now, if they have changed since the last look but one; what was served before.

        None if nothing changed, or if they are refused. `is_asked`: somebody says that they are ready, changed or not.
        """
        state = self._state()
        is_settled, self._settling = state == self._settling, state
        if not is_asked and (state == self._taken or not is_settled):
            return None
        if (knowledge := self._checked()) is None:
            self._taken = state
            return None
        before, self._now = self._now.knowledge, self._wired(knowledge)
        self._taken, self.refused = state, ()
        logger.info("knowledge/ is served as it is now: %d fiches", len(knowledge.fiches))
        return before

    def _checked(self) -> Knowledge | None:
        """What the files say; None, and why, if `make check` finds anything wrong in it."""
        self.refused = (_UNREADABLE,)
        try:
            knowledge, problems, _ = checked_knowledge(self._folder)
        except OSError:
            pass  # A folder that is being written anew: the sentence above says it.
        except KnowledgeUnusable as unusable:
            self.refused = tuple(self._said(problem) for problem in f"{unusable}".splitlines()[:_MOST_SAID])
        else:
            self.refused = tuple(self._said(problem) for problem in problems[:_MOST_SAID]) or self._deafer(knowledge)
        if not self.refused:
            return knowledge
        logger.error("knowledge/ has changed and is refused, what was served stays: %s", " | ".join(self.refused))
        return None

    def _deafer(self, knowledge: Knowledge) -> tuple[str, ...]:
        """Why what hears people in danger must not be replaced: it would hear fewer of them."""
        asked = cries(ROOT)
        before, after = (sum(one.urgences.detect(text) is not None for text in asked)
                         for one in (self._now.knowledge, knowledge))
        is_deafer = after < before - MARGIN * len(asked)
        return (_DEAFER.format(before=before, after=after, asked=len(asked)),) if is_deafer else ()

    def _said(self, problem: Problem | str) -> str:
        return f"{problem}".replace(f"{self._folder.parent}/", "")

    def _state(self) -> frozenset[tuple[str, int, int]]:
        base = open_folder(self._folder)[0].base
        return _state(self._folder) | (_state(base) if base is not None else frozenset())

    def _as_it_is_now(self, name: str) -> Any:
        first = getattr(self._now, name)
        return first if first is None or name in _SAME_FOR_GOOD else _AsItIsNow(lambda: getattr(self._now, name))


class _AsItIsNow:
    """Stands for an object that is replaced now and then; a method taken from it is that of the object of the moment too."""

    def __init__(self, now: Callable[[], Any]) -> None:
        self._now = now

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._now(), name)
        if not isinstance(found, MethodType):
            return found

        @functools.wraps(found)
        def call(*given: Any, **named: Any) -> Any:
            return getattr(self._now(), name)(*given, **named)

        return call


def _state(folder: Path) -> frozenset[tuple[str, int, int]]:
    """Every file with its date and size: what changes when one of them is written."""
    found = []
    for path in folder.rglob("*"):
        try:
            stat = path.stat()
        except FileNotFoundError:
            continue  # Taken away between two looks.
        found.append((str(path), stat.st_mtime_ns, stat.st_size))
    return frozenset(found)
