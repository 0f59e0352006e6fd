"""A directory of one's own: a real SQLite database in memory that holds the given structures."""
from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import Reading, keep_town
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.structure import Structure
from bot.domain.territory import Commune, Territoires
from bot.domain.thematique import Thematiques
from bot.services.directory import Directory
from tests.builders import SOURCE
from tests.empty_databases import empty_sqlite


def directory_of(structures: Iterable[Structure], territoires: Territoires, thematiques: Thematiques | None = None,
                 now: str = "2026-11-23T10:00") -> Directory:
    """The search over these structures, at a time in Paris."""
    engine, hours = empty_sqlite(), OsmOpeningHours()
    themes = thematiques or Thematiques()
    keep_town(engine, structures, Reading(territoires, themes, hours.open_parts))
    return Directory(territoires, themes, SqlDirectory(engine), hours, SetClock(now))


def commune(slug: str, nom: str, insee: str, latitude: float, longitude: float, departement="herault") -> Commune:
    return Commune(slug, nom, insee, insee, departement, "occitanie", latitude, longitude)


CLERMONT = commune("clermont-l-herault", "Clermont-l'Hérault", "34079", 43.6275, 3.4291)
LODEVE = commune("lodeve", "Lodève", "34142", 43.7322, 3.3176)
MILLAU = commune("millau", "Millau", "12145", 44.0978, 3.0778, "aveyron")
TOWNS = Territoires(CLERMONT, {c.slug: c for c in (CLERMONT, LODEVE, MILLAU)})


def structure(identifier: str, nom: str, town: Commune, *besoins: str, **changes) -> Structure:
    return Structure(identifier, nom, town.nom, **{
        "date_maj": date(2026, 1, 15), "citation": SOURCE, "code_insee": town.insee, "besoins": besoins, **changes})
