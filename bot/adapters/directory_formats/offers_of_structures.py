"""Offers that are published apart from their structures, brought to the structures that the directory knows."""
from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.engine import Connection

from bot.adapters.database.directory import SqlDirectoryReader, batches
from bot.adapters.database.directory_writer import DirectoryWriter, Outcome, Record
from bot.adapters.database.tables import offers
from bot.adapters.directory_formats.report import Report
from bot.adapters.directory_formats.row import Row
from bot.adapters.directory_formats.shelters import hidden_offer
from bot.domain.offer import Offer

_BATCH = 200  # offers; they and their former structures must fit in one batch of the writer
_IDS = 500


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
            self._write((owner, [offer for offer in theirs if offer.id not in gone])
                        for owner, theirs in SqlDirectoryReader(self._connection).described(owners).values())
        return len(gone)

    def _keep(self, batch: Sequence[tuple[Row, Offer]]) -> None:
        ids = [offer.id for _, offer in batch]
        before = dict(self._connection.execute(select(offers.c.id, offers.c.structure_id).where(offers.c.id.in_(ids))).all())
        owners = list(dict.fromkeys([*(offer.structure_id for _, offer in batch), *before.values()]))
        known = SqlDirectoryReader(self._connection).described(owners)
        kept = {owner: {one.id: one for one in theirs} for owner, (_, theirs) in known.items()}
        changed: set[str] = set()
        for row, offer in batch:
            if offer.structure_id not in known:
                self._report.refuse(row.number, offer.nom, "sa structure n'est pas dans l'annuaire : importez-la d'abord")
                continue
            owner, _ = known[offer.structure_id]
            offer = hidden_offer(offer, owner)
            old = kept.get(before.get(offer.id, ""), {}).pop(offer.id, None)
            kept[owner.id][offer.id] = offer
            changed |= {owner.id, before.get(offer.id, owner.id)} if old != offer else set()
            self._report.keep([Outcome.ADDED if old is None else Outcome.SAME if old == offer else Outcome.CHANGED])
        self._write((known[owner][0], list(kept[owner].values())) for owner in sorted(changed))

    def _write(self, records: Iterable[Record]) -> None:
        for _ in self._writer.keep(records):
            pass
