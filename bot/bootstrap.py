"""Builds the services out of adapters: the only room that sees both sides."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from bot.adapters.cipher import Cipher, key_of
from bot.adapters.clock import SystemClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import Reading, keep_town
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.directory_formats.export_data_inclusion import Publication, services_v1, structures_v1
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.knowledge import Knowledge
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.services.answers import Answers
from bot.services.booking import Booking
from bot.services.contact_cards import ContactCards
from bot.services.conversations import Conversations
from bot.services.directory import Directory
from bot.services.kept_appointments import KeptAppointments
from bot.services.keyword_dialogue import KeywordDialogue
from bot.services.place_card import PlaceCards
from bot.services.places import Places
from bot.services.ports import Clock, DirectoryIndex, UnitOfWorkFactory
from bot.services.public_directory import PublicDirectory, Shape
from bot.services.public_search import PublicSearch
from bot.settings import Settings


@dataclass(frozen=True)
class Services:
    """Everything the assistant can do, ready to use."""

    knowledge: Knowledge
    answers: Answers
    places: Places
    booking: Booking
    kept_appointments: KeptAppointments
    conversations: Conversations
    keywords: KeywordDialogue
    new_uow: UnitOfWorkFactory
    clock: Clock
    public_directory: PublicDirectory
    contact_cards: ContactCards


def build(settings: Settings, clock: Clock | None = None) -> Services:
    """Open the database (brought up to date), read knowledge/, wire the services. KnowledgeUnusable if it cannot be read."""
    engine, cipher = open_database(settings.database_url), Cipher(key_of(settings.key_file))
    migrate(engine)
    if settings.demo:
        seed_demo(engine)
    knowledge = load_knowledge(settings.knowledge)[0]
    keep_town(engine, knowledge.structures.values(), reading(knowledge))
    return wire(knowledge, lambda: SqlUnitOfWork(engine, cipher), SqlDirectory(engine), clock or SystemClock())


def reading(knowledge: Knowledge) -> Reading:
    """With what the directory reads records."""
    return Reading(knowledge.territoires, knowledge.thematiques, OsmOpeningHours().open_parts)


def wire(knowledge: Knowledge, new_uow: UnitOfWorkFactory, index: DirectoryIndex, clock: Clock) -> Services:
    """The services over any unit of work and index: tests give their own."""
    hours = OsmOpeningHours()
    cards = PlaceCards(knowledge.territoires, hours)
    answers = Answers(knowledge, cards, clock, new_uow)
    directory = Directory(knowledge.territoires, knowledge.thematiques, index, hours, clock)
    places = Places(knowledge, directory, cards, hours, answers, clock, new_uow)
    booking = Booking(knowledge, clock, new_uow)
    search = PublicSearch(knowledge.territoires, knowledge.thematiques, hours)
    return Services(knowledge, answers, places, booking,
                    KeptAppointments(knowledge, clock, new_uow, booking),
                    Conversations(knowledge, answers, clock, new_uow), KeywordDialogue(knowledge, answers), new_uow, clock,
                    PublicDirectory(knowledge.territoires, index, search, clock, shape(knowledge.territoires)),
                    ContactCards(index, hours, clock))


def publication(territoires: Territoires, today: date) -> Publication:
    """Under what name, and on what day, the directory of a town goes out."""
    return Publication(f"repere-{territoires.home.slug}", today, territoires.codes_of)


def shape(territoires: Territoires) -> Shape:
    """How records go out: as data·inclusion v1 writes them."""
    def write(structure: Structure, offers: Sequence[Offer], today: date) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        published = publication(territoires, today)
        return next(structures_v1([structure], published)), list(services_v1([(structure, offers)], published))
    return Shape(publication(territoires, date.min).producer, write)


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process, from the environment: for Rasa's own action server."""
    return build(Settings.from_environment())
