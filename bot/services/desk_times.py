"""The free times of each desk, as its own agents may give them: held by no delay of the motif."""
from __future__ import annotations

from datetime import datetime, timedelta
from typing import Sequence

from bot.domain.appointment import Creneau
from bot.domain.availability import free_creneaux
from bot.domain.errors import CreneauTaken
from bot.domain.motif import Motif
from bot.services.creneaux import FURTHEST, free, in_window, still_free, without_delays
from bot.services.ports import UnitOfWork

_AROUND = timedelta(days=14)


def free_by_desk(uow: UnitOfWork, motif: Motif, now: datetime, earliest: datetime, latest: datetime,
                 moving: str | None = None) -> dict[str, list[Creneau]]:
    """By agenda, when it can receive for a motif from one moment to another.

    `moving` is the code of the appointment that looks for another time: its own does not count as taken.
    """
    earliest, latest = max(earliest, now), min(latest, now + FURTHEST)
    if latest < earliest or motif.is_collectif or motif.is_elsewhere:
        return {}
    window, openings, busy = in_window(uow, motif, now, earliest, latest, moving)
    return {slug: free_creneaux(window, {slug: spans}, busy, now) for slug, spans in openings.items()}


def still_free_there(uow: UnitOfWork, motif: Motif, wanted: Creneau, now: datetime, moving: str | None = None) -> Creneau:
    """The same time at the same desk, no other. CreneauTaken if it is not free any more."""
    if motif.is_collectif:
        return still_free(uow, without_delays(motif), wanted, now)
    there = free_by_desk(uow, motif, now, wanted.start, wanted.start, moving).get(wanted.agenda, [])
    if wanted.start < now or not there:
        raise CreneauTaken
    return there[0]


def times_to_move(uow: UnitOfWork, motif: Motif, code: str, when: datetime, agenda: str | None,
                  now: datetime) -> Sequence[Creneau]:
    """Where the appointment of this code may go: at any desk, or at this agenda around `when`."""
    if agenda is None:
        return free(uow, without_delays(motif), now, code)
    if motif.is_collectif:
        return [one for one in free(uow, without_delays(motif), now, code) if one.agenda == agenda]
    return free_by_desk(uow, motif, now, when - _AROUND, when + _AROUND, code).get(agenda, [])


def nearest(uow: UnitOfWork, motif: Motif, wanted: datetime, agenda: str, now: datetime, most: int = 3) -> Sequence[Creneau]:
    """The free times that are closest to one that is not, in order: those of the same desk, else of any."""
    found = free_by_desk(uow, motif, now, wanted - _AROUND, wanted + _AROUND)
    there = found.get(agenda) or [creneau for those in found.values() for creneau in those]
    others = [creneau for creneau in there if (creneau.start, creneau.agenda) != (wanted, agenda)]
    return sorted(sorted(others, key=lambda one: abs(one.start - wanted))[:most])
