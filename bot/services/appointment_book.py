"""The register of appointments: each entry is written with its notices, in one transaction, by a usager or by the desk."""
from __future__ import annotations

from datetime import datetime
from typing import Literal

from bot.domain.appointment import Appointment, Contact, Creneau, State, new_code
from bot.domain.booking_draft import BookingDraft, Purpose
from bot.domain.conversation import COUNTER
from bot.domain.errors import AppointmentNotFound, TooLateToCancel
from bot.domain.french import day_of, say_moment
from bot.domain.motif import Motif
from bot.domain.personal_data import mobile_address
from bot.services.appointment_words import AppointmentWords
from bot.services.creneaux import still_free, without_delays
from bot.services.desk_times import still_free_there
from bot.services.notices import Notices
from bot.services.ports import Clock, UnitOfWork, UnitOfWorkFactory

By = Literal["usager", "accueil"]
AT_THE_DESK = "accueil"  # the channel, and instead of a conversation the name, of what was booked there


class AppointmentBook:
    def __init__(self, words: AppointmentWords, notices: Notices, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._words = words
        self._notices = notices
        self._clock = clock
        self._new_uow = new_uow

    def book(self, conversation: str, draft: BookingDraft, wanted: Creneau) -> Appointment:
        """Write down what a draft holds, and use it up. CreneauTaken if the time is no longer free.

        The same draft confirmed twice is one appointment.
        """
        motif, now = self._words.motif(draft.motif or ""), self._clock.now()
        with self._new_uow() as uow:
            kept = uow.appointments.kept_for(draft.key) if draft.key else None
            if kept is not None:
                uow.conversations.keep_draft(conversation, None)
                uow.commit()
                return kept
            creneau = still_free(uow, motif, wanted, now)
            contact = contact_of(uow, conversation, draft, now)
            reached_by_sms = contact and contact.channel == "sms"
            telephone = draft.telephone or (contact.address if contact and reached_by_sms else None)
            code = _new_code(uow)
            uow.appointments.add(Appointment(
                code, motif.slug, creneau.agenda, creneau.start, creneau.end, State.PREVU, draft.prenom or "", telephone,
                conversation, uow.agendas.is_demo(creneau.agenda), session=creneau.session, for_other=draft.for_other,
                contact=contact), creneau.end + motif.pause, draft.key or None, now)
            written = _written(uow, code)
            self._notices.booked(uow, written, uow.conversations.get(conversation, now).channel, now)
            uow.waiting.close(conversation, motif.slug, Purpose.ATTENTE, now)
            uow.conversations.keep_draft(conversation, None)
            uow.commit()
        return written

    def book_at_desk(self, wanted: Creneau, motif: Motif, prenom: str, telephone: str | None, contact: Contact | None,
                     for_other: bool = False, key: str | None = None) -> Appointment:
        """Write down whom the desk receives, at that desk and no other. CreneauTaken if the time is no longer free.

        The same `key` is one appointment. Who has a `contact` is sent the confirmation there.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            kept = uow.appointments.kept_for(key) if key else None
            if kept is not None:
                return kept
            creneau, code = still_free_there(uow, motif, wanted, now), _new_code(uow)
            uow.appointments.add(Appointment(
                code, motif.slug, creneau.agenda, creneau.start, creneau.end, State.PREVU, prenom, telephone, AT_THE_DESK,
                uow.agendas.is_demo(creneau.agenda), session=creneau.session, for_other=for_other, contact=contact),
                creneau.end + motif.pause, key, now, by="accueil")
            written = _written(uow, code)
            self._notices.booked(uow, written, AT_THE_DESK, now)
            uow.commit()
        return written

    def move(self, code: str, wanted: Creneau, by: By, conversation: str | None = None, *, there: bool = False,
             seen: int | None = None) -> Appointment:
        """Another time for the same appointment, under the same code. CreneauTaken, AppointmentNotFound.

        The desk is not held by the motif's delays: it knows that somebody can come this afternoon. `there`: at that agenda
        and no other. `seen`: the `sequence` that was on the page; if it is another by now, AppointmentNotFound.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            old = _written(uow, code)
            same_desk = old.agenda == wanted.agenda or not there
            if old.state is State.PREVU and same_desk and (old.start, old.session) == (wanted.start, wanted.session):
                return old  # the same « oui », twice
            motif = self._words.motif(old.motif)
            creneau = (still_free_there(uow, motif, wanted, now, code) if there else
                       still_free(uow, without_delays(motif) if by == "accueil" else motif, wanted, now, code))
            uow.appointments.reschedule(code, creneau, creneau.end + motif.pause, by, now)
            moved = _written(uow, code)
            if seen is not None and moved.sequence != seen + 1:
                raise AppointmentNotFound(code)
            self._notices.moved(uow, moved, now, by_desk=by == "accueil" and moved.start != old.start)
            if conversation is not None:
                uow.conversations.keep_draft(conversation, None)
            uow.commit()
        return moved

    def cancel(self, code: str, by: By, seen: int | None = None) -> Appointment:
        """Give the time away. AppointmentNotFound if there is nothing to cancel, TooLateToCancel for a late usager.

        `seen`: the `sequence` that was on the page; if it is another by now, AppointmentNotFound.
        """
        now = self._clock.now()
        with self._new_uow() as uow:
            appointment = _held(uow, code)
            if seen is not None and appointment.sequence != seen:
                raise AppointmentNotFound(code)
            if by == "usager":
                self.check_cancellable(appointment, now)
            uow.appointments.change_state(code, State.EXCUSE if by == "usager" else State.ANNULE, by, now)
            self._notices.cancelled(uow, appointment, now, by_desk=by == "accueil")
            uow.commit()
        return appointment

    def set_state(self, code: str, state: State) -> Appointment:
        """What the desk saw: « est arrivé », « n'est pas venu », or a correction. AppointmentNotFound if it cannot be."""
        now = self._clock.now()
        with self._new_uow() as uow:
            appointment = _held(uow, code)
            if not appointment.state.allows(state, appointment.start, now):
                raise AppointmentNotFound(code)
            uow.appointments.change_state(code, state, "accueil", now, among=(appointment.state,))
            changed = _written(uow, code)
            uow.commit()
        return changed

    def arrived(self, code: str, is_there: bool) -> Appointment:
        """The person waits in the room, or does not after all. AppointmentNotFound unless they are expected today."""
        now = self._clock.now()
        with self._new_uow() as uow:
            appointment = _held(uow, code)
            if appointment.state is not State.PREVU or day_of(appointment.start) != day_of(now):
                raise AppointmentNotFound(code)
            uow.appointments.arrived(code, now if is_there else None)
            changed = _written(uow, code)
            uow.commit()
        return changed

    def get(self, code: str) -> Appointment | None:
        with self._new_uow() as uow:
            return uow.appointments.get(code)

    def check_cancellable(self, appointment: Appointment, now: datetime) -> None:
        """AppointmentNotFound if it is past or cancelled already, TooLateToCancel within the motif's limit."""
        if appointment.state is not State.PREVU or appointment.start <= now:
            raise AppointmentNotFound(appointment.code)
        if appointment.start - now < self._words.motif(appointment.motif).annulation_limite:
            raise TooLateToCancel(say_moment(appointment.start))


def contact_of(uow: UnitOfWork, conversation: str, draft: BookingDraft, now: datetime) -> Contact | None:
    """Where this person is written to: where they write from; a visitor of the web page, on the mobile they gave, if any."""
    channel = uow.conversations.get(conversation, now).channel
    mobile = mobile_address(draft.telephone) if draft.telephone else None
    if channel in ("web", COUNTER) and mobile:
        return Contact("sms", mobile)
    if channel == COUNTER:
        return None
    address = uow.conversations.address(conversation)
    return Contact(channel, address) if address else None


def _new_code(uow: UnitOfWork) -> str:
    code = new_code()
    while uow.appointments.get(code) is not None:
        code = new_code()
    return code


def _written(uow: UnitOfWork, code: str) -> Appointment:
    appointment = uow.appointments.get(code)
    if appointment is None:
        raise AppointmentNotFound(code)
    return appointment


def _held(uow: UnitOfWork, code: str) -> Appointment:
    """What is written, that nobody moves or cancels meanwhile."""
    appointment = uow.appointments.held(code)
    if appointment is None:
        raise AppointmentNotFound(code)
    return appointment
