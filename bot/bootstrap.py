"""Builds the services out of adapters: the only room that sees both sides."""
from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from bot.adapters.cipher import Cipher, key_of
from bot.adapters.clock import SystemClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.engine import migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.knowledge import Knowledge
from bot.services.answers import Answers
from bot.services.booking import Booking
from bot.services.conversations import Conversations
from bot.services.directory import Directory
from bot.services.kept_appointments import KeptAppointments
from bot.services.keyword_dialogue import KeywordDialogue
from bot.services.places import Places
from bot.services.ports import Clock, UnitOfWorkFactory
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


def build(settings: Settings, clock: Clock | None = None) -> Services:
    """Open the database (brought up to date), read knowledge/, wire the services. KnowledgeUnusable if it cannot be read."""
    engine, cipher = open_database(settings.database_url), Cipher(key_of(settings.key_file))
    migrate(engine)
    if settings.demo:
        seed_demo(engine)
    return wire(load_knowledge(settings.knowledge)[0], lambda: SqlUnitOfWork(engine, cipher), clock or SystemClock())


def wire(knowledge: Knowledge, new_uow: UnitOfWorkFactory, clock: Clock) -> Services:
    """The services over any unit of work: tests give their own."""
    directory = Directory(knowledge.structures, knowledge.territoires, OsmOpeningHours())
    answers = Answers(knowledge, directory, clock, new_uow)
    booking = Booking(knowledge, clock, new_uow)
    return Services(knowledge, answers, Places(knowledge, directory, answers, clock), booking,
                    KeptAppointments(knowledge, clock, new_uow, booking),
                    Conversations(knowledge, answers, clock, new_uow), KeywordDialogue(knowledge, answers), new_uow, clock)


@lru_cache(maxsize=1)
def services() -> Services:
    """The services of this process, from the environment: for Rasa's own action server."""
    return build(Settings.from_environment())
