"""How to reach the town's own places: what is missing, and what the team fills in, used by the assistant at once."""
from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.domain.agent import Agent
from bot.domain.errors import DeskRefused
from bot.domain.french import day_of
from bot.domain.knowledge import Knowledge
from bot.domain.normalisation import clean
from bot.domain.structure import Structure
from bot.domain.town import Address, LocalContact, commune_named
from bot.services.listed_numbers import allowed_numbers, unlisted_numbers
from bot.services.place_card import OpeningHours, PlaceCards
from bot.services.ports import Clock, UnitOfWorkFactory
from bot.services.town_book import TownBook
from bot.services.town_ports import ReadHours, ReadPhone
from bot.services.town_shelf import TownShelf
from bot.services.week_in_words import openings_in_words, week_in_words

_LONGEST = 200
_POSTCODE = re.compile(r"\d{5}", re.ASCII)
_MAILBOX = re.compile(r"[\w.+-]{1,64}@(?:[\w-]+\.)+[A-Za-z]{2,24}", re.ASCII)
_CHARGED = ("081", "082", "089")  # calls that cost more than a call
_SHORTEST = 10  # digits
_UNCLEAR = ("Je ne comprends pas ces horaires. Écrivez par exemple : « lundi et mardi de 9h à 12h, jeudi de 14h à 17h ». "
            "Ou laissez vide.")


@dataclass(frozen=True)
class Line:
    """A place in the list: what is missing (« téléphone »…), how many fiches send to it, when the team last checked it.

    `is_old`: people are told to call before they come.
    """

    place: Structure
    missing: tuple[str, ...]
    fiches: int
    checked: date | None
    is_old: bool


@dataclass(frozen=True)
class Typed:
    """What an agent types; nothing is said to be unknown when it is empty."""

    telephone: str = ""
    courriel: str = ""
    rue: str = ""
    code_postal: str = ""
    commune: str = ""
    horaires: str = ""


@dataclass(frozen=True)
class Read:
    """How it is understood: why a field is refused (by its name), the hours in words, the card that people will read."""

    contact: LocalContact
    errors: dict[str, str] = field(default_factory=dict)
    hours: list[str] = field(default_factory=list)
    card: str = ""


class TownContacts:
    """Of every place of knowledge/annuaire. What is kept is said to be true on the day it is kept."""

    def __init__(self, knowledge: Knowledge, book: TownBook, shelf: TownShelf, cards: PlaceCards, hours: OpeningHours,
                 read_hours: ReadHours, read_phone: ReadPhone, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._knowledge = knowledge
        self._book = book
        self._shelf = shelf
        self._cards = cards
        self._hours = hours
        self._read_hours = read_hours
        self._read_phone = read_phone
        self._clock = clock
        self._new_uow = new_uow

    def lines(self) -> list[Line]:
        """What has something missing first, then what most fiches send to, then by name."""
        fiches, contacts = self._shelf.fiches, self._book.state().contacts
        lines = [Line(place, missing_of(place), fiches[place.id],
                      day_of(contacts[place.id].changed_at) if place.id in contacts else None, place.is_stale(self._today))
                 for place in self._shelf.places()]
        return sorted(lines, key=lambda line: (not line.missing, -line.fiches, line.place.nom))

    def place(self, identifier: str) -> Structure | None:
        """As it is said now; None if it is none of ours."""
        return self._knowledge.structures.get(identifier)

    def typed(self, place: Structure) -> Typed:
        """What is known, as one would type it."""
        return Typed(place.telephone or "", place.courriel or "", place.adresse or "",
                     place.code_postal or "", place.commune or "", self._plain(place.horaires_accueil))

    def read(self, place: Structure, typed: Typed) -> Read:
        """What would be kept, and all that is wrong with it."""
        errors: dict[str, str] = {}
        telephone = self._telephone(place, typed.telephone, errors)
        courriel = self._courriel(typed.courriel, errors)
        adresse = "" if place.is_shelter else self._address(place, typed, errors)
        horaires = self._opening(place, typed.horaires, errors)
        contact = LocalContact(place.id, self._clock.now(), telephone, courriel, adresse, horaires)
        if errors:
            return Read(contact, errors)
        words = week_in_words(self._hours, horaires, self._today) if horaires else []
        shown = contact.over(place, self._knowledge.territoires)
        return Read(contact, {}, words, self._cards.card(shown, self._clock.now()))

    def keep(self, place: Structure, typed: Typed, agent: Agent) -> None:
        """Use it from now on: in cards, pages, the directory. DeskRefused if something is wrong with it."""
        read = self.read(place, typed)
        if read.errors:
            raise DeskRefused(" ".join(read.errors.values()))
        with self._new_uow() as uow:
            uow.local_contacts.keep(read.contact, agent.id)
            state = self._book.now()
            self._shelf.put(uow, place.id, replace(state, contacts={**state.contacts, place.id: read.contact}))
            uow.commit()
        self._book.has_changed()

    def _telephone(self, place: Structure, typed: str, errors: dict[str, str]) -> str:
        text = clean(typed)
        if not text:
            return ""
        try:
            number = self._read_phone(text)
        except ValueError:
            errors["telephone"] = "Ce n'est pas un numéro de téléphone français. Écrivez-le comme « 04 67 00 00 00 »."
            return ""
        if number != place.telephone and (why := self._why_not(re.sub(r"\D", "", number))):
            errors["telephone"] = why
        return number

    def _why_not(self, digits: str) -> str | None:
        """Why a number is not given to people; None if it may be."""
        if digits.startswith(_CHARGED):
            return "Ce numéro est payant. Donnez un numéro au prix d'un appel normal, ou laissez vide."
        if any(digits == re.sub(r"\D", "", one.numero) for one in self._knowledge.urgences.numeros.values()):
            return "C'est un numéro d'urgence ou d'écoute, pas celui d'un lieu. Donnez le numéro de l'accueil."
        if len(digits) < _SHORTEST and digits not in allowed_numbers(self._knowledge):
            return "Ce numéro court n'est pas sur la liste de la ville. Donnez un numéro à dix chiffres."
        return None

    def _courriel(self, typed: str, errors: dict[str, str]) -> str:
        text = clean(typed)
        if text and not _MAILBOX.fullmatch(text):
            errors["courriel"] = "Ce courriel n'est pas complet. Écrivez-le comme « accueil@ville.fr »."
        return text

    def _address(self, place: Structure, typed: Typed, errors: dict[str, str]) -> str:
        address = Address(clean(typed.rue), clean(typed.code_postal), clean(typed.commune))
        if not address.rue:
            return ""
        if len(address.rue) > _LONGEST or {"{", "}"} & set(address.rue) or unlisted_numbers(address.rue, self._knowledge):
            errors["rue"] = "Écrivez seulement le numéro et la rue, par exemple « 3 place de la Victoire »."
        if not _POSTCODE.fullmatch(address.code_postal):
            errors["code_postal"] = "Le code postal a cinq chiffres, par exemple « 34800 »."
            return ""
        town = commune_named(self._knowledge.territoires, address.code_postal, address.commune)
        if town is None and (address.code_postal, address.commune) != (place.code_postal, place.commune):
            errors["commune"] = "Je ne connais pas cette commune avec ce code postal. Vérifiez les deux."
        return replace(address, commune=town.nom if town else address.commune).written

    def _opening(self, place: Structure, typed: str, errors: dict[str, str]) -> str:
        text = clean(typed)
        if not text:
            return ""
        if place.horaires_accueil and text == clean(self._plain(place.horaires_accueil)):
            return place.horaires_accueil
        written = self._read_hours(text)
        if written is None or '"' in written:
            errors["horaires"] = _UNCLEAR
        return written or ""

    def _plain(self, written: str | None) -> str:
        """Hours in plain French where this reads back to the same, else in OSM's syntax."""
        if not written:
            return ""
        said = clean(openings_in_words(self._hours, written, self._today))
        return said if self._read_hours(said) == written else written

    @property
    def _today(self) -> date:
        return day_of(self._clock.now())


def missing_of(place: Structure) -> tuple[str, ...]:
    """What a person who wants to go there would not find."""
    known = {"téléphone": place.telephone, "adresse": place.adresse or place.is_shelter,
             "horaires": place.horaires_accueil or place.horaires_texte or place.is_shelter}
    return tuple(name for name, value in known.items() if not value)
