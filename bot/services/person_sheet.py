"""« La feuille de la personne » in words: what a page names becomes what is read on paper, or in a message."""
from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from bot.domain.appointment import Appointment, State, find_code
from bot.domain.errors import DeskRefused
from bot.domain.fiche import Fiche, Rubrique
from bot.domain.french import capital, day_of, say_date, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.domain.numero import Numero
from bot.domain.person_sheet import Item, Part, Sheet
from bot.domain.plain_language import sentences
from bot.domain.structure import Structure
from bot.services.appointment_words import AppointmentWords
from bot.services.directory import Directory
from bot.services.place_card import HIDDEN, OpeningHours, PlaceCards, hours_as_written
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.week_in_words import openings_in_words

_HELPLINES = 3
_IN_BRIEF = 170  # signs of a rubrique in a message
_HEADINGS = {Rubrique.PRESENTATION: None, Rubrique.PIECES: "À apporter"}


@dataclass(frozen=True)
class Passage:
    """Paragraphs, the lines of a list, or boxes to tick."""

    lines: tuple[str, ...]
    is_list: bool = False
    is_to_tick: bool = False


@dataclass(frozen=True)
class Block:
    """What one item says. `titre` is None under the same title; `in_brief` says it in a message, `name` names it."""

    item: Item
    name: str
    titre: str | None
    sous_titre: str | None
    passages: tuple[Passage, ...]
    in_brief: str = ""


@dataclass(frozen=True)
class Paper:
    """The whole sheet. `helplines` only when a fiche on it speaks of a danger; `sources`: a line for each."""

    blocks: tuple[Block, ...]
    note: str
    helplines: tuple[Numero, ...]
    sources: tuple[str, ...]
    today: date


class PersonSheets:
    """Reads and fills; keeps nothing."""

    def __init__(self, knowledge: Knowledge, directory: Directory, hours: OpeningHours, clock: Clock,
                 new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._directory = directory
        self._hours = hours
        self._words = AppointmentWords(knowledge)
        self._clock = clock
        self._new_uow = new_uow

    def with_named(self, sheet: Sheet, written: str) -> Sheet:
        """With what an agent chose: an item, or « fiche:slug » alone for the right and the papers to bring.

        DeskRefused if there is no such thing, or no room.
        """
        part, _, ref = written.partition(":")
        fiche = self._knowledge.fiches.get(ref)
        if part == Part.FICHE.value and fiche is not None:
            first = [one for one in (Rubrique.PRESENTATION, Rubrique.PIECES) if one in fiche.rubriques]
            return sheet.adding(*(Item(Part.FICHE, ref, one) for one in first))
        item = Item.read(written)
        if self.block(item) is None:
            raise DeskRefused("Cela n'existe plus : cherchez de nouveau, puis ajoutez-le.")
        return sheet.adding(item)

    def with_appointment(self, sheet: Sheet, typed: str) -> Sheet:
        """With the appointment of a code. DeskRefused if there is none to come."""
        code = find_code(typed)
        if code is None:
            raise DeskRefused("Tapez le code du rendez-vous : trois lettres et trois chiffres, comme KLP 274.")
        if self.block(Item(Part.RDV, code)) is None:
            raise DeskRefused(f"Aucun rendez-vous à venir n'a le code {code}. Vérifiez-le avec la personne.")
        return sheet.adding(Item(Part.RDV, code))

    def paper(self, sheet: Sheet) -> Paper:
        """What the sheet says today; what is gone meanwhile says so."""
        fiches = [self._knowledge.fiches[slug] for slug in sheet.fiches if slug in self._knowledge.fiches]
        blocks = [self.block(item) or Block(item, "Ligne à retirer", "Ceci n'existe plus", None, ()) for item in sheet.items]
        under = [None, *(block.item for block in blocks)]
        shown = [replace(block, titre=None) if _is_same_fiche(before, block.item) else block
                 for before, block in zip(under, blocks)]
        return Paper(tuple(shown), sheet.note, self._helplines(sheet.fiches), tuple(map(_source, fiches)), self._today)

    def block(self, item: Item) -> Block | None:
        """What one item says; None if it is gone."""
        return {Part.FICHE: self._fiche, Part.LIEU: self._place, Part.RDV: self._appointment}[item.part](item)

    def _fiche(self, item: Item) -> Block | None:
        fiche, rubrique = self._knowledge.fiches.get(item.ref), item.rubrique
        if fiche is None or rubrique is None or rubrique not in fiche.rubriques:
            return None
        text = self._knowledge.fill(fiche.rubriques[rubrique], self._today)
        sous_titre = _HEADINGS.get(rubrique, rubrique.bouton)
        passages = _passages(text, to_tick=rubrique is Rubrique.PIECES)
        if fiche.is_due(self._today):
            due = self._knowledge.messages["fiche_ancienne"].format(date=say_date(fiche.a_revoir_le))
            passages = (*passages, Passage((due,)))
        name = f"{fiche.titre} ({sous_titre})" if sous_titre else fiche.titre
        return Block(item, name, fiche.titre, sous_titre, passages, _in_brief(sous_titre, passages))

    def _place(self, item: Item) -> Block | None:
        place, _ = self._directory.place(item.ref)
        if place is None:
            return None
        facts = tuple(self._facts(place))
        return Block(item, place.nom, place.nom, None, (Passage(facts),), f"{place.nom} : {_where(place)}".rstrip(" :"))

    def _facts(self, place: Structure) -> list[str]:
        """Where it is and when it opens, so that it still holds next week."""
        if place.is_shelter:
            return [HIDDEN]
        today = self._today
        facts = [f"Adresse : {_address(place)}"] if place.adresse else []
        facts += [f"Téléphone : {place.telephone}"] if place.telephone else []
        facts += self._opening(place) or hours_as_written(place)
        facts += [f"Fermé du {say_date(one.first_day)} au {say_date(one.last_day)}" for one in place.fermetures
                  if one.last_day >= today]
        if place.adresse and place.latitude is not None and place.longitude is not None:
            facts.append(f"Plan : osm.org/?mlat={place.latitude:.4f}&mlon={place.longitude:.4f}")
        if not place.adresse and not place.telephone:
            facts.append("Adresse et téléphone : demandez-les à l'accueil.")
        return facts + ([PlaceCards.age(place)] if place.is_stale(today) else [])

    def _opening(self, place: Structure) -> list[str]:
        if place.horaires_accueil is None:
            return []
        try:  # hours of somebody else's record that cannot be read leave the rest of the place
            said = openings_in_words(self._hours, place.horaires_accueil, self._today)
        except ValueError:
            return []
        return [f"Ouvert : {said}"] if said else []

    def _appointment(self, item: Item) -> Block | None:
        with self._new_uow() as uow:
            one = uow.appointments.get(item.ref)
        if one is None or one.state is not State.PREVU or one.end <= self._clock.now():
            return None
        motif = self._words.motif(one.motif)
        lines = [capital(say_moment(one.start)), motif.nom_public, self._words.address(motif),
                 f"Code : {one.code} (pour changer l'heure ou annuler)",
                 *([self._knowledge.messages["rdv_demo"]] if one.demo else [])]
        papers = (Passage(motif.papiers, is_list=True, is_to_tick=True),) if motif.papiers else ()
        return Block(item, f"Rendez-vous {one.code}", "Votre rendez-vous", None, (Passage(tuple(lines)), *papers),
                     self._said(one))

    def _said(self, one: Appointment) -> str:
        motif = self._words.motif(one.motif)
        return f"RDV {say_moment(one.start)}, {self._words.place(motif)}. Code {one.code}."

    def _helplines(self, fiches: Sequence[str]) -> tuple[Numero, ...]:
        """The first number of each kind of distress about which one of these fiches informs."""
        urgences = self._knowledge.urgences
        cles = dict.fromkeys(one.numeros[0] for one in urgences.categories.values() if set(one.voir) & set(fiches))
        return tuple(urgences.numeros[cle] for cle in list(cles)[:_HELPLINES])

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())


def _passages(text: str, to_tick: bool) -> tuple[Passage, ...]:
    """The paragraphs and the lists of a text, in order."""
    lines = [line for line in text.split("\n") if line.strip()]
    return tuple(Passage(tuple(clean(line).removeprefix("- ") for line in those), is_list, is_list and to_tick)
                 for is_list, those in groupby(lines, key=lambda line: line.startswith("- ")))


def _in_brief(sous_titre: str | None, passages: Sequence[Passage]) -> str:
    """The papers to bring, or the first sentences."""
    to_tick = [line for passage in passages if passage.is_to_tick for line in passage.lines]
    if to_tick:
        return f"{sous_titre} : {' ; '.join(line.rstrip('.') for line in to_tick)}."
    said = ""
    for sentence in (one for passage in passages for line in passage.lines for one in sentences(line)):
        if said and len(said) + len(sentence) > _IN_BRIEF:
            break
        said = f"{said} {sentence}".strip()
    return said


def _is_same_fiche(before: Item | None, item: Item) -> bool:
    return before is not None and item.part is Part.FICHE and (before.part, before.ref) == (item.part, item.ref)


def _source(fiche: Fiche) -> str:
    """« La domiciliation : Service-public.fr, 10 octobre 2024. Vérifié le 21 novembre 2026. »"""
    said = " ; ".join(f"{source.titre}, {say_date(source.date)}" for source in fiche.sources)
    return f"{fiche.titre} : {said}. Vérifié le {say_date(fiche.verifie_le)}."


def _address(place: Structure) -> str:
    town = " ".join(filter(None, (place.code_postal, place.commune)))
    return re.sub(r"\s+", " ", ", ".join(filter(None, (place.adresse, town))))


def _where(place: Structure) -> str:
    """Its address and its number, nothing that leads to a shelter."""
    if place.is_shelter:
        return ""
    telephone = f"Tél. {place.telephone}" if place.telephone else ""
    return ". ".join(filter(None, (_address(place) if place.adresse else "", telephone))) + "."
