"""Write records into the directory and its index, inside the caller's transaction: all of it is kept, or nothing."""
from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from hashlib import sha256
from typing import Any, Optional

from sqlalchemy import delete, func, insert, select, text, update
from sqlalchemy.engine import Connection, Engine

from bot.adapters.database.directory import SqlDirectoryReader, batches, entry_of, read, written
from bot.adapters.database.postings import POSTING_BYTES, packed
from bot.adapters.database.tables import (
    directory_entries,
    directory_index,
    directory_postings,
    directory_words,
    offers,
    structures,
)
from bot.domain.cells import cell_of
from bot.domain.criteria import traits_of
from bot.domain.duplicates import places_of
from bot.domain.entry import Entry, entries_of, words_of
from bot.domain.offer import Offer
from bot.domain.sonorite import sound
from bot.domain.structure import TOWN, Structure
from bot.domain.territory import Territoires
from bot.domain.thematique import Thematiques

_CODE = 3
_BATCH = 500
_CELLS = 20
_ROWS = 20_000
Record = tuple[Structure, Sequence[Offer]]


@dataclass(frozen=True)
class Reading:
    """With what records are read: the towns, the themes, and in which parts of the week hours may be open.

    `open_parts` gives bits, see `entry.part_of_week`.
    """

    territoires: Territoires
    thematiques: Thematiques
    open_parts: Callable[[Optional[str]], int]

    @property
    def version(self) -> str:
        """Changes when what it makes of a record does: the themes' words, or this code (change `_CODE` then)."""
        return sha256(f"{_CODE}{self.thematiques}".encode()).hexdigest()


class Outcome(Enum):
    """What became of a record."""

    ADDED = "ajouté"
    CHANGED = "modifié"
    SAME = "inchangé"


class DirectoryWriter:
    """Adds, changes and forgets records. `finish` must be called before the transaction is committed."""

    def __init__(self, connection: Connection, reading: Reading) -> None:
        self._connection = connection
        self._reading = reading
        self._words: dict[str, str] = {}
        self._touched = False
        self._cells: set[int] = set()  # those where an entry came or went
        if connection.dialect.name == "postgresql":
            # Entries are numbered here: two imports must not run at once. Readers are not disturbed.
            connection.execute(text("LOCK TABLE directory_entries IN SHARE ROW EXCLUSIVE MODE"))
        self._last_entry = connection.execute(select(func.max(directory_entries.c.id))).scalar() or 0

    def bring_up_to_date(self) -> None:
        """Write the whole index again if it was made with other themes, or by another version of this code."""
        version = self._reading.version
        made_with = self._connection.execute(select(directory_index.c.version)).scalar()
        if made_with == version:
            return
        for table in (directory_index, directory_entries, directory_postings, directory_words):
            self._connection.execute(delete(table))
        self._connection.execute(insert(directory_index).values(version=version))
        for batch in batches(SqlDirectoryReader(self._connection).everything(), _BATCH):
            self._index(batch)
        self._touched = True

    def keep(self, records: Iterable[Record]) -> Iterator[Outcome]:
        """Write records of any number, one outcome each, in order; of those with one id in a batch, the last is kept."""
        for batch in batches(records, _BATCH):
            outcomes = self._keep({structure.id: (structure, list(given)) for structure, given in batch})
            yield from (outcomes[structure.id] for structure, _ in batch)

    def forget(self, source: str, but: set[str]) -> int:
        """Forget the structures of a producer, except these ids; how many."""
        ours = self._connection.execute(select(structures.c.id).where(structures.c.source == source)).scalars()
        gone = [identifier for identifier in ours if identifier not in but]
        self._delete(gone)
        return len(gone)

    def change(self, structure: Structure) -> None:
        """Write one record without offers again, its contacts and hours alone having changed: quick in any directory.

        It stays in its place: which records are one place is looked at again when others are kept.
        """
        place = self._connection.execute(select(structures.c.place).where(structures.c.id == structure.id)).scalar()
        self._keep({structure.id: (structure, [])})
        if place is None:
            self.finish()
            return
        for table, of in ((structures, structures.c.id), (directory_entries, directory_entries.c.structure_id)):
            self._connection.execute(update(table).where(of == structure.id).values(place=place))
        self._write_postings()

    def finish(self) -> None:
        """Say which records are one place, and how rare each word is. Does nothing if nothing was written."""
        if not self._touched:
            return
        everything = self._connection.execute(select(structures))
        before = {}
        described = []
        for row in everything:
            before[row.id] = row.place
            described.append(read(Structure, row))
        moved = [{"of": identifier, "now": place} for identifier, place in places_of(described).items()
                 if before[identifier] != place]
        if moved:
            self._connection.execute(text("UPDATE structures SET place = :now WHERE id = :of"), moved)
        place = select(structures.c.place).where(structures.c.id == directory_entries.c.structure_id).scalar_subquery()
        self._connection.execute(update(directory_entries).where(directory_entries.c.place != place).values(place=place))
        self._write_postings()
        self._count_words()
        self._connection.execute(text("ANALYZE"))

    def _keep(self, batch: dict[str, Record]) -> dict[str, Outcome]:
        known = SqlDirectoryReader(self._connection).described(batch)
        outcomes = {i: _outcome(known.get(i), record) for i, record in batch.items()}
        new = [record for i, record in batch.items() if outcomes[i] is not Outcome.SAME]
        if new:
            self._delete([i for i, outcome in outcomes.items() if outcome is Outcome.CHANGED])
            self._insert(new)
        return outcomes

    def _delete(self, ids: Sequence[str]) -> None:
        self._touched = self._touched or bool(ids)
        for batch in batches(ids, _BATCH):
            self._cells.update(self._connection.execute(
                select(directory_entries.c.cell).where(directory_entries.c.structure_id.in_(batch))).scalars())
            self._connection.execute(delete(structures).where(structures.c.id.in_(batch)))

    def _insert(self, records: Sequence[Record]) -> None:
        self._touched = True
        self._connection.execute(insert(structures), [{**written(s), "place": s.id} for s, _ in records])
        given = [written(offer) for _, offered in records for offer in offered]
        if given:
            self._connection.execute(insert(offers), given)
        self._index(records)

    def _index(self, records: Sequence[Record]) -> None:
        entries = [entry for structure, offered in records
                   for entry in entries_of(structure, offered, self._reading.territoires.town_of(structure),
                                           self._reading.thematiques)]
        for structure, offered in records:
            self._words.update(words_of(structure, offered))
        rows = [{"id": self._last_entry + i, **_entry_row(entry)} for i, entry in enumerate(entries, start=1)]
        self._last_entry += len(rows)
        self._cells.update(row["cell"] for row in rows)
        if rows:
            self._connection.execute(insert(directory_entries), rows)

    def _write_postings(self) -> None:
        """Write again what leads to the entries of the cells that changed."""
        for cells in batches(sorted(self._cells), _CELLS):
            self._connection.execute(delete(directory_postings).where(directory_postings.c.cell.in_(cells)))
            found: dict[tuple[int, str], list[bytes]] = defaultdict(list)
            for row in self._connection.execute(select(directory_entries).where(directory_entries.c.cell.in_(cells))):
                entry = entry_of(row)
                traits = traits_of(entry, self._reading.open_parts(entry.horaires))
                for mark, least in entry.marks.items():
                    found[row.cell, mark].append(packed(row.id, entry.latitude, entry.longitude, traits, least))
            postings = ({"cell": cell, "mark": mark, "packed": b"".join(some)} for (cell, mark), some in found.items())
            for rows in batches(postings, _ROWS):
                self._connection.execute(insert(directory_postings), rows)

    def _count_words(self) -> None:
        held = func.sum(func.length(directory_postings.c.packed))
        counted = select(directory_postings.c.mark, held).group_by(directory_postings.c.mark)
        uses = {mark: int(size) // POSTING_BYTES for mark, size in self._connection.execute(counted)}
        known = {word: (root, before) for word, root, before in self._connection.execute(
            select(directory_words.c.word, directory_words.c.root, directory_words.c.uses))}
        changed = {root for root, before in known.values() if uses.get(root, 0) != before}
        if changed:
            self._connection.execute(text("UPDATE directory_words SET uses = :uses WHERE root = :of"),
                                     [{"of": root, "uses": uses.get(root, 0)} for root in changed])
        self._connection.execute(delete(directory_words).where(directory_words.c.uses == 0))
        new = ({"word": word, "root": root, "sound": sound(word), "uses": uses[root]}
               for word, root in self._words.items() if word not in known and root in uses)
        for rows in batches(new, _ROWS):
            self._connection.execute(insert(directory_words), rows)


def keep_town(engine: Engine, structures: Iterable[Structure], reading: Reading) -> None:
    """Put what the town vouches for into the directory, as it is now; what it no longer vouches for goes."""
    records = [(structure, ()) for structure in structures]
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, reading)
        writer.bring_up_to_date()
        for _ in writer.keep(records):
            pass
        writer.forget(TOWN, {structure.id for structure, _ in records})
        writer.finish()


def _outcome(known: Record | None, record: Record) -> Outcome:
    if known is None:
        return Outcome.ADDED
    structure, given = record
    same = known[0] == structure and {offer.id: offer for offer in known[1]} == {offer.id: offer for offer in given}
    return Outcome.SAME if same else Outcome.CHANGED


def _entry_row(entry: Entry) -> dict[str, Any]:
    return {"structure_id": entry.structure_id, "offer_id": entry.offer_id, "place": entry.place,
            "cell": cell_of(entry.latitude, entry.longitude), "latitude": entry.latitude, "longitude": entry.longitude,
            "date_maj": entry.date_maj, "code": entry.code, "horaires": entry.horaires,
            "answered": [[sorted(phrase) for phrase in entry.answered.phrases], sorted(entry.answered.mentioned)],
            "offered": {"thematiques": entry.thematiques, "themes": entry.themes, "publics": entry.publics,
                        "zone": entry.zone, "langues": entry.langues, "is_free": entry.is_free,
                        "is_accessible": entry.is_accessible}}
