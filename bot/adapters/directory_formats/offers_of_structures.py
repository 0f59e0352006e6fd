"""Offers that are published apart from their structures, brought to the structures that the directory knows."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.adapters.database.directory import read
from bot.adapters.database.directory_writer import DirectoryWriter, Outcome
from bot.adapters.database.tables import offers, structures
from bot.adapters.directory_formats.report import Report
from bot.adapters.directory_formats.row import Row
from bot.adapters.directory_formats.shelters import hidden_offer
from bot.domain.offer import Offer
from bot.domain.structure import Structure

_BATCH = 200  # offers; they and their former structures must fit in one batch of the writer
_IDS = 500
_Item = TypeVar("_Item")


def batches(items: Iterable[_Item], size: int) -> Iterator[list[_Item]]:
    """The items by so many at a time."""
    iterator = iter(items)
    while batch := list(islice(iterator, size)):
        yield batch


def offers_of(connection: Connection, structure_ids: Sequence[str]) -> dict[str, list[Offer]]:
    """The offers that these structures have in the directory."""
    found: dict[str, list[Offer]] = {}
    for row in connection.execute(select(offers).where(offers.c.structure_id.in_(structure_ids))):
        found.setdefault(row.structure_id, []).append(read(Offer, row))
    return found


class KnownStructures:
    """Keeps offers with the structures they belong to, and says what became of each."""

    def __init__(self, connection: Connection, writer: DirectoryWriter, report: Report) -> None:
        self._connection = connection
        self._writer = writer
        self._report = report

    def keep(self, given: Iterable[tuple[Row, Offer]]) -> None:
        """Write offers of any number; those of a structure that the directory does not know are refused."""
        for batch in batches(given, _BATCH):
            self._keep(batch)

    def forget(self, producer: str, but: Collection[str]) -> int:
        """Forget the offers of a producer, except these ids; how many."""
        ours = self._connection.execute(select(offers.c.id, offers.c.structure_id).where(offers.c.source == producer)).all()
        gone = {row.id: row.structure_id for row in ours if row.id not in but}
        for owners in batches(dict.fromkeys(gone.values()), _IDS):
            left = {owner: [offer for offer in kept if offer.id not in gone]
                    for owner, kept in offers_of(self._connection, owners).items()}
            self._write(left)
        return len(gone)

    def _keep(self, batch: Sequence[tuple[Row, Offer]]) -> None:
        ids = [offer.id for _, offer in batch]
        before = dict(self._connection.execute(select(offers.c.id, offers.c.structure_id).where(offers.c.id.in_(ids))).all())
        owners = list(dict.fromkeys([*(offer.structure_id for _, offer in batch), *before.values()]))
        known = self._structures(owners)
        kept = {owner: {one.id: one for one in theirs} for owner, theirs in offers_of(self._connection, owners).items()}
        changed: set[str] = set()
        for row, offer in batch:
            owner = known.get(offer.structure_id)
            if owner is None:
                self._report.refuse(row.number, offer.nom, "sa structure n'est pas dans l'annuaire : importez-la d'abord")
                continue
            offer = hidden_offer(offer, owner)
            old = kept.get(before.get(offer.id, ""), {}).pop(offer.id, None)
            kept.setdefault(owner.id, {})[offer.id] = offer
            changed |= {owner.id, before.get(offer.id, owner.id)} if old != offer else set()
            self._report.keep([Outcome.ADDED if old is None else Outcome.SAME if old == offer else Outcome.CHANGED])
        self._write({owner: list(kept.get(owner, {}).values()) for owner in sorted(changed)})

    def _structures(self, ids: Sequence[str]) -> dict[str, Structure]:
        return {row.id: read(Structure, row)
                for row in self._connection.execute(select(structures).where(structures.c.id.in_(ids)))}

    def _write(self, by_owner: Mapping[str, Sequence[Offer]]) -> None:
        known = self._structures(list(by_owner))
        for _ in self._writer.keep((known[owner], theirs) for owner, theirs in by_owner.items()):
            pass
