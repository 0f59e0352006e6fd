"""The free times of four weeks, beside what one would write first: for each time of each desk, one question to the database.

Both sides read the same invented town (seeded): desks that receive every week, every two weeks or on one day of the month,
absences of a day or two and every week, appointments of three lengths. The alternative reads the openings as we do, and it
finds absences and public holidays already written down beside the appointments, in one table with an index: what it pays for
is its questions. Both must find the same times.
`python bench/appointments.py --agendas 10 --calls 20` is a smoke check; `make bench` runs all.
"""
from __future__ import annotations

import argparse
import gc
import os
import random
import statistics
import time
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from datetime import time as hour
from typing import Any

from directory import databases, emptied, settled
from measures import keep, median_and_p95, processor
from sqlalchemy import insert, text
from sqlalchemy.engine import Engine

from bot.adapters.cipher import Cipher, new_key
from bot.adapters.database.agendas import SqlAgendas
from bot.adapters.database.planning import SqlPlanning
from bot.adapters.database.tables import taken_cells, taken_spans
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.recurrence import occurrences
from bot.domain.agenda import Absence, Agenda, Opening
from bot.domain.availability import Span, cells, minutes, moment, overlap
from bot.domain.french import PARIS
from bot.domain.motif import Motif
from bot.services.creneaux import free

SEED = 1
SIZES = ((50, 2_000), (500, 20_000))
ROUNDS = 3
ONE_IN = 40  # calls that the alternative is given where there are fifty agendas, fewer where there are more: they are slow
WEEKS = timedelta(days=28)
NOW = datetime(2026, 11, 21, 10, tzinfo=PARIS)
FIRST, LAST = NOW.date(), (NOW + WEEKS).date()
DAYS = ("MO", "TU", "WE", "TH", "FR")
NO_TIME, MINUTE = timedelta(0), timedelta(minutes=1)
MOTIF = Motif("premier-accueil", "Premier accueil", "Rendez-vous au CCAS", (), timedelta(minutes=30), NO_TIME, "ccas",
              timedelta(hours=24), WEEKS, NO_TIME)
LASTING = (30, 45, 65)  # minutes that an appointment takes, its pause included
Side = Callable[[], Sequence[datetime]]


def fill(engine: Engine, agendas: int, booked: int) -> None:
    """So many desks, and so many appointments that stand in their openings of the four weeks."""
    chance = random.Random(SEED)
    with engine.begin() as connection:
        planning = SqlPlanning(connection)
        for number in range(agendas):
            slug = f"bureau-{number}"
            planning.add_agenda(Agenda(slug, slug))
            for opening in openings_of(slug, chance):
                planning.add_opening(opening)
            for absence in absences_of(slug, chance):
                planning.add_absence(absence)
        reader = SqlAgendas(connection)
        openings = reader.openings(MOTIF.slug, FIRST, LAST)
        away = reader.busy(list(openings), FIRST, LAST)
        numbers = dict(connection.execute(text("SELECT slug, id FROM agendas")).all())
        taken = [(numbers[slug], span) for slug in openings
                 for span in some_of(openings[slug], away[slug], booked // agendas, chance)]
        connection.execute(insert(taken_spans), [
            {"id": number, "agenda_id": agenda, "starts": span[0], "ends": span[1]}
            for number, (agenda, span) in enumerate(taken, start=1)])
        connection.execute(insert(taken_cells), [
            {"agenda_id": agenda, "cell": cell, "span_id": number}
            for number, (agenda, span) in enumerate(taken, start=1) for cell in cells(span)])
    assert len(taken) == booked


def openings_of(slug: str, chance: random.Random) -> list[Opening]:
    """Four mornings and afternoons of the week, a midday every two weeks, an evening of the month."""
    days = chance.sample(DAYS, 4)
    weekly, fortnightly = f"FREQ=WEEKLY;BYDAY={','.join(days)}", f"FREQ=WEEKLY;INTERVAL=2;BYDAY={chance.choice(DAYS)}"
    monthly = f"FREQ=MONTHLY;BYDAY={chance.randint(1, 4)}{chance.choice(DAYS)}"
    hours = ((hour(9, chance.choice((0, 30))), hour(12), weekly), (hour(14), hour(chance.choice((17, 18))), weekly),
             (hour(12), hour(14), fortnightly), (hour(18), hour(20), monthly))
    return [Opening(slug, (MOTIF.slug, "autre"), date(2026, 1, chance.randint(5, 18)), starts, ends, rule)
            for starts, ends, rule in hours]


def absences_of(slug: str, chance: random.Random) -> list[Absence]:
    """An hour each week for one desk in three; a day or two that are past, and a day or two to come."""
    first = date(2026, 1, 5)
    weekly = Absence(slug, first, first, hour(11), hour(12), f"FREQ=WEEKLY;BYDAY={chance.choice(DAYS)}")
    days = [FIRST + timedelta(days=chance.randint(*around)) for around in ((-200, -50), (1, 26))]
    away = [Absence(slug, day, day + timedelta(days=chance.randint(0, 1)), hour(8), hour(18)) for day in days]
    return [*([weekly] if chance.random() < 1 / 3 else []), *away]


def some_of(openings: Sequence[Span], away: Sequence[Span], how_many: int, chance: random.Random) -> list[Span]:
    """So many times that fit in these openings and overlap nothing: half of them on the hour or the half hour."""
    taken: list[Span] = []
    while len(taken) < how_many:
        opens, closes = chance.choice(openings)
        start, lasts = chance.randrange(opens, closes, chance.choice((5, 30))), chance.choice(LASTING)
        span = start, start + lasts
        if span[1] <= closes and not any(overlap(span, other) for other in (*away, *taken)):
            taken.append(span)
    return taken


class Plain:
    """The alternative: « is something overlapping? », asked of each time that each desk could give."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.asked = 0
        with engine.begin() as connection:
            reader = SqlAgendas(connection)
            slugs = list(reader.openings(MOTIF.slug, FIRST, LAST))
            busy = reader.busy(slugs, FIRST, LAST)
            connection.execute(text("CREATE TABLE plain_busy (agenda TEXT NOT NULL, starts INTEGER NOT NULL, "
                                    "ends INTEGER NOT NULL)"))
            connection.execute(text("INSERT INTO plain_busy VALUES (:agenda, :starts, :ends)"), [
                {"agenda": slug, "starts": starts, "ends": ends} for slug in slugs for starts, ends in busy[slug]])
            connection.execute(text("CREATE INDEX plain_busy_time ON plain_busy (agenda, starts, ends)"))

    def __call__(self) -> list[datetime]:
        lasts, grid = MOTIF.duree // MINUTE, MOTIF.grille // MINUTE
        earliest, latest = minutes(NOW + MOTIF.delai_min), minutes(NOW + MOTIF.delai_max)
        question = text("SELECT 1 FROM plain_busy WHERE agenda = :agenda AND starts < :ends AND ends > :starts LIMIT 1")
        found, self.asked = set(), 0
        with self._engine.connect() as connection:
            for agenda, openings in SqlAgendas(connection).openings(MOTIF.slug, FIRST, LAST).items():
                for opens, closes in openings:
                    for start in range(-(-max(opens, earliest) // grid) * grid, min(closes - lasts, latest) + 1, grid):
                        self.asked += 1
                        asked = {"agenda": agenda, "starts": start, "ends": start + lasts}
                        if connection.execute(question, asked).first() is None:
                            found.add(start)
        return [moment(start) for start in sorted(found)]


def ours(engine: Engine) -> Side:
    cipher = Cipher(new_key())

    def ask() -> list[datetime]:
        with SqlUnitOfWork(engine, cipher) as uow:
            return [creneau.start for creneau in free(uow, MOTIF, NOW)]

    return ask


def timed(side: Side, calls: int) -> tuple[list[float], list[float]]:
    """Milliseconds of each call: on the wall, and of this process (not the database's own, which PostgreSQL is)."""
    wall, own = [], []
    for _ in range(calls):
        begun, began = time.perf_counter(), time.process_time()
        side()
        own.append((time.process_time() - began) * 1000)
        wall.append((time.perf_counter() - begun) * 1000)
    return wall, own


def compare(name: str, url: str, agendas: int, booked: int, calls: int) -> dict[str, Any]:
    """Fill one database, ask it, print; the milliseconds of each side, as (median, p95) of each round."""
    engine = emptied(url)
    fill(engine, agendas, booked)
    settled(engine)
    us, plain = ours(engine), Plain(engine)
    occurrences.cache_clear()
    [[first], _] = timed(us, 1)
    assert us() == plain()
    gc.collect()
    gc.freeze()
    fewer = max(1, calls * SIZES[0][0] // (ONE_IN * agendas))
    rounds = [(timed(us, calls), timed(plain, fewer)) for _ in range(ROUNDS)]
    print(f"\n{name}, {agendas} agendas, {booked} appointments, {len(us())} free times, {plain.asked} questions; {ROUNDS} "
          f"rounds of {calls} calls ({fewer} of the alternative); {os.cpu_count()} cores (load {os.getloadavg()[0]:.1f}), "
          f"{processor()}")
    print(f"first call of a day, ms: {first:.1f}")
    print(f"{'':<24}{'Repère':>24}{'one question a time':>28}   ratio")
    for label, clock, rank in (("median, ms", 0, 0), ("p95, ms", 0, 1), ("median, own time, ms", 1, 0)):
        sides = [sorted(median_and_p95(one[side][clock])[rank] for one in rounds) for side in (0, 1)]
        middles = [statistics.median(given) for given in sides]
        shown = [f"{middle:.1f} ({given[0]:.1f}–{given[-1]:.1f})" for middle, given in zip(middles, sides)]
        print(f"{label:<24}{shown[0]:>24}{shown[1]:>28}   {middles[0] / middles[1]:.4f}")
    engine.dispose()
    ranks = [[median_and_p95(one[side][0]) for one in rounds] for side in (0, 1)]
    return {"database": name, "agendas": agendas, "booked": booked, "first": first,
            "sides": dict(zip(("Repère", "one question a time"), ranks))}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--agendas", type=int, help="only so many, with forty appointments each")
    parser.add_argument("--calls", type=int, default=200, help="of each round")
    parser.add_argument("--databases", nargs="+", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    with databases(options.databases) as urls:
        sizes = [(options.agendas, 40 * options.agendas)] if options.agendas else SIZES
        keep("appointments", [compare(name, url, agendas, booked, options.calls)
                              for name, url in urls.items() for agendas, booked in sizes])


if __name__ == "__main__":
    main()
