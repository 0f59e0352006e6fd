"""What stands on « la feuille de la personne »: names of things, in order. It lives in the page of an agent only."""
from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum

from bot.domain.answer import FICHES
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Rubrique

MOST = 14           # lines: more never fit a page
LONGEST_NOTE = 600  # signs
_LONGEST_REF = 200
_UNREADABLE = "La feuille n'a pas pu être lue. Videz-la, puis recommencez."


class Part(str, Enum):
    """What stands on a sheet: a rubrique of a fiche, a place of the directory, an appointment."""

    FICHE = "fiche"
    LIEU = "lieu"
    RDV = "rdv"


@dataclass(frozen=True)
class Item:
    """`ref`: the slug of a fiche, the id of a place, the code of an appointment. Only a fiche has a `rubrique`."""

    part: Part
    ref: str
    rubrique: Rubrique | None = None

    @classmethod
    def read(cls, written: str) -> Item:
        """« fiche:domiciliation:pieces », « lieu:ccas », « rdv:KLP 274 ». DeskRefused for anything else."""
        part, _, ref = written.partition(":")
        try:
            kind = Part(part)
            rubrique = None
            if kind is Part.FICHE:
                ref, _, named = ref.partition(":")
                rubrique = Rubrique(named)
        except ValueError:
            raise DeskRefused(_UNREADABLE) from None
        if not ref or len(ref) > _LONGEST_REF:
            raise DeskRefused(_UNREADABLE)
        return cls(kind, ref, rubrique)

    def __str__(self) -> str:
        """The opposite of `read`."""
        return ":".join(filter(None, (self.part.value, self.ref, self.rubrique.value if self.rubrique else "")))


@dataclass(frozen=True)
class Sheet:
    """`note` is in the agent's words. Every change gives another sheet."""

    items: tuple[Item, ...] = ()
    note: str = ""

    @classmethod
    def read(cls, written: str, note: str = "") -> Sheet:
        """What a page kept of a sheet (see `written`). DeskRefused if it is none."""
        try:
            named = json.loads(written or "[]")
        except (ValueError, RecursionError):
            raise DeskRefused(_UNREADABLE) from None
        if not isinstance(named, list) or len(named) > MOST or not all(isinstance(one, str) for one in named):
            raise DeskRefused(_UNREADABLE)
        if len(note) > LONGEST_NOTE:
            raise DeskRefused(f"Votre mot est trop long : {len(note)} signes. Écrivez-le en {LONGEST_NOTE} signes au plus.")
        return cls(tuple(map(Item.read, named)), note)

    @property
    def written(self) -> str:
        """Its items, for a page to keep."""
        return json.dumps([str(item) for item in self.items])

    @property
    def is_empty(self) -> bool:
        return not self.items and not self.note

    @property
    def fiches(self) -> tuple[str, ...]:
        """The fiches (slugs) that it speaks of, in order."""
        return tuple(dict.fromkeys(item.ref for item in self.items if item.part is Part.FICHE))

    @property
    def page(self) -> str:
        """The path of the public page that says more: that of its fiche, or the list when there are several or none."""
        return FICHES + self.fiches[0] if len(self.fiches) == 1 else FICHES.rstrip("/")

    def adding(self, *items: Item) -> Sheet:
        """With these after what there is of the same fiche, else last; each once. DeskRefused when it is full."""
        kept = list(self.items)
        for item in items:
            if item not in kept:
                same = [n for n, one in enumerate(kept) if (one.part, one.ref) == (item.part, item.ref)]
                kept.insert(same[-1] + 1 if same else len(kept), item)
        if len(kept) > MOST:
            raise DeskRefused("La feuille est pleine. Retirez une ligne, puis recommencez.")
        return replace(self, items=tuple(kept))

    def without(self, position: int) -> Sheet:
        """Without the item at this position, from 0; the same if there is none."""
        return replace(self, items=tuple(item for n, item in enumerate(self.items) if n != position))

    def moving(self, position: int, to: int) -> Sheet:
        """With this item at another position; the same if either is outside."""
        if not (0 <= position < len(self.items) and 0 <= to < len(self.items)):
            return self
        others = list(self.without(position).items)
        return replace(self, items=(*others[:to], self.items[position], *others[to:]))
