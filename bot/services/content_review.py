"""What the team has to read again: fiches, values and contacts, each with the file to open."""
from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bot.domain.fiche import Fiche
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.parametre import PLACEHOLDER, Parametre, Valeur
from bot.services.ports import Clock
from bot.services.town_contacts import missing_of

SOON = timedelta(days=30)
TO_DO = {"relire": "à relire", "passee": "valeur passée", "confirmer": "à confirmer", "contact": "contact incomplet"}


@dataclass(frozen=True)
class Value:
    """A value of parametres/ as people read it today. `is_ended`: too old; `is_unsure`: said to be confirmed."""

    cle: str
    parametre: Parametre
    valeur: Valeur
    said: str
    path: str
    is_ended: bool

    @property
    def is_unsure(self) -> bool:
        return self.parametre.confiance == "B" and not self.is_ended


@dataclass(frozen=True)
class FicheState:
    """A fiche and all that is to be done about it: nothing, most of the time. `places` lack a contact."""

    fiche: Fiche
    path: str
    values: tuple[Value, ...]
    places: tuple[str, ...]
    is_due: bool
    is_soon: bool

    @property
    def ended(self) -> list[Value]:
        return [one for one in self.values if one.is_ended]

    @property
    def unsure(self) -> list[Value]:
        return [one for one in self.values if one.is_unsure]

    @property
    def to_do(self) -> list[str]:
        """What is to be done, as `TO_DO` names it."""
        found = (self.is_due or self.is_soon, self.ended, self.unsure, self.places)
        return [name for name, is_so in zip(TO_DO, found) if is_so]


@dataclass(frozen=True)
class Due:
    """Something to read again by a day: its name, its file; `is_late` once the day has come."""

    name: str
    path: str
    day: date
    is_late: bool
    slug: str | None = None


class ContentReview:
    """Reads knowledge; changes nothing: fiches and values are edited in their files."""

    def __init__(self, knowledge: Knowledge, clock: Clock) -> None:
        self._knowledge = knowledge
        self._clock = clock

    @property
    def number(self) -> int:
        """How many fiches there are."""
        return len(self._knowledge.fiches)

    def states(self) -> dict[str, FicheState]:
        """Every fiche, by slug."""
        return {slug: self._state(fiche) for slug, fiche in self._knowledge.fiches.items()}

    def state(self, slug: str) -> FicheState | None:
        """None if there is no such fiche."""
        fiche = self._knowledge.fiches.get(slug)
        return self._state(fiche) if fiche else None

    def fiches_due(self) -> list[Due]:
        """Those to read again now or within thirty days, the oldest first."""
        return sorted((Due(one.titre, _path(one), one.a_revoir_le, one.is_due(self.today), one.slug)
                       for one in self._knowledge.fiches.values() if one.is_due(self.today + SOON)), key=_by_day)

    def values_due(self) -> list[Due]:
        """The values that have ended or end within thirty days, the oldest first."""
        ending = ((value, until) for value in self._values(self._knowledge.parametres)
                  if (until := value.valeur.valable_jusqu_au) is not None and until < self.today + SOON)
        return sorted((Due(one.parametre.libelle, one.path, until, one.is_ended) for one, until in ending), key=_by_day)

    @property
    def today(self) -> date:
        return day_of(self._clock.now())

    def _state(self, fiche: Fiche) -> FicheState:
        texts = [*fiche.rubriques.values(), *(text for variant in fiche.ailleurs.values() for text in variant.values())]
        named = dict.fromkeys(".".join(found.groups()) for text in texts for found in PLACEHOLDER.finditer(text))
        places = tuple(place.nom for place in self._knowledge.places_of(fiche) if missing_of(place))
        is_due = fiche.is_due(self.today)
        return FicheState(fiche, _path(fiche), tuple(self._values(named)), places, is_due,
                          not is_due and fiche.is_due(self.today + SOON))

    def _values(self, keys: Iterable[str]) -> Iterator[Value]:
        """Those of parametres/ among these keys; the numbers of helplines are no values."""
        for cle in keys:
            parametre = self._knowledge.parametres.get(cle)
            if parametre is not None:
                valeur = parametre.on(self.today)
                until = valeur.valable_jusqu_au
                path = f"knowledge/parametres/{cle.partition('.')[0]}.yml"
                is_ended = until is not None and until < self.today
                yield Value(cle, parametre, valeur, parametre.say(self.today), path, is_ended)


def _path(fiche: Fiche) -> str:
    return f"knowledge/fiches/{fiche.thematique}/{fiche.slug}.md"


def _by_day(due: Due) -> tuple[date, str]:
    return due.day, due.name
