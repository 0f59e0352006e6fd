"""A town whose appointments several processes change at once, and what must be true of them afterwards."""
from __future__ import annotations

import asyncio
import os
import random
import secrets
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from multiprocessing import get_context
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, Callable, Mapping, Sequence, TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Engine

from bot.adapters.cipher import Cipher
from bot.adapters.clock import SetClock
from bot.adapters.database import tables
from bot.adapters.database.engine import open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.bootstrap import Services, wire
from bot.domain.appointment import Creneau, State
from bot.domain.availability import cells, minutes
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import Sent
from bot.domain.errors import AppointmentNotFound, CreneauTaken
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Motif
from bot.domain.notice import reminder_time
from bot.services import creneaux
from bot.services.outbox import Outbox
from bot.services.post_ports import Transport
from tests.builders import make_motif

# Forked from a parent that has imported everything, a process starts in milliseconds. The parent holds no connection then.
FORK = get_context("fork")
NOW = "2026-11-23T08:00"
NEXT_WEEK = "2026-12-02T19:00"
Told = tuple[str, State, datetime]  # the code of an appointment, what it became, when it begins
Returned = TypeVar("Returned")


def _motif(slug: str, duree: int, pause: int = 0, is_collectif: bool = False) -> Motif:
    return make_motif(slug=slug, duree=timedelta(minutes=duree), pause=timedelta(minutes=pause), is_collectif=is_collectif,
                      grille=timedelta(minutes=15), delai_min=timedelta(hours=1), delai_max=timedelta(days=10),
                      annulation_limite=timedelta(0))


MOTIFS = {one.slug: one for one in (_motif("court", 30), _motif("long", 45, pause=20), _motif("seul", 30),
                                    _motif("rare", 30), _motif("groupe", 90, is_collectif=True))}


def replaced(knowledge: Knowledge) -> Knowledge:
    """What the town says, with these motifs."""
    return replace(knowledge, motifs=MOTIFS)


@dataclass(frozen=True)
class Town:
    """`engine` is that of the test; other processes `connect` for themselves."""

    engine: Engine
    key: str
    knowledge: Knowledge

    def connect(self) -> Engine:
        return open_database(str(self.engine.url))

    def services(self, engine: Engine | None = None, now: str = NOW,
                 around: Callable[[SqlUnitOfWork], SqlUnitOfWork] = lambda uow: uow) -> Services:
        """Over connections of their own, unless an engine is given; each new unit of work goes through `around`."""
        engine, cipher = engine or self.connect(), Cipher(self.key)
        return wire(self.knowledge, lambda: around(SqlUnitOfWork(engine, cipher)), index=None, clock=SetClock(now))

    def begin(self, work: Callable[..., None], *given: Any) -> tuple[Any, Connection]:
        """A process that does this work, given also where to send; and where to receive what it sends."""
        self.engine.dispose()
        receiver, sender = FORK.Pipe(duplex=False)
        process = FORK.Process(target=work, args=(*given, sender))
        process.start()
        sender.close()
        return process, receiver

    def in_processes(self, how_many: int, work: Callable[[int], Returned]) -> list[Returned]:
        """What `work` returns in each of so many processes, given its number, all begun at the same moment."""
        ready = barrier(how_many)

        def child(number: int, sender: Connection) -> None:
            ready.wait()
            sender.send(work(number))

        begun = [self.begin(child, number) for number in range(how_many)]
        returned = [receiver.recv() for _, receiver in begun]  # EOFError: it has died, its traceback is on stderr
        for process, _ in begun:
            process.join()
        return returned


def barrier(how_many: int) -> Any:
    """Where processes wait for each other; when one has died, the others do not wait for ever."""
    return FORK.Barrier(how_many, timeout=20)


def free(services: Services, slug: str) -> list[Creneau]:
    with services.new_uow() as uow:
        return creneaux.free(uow, MOTIFS[slug], services.clock.now())


def someone(services: Services, number: int, channel: str = "web", draft: BookingDraft | None = None) -> str:
    """The conversation of somebody, where a dialogue has left this draft."""
    with services.new_uow() as uow:
        conversation = uow.conversations.open(channel, f"+336{number:08}", services.clock.now()).id
        uow.conversations.keep_draft(conversation, draft)
        uow.commit()
    return conversation


def drafted(slug: str, creneau: Creneau, **changes: Any) -> BookingDraft:
    """One « oui » away from an appointment."""
    return BookingDraft(slug, creneau=creneau, prenom="Ali", wants_telephone=False,
                        **{"key": secrets.token_hex(16), **changes})


class Everybody:
    """Does by turns what people and the desk do, and tells what they were told, after they were."""

    def __init__(self, town: Town, seed: int, tell: Callable[[Told], object], now: str = NOW,
                 sms: Transport | None = None) -> None:
        self._engine = town.connect()
        self._services = town.services(self._engine, now)
        self._desk_next_week = town.services(self._engine, NEXT_WEEK).appointment_book
        self._book = self._services.appointment_book
        self._chance = random.Random(seed)
        self._tell = tell
        self._sms = sms
        self._outbox = Outbox(self._services.clock, self._services.new_uow, {"sms"} if sms else ())

    def post(self) -> None:
        """Send what is due by then."""
        self._outbox.send_due()
        if self._sms is not None:
            asyncio.run(self._outbox.post_due("sms", self._sms))

    def act(self) -> None:
        [act] = self._chance.choices([self._take, self._move, self._cancel, self._see], [60, 22, 14, 4])
        with suppress(CreneauTaken, AppointmentNotFound, IndexError):  # IndexError: nothing is free, or nobody is expected
            self._tell(act())

    def _take(self) -> Told:
        [slug] = self._chance.choices(["court", "long", "groupe"], [6, 3, 1])
        wanted = self._chance.choice(free(self._services, slug)[:4])
        telephone = self._chance.choice([None, f"06{self._chance.randrange(10**8):08}"])
        draft = drafted(slug, wanted, telephone=telephone)
        conversation = someone(self._services, self._chance.randrange(10**8), self._chance.choice(["web", "sms"]), draft)
        kept = self._book.book(conversation, draft, wanted)
        return kept.code, State.PREVU, kept.start

    def _move(self) -> Told:
        old = self._book.get(self._expected())
        wanted = self._chance.choice(free(self._services, old.motif)[:4])
        kept = self._book.move(old.code, wanted, self._chance.choice(["usager", "accueil"]))
        return kept.code, State.PREVU, kept.start

    def _cancel(self) -> Told:
        by, state = self._chance.choice([("usager", State.EXCUSE), ("accueil", State.ANNULE)])
        kept = self._book.cancel(self._expected(), by)
        return kept.code, state, kept.start

    def _see(self) -> Told:
        state = self._chance.choice([State.VU, State.ABSENT])
        kept = self._desk_next_week.set_state(self._expected(), state)
        return kept.code, state, kept.start

    def _expected(self) -> str:
        """The code of one of the last appointments, that others are changing too."""
        with self._engine.connect() as connection:
            newest = select(tables.appointments.c.code).where(tables.appointments.c.state == State.PREVU.value)
            return self._chance.choice(connection.execute(
                newest.order_by(tables.appointments.c.id.desc()).limit(6)).scalars().all())


class Journal:
    """A way out of the house where what left stays written, even if the process dies at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def send(self, address: str, sent: Sent, key: str) -> None:
        file = os.open(self._path, os.O_APPEND | os.O_CREAT | os.O_WRONLY)
        os.write(file, f"{key}\n".encode())
        os.fsync(file)
        os.close(file)


class Written:
    """All that the database holds of appointments, at one moment."""

    def __init__(self, engine: Engine) -> None:
        options = {"isolation_level": "REPEATABLE READ"} if engine.dialect.name == "postgresql" else {}
        with engine.connect().execution_options(**options) as connection:
            rows = {table.name: connection.execute(select(table).order_by(*table.primary_key)).all() for table in (
                tables.appointments, tables.appointment_history, tables.taken_spans, tables.taken_cells, tables.taken_places,
                tables.sessions, tables.outbox)}
        self._rows = rows
        self.appointments, self.outbox = rows["appointments"], rows["outbox"]
        self.active = [one for one in self.appointments if State(one.state).takes_the_time]
        self.history: dict[int, list[Any]] = {one.id: [] for one in self.appointments}
        for line in rows["appointment_history"]:
            self.history[line.appointment_id].append(line)

    def changes(self) -> Counter[Told]:
        """All that ever became of them."""
        return Counter((one.code, State(line.state), line.starts_at) for one in self.appointments
                       for line in self.history[one.id])

    def check(self) -> None:
        """AssertionError if anything is booked twice, half booked, or contradicts itself."""
        expected = self._expected_spans()
        self._nothing_overlaps(sorted(expected.values()))
        self._the_time_taken_is_that_of_the_active(expected)
        self._a_session_holds_who_joined_it()
        self._the_history_tells_each_change()
        self._each_active_is_reminded_once()

    def _expected_spans(self) -> dict[tuple[str, int], tuple[int, int, int]]:
        """By what takes it: an agenda, and minutes of it, the pause included."""
        return {**{("appointment", one.id): (one.agenda_id, minutes(one.starts_at),
                                             minutes(one.ends_at + MOTIFS[one.motif].pause))
                   for one in self.active if one.session_id is None},
                **{("session", one.id): (one.agenda_id, minutes(one.starts_at), minutes(one.ends_at))
                   for one in self._rows["sessions"]}}

    def _nothing_overlaps(self, spans: Sequence[tuple[int, int, int]]) -> None:
        assert [(one, next_) for one, next_ in zip(spans, spans[1:]) if one[0] == next_[0] and next_[1] < one[2]] == []

    def _the_time_taken_is_that_of_the_active(self, expected: Mapping[tuple[str, int], tuple[int, int, int]]) -> None:
        spans = self._rows["taken_spans"]
        by_taker = {("appointment", one.appointment_id) if one.appointment_id else ("session", one.session_id):
                    (one.agenda_id, one.starts, one.ends) for one in spans}
        assert by_taker == expected
        assert len(spans) == len(expected)
        assert {(cell.agenda_id, cell.cell, cell.span_id) for cell in self._rows["taken_cells"]} == {
            (one.agenda_id, cell, one.id) for one in spans for cell in cells((one.starts, one.ends))}

    def _a_session_holds_who_joined_it(self) -> None:
        places, room = self._rows["taken_places"], {one.id: one.places for one in self._rows["sessions"]}
        assert sorted((place.session_id, place.appointment_id) for place in places) == sorted(
            (one.session_id, one.id) for one in self.active if one.session_id is not None)
        assert all(1 <= place.place <= room[place.session_id] for place in places)

    def _the_history_tells_each_change(self) -> None:
        for one in self.appointments:
            lines = self.history[one.id]
            assert (lines[-1].state, lines[-1].starts_at) == (one.state, one.starts_at)
            assert [line.state for line in lines].count(State.PREVU.value) == 1 + one.sequence

    def _each_active_is_reminded_once(self) -> None:
        reminders = [notice for notice in self.outbox if notice.kind == "rappel"]
        live = Counter(one.key for one in reminders if one.state in ("a_envoyer", "en_cours", "envoye"))
        current = {one.id: f"rappel:{one.uid}:{one.sequence}" for one in self.active}
        for one in self.active:
            said = [line for line in self.history[one.id] if line.state == State.PREVU.value][-1]
            assert live[current[one.id]] == bool(one.contact_hash and reminder_time(said.starts_at, said.at))
        pending = [one for one in reminders if one.state == "a_envoyer"]
        assert [one.key for one in pending if current.get(one.appointment_id) != one.key] == []
