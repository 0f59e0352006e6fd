"""Which times can be booked for a motif: desks' free times, or places in group sessions."""
from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Mapping, Sequence

from bot.domain.appointment import Creneau
from bot.domain.availability import Span, free_creneaux
from bot.domain.errors import CreneauTaken
from bot.domain.french import day_of
from bot.domain.motif import Motif
from bot.services.ports import UnitOfWork

# How far beyond a motif's own limit the next free time is looked for, four weeks at a time.
_STEP = timedelta(days=28)
FURTHEST = timedelta(days=180)


def free(uow: UnitOfWork, motif: Motif, now: datetime, moving: str | None = None) -> list[Creneau]:
    """Every time that can be booked now, in order; `moving` is the code of the appointment that looks for another."""
    if motif.is_collectif:
        sessions = uow.agendas.sessions(motif.slug, now + motif.delai_min, now + motif.delai_max)
        return [Creneau(s.start, s.end, s.agenda, s.id, s.titre) for s in sessions if s.taken < s.places]
    return _between(uow, motif, now, now + motif.delai_min, now + motif.delai_max, moving)


def still_free(uow: UnitOfWork, motif: Motif, wanted: Creneau, now: datetime, moving: str | None = None) -> Creneau:
    """The same time, at whichever desk has it now. CreneauTaken if none has."""
    if motif.is_collectif:
        same = [creneau for creneau in free(uow, motif, now) if creneau.session == wanted.session]
    else:
        window = now + motif.delai_min <= wanted.start <= now + motif.delai_max
        around = _between(uow, motif, now, wanted.start, wanted.start, moving) if window else []
        same = [creneau for creneau in around if creneau.start == wanted.start]
    if not same:
        raise CreneauTaken
    return same[0]


def without_delays(motif: Motif) -> Motif:
    """The same, at any time to come."""
    return replace(motif, delai_min=timedelta(0), delai_max=FURTHEST)


def beyond(uow: UnitOfWork, motif: Motif, now: datetime) -> Creneau | None:
    """The first free time after the motif's limit, up to six months away: it cannot be booked yet, but it can be said."""
    begin = now + motif.delai_max
    while not motif.is_collectif and begin < now + motif.delai_max + FURTHEST:
        found = _between(uow, motif, now, begin, begin + _STEP)
        if found:
            return found[0]
        begin += _STEP
    return None


def _between(uow: UnitOfWork, motif: Motif, now: datetime, earliest: datetime, latest: datetime,
             moving: str | None = None) -> list[Creneau]:
    window, openings, busy = in_window(uow, motif, now, earliest, latest, moving)
    return free_creneaux(window, openings, busy, now)


def in_window(uow: UnitOfWork, motif: Motif, now: datetime, earliest: datetime, latest: datetime,
              moving: str | None) -> tuple[Motif, Mapping[str, Sequence[Span]], Mapping[str, Sequence[Span]]]:
    """The motif bookable from one moment to the other only; by agenda, when it receives for it, and what is taken."""
    first, last = day_of(earliest), day_of(latest)
    openings = uow.agendas.openings(motif.slug, first, last)
    window = replace(motif, delai_min=earliest - now, delai_max=latest - now)
    return window, openings, uow.agendas.busy(list(openings), first, last, moving)
