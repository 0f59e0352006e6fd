"""What the search knows of a door: where it is, what it answers, whom it receives, when."""
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.domain.need import Answered, meaningful, root_of
from bot.domain.normalisation import fold
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.domain.territory import Commune
from bot.domain.thematique import Thematiques

_PARTS = re.compile(r"[(),]")  # « CPAM (caisse primaire d'assurance maladie), accueil de Lodève »
_WITH_ARTICLE = re.compile(r"\b([ld])'([a-z]{3,})")
_DESCRIBED = 40  # words of a description that are kept: what comes first says what it is about
_HOURS_IN_A_PART = 6
_PARTS_IN_A_DAY = 24 // _HOURS_IN_A_PART
PARTS_IN_A_WEEK = 7 * _PARTS_IN_A_DAY
_FREE = "gratuit"
ANYTHING = "*"  # the mark of every entry
MENTIONED, NO_PHRASE = 0, 255  # instead of a number of roots: only in a description; a mark that is no root


@dataclass(frozen=True)
class Entry:
    """One offer of one structure, or a structure whose offers nobody lists (`offer_id` None).

    `place` is the id of the place that it belongs to, several producers' records being one place. `code` is the INSEE code
    of its town, or its postcode. `zone` holds the slugs and the codes of the territories it serves; empty, everybody.
    `is_free` and `is_accessible` are None when unknown. `thematiques` is what its producer says it is about, `themes` what
    it is found by: its own plain words, where somebody wrote some, are more precise.
    """

    structure_id: str
    offer_id: str | None
    place: str
    latitude: float
    longitude: float
    answered: Answered
    date_maj: date
    code: str | None = None
    horaires: str | None = None
    thematiques: tuple[str, ...] = ()
    publics: tuple[str, ...] = ()
    zone: tuple[str, ...] = ()
    langues: tuple[str, ...] = ()
    is_free: bool | None = None
    is_accessible: bool | None = None
    themes: tuple[str, ...] = ()

    @property
    def marks(self) -> dict[str, int]:
        """The roots and the themes by which it is known, and of how many roots is the shortest need that has this root.

        A root that its description merely mentions does not lead to it.
        """
        marks = dict.fromkeys(self.answered.mentioned, MENTIONED)
        for phrase in sorted(self.answered.phrases, key=len, reverse=True):
            marks |= dict.fromkeys(phrase, min(len(phrase), NO_PHRASE - 1))
        return marks | dict.fromkeys([ANYTHING, *map(theme_mark, (*self.thematiques, *self.themes))], NO_PHRASE)


def theme_mark(thematique: str) -> str:
    """The mark of a theme, which no root can be taken for."""
    return f"#{thematique}"


def part_of_week(at: datetime) -> int:
    """The bit of the six hours of the week that hold a time in Paris."""
    return 1 << (at.weekday() * _PARTS_IN_A_DAY + at.hour // _HOURS_IN_A_PART)


def parts_of_day(day: date) -> int:
    """The bits of a day."""
    return ((1 << _PARTS_IN_A_DAY) - 1) << (day.weekday() * _PARTS_IN_A_DAY)


def entries_of(structure: Structure, offers: Sequence[Offer], town: Commune | None, themes: Thematiques) -> list[Entry]:
    """What the search shall know of a structure: one entry for each of its offers, or one for itself.

    Without coordinates, or for a shelter, it is at the centre of its `town`; with neither it cannot be found by distance:
    no entry.
    """
    latitude, longitude = structure.latitude, structure.longitude
    if latitude is None or longitude is None or structure.is_shelter:
        if town is None:
            return []
        latitude, longitude = town.latitude, town.longitude
    called = _without_town(_PARTS.split(structure.nom), structure.commune)
    needs = [way for need in structure.besoins for way in need.split(",")]
    itself = Entry(
        structure.id, None, structure.id, latitude, longitude,
        Answered.of([*called, *needs], _opening(structure.description)),
        structure.date_maj, structure.code_insee or (town.insee if town else structure.code_postal),
        structure.horaires_accueil, structure.thematiques, (), structure.zone_eligibilite,
        structure.langues, structure.is_free, structure.is_accessible, themes.told_by(needs) or structure.thematiques)
    return [_entry_of(offer, itself, called) for offer in offers] or [itself]


def _entry_of(offer: Offer, itself: Entry, called: Iterable[str]) -> Entry:
    return replace(
        itself, offer_id=offer.id, latitude=offer.latitude or itself.latitude, longitude=offer.longitude or itself.longitude,
        answered=Answered.of([*called, *_without_town([offer.nom], offer.commune)], _opening(offer.description)),
        horaires=offer.horaires_accueil or itself.horaires, date_maj=offer.date_maj, publics=offer.publics,
        thematiques=tuple(dict.fromkeys((*itself.thematiques, *offer.thematiques))),
        themes=tuple(dict.fromkeys((*itself.themes, *offer.thematiques))),
        zone=tuple(dict.fromkeys((*itself.zone, *offer.zone_eligibilite))), langues=offer.langues or itself.langues,
        is_free=offer.frais == _FREE if offer.frais else itself.is_free)


def words_of(structure: Structure, offers: Iterable[Offer]) -> Iterator[tuple[str, str]]:
    """(word, root) of all that may be typed to find it; « l'Échappée » may be typed in one piece."""
    texts = [structure.nom, *structure.besoins, _opening(structure.description)]
    texts += [text for offer in offers for text in (offer.nom, _opening(offer.description))]
    for text in texts:
        for word in meaningful(text):
            yield word, root_of(word)
    for article, word in _WITH_ARTICLE.findall(fold(structure.nom)):
        yield article + word, root_of(word)


def _opening(description: str | None) -> str:
    return " ".join((description or "").split()[:_DESCRIBED])


def _without_town(texts: Iterable[str], town: str | None) -> list[str]:
    named = set(re.findall(r"[a-z0-9]+", fold(town or "")))
    return [" ".join(word for word in re.findall(r"[a-z0-9']+", fold(text)) if not named.issuperset(word.split("'")))
            for text in texts]
