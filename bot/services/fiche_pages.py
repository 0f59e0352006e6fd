"""Fiches as pages that anybody may open: all that is said of one subject, and the list of all subjects. Pure of HTTP."""
from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from rapidfuzz import fuzz, process

from bot.domain.answer import Source
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.french import JOURS, capital, day_of, say_date, say_list
from bot.domain.glossaire import Entree
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import fold
from bot.domain.numero import Numero
from bot.domain.plain_language import sentences
from bot.domain.structure import Structure
from bot.services.place_card import NoticeBoard, OpeningHours, PlaceCards
from bot.services.ports import Clock

# The folders of knowledge/fiches/ as people read them, in the order of the list.
_THEMES = {
    "accueil": "Être accueilli et aidé", "argent": "Argent", "logement": "Logement", "sante": "Santé et handicap",
    "famille": "Famille et enfants", "jeunes": "Jeunes", "seniors": "Seniors et proches", "emploi": "Travail et transports",
    "droits": "Droits et protection", "vie-locale": "Vie locale",
}
_DAY = timedelta(days=1)
_WEEK = 7
_NEAR = 3
_ALIKE = 75  # out of 100, from which a name may be the one that was meant
_LONGEST = 60  # signs: no name of a fiche is longer, and comparing costs


@dataclass(frozen=True)
class Place:
    """Where to go, a fact each; that of its hours is a line and a list of « - » lines.

    `telephone` is as one reads it, None if it is unknown or not given.
    """

    nom: str
    telephone: str | None
    facts: tuple[str, ...]


@dataclass(frozen=True)
class Section:
    """One rubrique: its heading, its text in paragraphs separated by a blank line, and the places it sends to."""

    titre: str
    text: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class Word:
    """A word of offices, and what it means."""

    terme: str
    explication: str


@dataclass(frozen=True)
class Elsewhere:
    """What differs for the people of another territory."""

    nom: str
    resume: str
    sections: tuple[Section, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Entry:
    """A fiche in a list: its title, and what it is about in one sentence."""

    slug: str
    titre: str
    phrase: str


@dataclass(frozen=True)
class Theme:
    nom: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class FichePage:
    """All that is said of one subject, its facts filled in. `warning` is said when the fiche is due for review."""

    slug: str
    titre: str
    resume: str
    warning: str | None
    sections: tuple[Section, ...]
    elsewhere: tuple[Elsewhere, ...]
    words: tuple[Word, ...]
    sources: tuple[Source, ...]
    verifie_le: date
    has_appointment: bool
    related: Theme


class PublicFiches:
    """What the pages of fiches show. It says nothing that the assistant would not say, and knows nothing of who reads."""

    def __init__(self, knowledge: Knowledge, hours: OpeningHours, clock: Clock, board: NoticeBoard | None = None) -> None:
        self._knowledge = knowledge
        self._cards = _WeekCards(knowledge.territoires, hours, board)
        self._clock = clock

    @property
    def town(self) -> str:
        return self._knowledge.territoires.home.nom

    @property
    def helplines(self) -> tuple[Numero, ...]:
        """The numbers of the most pressing distress, then the first of each other one; those that answer at any hour."""
        most_pressing, *others = self._knowledge.urgences.categories.values()
        named = dict.fromkeys([*most_pressing.numeros, *(one.numeros[0] for one in others)])
        numeros = (self._knowledge.urgences.numeros[cle] for cle in named)
        return tuple(one for one in numeros if one.always_open)

    def verified(self) -> dict[str, date]:
        """When each fiche (its slug) was last verified."""
        return {slug: fiche.verifie_le for slug, fiche in self._knowledge.fiches.items()}

    def themes(self) -> tuple[Theme, ...]:
        """Every fiche, by theme: themes in the order of `_THEMES`, then new ones; fiches by title."""
        found: dict[str, list[Fiche]] = defaultdict(list)
        for fiche in self._knowledge.fiches.values():
            found[fiche.thematique].append(fiche)
        return tuple(self._theme(slug, found[slug]) for slug in dict.fromkeys([*_THEMES, *sorted(found)]) if slug in found)

    def near(self, written: str) -> tuple[Entry, ...]:
        """The fiches whose names look like what was written; the closest first, a few at most."""
        names = {(slug, name): _spoken(name) for slug, fiche in self._knowledge.fiches.items()
                 for name in (slug, fiche.titre, *fiche.sujets)}
        meant = _spoken(written[:_LONGEST])
        found = process.extract(meant, names, scorer=fuzz.WRatio, score_cutoff=_ALIKE, limit=None)
        slugs = dict.fromkeys(slug for _, _, (slug, _) in found)
        return tuple(self._entry(self._knowledge.fiches[slug]) for slug in list(slugs)[:_NEAR])

    def page(self, slug: str) -> FichePage | None:
        """The page of a fiche; None if there is no such fiche."""
        fiche = self._knowledge.fiches.get(slug)
        if fiche is None:
            return None
        others = (one for one in self._knowledge.fiches.values() if one.thematique == fiche.thematique and one != fiche)
        due = self._knowledge.messages["fiche_ancienne"].format(date=say_date(fiche.a_revoir_le))
        return FichePage(
            slug=slug, titre=fiche.titre, resume=self._fill(fiche.rubriques[Rubrique.PRESENTATION]),
            warning=due if fiche.is_due(self._today) else None,
            sections=self._sections(fiche.rubriques, self._places(fiche)),
            elsewhere=tuple(self._elsewhere(fiche, territory) for territory in fiche.ailleurs),
            words=tuple(self._word(entree) for entree in self._knowledge.glossaire.entrees.values() if slug in entree.voir),
            sources=fiche.sources, verifie_le=fiche.verifie_le, has_appointment=bool(fiche.motif or fiche.atelier),
            related=self._theme(fiche.thematique, others))

    def _sections(self, rubriques: Mapping[Rubrique, str], places: tuple[Place, ...] = ()) -> tuple[Section, ...]:
        where = {Rubrique.CONTACT: places} if places else {}
        return tuple(Section(one.titre, self._fill(rubriques.get(one, "")), where.get(one, ())) for one in Rubrique
                     if (one in rubriques or one in where) and one is not Rubrique.PRESENTATION)

    def _elsewhere(self, fiche: Fiche, territory: str) -> Elsewhere:
        commune = self._knowledge.territoires.communes.get(territory)
        rubriques = fiche.ailleurs[territory]
        return Elsewhere(commune.nom if commune else capital(territory.replace("-", " ")),
                         self._fill(rubriques.get(Rubrique.PRESENTATION, "")), self._sections(rubriques),
                         fiche.sources_ailleurs.get(territory, ()))

    def _places(self, fiche: Fiche) -> tuple[Place, ...]:
        return tuple(map(self._place, self._knowledge.places_of(fiche))) if self._knowledge.is_ours(fiche) else ()

    def _place(self, structure: Structure) -> Place:
        nom, *lines = self._fill(self._cards.card(structure, self._clock.now())).split("\n")
        said = f"Téléphone : {structure.telephone}."
        facts = re.split(r"\n(?!- )", "\n".join(line for line in lines if line != said))
        return Place(nom, structure.telephone if said in lines else None, tuple(facts))

    def _word(self, entree: Entree) -> Word:
        return Word(entree.terme, self._fill(entree.explication))

    def _theme(self, slug: str, fiches: Iterable[Fiche]) -> Theme:
        nom = _THEMES.get(slug) or capital(slug.replace("-", " "))
        return Theme(nom, tuple(map(self._entry, sorted(fiches, key=lambda fiche: _sorted_as(fiche.titre)))))

    def _entry(self, fiche: Fiche) -> Entry:
        return Entry(fiche.slug, fiche.titre, sentences(self._fill(fiche.rubriques[Rubrique.PRESENTATION]))[0])

    def _fill(self, text: str) -> str:
        return self._knowledge.fill(text, self._today)

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())


class _WeekCards(PlaceCards):
    """The card of a place, with the hours of the coming week: a page is kept and printed, « ouvert jusqu'à 12 h » is not."""

    def _opening(self, structure: Structure, now: datetime, day: date | None) -> list[str]:
        if structure.horaires_accueil is None:
            return super()._opening(structure, now, day)
        today = day_of(now)
        week = sorted((today + n * _DAY for n in range(_WEEK)), key=date.weekday)
        said = {one: self._said(structure, structure.horaires_accueil, one) for one in week}
        spans = [(before, _named(tuple(span)), after) for (before, after), span in groupby(week, key=lambda one: said[one])]
        return ["Horaires, en principe :" if structure.is_stale(today) else "Horaires de la semaine :",
                *(f"- {capital(f'{before}{days}{after}.')}" for before, days, after in spans)]

    def _said(self, structure: Structure, hours: str, day: date) -> tuple[str, str]:
        """What stands before and after the name of the day. Seen from two days before, it is not called « demain »."""
        said = self._hours.said_on(hours, day, day - 2 * _DAY, structure.fermetures)
        before, _, after = said.partition(JOURS[day.weekday()])
        return before, after


def _named(span: Sequence[date]) -> str:
    """« lundi », « samedi et dimanche », « du lundi au vendredi »."""
    names = [JOURS[day.weekday()] for day in span]
    return f"du {names[0]} au {names[-1]}" if len(names) > 2 else say_list(names)


def _spoken(name: str) -> str:
    """A title, or an address, as words alone."""
    return fold(name.replace("-", " "))


def _sorted_as(titre: str) -> str:
    """The title without its article."""
    return re.sub(r"^(?:l[ae]s? |l')", "", fold(titre))
