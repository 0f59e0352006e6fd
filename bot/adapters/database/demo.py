"""An agenda to try the assistant with. Its hours are invented, so every confirmation says that nobody will be waiting."""
from __future__ import annotations

import json
from datetime import date, time

from sqlalchemy import insert, select
from sqlalchemy.engine import Connection, Engine

from bot.adapters.database.tables import agendas, openings

_AT_THE_CCAS = ("entretien-domiciliation", "point-conseil-budget", "premier-accueil")
# agenda, its name, motifs, then (days, from, to) of each weekly opening
_DEMO = (
    ("demo-ccas-1", "CCAS, bureau 1 (démonstration)", _AT_THE_CCAS, (
        ("MO,TU,TH,FR", time(9), time(12)), ("TU,TH", time(14), time(17)))),
    ("demo-ccas-2", "CCAS, bureau 2 (démonstration)", _AT_THE_CCAS, (("MO,WE", time(14), time(17)),)),
    ("demo-partages-connect", "Part'âges connect (démonstration)", ("aide-numerique",), (
        ("TU,WE,FR", time(9, 30), time(12)), ("WE,TH", time(14), time(17, 30)))),
)
_FIRST_DAY = date(2026, 1, 1)


def seed_demo(engine: Engine) -> None:
    """Add the demonstration agendas that are not there yet."""
    with engine.begin() as connection:
        known = set(connection.execute(select(agendas.c.slug)).scalars())
        for slug, nom, motifs, weekly in _DEMO:
            if slug not in known:
                _add(connection, slug, nom, motifs, weekly)


def _add(connection: Connection, slug: str, nom: str, motifs: tuple[str, ...],
         weekly: tuple[tuple[str, time, time], ...]) -> None:
    agenda = connection.execute(insert(agendas).values(slug=slug, nom=nom, demo=True)).inserted_primary_key[0]
    for days, starts, ends in weekly:
        connection.execute(insert(openings).values(
            agenda_id=agenda, motifs=json.dumps(motifs), first_day=_FIRST_DAY, starts=starts, ends=ends,
            recurrence=f"FREQ=WEEKLY;BYDAY={days}"))
