"""How the house is: whether its database can be worked with, what waits in it. Counts only, and nobody."""
from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.domain.knowledge import Knowledge
from bot.services.creneaux import free
from bot.services.ports import Clock, UnitOfWorkFactory

_RECENT = timedelta(days=1)


@dataclass(frozen=True)
class Readings:
    """`oldest`: how long the oldest message that is due has been waiting. `failed`: messages given up since yesterday.

    `handovers`: people who wait for an agent. `next_creneau`: by motif that was ever opened, how long until the first free
    time; None: none.
    """

    waiting: int
    oldest: timedelta
    failed: int
    handovers: int
    next_creneau: dict[str, timedelta | None]


class Watch:
    def __init__(self, knowledge: Knowledge, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._clock = clock
        self._new_uow = new_uow

    @property
    def knows_something(self) -> bool:
        """Whether what the town says has been read."""
        return bool(self._knowledge.fiches)

    def is_migrated(self) -> bool:
        """Whether the tables are those that this program works with. Raises what the database raises when it is away."""
        with self._new_uow() as uow:
            return uow.storage.is_up_to_date()

    def readings(self) -> Readings:
        now = self._clock.now()
        with self._new_uow() as uow:
            backlog = uow.outbox.backlog(now, failed_since=now - _RECENT)
            opened = {slug for agenda in uow.planning.agendas() for opening in uow.planning.openings(agenda.slug)
                      for slug in opening.motifs}
            first = {slug: next(iter(free(uow, motif, now)), None)
                     for slug, motif in self._knowledge.motifs.items() if slug in opened}
            asking = sum(handover.agent is None for handover in uow.handovers.open())
        return Readings(backlog.waiting, now - backlog.oldest if backlog.oldest else timedelta(), backlog.failed, asking,
                        {slug: creneau.start - now if creneau else None for slug, creneau in first.items()})
