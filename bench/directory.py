"""Searching the directory, beside what one would write first: `LIKE`, and PostgreSQL's own full-text search.

Everybody is asked the same needs, at the same places and times, of the same invented country (`national_data`), in the same
database, in turn; the alternatives, one question in four. A home town is drawn like the population, the assistant's towns
are moved there, and people ask from around it. Prints what importing costs, what a search takes, and how often the nearest
place that fits, found by reading everything, is among the first three.
`python bench/directory.py --services 1000 --queries 50` is a smoke check; `make bench` runs all.
"""
from __future__ import annotations

import argparse
import gc
import os
import random
import re
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from operator import itemgetter
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from measures import ROOT, keep, median_and_p95, processor, rank

sys.path.insert(0, str(ROOT))

from national_data import Town, around, homes, structures  # noqa: E402
from sqlalchemy import func, select, text  # noqa: E402
from sqlalchemy.engine import Connection, Engine, Row  # noqa: E402

from bot.adapters.clock import SetClock  # noqa: E402
from bot.adapters.database.directory import SqlDirectory  # noqa: E402
from bot.adapters.database.directory_writer import DirectoryWriter, Reading  # noqa: E402
from bot.adapters.database.engine import READ_ONLY, migrate, open_database  # noqa: E402
from bot.adapters.database.tables import directory_entries, offers  # noqa: E402
from bot.adapters.database.tables import structures as structures_table
from bot.adapters.knowledge.loading import load_knowledge  # noqa: E402
from bot.adapters.opening_hours import OsmOpeningHours  # noqa: E402
from bot.domain.criteria import Criteria  # noqa: E402
from bot.domain.entry import Entry  # noqa: E402
from bot.domain.french import PARIS  # noqa: E402
from bot.domain.knowledge import Knowledge  # noqa: E402
from bot.domain.need import Answered, meaningful, root_of  # noqa: E402
from bot.domain.reference_lists import THEMATIQUES  # noqa: E402
from bot.domain.territory import Spot, Territoires, distance_km  # noqa: E402
from bot.services.directory import Directory, Query  # noqa: E402

SEED = 1
SIZES = (1_000, 10_000, 100_000)
ROUNDS = 3
HOMES = 40
FIRST = 3  # results that a person reads
NOW = "2026-11-21T10:00"
MONDAY = datetime(2026, 11, 23, tzinfo=PARIS)
EVERYWHERE_KM = 60.0  # how far the alternatives look
SERVICES_EACH = 1.25  # services of a structure, on average
ONE_IN = 4  # questions that the alternatives are asked: they are slow
MANY = 50
BATCH = 1000
OURS = "Repère"
NOTHING_FITS, FOUND, MISSED = "nothing fits", "found", "missed"

# What people ask, and the second half of the name of the theme that answers; nothing where a place is named.
NEEDS = """
j'ai rien à manger|alimentation
colis alimentaire|alimentation
ou trouver a manger pas cher stp|alimentation
épicerie sociale|alimentation
des vetements pour mes gosses|habillement
vestiaire solidaire|habillement
un frigo d'occasion|electromenager
faire garder mon bébé|garde-denfants
une place en crèche pour ma fille|garde-denfants
une assistante maternelle|garde-denfants
apprendre le français|maitriser-le-francais
cours de francais pour étrangers|maitriser-le-francais
je sais pas lire|maitriser-le-francais
jarive pas a faire mes papiers sur internet|acceder-a-des-services-en-ligne
aide pour une démarche en ligne|acceder-a-des-services-en-ligne
apprendre à me servir d'un ordinateur|maitriser-les-fondamentaux-du-numerique
cours d'informatique pour senior|maitriser-les-fondamentaux-du-numerique
le wifi gratuit|acceder-a-une-connexion-internet
un ordi pas cher|acquerir-un-equipement
passer le permis|preparer-un-permis
aide pour financer mes trajets|financer-ma-mobilite
louer une voiture pas cher|acceder-a-un-vehicule
un garage solidaire pour réparer ma voiture|entretenir-reparer-son-vehicule
louer un vélo|mobilite-douce-partagee-collective
j'ai trop de dettes|situation-dendettement-surendettement
dossier de surendettement|situation-dendettement-surendettement
gérer mon budget|ameliorer-sa-gestion-budgetaire
je peux plus payer mon loyer|reduire-les-impayes-de-loyer
on va m'expulser de mon logement|reduire-les-impayes-de-loyer
jcherche un apart|louer-un-logement
demande de logement social|sinformer-sur-les-demarches-liees-a-lacces-au-logement
où dormir ce soir|rechercher-une-solution-dhebergement-temporaire
hébergement d'urgence|rechercher-une-solution-dhebergement-temporaire
voir un docteur sans mutuelle|acces-aux-soins
bilan de santé|acces-aux-soins
parler à un psy|sante-mentale
je bois trop|addictions
arrêter le cannabis|addictions
test VIH|sante-sexuelle
la pilule gratuite|sante-sexuelle
faire un dossier MDPH|constituer-un-dossier-mdph-invalidite
violences conjugales|surmonter-conflits-separation-violence
médiation familiale|surmonter-conflits-separation-violence
une aide à domicile pour ma mère|aide-menagere
café des aidants|soutien-aidants
groupe de parole pour parents|soutien-a-la-parentalite-et-a-leducation
refaire mon CV|realiser-un-cv-et-ou-une-lettre-de-motivation
trouver du travail|repondre-a-des-offres-demploi
préparer un entretien d'embauche|convaincre-un-recruteur-en-entretien
trouver une formation|trouver-sa-formation
monter ma boîte|definir-son-projet-de-creation-dentreprise
changer de métier|confirmer-son-choix-de-metier
demander le RSA|accompagnement-pour-lacces-aux-droits
renouveler mon titre de séjour|accompagnement-pour-lacces-a-la-citoyennete
un écrivain public|accompagnement-aux-demarches-administratives
rencontrer du monde|lien-social
faire du sport|activites-sportives-et-culturelles
France services|
le secours populaire|
le CCAS|
"""


@dataclass(frozen=True)
class Asked:
    """One need, from somewhere around a home town (its number), and the theme that answers it."""

    need: str
    theme: str | None
    home: int
    here: Spot
    criteria: Criteria


class Answer(NamedTuple):
    """A structure, and how far it is."""

    structure_id: str
    km: float


Search = Callable[[Asked], Sequence[Answer]]
Times = Mapping[str, Sequence[Sequence[float]]]  # milliseconds of each query of each round, by side
Item = TypeVar("Item")


def asked_in(round_: int, how_many: int) -> list[Asked]:
    """What is asked in a round: half of it open at some time of a week, nights included; some free, some without steps."""
    chance = random.Random(SEED + round_)
    themes = {slug.partition("--")[2]: slug for slug in THEMATIQUES}
    needs = [line.split("|") for line in NEEDS.strip().splitlines()]
    towns = homes(HOMES, SEED)
    questions = []
    for _ in range(how_many):
        need, theme = chance.choice(needs)
        home = chance.randrange(HOMES)
        at = MONDAY + timedelta(minutes=chance.randrange(7 * 24 * 60)) if chance.random() < 0.5 else None
        criteria = Criteria(open_at=at, is_free=chance.random() < 0.2, is_accessible=chance.random() < 0.1)
        questions.append(Asked(need, themes.get(theme), home, Spot(*around(towns[home], chance)), criteria))
    return questions


def moved(territoires: Territoires, town: Town) -> Territoires:
    """The assistant's towns, moved so that home is this town and all are in its département."""
    north, east = town.latitude - territoires.home.latitude, town.longitude - territoires.home.longitude
    code = town.departement
    communes = {slug: replace(commune, insee=f"{code}{commune.insee[len(code):]}", departement=code,
                              latitude=commune.latitude + north, longitude=commune.longitude + east)
                for slug, commune in territoires.communes.items()}
    return Territoires(communes[territoires.home.slug], communes)


def shown(items: Iterable[Item], label: str, total: int) -> Iterator[Item]:
    """The same items; what takes more than two seconds says on stderr where it is."""
    said = time.perf_counter()
    for number, item in enumerate(items, start=1):
        yield item
        if time.perf_counter() - said > 2:
            said = time.perf_counter()
            print(f"{label}: {number} / {total}", file=sys.stderr)


def memory_peak(reset: bool = False) -> float:
    """The most memory this process has held, in MB, since it was last reset; 0 where the system cannot tell."""
    status = Path("/proc/self/status")
    if not status.exists():
        return 0.0
    if reset:
        Path("/proc/self/clear_refs").write_text("5", encoding="ascii")
    return int(re.search(r"VmHWM:\s*(\d+)", status.read_text(encoding="ascii"))[1]) / 1024  # type: ignore[index]


def import_country(engine: Engine, knowledge: Knowledge, how_many: int) -> dict[str, float]:
    """Fill the directory; what it cost, by name."""
    spent, records, empty = 0.0, structures(how_many, SEED), size_of(engine)
    with engine.begin() as connection:
        reading = Reading(knowledge.territoires, knowledge.thematiques, OsmOpeningHours().open_parts)
        writer = DirectoryWriter(connection, reading)
        batches = range(0, how_many, BATCH)
        for _ in shown(batches, "import, batches", len(batches)):
            batch = list(islice(records, BATCH))
            begun = time.perf_counter()
            for _ in writer.keep(batch):
                pass
            spent += time.perf_counter() - begun
        print("import, finishing", file=sys.stderr)
        held = memory_peak(reset=True)
        begun = time.perf_counter()
        writer.finish()
    finished = time.perf_counter() - begun
    services = rows_of(engine, select(func.count()).select_from(offers))[0][0]
    return {"structures and services a second": (how_many + services) / (spent + finished), "keep, s": spent,
            "finish and commit, s": finished, "finish holds more, MB": memory_peak() - held,
            "database, MB": size_of(engine) - empty, "VACUUM ANALYZE, s": settled(engine)}


def settled(engine: Engine) -> float:
    """How long it took PostgreSQL to count what it holds, as it does by itself within minutes."""
    begun = time.perf_counter()
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    return time.perf_counter() - begun


def rows_of(engine: Engine, statement: Any) -> list[Row]:
    """All rows, read in a transaction of its own."""
    with engine.connect().execution_options(**READ_ONLY) as connection:
        return connection.execute(statement).all()


def size_of(engine: Engine) -> float:
    """Megabytes."""
    if engine.dialect.name == "sqlite":
        return rows_of(engine, text("SELECT page_count * page_size FROM pragma_page_count, pragma_page_size"))[0][0] / 2**20
    return rows_of(engine, text("SELECT pg_database_size(current_database())"))[0][0] / 2**20


class Plain:
    """The alternatives: one flat table, read in the ways one would write first."""

    def __init__(self, engine: Engine, hours: OsmOpeningHours) -> None:
        self._engine = engine
        self._hours = hours
        self._like = "LIKE" if engine.dialect.name == "sqlite" else "ILIKE"
        with engine.begin() as connection:
            connection.execute(text("""
                CREATE TABLE plain AS SELECT s.id AS structure_id, s.nom || ' ' || COALESCE(o.nom, '') AS nom,
                COALESCE(o.description, s.description, '') AS description,
                COALESCE(CAST(o.thematiques AS TEXT), CAST(s.thematiques AS TEXT), '') AS thematiques,
                COALESCE(o.latitude, s.latitude) AS latitude, COALESCE(o.longitude, s.longitude) AS longitude,
                COALESCE(o.horaires_accueil, s.horaires_accueil) AS horaires, o.frais, s.is_accessible
                FROM structures s LEFT JOIN offers o ON o.structure_id = s.id"""))

    def index_words(self) -> None:
        """What PostgreSQL's full-text search and its distances on a globe want."""
        with self._engine.begin() as connection:
            for statement in (
                    "CREATE EXTENSION IF NOT EXISTS cube", "CREATE EXTENSION IF NOT EXISTS earthdistance",
                    "ALTER TABLE plain ADD COLUMN document tsvector",
                    "UPDATE plain SET document = to_tsvector('french', nom || ' ' || thematiques || ' ' || description)",
                    "CREATE INDEX plain_document ON plain USING gin (document)",
                    "CREATE INDEX plain_earth ON plain USING gist (ll_to_earth(latitude, longitude))", "ANALYZE plain"):
                connection.execute(text(statement))

    def by_like(self, asked: Asked) -> list[Answer]:
        """Every row that has a word of the need somewhere; most words first, then nearest."""
        words = {f"word{i}": f"%{word}%" for i, word in enumerate(said_words(asked.need))}
        has = [f"(nom {self._like} :{name} OR description {self._like} :{name} OR thematiques {self._like} :{name})"
               for name in words]
        shared = " + ".join(f"CASE WHEN {one} THEN 1 ELSE 0 END" for one in has)
        high, wide = EVERYWHERE_KM / 111.2, EVERYWHERE_KM / 70
        with self._reading() as connection:
            rows = connection.execute(text(
                f"SELECT *, {shared} AS shared FROM plain WHERE ({' OR '.join(has)}) AND latitude BETWEEN :south AND :north "
                f"AND longitude BETWEEN :west AND :east{restricted(asked.criteria)}"),
                {**words, "south": asked.here.latitude - high, "north": asked.here.latitude + high,
                 "west": asked.here.longitude - wide, "east": asked.here.longitude + wide}).all()
            found = [(-row.shared, distance_km(asked.here, row), row) for row in rows]
            found.sort(key=lambda one: one[:2])
            return self._first(((km, row) for _, km, row in found if km <= EVERYWHERE_KM), asked, connection)

    def by_document(self, asked: Asked) -> list[Answer]:
        """Rows with every word of the need, nearest first; with any of them, best first, where these are too few."""
        with self._reading() as connection:
            for joint, order in ((" & ", "km"), (" | ", "ts_rank(document, to_tsquery('french', :words)) DESC, km")):
                rows = connection.execute(text(
                    "SELECT *, earth_distance(ll_to_earth(:latitude, :longitude), ll_to_earth(latitude, longitude)) / 1000 "
                    "AS km FROM plain WHERE document @@ to_tsquery('french', :words) AND "
                    "earth_box(ll_to_earth(:latitude, :longitude), :metres) @> ll_to_earth(latitude, longitude)"
                    f"{restricted(asked.criteria)} ORDER BY {order} LIMIT 400"),
                    {"latitude": asked.here.latitude, "longitude": asked.here.longitude, "metres": EVERYWHERE_KM * 1000,
                     "words": joint.join(said_words(asked.need))}).all()
                found = self._first(((row.km, row) for row in rows), asked, connection)
                if len(found) == FIRST:
                    break
        return found

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with self._engine.connect().execution_options(**READ_ONLY) as connection:
            yield connection

    def _first(self, rows: Iterable[tuple[float, Row]], asked: Asked, connection: Connection) -> list[Answer]:
        """The first three that are open, read whole as an assistant would to show them."""
        at, found = asked.criteria.open_at, dict[str, float]()
        for km, row in rows:
            if row.structure_id not in found and (at is None or (row.horaires and self._hours.is_open(row.horaires, at))):
                found[row.structure_id] = km
            if len(found) == FIRST:
                break
        connection.execute(select(structures_table).where(structures_table.c.id.in_(list(found)))).all()
        return [Answer(*one) for one in found.items()]


def said_words(need: str) -> list[str]:
    """The words of a need that mean something, as they were written."""
    return [word for word in re.findall(r"\w+", need) if meaningful(word)]


def restricted(criteria: Criteria) -> str:
    """The end of a condition in SQL."""
    return (" AND frais = 'gratuit'" if criteria.is_free else "") + (" AND is_accessible" if criteria.is_accessible else "")


class Everything:
    """Every entry of the directory, read one by one: slow, and sure."""

    def __init__(self, engine: Engine, knowledge: Knowledge, towns: Sequence[Territoires], hours: OsmOpeningHours) -> None:
        self._thematiques = knowledge.thematiques
        self._towns = towns
        self._hours = hours
        self._place_of = dict(rows_of(engine, select(structures_table.c.id, structures_table.c.place)))
        self._by_theme: dict[str, list[Entry]] = defaultdict(list)
        self._themes_of: dict[str, set[str]] = defaultdict(set)
        for row in rows_of(engine, select(directory_entries)):
            for theme in row.offered["thematiques"]:
                self._by_theme[theme].append(self._entry(row))
                self._themes_of[self._place_of[row.structure_id]].add(theme)

    def nearest(self, asked: Asked) -> tuple[str, float] | None:
        """The nearest place with the theme that the person can use, within the distance people go for it."""
        reach = self._thematiques.radius_km([asked.theme or ""])
        towns, at = self._towns[asked.home], asked.criteria.open_at
        people = towns.nearest(asked.here)
        away = ((distance_km(asked.here, entry), entry) for entry in self._by_theme.get(asked.theme or "", ()))
        for km, entry in sorted((one for one in away if one[0] <= reach), key=itemgetter(0)):
            theirs = people != towns.home or (entry.code or "").startswith(towns.home.departement)
            if (theirs and towns.serves(entry.zone, people.slug) and asked.criteria.met_by(entry)
                    and (at is None or (entry.horaires and self._hours.is_open(entry.horaires, at)))):
                return entry.place, km
        return None

    def verdict(self, asked: Asked, answers: Sequence[Answer]) -> str:
        """Whether the nearest place that fits is among these answers."""
        nearest = self.nearest(asked)
        return NOTHING_FITS if nearest is None else FOUND if nearest[0] in self._places(answers) else MISSED

    def why_missed(self, asked: Asked, answers: Sequence[Answer], more: Sequence[Answer]) -> str:
        """Why it is not among the answers, of which `more` is the long list."""
        place, km = self.nearest(asked) or ("", 0.0)
        roots = list(map(root_of, meaningful(asked.need)))
        if asked.theme not in self._thematiques.meant(roots):
            return "the need was not read as this theme"
        if place not in self._places(more):
            return f"it is not among the first {MANY} either"
        if any(asked.theme not in self._themes_of[one] for one in self._places(answers)):
            return "places without the theme came first, by their words or another theme"
        if all(round(answer.km) <= round(km) for answer in answers):
            return "three places with the theme are as near, to the kilometre"
        return "places with the theme that are farther came first, by their words"

    def _places(self, answers: Sequence[Answer]) -> list[str]:
        return [self._place_of[answer.structure_id] for answer in answers]

    def _entry(self, row: Row) -> Entry:
        offered = {key: tuple(value) if isinstance(value, list) else value for key, value in row.offered.items()}
        return Entry(row.structure_id, row.offer_id, self._place_of[row.structure_id], row.latitude, row.longitude,
                     Answered(()), MONDAY.date(), row.code, row.horaires, **offered)


class Ours:
    """The assistant of each home town, over one directory."""

    def __init__(self, engine: Engine, knowledge: Knowledge, towns: Sequence[Territoires], hours: OsmOpeningHours) -> None:
        index, clock = SqlDirectory(engine), SetClock(NOW)
        self._assistants = [Directory(town, knowledge.thematiques, index, hours, clock) for town in towns]

    def __call__(self, asked: Asked, limit: int = FIRST) -> list[Answer]:
        query = Query(asked.need, here=asked.here, criteria=asked.criteria)
        return [Answer(one.structure.id, one.km) for one in self._assistants[asked.home].search(query, limit)]


def measure(sides: Mapping[str, Search], queries: int) -> tuple[Times, Mapping[str, list[tuple[Asked, Sequence[Answer]]]]]:
    """Milliseconds of each query, and its answers; every round has new queries, and each side is asked in turn."""
    times: dict[str, list[list[float]]] = {side: [[] for _ in range(ROUNDS)] for side in sides}
    answered: dict[str, list[tuple[Asked, Sequence[Answer]]]] = {side: [] for side in sides}
    first = {asked.home: asked for asked in asked_in(ROUNDS, 10 * HOMES)}
    for asked in first.values():  # what is read once in the life of a process: the names of towns, the themes
        sides[OURS](asked)
    gc.collect()
    gc.freeze()  # what is here to compare must not be gone through while it is timed
    for round_ in range(ROUNDS):
        for side, search in sides.items():
            questions = asked_in(round_, queries)[::1 if side == OURS else ONE_IN]
            for asked in shown(questions, f"{side}, round {round_ + 1}", len(questions)):
                begun = time.perf_counter()
                answers = search(asked)
                times[side][round_].append((time.perf_counter() - begun) * 1000)
                answered[side].append((asked, answers))
    return times, answered


def print_import(cost: Mapping[str, float]) -> None:
    for label, figure in cost.items():
        print(f"{label:<40}{figure:>12.1f}")


def print_times(times: Times) -> None:
    """Median of the rounds (least–most), and the ratio of ours to each other side."""
    print(f"{'':<28}" + "".join(f"{side:>26}" for side in times) + "   ratio of the first")
    measures = {"median, ms": lambda spent: median_and_p95(spent)[0], "p95, ms": lambda spent: median_and_p95(spent)[1],
                "p99, ms": lambda spent: rank(spent, 0.99)}
    for label, of in measures.items():
        rounds = {side: sorted(of(list(spent)) for spent in given) for side, given in times.items()}
        middles = [statistics.median(given) for given in rounds.values()]
        cells = "".join(f"{statistics.median(given):>10.1f} ({given[0]:.1f}–{given[-1]:.1f})".rjust(26)
                        for given in rounds.values())
        print(f"search, {label:<20}{cells}   " + ", ".join(f"{middles[0] / other:.3f}" for other in middles[1:]))


def print_verdicts(side: str, verdicts: Sequence[str]) -> None:
    fits = [verdict for verdict in verdicts if verdict != NOTHING_FITS]
    if fits:
        print(f"{side}: of {len(fits)} needs with a place that fits, the nearest is among the first {FIRST} for "
              f"{fits.count(FOUND) / len(fits):.1%}")
    for cause, count in Counter(fits).most_common():
        if cause not in (FOUND, MISSED):
            print(f"{count:>6} missed: {cause}")


@contextmanager
def databases(wanted: Collection[str]) -> Iterator[dict[str, str]]:
    """A URL for each database that this machine has."""
    import pytest

    from tests.postgres import postgresql

    with tempfile.TemporaryDirectory() as folder:
        urls = {"sqlite": f"sqlite:///{folder}/bench.db"} if "sqlite" in wanted else {}
        if "postgresql" not in wanted:
            yield urls
            return
        try:
            with postgresql() as url:
                yield {**urls, "postgresql": url}
        except pytest.skip.Exception as missing:
            print(missing, file=sys.stderr)
            yield urls


def emptied(url: str) -> Engine:
    engine = open_database(url)
    if engine.dialect.name == "sqlite":
        engine.dispose()
        for file in Path(engine.url.database or "").parent.glob("bench.db*"):
            file.unlink()
        engine = open_database(url)
    else:
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)
    return engine


def compare(name: str, url: str, services: int, queries: int, knowledge: Knowledge) -> dict[str, Any]:
    """Fill one database, ask it, print; the milliseconds of each side, as (median, p95, p99) of each round."""
    engine, hours = emptied(url), OsmOpeningHours()
    towns = [moved(knowledge.territoires, town) for town in homes(HOMES, SEED)]
    cost = import_country(engine, knowledge, round(services / SERVICES_EACH))
    print("the alternatives' table", file=sys.stderr)
    plain = Plain(engine, hours)
    ours = Ours(engine, knowledge, towns, hours)
    sides: dict[str, Search] = {OURS: ours, "LIKE": plain.by_like}
    if name == "postgresql":
        plain.index_words()
        sides["full text"] = plain.by_document
    times, answered = measure(sides, queries)
    print(f"\n{name}, {services} services; {ROUNDS} rounds of {queries} queries; {os.cpu_count()} cores (load "
          f"{os.getloadavg()[0]:.1f}), {processor()}")
    print_import(cost)
    print_times(times)
    everything = Everything(engine, knowledge, towns, hours)
    for side, given in answered.items():
        verdicts = [everything.verdict(asked, answers) for asked, answers in given]
        if side == OURS:
            verdicts = [everything.why_missed(asked, answers, ours(asked, MANY)) if verdict == MISSED else verdict
                        for verdict, (asked, answers) in zip(verdicts, given)]
        print_verdicts(side, verdicts)
    engine.dispose()
    ranks = {side: [(*median_and_p95(spent), rank(spent, 0.99)) for spent in rounds]
             for side, rounds in times.items()}
    return {"database": name, "services": services, "sides": ranks, "import": cost}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--services", type=int, nargs="+", default=SIZES)
    parser.add_argument("--queries", type=int, default=400, help="of each round")
    parser.add_argument("--databases", nargs="+", default=("sqlite", "postgresql"), choices=("sqlite", "postgresql"))
    options = parser.parse_args()
    knowledge = load_knowledge(ROOT / "knowledge")[0]
    with databases(options.databases) as urls:
        keep("directory", [compare(name, url, services, options.queries, knowledge)
                           for name, url in urls.items() for services in options.services])


if __name__ == "__main__":
    main()
