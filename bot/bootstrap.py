"""Builds the services out of adapters: the only room that sees both sides."""
from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy.engine import Engine

from bot.adapters import recurrence
from bot.adapters.cipher import Cipher, key_of
from bot.adapters.clock import SystemClock
from bot.adapters.database.demo import seed_demo
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import Reading, keep_town
from bot.adapters.database.elsewhere import KeptToken
from bot.adapters.database.engine import READ_ONLY, alone, migrate, open_database
from bot.adapters.database.unit_of_work import SqlUnitOfWork
from bot.adapters.directory_formats.export_data_inclusion import Publication, services_v1, structures_v1
from bot.adapters.directory_formats.hours import read_hours
from bot.adapters.knowledge.loading import load_knowledge
from bot.adapters.opening_hours import OsmOpeningHours
from bot.adapters.passwords import Argon2Passwords
from bot.adapters.rdv_service_public import Access, RdvServicePublic
from bot.adapters.taught_sentences import written_sentences
from bot.adapters.telephone import read_aloud
from bot.domain.elsewhere import PROVIDER
from bot.domain.knowledge import Knowledge
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.domain.territory import Territoires
from bot.domain.town import TownState
from bot.services.accounts import AgentAccounts
from bot.services.answers import Answers
from bot.services.appointment_book import AppointmentBook
from bot.services.appointment_cards import AppointmentCards
from bot.services.asked_counts import AskedCounts
from bot.services.booking import Booking
from bot.services.booking_questions import BookingQuestions
from bot.services.calendars import Calendars
from bot.services.contact_cards import ContactCards
from bot.services.content_review import ContentReview
from bot.services.conversations import Conversations
from bot.services.counter import Counter
from bot.services.desk_agenda import DeskAgenda
from bot.services.desk_booking import DeskBooking
from bot.services.desk_conversations import DeskConversations
from bot.services.desk_day import DeskDay
from bot.services.desk_hours import DeskHours
from bot.services.desk_planning import DeskPlanning
from bot.services.directory import Directory
from bot.services.elsewhere import RETURN_PATH, Authorisation, BookedElsewhere
from bot.services.fiche_pages import PublicFiches
from bot.services.forgetting import Forgetting
from bot.services.handovers import Handovers
from bot.services.inbox import Inbox
from bot.services.kept_appointments import KeptAppointments
from bot.services.keyword_dialogue import KeywordDialogue
from bot.services.needs_report import NeedsReport
from bot.services.needs_tables import NeedsTables
from bot.services.notices import Notices
from bot.services.opposition import Opposition
from bot.services.outbox import Outbox
from bot.services.own_data import OwnDataRights
from bot.services.own_data_words import OwnDataWords
from bot.services.person_sheet import PersonSheets
from bot.services.place_card import PlaceCards
from bot.services.place_reports import PlaceReports
from bot.services.places import Places
from bot.services.planning_outline import PlanningOutlines
from bot.services.ports import Clock, DirectoryIndex, UnitOfWorkFactory
from bot.services.programs import Programs
from bot.services.proposed_examples import ProposedExamples
from bot.services.public_directory import PublicDirectory, Shape
from bot.services.public_search import PublicSearch
from bot.services.sheet_message import SheetMessages
from bot.services.sms_door import SmsDoor
from bot.services.sms_ledger import SmsLedger
from bot.services.threads import Threads
from bot.services.town_book import TownBook
from bot.services.town_contacts import TownContacts
from bot.services.town_notices import NoticeBoard, TownNotices
from bot.services.town_places import TownPlaces, as_filled_in
from bot.services.town_shelf import TownShelf
from bot.services.unanswered_questions import UnansweredQuestions
from bot.services.waiting_list import WaitingList
from bot.services.watch import Watch
from bot.settings import ROOT, Settings


@dataclass(frozen=True)
class Services:
    """Everything the assistant can do, ready to use."""

    knowledge: Knowledge
    answers: Answers
    places: Places
    booking: Booking
    kept_appointments: KeptAppointments
    appointment_book: AppointmentBook
    waiting_list: WaitingList
    inbox: Inbox
    outbox: Outbox
    opposition: Opposition
    sms_door: SmsDoor
    sms_ledger: SmsLedger
    desk_day: DeskDay
    desk_planning: DeskPlanning
    desk_agenda: DeskAgenda
    desk_booking: DeskBooking
    appointment_cards: AppointmentCards
    planning_outlines: PlanningOutlines
    calendars: Calendars
    elsewhere: BookedElsewhere
    authorisation: Authorisation | None
    forgetting: Forgetting
    conversations: Conversations
    own_data: OwnDataRights
    handovers: Handovers
    desk_hours: DeskHours
    town_contacts: TownContacts
    town_notices: TownNotices
    content_review: ContentReview
    place_reports: PlaceReports
    desk_conversations: DeskConversations
    keywords: KeywordDialogue
    new_uow: UnitOfWorkFactory
    clock: Clock
    programs: Programs
    watch: Watch
    posted: set[str]
    public_fiches: PublicFiches
    public_directory: PublicDirectory
    contact_cards: ContactCards
    accounts: AgentAccounts
    counter: Counter
    person_sheets: PersonSheets
    sheet_messages: SheetMessages
    unanswered_questions: UnansweredQuestions
    proposed_examples: ProposedExamples
    asked_counts: AskedCounts
    needs_report: NeedsReport


def build(settings: Settings, clock: Clock | None = None) -> Services:
    """Open the database (brought up to date), read knowledge/, wire the services. KnowledgeUnusable if it cannot be read."""
    knowledge = load_knowledge(settings.knowledge)[0]
    return wiring(settings, clock)(knowledge)


def wiring(settings: Settings, clock: Clock | None = None) -> Callable[[Knowledge], Services]:
    """Open the database (brought up to date). What this gives wires the services over what the town says, each time anew."""
    engine, cipher, clock = open_database(settings.database_url), Cipher(key_of(settings.key_file)), clock or SystemClock()
    index, other = SqlDirectory(engine), other_site(settings, engine, cipher, clock)
    with alone(engine):
        migrate(engine)
        if settings.demo:
            seed_demo(engine)

    # Whoever watches must not take the place of those who write.
    reader = engine.execution_options(**READ_ONLY)

    def wired(knowledge: Knowledge) -> Services:
        with alone(engine):
            places = as_filled_in(knowledge.structures, knowledge.territoires, index.town() or TownState())
            keep_town(engine, places.values(), reading(knowledge))
        return wire(knowledge, lambda: SqlUnitOfWork(engine, cipher), index, clock, other, settings.sms_cap,
                    watching=lambda: SqlUnitOfWork(reader, cipher))

    return wired


@dataclass(frozen=True)
class OtherSite:
    """An access to RDV Service Public, and where it tells us what becomes of the appointments taken there."""

    access: RdvServicePublic
    site: str
    secret: str
    public_url: str


def other_site(settings: Settings, engine: Engine, cipher: Cipher, clock: Clock) -> OtherSite | None:
    """The access that the settings give, if they give one."""
    if not settings.has_rdv_service_public:
        return None
    named = Access(settings.rdv_site, settings.rdv_client, settings.rdv_client_secret, settings.public_url + RETURN_PATH)
    access = RdvServicePublic(named, KeptToken(engine, cipher, clock, PROVIDER), clock)
    return OtherSite(access, settings.rdv_site, settings.rdv_webhook_secret, settings.public_url)


def _read_hours(typed: str) -> str | None:
    return read_hours(typed).horaires_accueil


def reading(knowledge: Knowledge) -> Reading:
    """With what the directory reads records."""
    return Reading(knowledge.territoires, knowledge.thematiques, OsmOpeningHours().open_parts)


def wire(knowledge: Knowledge, new_uow: UnitOfWorkFactory, index: DirectoryIndex, clock: Clock,
         other: OtherSite | None = None, sms_cap: int = 0, posted: set[str] | None = None,
         watching: UnitOfWorkFactory | None = None) -> Services:
    """The services over any unit of work and index: tests give their own.

    `sms_cap`: the segments that may leave in a day. `posted`: the channels whose messages are carried to people; they add
    their names when they open. `watching`: units of work that only read.
    """
    posted = set() if posted is None else posted
    hours = OsmOpeningHours()
    town = TownBook(index.town if index is not None else TownState)
    written, board = knowledge.structures, NoticeBoard(town)
    knowledge = replace(knowledge, structures=TownPlaces(written, knowledge.territoires, town))
    shelf = TownShelf(knowledge, written, hours.open_parts)
    cards = PlaceCards(knowledge.territoires, hours, board)
    answers = Answers(knowledge, cards, clock, new_uow)
    directory = Directory(knowledge.territoires, knowledge.thematiques, index, hours, clock)
    words = BookingQuestions(knowledge)
    notices = Notices(words)
    book = AppointmentBook(words, notices, clock, new_uow)
    elsewhere = (BookedElsewhere(knowledge, clock, new_uow, other.access, other.site) if other
                 else BookedElsewhere(knowledge, clock, new_uow))
    booking = Booking(knowledge, words, book, elsewhere, clock, new_uow)
    programs = Programs(clock, new_uow)
    outbox = Outbox(clock, new_uow, posted, programs.name)
    asked_counts = AskedCounts(knowledge, answers)
    threads, desk_hours = Threads(posted), DeskHours(hours, _read_hours, town, clock, new_uow)
    handovers = Handovers(answers, desk_hours, threads, clock, new_uow)
    rights = OwnDataRights(OwnDataWords(answers, words), clock, new_uow)
    conversations = Conversations(knowledge, answers, handovers, threads, asked_counts, rights, clock, new_uow)
    unanswered = UnansweredQuestions(knowledge, clock, new_uow, posted)
    search = PublicSearch(knowledge.territoires, knowledge.thematiques, hours)
    return Services(
        knowledge=knowledge, new_uow=new_uow, clock=clock, programs=programs, posted=posted, answers=answers,
        watch=Watch(knowledge, clock, watching or new_uow),
        public_fiches=PublicFiches(knowledge, hours, clock, board),
        town_contacts=TownContacts(knowledge, town, shelf, cards, hours, _read_hours, read_aloud, clock, new_uow),
        town_notices=TownNotices(knowledge, town, shelf, clock, new_uow),
        content_review=ContentReview(knowledge, clock),
        place_reports=PlaceReports(knowledge, directory, cards, clock, new_uow),
        places=Places(knowledge, directory, cards, hours, answers, clock, new_uow),
        booking=booking, kept_appointments=KeptAppointments(words, book, clock, new_uow, booking, elsewhere),
        appointment_book=book, waiting_list=WaitingList(knowledge, notices, clock, new_uow),
        inbox=Inbox(clock, new_uow, programs.name), outbox=outbox, opposition=Opposition(answers, clock, new_uow),
        sms_door=SmsDoor(answers, lambda message: conversations.distress(message) is not None, clock, new_uow),
        sms_ledger=SmsLedger(sms_cap, clock, new_uow), desk_day=DeskDay(knowledge, outbox, clock, new_uow),
        desk_planning=DeskPlanning(knowledge, book, notices, recurrence, clock, new_uow),
        desk_agenda=DeskAgenda(knowledge, recurrence, clock, new_uow),
        desk_booking=DeskBooking(knowledge, book, clock, new_uow),
        appointment_cards=AppointmentCards(knowledge, clock, new_uow),
        planning_outlines=PlanningOutlines(knowledge, recurrence, clock, new_uow),
        calendars=Calendars(words, clock, new_uow), elsewhere=elsewhere,
        authorisation=Authorisation(other.access, knowledge, clock, other.secret, other.public_url) if other else None,
        forgetting=Forgetting(clock, new_uow), unanswered_questions=unanswered,
        proposed_examples=ProposedExamples(unanswered, knowledge, clock, lambda: written_sentences(ROOT)),
        asked_counts=asked_counts,
        needs_report=NeedsReport(NeedsTables(knowledge, PublicFiches(knowledge, hours, clock).themes()), clock, new_uow),
        conversations=conversations, own_data=rights, handovers=handovers, desk_hours=desk_hours,
        desk_conversations=DeskConversations(knowledge, answers, cards, book, threads, clock, new_uow),
        keywords=KeywordDialogue(knowledge, answers, handovers),
        public_directory=PublicDirectory(knowledge.territoires, index, search, clock, shape(knowledge.territoires)),
        contact_cards=ContactCards(index, hours, clock), accounts=AgentAccounts(Argon2Passwords(), clock, new_uow),
        counter=Counter(knowledge, directory, cards, clock, new_uow),
        person_sheets=PersonSheets(knowledge, directory, hours, clock, new_uow),
        sheet_messages=SheetMessages(knowledge.territoires.home.nom, posted, clock, new_uow))


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
