"""Appointments already taken: show them, cancel them, move them. No account: this conversation, or a code."""
from __future__ import annotations

from typing import Callable, Sequence

from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import Appointment, State, find_code
from bot.domain.errors import AppointmentNotFound, TooLateToCancel
from bot.domain.french import say_moment
from bot.domain.wish import Wish
from bot.services.appointment_book import AppointmentBook
from bot.services.booking import Booking
from bot.services.booking_questions import BookingQuestions
from bot.services.elsewhere import BookedElsewhere
from bot.services.joining import JOIN
from bot.services.ports import Clock, UnitOfWorkFactory


class KeptAppointments:
    """What becomes of appointments after they were confirmed."""

    def __init__(self, words: BookingQuestions, book: AppointmentBook, clock: Clock, new_uow: UnitOfWorkFactory,
                 booking: Booking, elsewhere: BookedElsewhere) -> None:
        self._elsewhere = elsewhere
        self._book = book
        self._words = words
        self._clock = clock
        self._new_uow = new_uow
        self._booking = booking

    def list(self, conversation: str, text: str = "") -> Answer:
        """The appointments to come that were made here, or the one whose code is in the text."""
        coming = self._coming(conversation, text)
        elsewhere = None if find_code(text) else self._elsewhere.listed(conversation)
        if not coming:
            return elsewhere or self._words.say("rdv_code_inconnu" if find_code(text) else "rdv_liste_vide")
        lines = [f"- {self._words.describe(a)}. Code : {a.code}." for a in coming]
        choices = tuple(Choice(f"Annuler {a.code}", payload("annuler_ce_rdv", code=a.code)) for a in coming)
        listed = "\n".join([self._words.say("rdv_liste").text, *lines])
        return Answer("\n\n".join(filter(None, [listed, elsewhere.text if elsewhere else ""])), choices=(*choices, JOIN))

    def cancel(self, conversation: str, text: str = "") -> Answer:
        """« je ne peux plus venir »: ask which one, then ask to confirm. An unfinished booking is simply dropped."""
        if find_code(text) is None and self._booking.is_under_way(conversation):
            return self._booking.abandon(conversation)
        coming = self._coming(conversation, text)
        if len(coming) > 1:
            return self._words.which("rdv_quel_annuler", coming, "annuler_ce_rdv")
        return self.ask_to_cancel(coming[0].code) if coming else self.list(conversation, text)

    def ask_to_cancel(self, code: str) -> Answer:
        """One last question before a time is given away."""
        return self._if_cancellable(code, self._ask_to_cancel)

    def confirm_cancel(self, code: str) -> Answer:
        """Give the time away. The limit is checked again: minutes may have passed since the question."""
        return self._if_cancellable(code, self._give_away)

    def keep(self) -> Answer:
        return self._words.say("rdv_garde")

    def move(self, conversation: str, text: str = "", wish: Wish | None = None) -> Answer:
        """« on peut repousser à 17 h ? »: of the booking under way if there is one, else of a kept appointment."""
        if find_code(text) is None and self._booking.is_under_way(conversation):
            return self._booking.propose(conversation, wish)
        coming = self._coming(conversation, text)
        if len(coming) > 1:
            return self._words.which("rdv_quel_deplacer", coming, "deplacer_ce_rdv")
        return self._booking.move(conversation, coming[0], wish) if coming else self.list(conversation, text)

    def _coming(self, conversation: str, text: str) -> Sequence[Appointment]:
        code, now = find_code(text), self._clock.now()
        with self._new_uow() as uow:
            if code is None:
                return uow.appointments.coming(conversation, now)
            found = uow.appointments.get(code)
        return [found] if found and found.state is State.PREVU and found.start > now else []

    def _if_cancellable(self, code: str, then: Callable[[Appointment], Answer]) -> Answer:
        try:
            return then(self._cancellable(code))
        except AppointmentNotFound:
            return self._words.say("rdv_code_inconnu")
        except TooLateToCancel as late:
            return self._words.say("rdv_trop_tard", quand=str(late))

    def _ask_to_cancel(self, appointment: Appointment) -> Answer:
        choices = (Choice("Oui, annuler", payload("confirmer_annulation", code=appointment.code)),
                   Choice("Non, le garder", payload("garder_rdv")))
        return self._words.say("rdv_annuler_sur", choices, quand=say_moment(appointment.start))

    def _give_away(self, appointment: Appointment) -> Answer:
        cancelled = self._book.cancel(appointment.code, "usager")
        return self._words.say("rdv_annule", quand=say_moment(cancelled.start))

    def _cancellable(self, code: str) -> Appointment:
        appointment = self._book.get(code)
        if appointment is None:
            raise AppointmentNotFound(code)
        self._book.check_cancellable(appointment, self._clock.now())
        return appointment
