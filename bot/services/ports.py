"""What the services need from outside, and nothing about how it is done."""
from __future__ import annotations

from datetime import date, datetime
from types import TracebackType
from typing import Any, Callable, Collection, ContextManager, Iterator, Mapping, NamedTuple, Optional, Protocol, Sequence

from bot.domain.answer import Answer
from bot.domain.booking_draft import BookingDraft
from bot.domain.conversation import Conversation, IncomingMessage, Reply, Sent, Turn
from bot.domain.elsewhere import ElsewhereAppointment, ElsewhereEvent
from bot.domain.entry import Entry
from bot.domain.handover import Line
from bot.domain.motif import Reservation
from bot.domain.need import Rarity
from bot.domain.offer import Offer
from bot.domain.place_error import PlaceError
from bot.domain.structure import Closure, Structure
from bot.domain.territory import Point
from bot.domain.town import TownState
from bot.domain.unanswered import Decision, Question, Verdict
from bot.services.booking_ports import Agendas, Appointments, Planning, WaitingList
from bot.services.counter_ports import CounterThreads
from bot.services.desk_ports import AccessJournal, Accounts, AgentSessions, DeskNews, DeskSettings, Handovers, LoginFailures
from bot.services.needs_ports import Asked
from bot.services.post_ports import Inbox, JoiningCodes, Oppositions, Outbox, Programs, Ratings, SmsDays
from bot.services.town_ports import LocalContacts, TownDirectory, TownNotices


class Clock(Protocol):
    """The one place that knows what time it is."""

    def now(self) -> datetime:
        """Now, in UTC, aware of its zone."""


class Dialogue(Protocol):
    """Decides what was asked. Raises DialogueUnavailable when it cannot."""

    async def ask(self, turn: Turn) -> Reply:
        """The answers to one turn, in order."""


class Conversations(Protocol):
    def open(self, channel: str, address: str, now: datetime) -> Conversation:
        """The conversation of this address, begun if need be (`is_new`)."""

    def get(self, conversation: str, now: datetime) -> Conversation:
        """The conversation with this id, begun without an address if need be (Rasa's own shell)."""

    def hold(self, conversation: str) -> None:
        """Nobody else writes in it until the end of this transaction."""

    def address(self, conversation: str) -> str | None:
        """The address of a conversation on its channel."""

    def keep_choices(self, conversation: str, answer: Answer, now: datetime) -> None:
        """Remember what may be answered with « le 2 »."""

    def keep_draft(self, conversation: str, draft: BookingDraft | None) -> None:
        """Remember, or forget, the booking under way."""

    def keep_memory(self, conversation: str, memory: Mapping[str, Any]) -> None:
        """What the dialogue engine remembers, until the next turn."""

    def record_incoming(self, conversation: str, message: IncomingMessage, text: str | None, now: datetime,
                        private: str | None = None, urgence: str | None = None) -> int:
        """Write a message down (its text redacted, or None) and give its number.

        `private` is what an agent reads, kept encrypted instead; `urgence`, the cry for help that it is.
        """

    def find_incoming(self, conversation: str, message_id: str) -> int | None:
        """The number of a message already received, by its channel's id."""

    def record_outgoing(self, conversation: str, incoming: int | None, answer: Answer, now: datetime,
                        agent: int | None = None, key: str | None = None) -> Sent:
        """Write an answer down; its choices can be pressed for as long as it is kept.

        What an `agent` writes is kept encrypted. Of the same `key`, the first alone is written; it is what comes back.
        """

    def lines(self, conversation: str) -> list[Line]:
        """The whole thread as an agent reads it, oldest first."""

    def last_number(self) -> int:
        """The number of the last message of all."""

    def said_by_desk(self, after: int) -> list[tuple[str, str, Sent]]:
        """(channel, address, answer) of what the desk has said since the message of this number, answering no message."""

    def answers_to(self, incoming: int) -> list[Sent]:
        """What was answered to a message."""

    def sent(self, conversation: str, answer_id: int) -> Answer | None:
        """An answer of this conversation, by its number."""

    def history(self, conversation: str) -> list[tuple[str | None, Sent | None]]:
        """The thread in order: (what the person wrote, None) or (None, what was answered)."""

    def was_introduced(self, conversation: str) -> None:
        """The person knows that a program answers: the conversation is not `is_new` any more."""

    def join(self, one: str, other: str) -> None:
        """Two conversations are the same person's: each finds what was promised in the other."""

    def joined(self, conversation: str) -> list[str]:
        """This conversation, then those that the same person has joined to it."""

    def erase(self, conversation: str) -> None:
        """Forget a conversation, all of it but its appointments.

        Where it is goes too at the next `erase_before`, unless something is written there, or promised.
        """

    def erase_before(self, limit: datetime) -> int:
        """Forget the conversations that nobody has used since `limit`; how many.

        Of those with an appointment to come here or elsewhere, or a request, only what was said: their people must find
        it again.
        """


class Unanswered(Protocol):
    def record(self, text: str, ranking: Sequence[tuple[str, float]], now: datetime, channel: str | None = None,
               conversation: str | None = None, answered: str | None = None) -> None:
        """Keep a redacted question that was not understood, and what was said instead."""

    def extent(self) -> tuple[object, ...]:
        """How many there are, the first, the last and when: other texts, other extent."""

    def texts(self) -> list[tuple[int, str]]:
        """The words of each, by number."""

    def questions(self, verdicts: Collection[Verdict | None], since: datetime | None = None,
                  channel: str | None = None) -> list[Question]:
        """Those of which the team made this (None: nothing yet), by number."""

    def numbered(self, numbers: Collection[int]) -> list[Question]: ...

    def decided_with(self, number: int) -> list[Question]:
        """Those that were decided in the same act as this one, itself included; none if nothing was decided."""

    def decide(self, numbers: Collection[int], decision: Decision, agent: int, now: datetime) -> int:
        """How many were still to decide (nothing yet, or called back), and now are."""

    def undo(self, numbers: Collection[int]) -> int:
        """How many are to decide again."""

    def of_conversation(self, conversation: str) -> list[str]:
        """The words of the questions of a conversation, oldest first."""

    def erase(self, conversation: str) -> None:
        """Forget the questions of a conversation, at the person's own request."""

    def forget_conversations(self, limit: datetime) -> None:
        """Forget whose they were, where nothing was said in the conversation since `limit`."""

    def forget_before(self, handled: datetime, asked: datetime) -> int:
        """Forget what was decided before `handled`, and what nobody decided and was asked before `asked`; how many."""


class PlaceErrors(Protocol):
    def record(self, place: str, error: PlaceError, now: datetime) -> None:
        """Keep what somebody says is wrong with a place."""

    def open(self) -> list[tuple[str, PlaceError, datetime]]:
        """(place, error, when) of what nobody has looked at yet, oldest first."""

    def handle(self, place: str, error: PlaceError, now: datetime) -> None:
        """Somebody has looked at what was said of this place for this reason, each time."""


class DirectoryIndex(Protocol):
    """The doors of the country, found by what they answer and where they are."""

    def reading(self) -> ContextManager["DirectoryReader"]:
        """One consistent picture of it, for the length of a search."""

    def town(self) -> TownState | None:
        """What the desk says of the town over what its files say; None while the database cannot be asked."""


OfferKey = tuple[str, Optional[str]]  # the id of a structure and of one of its offers
# A field of the standard, and the values of which an offer must have one. Where it names no public or no zone: everybody.
Wanted = Mapping[str, Collection[str]]


class LocatedOffer(NamedTuple):
    """What a search around a point needs of an offer, or of a structure without offers (`offer_id` None).

    `zone`, `horaires` and the point are its structure's where it has none; `code` and `fermetures` are its structure's.
    """

    structure_id: str
    offer_id: str | None
    place: str
    latitude: float
    longitude: float
    date_maj: date
    code: str | None
    horaires: str | None
    zone: tuple[str, ...]
    modes_accueil: tuple[str, ...]
    reseaux_porteurs: tuple[str, ...]
    fermetures: tuple[Closure, ...]


# The most that an entry can fit which says some marks, and merely mentions others; the shortest need in which it says them
# has so many roots.
Promise = Callable[[Collection[str], Collection[str], int], float]


class Candidate(NamedTuple):
    """An entry that has some of the marks looked for, by its number: what it promises, and how far it is to a metre."""

    entry: int
    promise: float
    km: float


class DirectoryReader(Protocol):
    def candidates(self, marks: Collection[str], origin: Point, km: float, traits: Sequence[int],
                   promise: Promise) -> Iterator[Candidate]:
        """What has any of the marks within `km` kilometres, and a bit of each of the traits (see `Criteria.traits`).

        What promises most comes first, to a tenth, then the nearest; what promises nothing is left out.
        """

    def entries(self, numbers: Sequence[int]) -> list[Entry]:
        """Those of these entries that are there, in that order."""

    def recognised(self, word: str) -> str | None:
        """The root of a known word that sounds or looks like this one, which nothing knows."""

    def rarity(self, roots: Collection[str]) -> Rarity:
        """How many entries use each of these roots, those that none uses left out."""

    def near(self, marks: Collection[str], origin: Point, km: float, traits: Sequence[int] = ()) -> list[Entry]:
        """Entries with any of the marks within `km` kilometres; of too many, those with the most marks, then nearest.

        They have a bit of each of the traits, see `Criteria.traits`.
        """

    def records(self, places: Collection[str]) -> Mapping[str, list[Structure]]:
        """What each producer says of these places, by place."""

    def offers(self, structure_ids: Collection[str]) -> list[Offer]:
        """The offers of these structures."""

    def together(self, structure_ids: Collection[str]) -> Mapping[str, list[Structure]]:
        """By id, each of these structures and the other records of its place; those that nobody describes are left out."""

    def listed_structures(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[str], int]:
        """The ids of one page of the structures, in a lasting order, and how many there are in all."""

    def listed_offers(self, wanted: Wanted, limit: int, offset: int) -> tuple[list[OfferKey], int]:
        """One page of the offers, in a lasting order, and how many there are in all.

        A structure that says what it is for and has no offer counts as one: (its id, None).
        """

    def offers_around(self, wanted: Wanted, around: tuple[Point, float] | None) -> list[LocatedOffer]:
        """The same, all of them: those about so many kilometres around a point, or anywhere."""

    def producers(self) -> Mapping[str, str | None]:
        """Who publishes the structures, and one title under which they are cited, if any."""


class Storage(Protocol):
    def is_up_to_date(self) -> bool:
        """Whether the tables are of this version, or of a newer one."""


class UnitOfWork(Protocol):
    """One short transaction: rolled back unless `commit` was called."""

    @property
    def conversations(self) -> Conversations: ...

    @property
    def agendas(self) -> Agendas: ...

    @property
    def planning(self) -> Planning: ...

    @property
    def appointments(self) -> Appointments: ...

    @property
    def waiting(self) -> WaitingList: ...

    @property
    def inbox(self) -> Inbox: ...

    @property
    def storage(self) -> Storage: ...

    @property
    def outbox(self) -> Outbox: ...

    @property
    def programs(self) -> Programs: ...

    @property
    def oppositions(self) -> Oppositions: ...

    @property
    def sms_days(self) -> SmsDays: ...

    @property
    def joining_codes(self) -> JoiningCodes: ...

    @property
    def ratings(self) -> Ratings: ...

    @property
    def elsewhere(self) -> Elsewhere: ...

    @property
    def unanswered(self) -> Unanswered: ...

    @property
    def place_errors(self) -> PlaceErrors: ...

    @property
    def asked(self) -> Asked: ...

    @property
    def accounts(self) -> Accounts: ...

    @property
    def agent_sessions(self) -> AgentSessions: ...

    @property
    def login_failures(self) -> LoginFailures: ...

    @property
    def access_journal(self) -> AccessJournal: ...

    @property
    def local_contacts(self) -> LocalContacts: ...

    @property
    def town_notices(self) -> TownNotices: ...

    @property
    def town_directory(self) -> TownDirectory: ...

    @property
    def handovers(self) -> Handovers: ...

    @property
    def desk_settings(self) -> DeskSettings: ...

    @property
    def desk_news(self) -> DeskNews: ...

    @property
    def counter(self) -> CounterThreads: ...

    def __enter__(self) -> "UnitOfWork": ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None: ...

    def commit(self) -> None: ...

    def commit_for_good(self) -> None:
        """`commit`, and what was erased is left nowhere."""


UnitOfWorkFactory = Callable[[], UnitOfWork]


class Elsewhere(Protocol):
    """What is known of the appointments that others keep for us."""

    def usagers(self, provider: str, conversation: str) -> list[str]:
        """The people of this conversation, by their number there."""

    def remember_usager(self, provider: str, external_id: str, conversation: str, now: datetime) -> None:
        """This person, by their number there, belongs to this conversation."""

    def keep(self, event: ElsewhereEvent, nom: str) -> None:
        """Keep what is said of an appointment, under this name, for the people we know; older news changes nothing."""

    def coming(self, conversation: str, now: datetime) -> list[ElsewhereAppointment]:
        """The appointments to come of a conversation, soonest first."""

    def erase(self, conversation: str) -> None:
        """Forget the people and the appointments of a conversation."""

    def erase_before(self, limit: datetime) -> int:
        """Forget the appointments that began before `limit`, and people older than it without appointment; how many."""


class PersonalLinks(Protocol):
    def personal_link(self, prenom: str, nom: str, telephone: str | None, reservation: Reservation,
                      known: Collection[str]) -> tuple[str, str]:
        """The page where this person books without an account, and their number there.

        `known`: the numbers of people of the same conversation, one of which may be this person's. Raises
        ElsewhereUnavailable.
        """


class ElsewhereAccess(Protocol):
    """The right to act elsewhere, that an agent of the town gives once. Each step may raise ElsewhereUnavailable."""

    def authorisation_page(self, state: str) -> str:
        """Where the agent gives it; `state` comes back with the answer."""

    def exchange(self, code: str) -> None:
        """Keep the access that this code stands for."""

    def subscribe(self, organisation: int, target_url: str, secret: str) -> None:
        """Ask to be told, at this address, of the appointments of an organisation."""
