"""What a person wants of a place besides what it does: open on a given day, free, without steps, in their language."""
from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Mapping

from bot.domain.entry import PARTS_IN_A_WEEK, Entry, part_of_week, parts_of_day
from bot.domain.normalisation import fold

_EVERYBODY = "tous-publics"
_FREE = re.compile(r"\b(?:gratuite?s?|gratos|gratuitement|sans payer|qui (?:ne )?coute rien|pas payante?s?)\b")
_ACCESSIBLE = re.compile(r"\b(?:fauteuil|handicape?e?s?|pmr|sans marches?|mobilite reduite|accessible|roulante?)\b")
_LANGUAGES = {
    "arabe": "ar", "anglais": "en", "anglaise": "en", "espagnol": "es", "portugais": "pt", "turc": "tr", "berbere": "ber",
    "occitan": "oc", "roumain": "ro", "russe": "ru", "ukrainien": "uk", "italien": "it", "langue des signes": "fsl",
    "lsf": "fsl",
}
_SPEAKS = re.compile(rf"\b(?:en|parle|parlent|traducteur|interprete)(?: l)? ({'|'.join(_LANGUAGES)})\b"
                     r"|\b(langue des signes|lsf)\b")
_PUBLICS = [(re.compile(rf"\bpour (?:\w+ ){{0,3}}(?:{words})\b|^(?:{words})$"), public) for words, public in [
    (r"jeunes?|ados?|adolescente?s?|mineure?s?", "jeunes"), (r"etudiante?s?", "etudiants"),
    (r"personnes? agees?|seniors?|retraitee?s?|anciens|papi|mamie", "seniors"),
    (r"familles?|parents?", "familles"), (r"femmes?", "femmes"),
    (r"handicapee?s?|personnes? handicapee?s?", "personnes-en-situation-de-handicap"),
    (r"refugiee?s?|demandeurs? d asile|migrante?s?|etrangers?|sans papiers?", "personnes-exilees"),
]]
_KNOWN = ("free", "accessible", *sorted({*_LANGUAGES.values()}), *(public for _, public in _PUBLICS))
_BITS = {name: 1 << PARTS_IN_A_WEEK + i for i, name in enumerate(_KNOWN)}


def traits_of(entry: Entry, open_parts: int) -> int:
    """What a search may ask of an entry, in 64 bits: when it may receive (`part_of_week`), then what `Criteria` tell."""
    everybody = not entry.publics or _EVERYBODY in entry.publics
    names = [*entry.langues, *([public for _, public in _PUBLICS] if everybody else entry.publics),
             *(["free"] if entry.is_free else []), *(["accessible"] if entry.is_accessible else [])]
    return open_parts | sum({_BITS.get(name, 0) for name in names})


@dataclass(frozen=True)
class Criteria:
    """`open_at` is a time in Paris, `open_on` a day; `publics` are values of the standard, `langue` is a code (« ar »)."""

    open_at: datetime | None = None
    open_on: date | None = None
    is_free: bool = False
    is_accessible: bool = False
    langue: str | None = None
    publics: tuple[str, ...] = ()

    @property
    def day(self) -> date | None:
        """The day on which somebody wants to go, if they say."""
        return self.open_at.date() if self.open_at else self.open_on

    @property
    def traits(self) -> list[int]:
        """What meets them has one bit at least of each of these."""
        times = [part_of_week(self.open_at)] if self.open_at else []
        times += [parts_of_day(self.open_on)] if self.open_on else []
        names = [["free"] * self.is_free, ["accessible"] * self.is_accessible, [self.langue or ""], self.publics]
        return times + [sum(_BITS[name] for name in set(one)) for one in names if one and _BITS.keys() >= set(one)]

    def met_by(self, entry: Entry) -> bool:
        """Whether an entry is known to meet them, its hours aside. A place that names no public receives everybody."""
        return ((not self.is_free or entry.is_free is True)
                and (not self.is_accessible or entry.is_accessible is True)
                and (self.langue is None or self.langue in entry.langues)
                and (not self.publics or not entry.publics or not {*self.publics, _EVERYBODY}.isdisjoint(entry.publics)))

    def to_dict(self) -> dict[str, Any]:
        """JSON-able shape: how « d'autres lieux » remembers what was asked."""
        shape = asdict(self)
        for name in ("open_at", "open_on"):
            shape[name] = shape[name].isoformat() if shape[name] else None
        return shape

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Criteria":
        at, on = shape.get("open_at"), shape.get("open_on")
        return cls(datetime.fromisoformat(at) if at else None, date.fromisoformat(on) if on else None,
                   bool(shape.get("is_free")), bool(shape.get("is_accessible")), shape.get("langue"),
                   tuple(shape.get("publics") or ()))


def criteria_in(text: str) -> Criteria:
    """What a message asks of a place, hours aside: « gratuit », « en fauteuil », « qui parle arabe », « pour les ados »."""
    words = " ".join(re.findall(r"[a-z0-9]+", fold(text)))
    spoken = _SPEAKS.search(words)
    return Criteria(is_free=_FREE.search(words) is not None, is_accessible=_ACCESSIBLE.search(words) is not None,
                    langue=_LANGUAGES[spoken[1] or spoken[2]] if spoken else None,
                    publics=tuple(public for pattern, public in _PUBLICS if pattern.search(words)))
