"""Opens the desk: its door, and every page behind it."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Iterable

from aiohttp import web

from bot.channels.desk.accounts import AccountPages
from bot.channels.desk.agenda import AgendaPages
from bot.channels.desk.agenda_booking import AgendaBookingPages
from bot.channels.desk.agenda_forms import FILTERS
from bot.channels.desk.appointments import AppointmentPages
from bot.channels.desk.contents import ContentPages, ContentServices
from bot.channels.desk.conversations import ConversationPages
from bot.channels.desk.counter import CounterPages
from bot.channels.desk.door import Door
from bot.channels.desk.entry import EntryPages
from bot.channels.desk.needs import CsvFile, NeedsPages, OdsFile
from bot.channels.desk.news import NewsPages
from bot.channels.desk.planning import PlanningPages
from bot.channels.desk.questions import QuestionPages
from bot.channels.desk.sessions import SessionPages
from bot.channels.desk.sheet import SheetDesk
from bot.channels.desk.templates import Templates
from bot.channels.desk.today import TodayPages
from bot.channels.relay import Relay
from bot.domain.knowledge import Knowledge
from bot.services.accounts import AgentAccounts
from bot.services.appointment_cards import AppointmentCards
from bot.services.counter import Counter
from bot.services.desk_agenda import DeskAgenda
from bot.services.desk_booking import DeskBooking
from bot.services.desk_conversations import DeskConversations
from bot.services.desk_day import DeskDay
from bot.services.desk_planning import DeskPlanning
from bot.services.needs_report import NeedsReport
from bot.services.person_sheet import PersonSheets
from bot.services.planning_outline import PlanningOutlines
from bot.services.ports import Clock
from bot.services.proposed_examples import ProposedExamples
from bot.services.sheet_message import SheetMessages
from bot.services.unanswered_questions import UnansweredQuestions
from bot.services.waiting_list import WaitingList

_STATIC = Path(__file__).parent / "static"


@dataclass(frozen=True)
class DeskServices:
    """What the pages of the desk work with. `public_url`: this site as agents reach it, without a final slash."""

    knowledge: Knowledge
    accounts: AgentAccounts
    relay: Relay
    counter: Counter
    person_sheets: PersonSheets
    sheet_messages: SheetMessages
    conversations: DeskConversations
    public_url: str
    clock: Clock
    desk_day: DeskDay
    waiting_list: WaitingList
    desk_agenda: DeskAgenda
    desk_booking: DeskBooking
    desk_planning: DeskPlanning
    appointment_cards: AppointmentCards
    planning_outlines: PlanningOutlines
    unanswered_questions: UnansweredQuestions
    proposed_examples: ProposedExamples
    contents: ContentServices
    needs_report: NeedsReport
    csv_file: CsvFile
    ods_file: OdsFile


class DeskPages:
    """Everything under /bureau."""

    def __init__(self, services: DeskServices) -> None:
        templates = Templates(services.knowledge.territoires.home.nom, FILTERS)
        door = Door(services.accounts, templates, services.public_url.startswith("https://"))
        self._pages = (
            EntryPages(door, services.accounts, templates),
            NewsPages(door, services.conversations.revision),
            ConversationPages(door, services.conversations, services.accounts, services.knowledge),
            QuestionPages(door, services.accounts, services.unanswered_questions, services.proposed_examples,
                          services.conversations, services.knowledge),
            ContentPages(door, services.accounts, services.contents, services.public_url),
            NeedsPages(door, services.needs_report, services.accounts, services.knowledge, services.clock, services.csv_file,
                       services.ods_file),
            AccountPages(door, services.accounts, services.public_url),
            CounterPages(door, services.relay, services.counter,
                         SheetDesk(services.person_sheets, services.sheet_messages, services.accounts, services.public_url),
                         services.accounts, services.knowledge),
            TodayPages(door, services.knowledge, services.desk_day, services.waiting_list, services.accounts,
                       services.clock),
            AgendaPages(door, services.knowledge, services.desk_agenda, services.appointment_cards, services.desk_planning,
                        services.clock),
            AgendaBookingPages(door, services.desk_agenda, services.desk_booking, services.appointment_cards,
                               services.accounts),
            AppointmentPages(door, services.appointment_cards, services.desk_planning, services.desk_booking,
                             services.accounts),
            SessionPages(door, services.knowledge, services.appointment_cards, services.desk_planning,
                         services.desk_booking, services.accounts),
            PlanningPages(door, services.knowledge, services.desk_planning, services.planning_outlines, services.accounts,
                          services.clock, services.public_url),
        )

    def routes(self) -> Iterable[web.AbstractRouteDef]:
        return [*(route for page in self._pages for route in page.routes()), web.static("/bureau/static", _STATIC)]
