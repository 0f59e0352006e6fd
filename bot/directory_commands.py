"""The commands of `python -m bot` that bring the directory in, take it out, and show what people say is wrong in it."""
from __future__ import annotations

import argparse
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.engine import Engine
from tqdm import tqdm

from bot.adapters.clock import SystemClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import DirectoryWriter
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.directory_formats.export_data_inclusion import Record, services_v1, structures_v1
from bot.adapters.directory_formats.export_hsds import services_hsds
from bot.adapters.directory_formats.importing import import_file
from bot.adapters.directory_formats.json_file import write_json
from bot.adapters.directory_formats.reading import UnreadableFile
from bot.adapters.directory_formats.sources import SOURCES
from bot.adapters.knowledge.loading import load_knowledge
from bot.bootstrap import build, publication, reading
from bot.domain.french import day_of, say_date
from bot.settings import Settings

FORMATS = ("structures", "services", "hsds")


def import_directory(options: argparse.Namespace) -> int:
    """Bring a published directory in: --source says whose. All of it, or nothing if it is interrupted."""
    settings = Settings.from_environment()
    path, knowledge = Path(options.file), load_knowledge(settings.knowledge)[0]
    bar = tqdm(total=path.stat().st_size, unit="o", unit_scale=True, desc=path.name, disable=None)

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)

    try:
        with bar:
            report = import_file(
                _database(settings), path, SOURCES[options.source],
                lambda connection: DirectoryWriter(connection, reading(knowledge)), today=_today(), replace=options.replace,
                file_date=datetime.strptime(options.date, "%Y-%m-%d").date() if options.date else None, on_progress=show)
    except UnreadableFile as error:
        print(error)
        return 1
    print(report)
    return 0


def export_directory(options: argparse.Namespace) -> None:
    """Write the whole directory to a file: data·inclusion v1 structures or services, or HSDS 3 services."""
    settings = Settings.from_environment()
    territoires = load_knowledge(settings.knowledge)[0].territoires
    published = publication(territoires, _today())
    records = _records(_database(settings))
    made = {"structures": lambda: structures_v1((structure for structure, _ in records), published),
            "services": lambda: services_v1(records, published),
            "hsds": lambda: services_hsds(records, published)}[options.format]()
    count = write_json(Path(options.file), tqdm(made, unit=" fiches", disable=None))
    print(f"{options.file} : {count} fiches")


def place_errors(options: argparse.Namespace) -> None:
    """Print what people say is wrong in the directory and nobody has looked at yet."""
    services = build(Settings.from_environment())
    with services.new_uow() as uow:
        told = uow.place_errors.open()
    for place, error, when in told:
        print(f"{say_date(day_of(when))}  {error.label}  {place}")
    print(f"{len(told)} signalement{'s' if len(told) > 1 else ''}")


def _database(settings: Settings) -> Engine:
    engine = open_database(settings.database_url)
    migrate(engine)
    return engine


def _records(engine: Engine) -> Iterator[Record]:
    with SqlDirectory(engine).reading() as reader:
        yield from reader.everything()


def _today() -> date:
    return day_of(SystemClock().now())
