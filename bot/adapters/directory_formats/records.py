"""From the rows of a published file to the structures and offers that can be kept, the others being reported."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Optional, TypeVar

from bot.adapters.directory_formats.decoding import UnreadableFile
from bot.adapters.directory_formats.published import Published, Refused
from bot.adapters.directory_formats.reading import rows
from bot.adapters.directory_formats.report import Report
from bot.adapters.directory_formats.row import Row
from bot.adapters.directory_formats.shelters import hidden, recognised
from bot.adapters.directory_formats.sources import Source
from bot.domain.answer import Source as Citation
from bot.domain.data_inclusion import faults, is_required
from bot.domain.normalisation import clean
from bot.domain.offer import Offer
from bot.domain.structure import Structure

OnProgress = Callable[[int, int], None]
_BETWEEN_NEWS = 500  # rows
_OWNER = "structure_id"
_NAMES = ("nom", "Nom", "Name", "lib_fs")
_Described = TypeVar("_Described", Structure, Offer)


class Records:
    """What a file holds. A file in which offers are published is read twice: structures come first.

    `kept` are the ids of all that was given, by producer: one set for the structures, one for the offers.
    """

    def __init__(self, path: Path, source: Source, report: Report, today: date, file_date: Optional[date],
                 on_progress: OnProgress) -> None:
        self.kept: dict[type, dict[str, set[str]]] = {Structure: defaultdict(set), Offer: defaultdict(set)}
        self._path, self._source, self._report = path, source, report
        self._today, self._file_date = today, file_date
        self._on_progress = on_progress
        self._holds_offers = False

    def structures(self) -> Iterator[Structure]:
        """Each structure that can be kept. Raises UnreadableFile."""
        for row in self._rows(of_offers=False):
            made = self._made(row, self._structure)
            if made is not None:
                yield made

    def offers(self) -> Iterator[tuple[Row, Offer]]:
        """Each offer that can be kept, once the structures are read. Raises UnreadableFile."""
        convert = self._source.offer
        for row in self._rows(of_offers=True) if convert and self._holds_offers else ():
            made = self._made(row, convert) if convert else None
            if made is not None:
                yield row, made

    def tell_the_end(self) -> None:
        """Say that all is read and written."""
        self._on_progress(self._total, self._total)

    @property
    def _total(self) -> int:
        return self._path.stat().st_size * (2 if self._source.offer else 1)

    def _structure(self, raw: Published) -> Structure:
        made = recognised(self._source.structure(raw))
        citation = Citation(self._source.titre, made.lien_source or self._source.lien, made.date_maj)
        return hidden(replace(made, citation=citation))

    def _rows(self, of_offers: bool) -> Iterator[Row]:
        for rank, row in enumerate(rows(self._path)):
            if rank == 0:
                self._check_columns(row.content)
            if rank % _BETWEEN_NEWS == 0:
                self._on_progress(row.read + (self._total // 2 if of_offers else 0), self._total)
            is_offer = self._source.offer is not None and _OWNER in row.content
            self._holds_offers = self._holds_offers or is_offer
            if is_offer is of_offers:
                self._report.read += 1
                yield row

    def _made(self, row: Row, convert: Callable[[Published], _Described]) -> Optional[_Described]:
        raw = Published(row.content, self._today, self._file_date)
        try:
            if row.problem:
                raise Refused(row.problem)
            record = _checked(convert(raw), raw)
            self._check_once(record)
        except Refused as refused:
            self._report.refuse(row.number, name_in(row.content), str(refused))
            return None
        self._report.leave(row.number, record.nom, raw.left_out)
        return record

    def _check_once(self, record: _Described) -> None:
        ids = self.kept[type(record)][record.source]
        if record.id in ids:
            raise Refused("une autre fiche du fichier a le même identifiant")
        ids.add(record.id)

    def _check_columns(self, content: Mapping[str, Any]) -> None:
        missing = [column for column in self._source.columns if column not in content]
        if missing and content:
            raise UnreadableFile(f"Il manque {', '.join(missing)} dans ce fichier. Est-ce bien un fichier de "
                                 f"« {self._source.titre} » ?")


def name_in(content: Mapping[str, Any]) -> Optional[str]:
    """What a record is called, to find it again in its file."""
    inside = content.get("properties")
    fields = {**content, **(inside if isinstance(inside, dict) else {})}
    return next((clean(name) for key in _NAMES if isinstance(name := fields.get(key), str) and clean(name)), None)


def _checked(record: _Described, raw: Published) -> _Described:
    """The same record without what the standard refuses. Raises Refused if it is nothing without that."""
    for fault in faults(record):
        if is_required(record, fault.field):
            raise Refused(fault.message)
        raw.leave(fault.field, fault.message)
        fields = ("latitude", "longitude") if fault.field == "latitude" else (fault.field,)
        empty: dict[str, Any] = {field: () if isinstance(getattr(record, field), tuple) else None for field in fields}
        record = replace(record, **empty)
    return record
