"""A desk's day, to read on a screen or on paper: who is expected, who is to be called, what was not sent."""
from __future__ import annotations

import textwrap
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Iterable, Iterator, Mapping, Sequence

from bot.domain.appointment import Appointment, Session, day_bounds
from bot.domain.booking_draft import Purpose
from bot.domain.french import capital, day_of, say_moment
from bot.domain.knowledge import Knowledge
from bot.domain.motif import Mode
from bot.domain.normalisation import clean
from bot.domain.notice import Kind
from bot.domain.waiting import Waiting
from bot.services.appointment_words import AppointmentWords
from bot.services.outbox import Outbox
from bot.services.planning_words import SAID_STATES, joined, say_day, say_span, say_telephone, session_title
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from bot.services.post_ports import Trouble

_WIDTH = 100  # columns of a printed page
_HOURS, _STATE = 17, 6  # columns of « 14 h 30 – 15 h 30 » and of « absent »
SAID_NOTICES = {Kind.CONFIRMATION: "confirmation", Kind.RAPPEL: "rappel", Kind.CHANGE: "changement d'heure",
                Kind.ANNULATION: "annulation", Kind.ATTENTE: "heure libre", Kind.FEUILLE: "feuille du comptoir"}


@dataclass(frozen=True)
class Unsent:
    """A message that did not reach somebody; `perhaps`: nobody knows whether it did. It was given up `at` that moment.

    `to`: who is expected, or waits; None for the sheet of somebody who was at the counter, and who is kept nowhere.
    """

    kind: Kind
    to: Appointment | Waiting | None
    perhaps: bool
    at: datetime


@dataclass(frozen=True)
class Day:
    """What is known of a day. `sessions` are by number, `agendas` are names by slug."""

    day: date
    appointments: Sequence[Appointment] = ()
    sessions: Mapping[int, Session] | None = None
    agendas: Mapping[str, str] | None = None
    calls: Sequence[Waiting] = ()
    unsent: Sequence[Unsent] = ()


class DeskDay:
    def __init__(self, knowledge: Knowledge, outbox: Outbox, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._sheet = DaySheet(AppointmentWords(knowledge))
        self._outbox = outbox
        self._clock = clock
        self._new_uow = new_uow

    def sheet(self, day: date) -> str:
        """The day, as a text that prints."""
        return self._sheet.text(self.day(day))

    def day(self, day: date) -> Day:
        """The day, as it is known now."""
        trouble = self._outbox.in_trouble()
        with self._new_uow() as uow:
            appointments = uow.appointments.between(*day_bounds(day))
            return Day(day, appointments, self._sessions(uow, day, appointments),
                       {agenda.slug: agenda.nom for agenda in uow.planning.agendas()}, uow.waiting.open(Purpose.RAPPEL),
                       list(_unsent(uow, trouble, self._clock.now())))

    @staticmethod
    def _sessions(uow: UnitOfWork, day: date, appointments: Iterable[Appointment]) -> dict[int, Session]:
        """Those of the day, even if nobody comes; and those that somebody had joined, even if they are cancelled."""
        found = {one.id: one for one in uow.planning.sessions(*day_bounds(day))}
        for number in {one.session for one in appointments if one.session is not None} - found.keys():
            session = uow.planning.session(number)
            if session is not None:
                found[number] = session
        return found


class DaySheet:
    """Pure. At most 100 columns, without colours: by place, then agenda, then hour."""

    def __init__(self, words: AppointmentWords) -> None:
        self._words = words

    def text(self, day: Day) -> str:
        blocks = [capital(say_day(day.day)), *self._agendas(day)]
        if len(blocks) == 1:
            blocks.append("Aucun rendez-vous")
        if day.calls:
            blocks.append("\n".join(["À rappeler", *map(self._call, day.calls)]))
        if day.unsent:
            blocks.append("\n".join(["Messages à vérifier", *map(self._not_sent, day.unsent)]))
        return "\n\n".join(blocks)

    def _agendas(self, day: Day) -> Iterator[str]:
        """One block for each agenda, under the place where it receives."""
        sessions = day.sessions or {}
        alone = [one for one in day.appointments if one.session not in sessions]
        entries = sorted([*((self._head(one, day), one.start, self._alone(one)) for one in alone),
                          *((self._head(one, day), one.start, self._together(one, day)) for one in sessions.values())])
        for head, those in groupby(entries, key=lambda entry: entry[0]):
            yield "\n".join([_wrapped("", head), *(said for _, _, said in those)])

    def _head(self, one: Appointment | Session, day: Day) -> str:
        return f"{place_of(self._words, one)} – {(day.agendas or {}).get(one.agenda, one.agenda)}"

    def _alone(self, one: Appointment) -> str:
        return _line(one, say_span(one), self._words.motif(one.motif).nom)

    def _together(self, session: Session, day: Day) -> str:
        title = session_title(session, self._words.motif(session.motif))
        cancelled = ", annulé" if session.is_cancelled else ""
        head = _wrapped(f"{say_span(session):<{_HOURS}}  ",
                        f"Atelier n° {session.id}{cancelled} : {title}, {joined(session)}")
        return "\n".join([head, *(_line(one, "") for one in day.appointments if one.session == session.id)])

    def _call(self, one: Waiting) -> str:
        motif = self._words.motif(one.motif).nom
        return _wrapped(f"n° {one.id:<5}  ", f"depuis {say_moment(one.created_at)}, {motif}, {_person(one)}")

    def _not_sent(self, one: Unsent) -> str:
        if one.to is None:
            about = [say_moment(one.at)]
        elif isinstance(one.to, Appointment):
            about = [one.to.code, say_moment(one.to.start), _person(one.to)]
        else:
            about = [self._words.motif(one.to.motif).nom, _person(one.to)]
        sent = "peut-être pas envoyé" if one.perhaps else "pas envoyé"
        return _wrapped("- ", f"{sent} ({SAID_NOTICES[one.kind]}) : {', '.join(about)}")


def place_of(words: AppointmentWords, one: Appointment | Session) -> str:
    """Where it is, as a title."""
    motif = words.motif(one.motif)
    return "Par téléphone" if motif.mode is Mode.TELEPHONE else words.place(motif) or "Lieu à préciser"


def number_of(one: Appointment | Waiting) -> str | None:
    """Where a person can be called, as it was kept."""
    return one.telephone or (one.contact.address if one.contact and one.contact.channel == "sms" else None)


def _unsent(uow: UnitOfWork, trouble: Iterable[Trouble], now: datetime) -> Iterator[Unsent]:
    """Those that still matter: the appointment is to come, the person still waits, or was at the counter today."""
    waiting = {str(one.id): one for one in uow.waiting.open(Purpose.ATTENTE)}
    for message in trouble:
        if message.kind.answers_somebody:
            continue
        about = message.key.split(":")[1]
        if message.kind is Kind.FEUILLE:
            if day_of(message.at) == day_of(now):
                yield Unsent(message.kind, None, message.perhaps_sent, message.at)
            continue
        if message.kind is Kind.ATTENTE:
            to: Appointment | Waiting | None = waiting.get(about)
        else:
            appointment = uow.appointments.named(about)
            to = appointment if appointment and appointment.start > now else None
        if to is not None:
            yield Unsent(message.kind, to, message.perhaps_sent, message.at)


def _line(one: Appointment, hours: str, *about: str) -> str:
    head = f"{hours:<{_HOURS}}  {SAID_STATES[one.state]:<{_STATE}}  {one.code}  "
    return _wrapped(head, ", ".join([*about, _person(one)]))


def _person(one: Appointment | Waiting) -> str:
    """« Inès, 06 12 34 56 78 »: what a person typed is cleaned of what a screen or a printer would obey."""
    by_other = " (pris par quelqu'un d'autre)" if isinstance(one, Appointment) and one.for_other else ""
    return f"{clean(one.prenom) or 'sans nom'}{by_other}, {say_telephone(clean(number_of(one) or ''))}"


def _wrapped(head: str, text: str) -> str:
    """`text` after `head`, and under itself when the line is full."""
    return textwrap.fill(text, _WIDTH, initial_indent=head, subsequent_indent=" " * len(head))
