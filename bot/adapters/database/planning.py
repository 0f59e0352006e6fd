"""What a desk writes about its own time: agendas, openings, absences, group sessions."""
from __future__ import annotations

import secrets
from datetime import date, datetime
from itertools import groupby
from typing import Any, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.engine import Connection, Row
from sqlalchemy.sql import ColumnElement

from bot.adapters.database.sessions import begins_in, read_sessions
from bot.adapters.database.tables import (
    absences,
    agendas,
    opening_motifs,
    openings,
    sessions,
    taken_spans,
)
from bot.adapters.database.taken_time import locked_agenda, take_time
from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.appointment import Session
from bot.domain.availability import minutes
from bot.domain.errors import CreneauTaken


class SqlPlanning:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def agendas(self) -> list[Agenda]:
        """All of them, closed ones too, by name."""
        return [_agenda(row) for row in self._connection.execute(select(agendas).order_by(agendas.c.nom))]

    def agenda(self, slug: str) -> Agenda | None:
        row = self._connection.execute(select(agendas).where(agendas.c.slug == slug)).one_or_none()
        return _agenda(row) if row else None

    def fed_by(self, token: str) -> Agenda | None:
        """The agenda whose calendar this secret opens."""
        row = self._connection.execute(select(agendas).where(agendas.c.feed_token == token)).one_or_none()
        return _agenda(row) if row and token else None

    def add_agenda(self, agenda: Agenda) -> None:
        self._connection.execute(insert(agendas).values(
            slug=agenda.slug, nom=agenda.nom, demo=agenda.demo, feed_token=secrets.token_urlsafe(32)))

    def close_agenda(self, slug: str, now: datetime) -> None:
        """Receive no more; what was is kept."""
        locked_agenda(self._connection, slug)
        self._connection.execute(update(agendas).where(agendas.c.slug == slug).values(closed_at=now))

    def openings(self, agenda: str) -> list[Opening]:
        return self._openings(agendas.c.slug == agenda)

    def opening(self, number: int) -> Opening | None:
        return next(iter(self._openings(openings.c.id == number)), None)

    def add_opening(self, opening: Opening) -> int:
        """Its number."""
        inserted = self._connection.execute(insert(openings).values(
            agenda_id=self._id(opening.agenda), first_day=opening.first_day, starts=opening.starts, ends=opening.ends,
            recurrence=opening.recurrence, exceptions=_written(opening.exceptions)))
        number: int = inserted.inserted_primary_key[0]
        for motif in dict.fromkeys(opening.motifs):
            self._connection.execute(insert(opening_motifs).values(motif=motif, opening_id=number))
        return number

    def except_days(self, opening: int, days: tuple[date, ...]) -> None:
        self._connection.execute(update(openings).where(openings.c.id == opening).values(exceptions=_written(days)))

    def remove_opening(self, opening: int) -> bool:
        """Whether there was one. Appointments taken in it stay."""
        return bool(self._connection.execute(delete(openings).where(openings.c.id == opening)).rowcount)

    def absences(self, agenda: str) -> list[Absence]:
        rows = self._connection.execute(
            select(absences).join_from(absences, agendas).where(agendas.c.slug == agenda)
            .order_by(absences.c.first_day, absences.c.starts))
        return [Absence(agenda, row.first_day, row.last_day, row.starts, row.ends, row.recurrence, row.titre, row.id)
                for row in rows]

    def add_absence(self, absence: Absence) -> int:
        """Its number."""
        inserted = self._connection.execute(insert(absences).values(
            agenda_id=self._id(absence.agenda), first_day=absence.first_day, last_day=absence.last_day,
            starts=absence.starts, ends=absence.ends, recurrence=absence.recurrence, titre=absence.titre))
        return inserted.inserted_primary_key[0]

    def remove_absence(self, absence: int) -> bool:
        return bool(self._connection.execute(delete(absences).where(absences.c.id == absence)).rowcount)

    def add_session(self, session: Session) -> int:
        """Its number. CreneauTaken if the agenda is taken then, or closed."""
        agenda = locked_agenda(self._connection, session.agenda)
        if agenda is None:
            raise CreneauTaken
        inserted = self._connection.execute(insert(sessions).values(
            agenda_id=agenda, motif=session.motif, titre=session.titre, starts_at=session.start, ends_at=session.end,
            places=session.places))
        number: int = inserted.inserted_primary_key[0]
        take_time(self._connection, agenda, (minutes(session.start), minutes(session.end)), session=number)
        return number

    def session(self, number: int) -> Session | None:
        return next(iter(read_sessions(self._connection, sessions.c.id == number)), None)

    def sessions(self, start: datetime, end: datetime, agenda: str | None = None) -> list[Session]:
        """The group sessions that begin in [start, end), at one agenda or any, cancelled ones left out, soonest first."""
        theirs = [agendas.c.slug == agenda] if agenda is not None else []
        return read_sessions(self._connection, begins_in(start, end), *theirs)

    def cancel_session(self, number: int) -> None:
        """Nobody can join it any more and its agenda is free again; those who joined are for the caller."""
        # Who is joining it holds this lock: the caller will see them, or they will see that it is cancelled.
        self._connection.execute(select(agendas.c.id).join_from(agendas, sessions).where(sessions.c.id == number)
                                 .with_for_update(of=agendas, key_share=True))
        self._connection.execute(update(sessions).where(sessions.c.id == number).values(is_cancelled=True))
        self._connection.execute(delete(taken_spans).where(taken_spans.c.session_id == number))

    def _openings(self, which: ColumnElement[bool]) -> list[Opening]:
        """One row for each motif of an opening."""
        rows = self._connection.execute(
            select(openings, agendas.c.slug, opening_motifs.c.motif)
            .select_from(openings.join(agendas).outerjoin(opening_motifs)).where(which)
            .order_by(openings.c.first_day, openings.c.starts, openings.c.id, opening_motifs.c.motif))
        return [_opening(list(same)) for _, same in groupby(rows, key=lambda row: row.id)]

    def _id(self, slug: str) -> int:
        return self._connection.execute(select(agendas.c.id).where(agendas.c.slug == slug)).scalar_one()


def _agenda(row: Row) -> Agenda:
    return Agenda(row.slug, row.nom, row.demo, row.feed_token, row.closed_at is not None)


def _opening(rows: Sequence[Row]) -> Opening:
    row, motifs = rows[0], tuple(row.motif for row in rows if row.motif is not None)
    return Opening(row.slug, motifs, row.first_day, row.starts, row.ends, row.recurrence,
                   tuple(map(date.fromisoformat, row.exceptions)), row.id)


def _written(days: tuple[date, ...]) -> list[Any]:
    return [day.isoformat() for day in days]
