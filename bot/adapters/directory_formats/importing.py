"""Bring a published file into the directory: all that can be kept of it in one transaction, or nothing."""
from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Optional

from sqlalchemy.engine import Connection, Engine

from bot.adapters.database.directory import SqlDirectoryReader, batches
from bot.adapters.database.directory_writer import DirectoryWriter
from bot.adapters.directory_formats.offers_of_structures import KnownStructures
from bot.adapters.directory_formats.records import OnProgress, Records
from bot.adapters.directory_formats.report import Report
from bot.adapters.directory_formats.sources import Source
from bot.domain.offer import Offer
from bot.domain.structure import Structure

_BATCH = 500
_DAY = re.compile(r"(?<!\d)(20\d{2})-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)")
NewWriter = Callable[[Connection], DirectoryWriter]


def import_file(engine: Engine, path: Path, source: Source, new_writer: NewWriter, *, today: date, replace: bool = False,
                file_date: Optional[date] = None, on_progress: OnProgress = lambda done, total: None) -> Report:
    """Import the file of a directory. Run again, it changes nothing; interrupted, it has written nothing.

    `replace` forgets what the producers found in the file had published before and publish no longer. `file_date` is for
    records without a date of their own; when None, a day in the file's name is (« liste-2022-12-01.csv »). `on_progress`
    is told how many bytes are done, and of how many. Raises UnreadableFile.
    """
    report = Report(path.name, source.titre)
    records = Records(path, source, report, today, file_date or _day_in(path.name), on_progress)
    with engine.begin() as connection:
        writer, reader = new_writer(connection), SqlDirectoryReader(connection)
        for batch in batches(records.structures(), _BATCH):
            known = reader.described([structure.id for structure in batch]) if source.offer else {}
            report.keep(writer.keep((one, known[one.id][1] if one.id in known else ()) for one in batch))
        apart = KnownStructures(connection, writer, report)
        apart.keep(records.offers())
        if replace:
            report.forgotten += sum(writer.forget(producer, ids) for producer, ids in records.kept[Structure].items())
            report.forgotten += sum(apart.forget(producer, ids) for producer, ids in records.kept[Offer].items())
        writer.finish()
    records.tell_the_end()
    return report


def _day_in(name: str) -> Optional[date]:
    for found in _DAY.finditer(name):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            continue
    return None
