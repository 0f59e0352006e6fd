"""An agenda to try the assistant with. Its hours are invented, so every confirmation says that nobody will be waiting."""
from __future__ import annotations

from datetime import date, time

from sqlalchemy.engine import Engine

from bot.adapters.database.planning import SqlPlanning
from bot.domain.agenda import Agenda, Opening

_AT_THE_CCAS = ("entretien-domiciliation", "point-conseil-budget", "premier-accueil")
# agenda, its name, motifs, then (days, from, to) of each weekly opening
_DEMO = (
    ("demo-ccas-1", "CCAS, bureau 1 (démonstration)", _AT_THE_CCAS, (
        ("MO,TU,TH,FR", time(9), time(12)), ("TU,TH", time(14), time(17)))),
    ("demo-ccas-2", "CCAS, bureau 2 (démonstration)", _AT_THE_CCAS, (("MO,WE", time(14), time(17)),)),
    ("demo-numerique", "Tiers-lieu numérique (démonstration)", ("aide-numerique",), (
        ("TU,WE,FR", time(9, 30), time(12)), ("WE,TH", time(14), time(17, 30)))),
)
_FIRST_DAY = date(2026, 1, 1)


def seed_demo(engine: Engine) -> None:
    """Add the demonstration agendas that are not there yet."""
    with engine.begin() as connection:
        planning = SqlPlanning(connection)
        for slug, nom, motifs, weekly in _DEMO:
            if planning.agenda(slug) is None:
                planning.add_agenda(Agenda(slug, nom, demo=True))
                for days, starts, ends in weekly:
                    planning.add_opening(Opening(slug, motifs, _FIRST_DAY, starts, ends, f"FREQ=WEEKLY;BYDAY={days}"))
