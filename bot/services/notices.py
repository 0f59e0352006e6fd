"""Messages about appointments that nobody has to ask for: composed and queued in the transaction that causes them."""
from __future__ import annotations

from datetime import datetime
from typing import Sequence

from bot.domain.answer import Answer, Choice, payload
from bot.domain.appointment import Appointment, Contact
from bot.domain.notice import STALE, Kind, Notice, reminder_time
from bot.domain.waiting import Waiting
from bot.services.appointment_words import AppointmentWords
from bot.services.ports import UnitOfWork

NOT_INTERESTED = Choice("Ne plus me prévenir", payload("quitter_attente"))


class Notices:
    def __init__(self, words: AppointmentWords) -> None:
        self._words = words

    def booked(self, uow: UnitOfWork, appointment: Appointment, channel: str, now: datetime) -> None:
        """A reminder; and a confirmation for who booked on another channel than the one where they are written to."""
        contact = appointment.contact
        if contact is None:
            return
        if contact.channel != channel:
            self._at_once(uow, Kind.CONFIRMATION, appointment, contact, self._words.confirmed(appointment), now)
        self._remind(uow, appointment, contact, now)

    def moved(self, uow: UnitOfWork, appointment: Appointment, now: datetime, by_desk: bool) -> None:
        """The old reminder is dropped; who did not choose the new time is told of it."""
        uow.outbox.drop(appointment.code, now)
        if appointment.contact is None:
            return
        if by_desk:
            said = self._with_ways_out("message_change", appointment)
            self._at_once(uow, Kind.CHANGE, appointment, appointment.contact, said, now)
        self._remind(uow, appointment, appointment.contact, now)

    def cancelled(self, uow: UnitOfWork, appointment: Appointment, now: datetime, by_desk: bool) -> None:
        """Nothing more is said of it, but that the desk has cancelled it."""
        uow.outbox.drop(appointment.code, now)
        if by_desk and appointment.contact and appointment.start > now:
            again = Choice("Autre rendez-vous", payload("choisir_motif", motif=appointment.motif))
            said = self._words.about("message_annulation", appointment, (again,))
            self._at_once(uow, Kind.ANNULATION, appointment, appointment.contact, said, now)

    def freed(self, uow: UnitOfWork, waiting: Waiting, quand: str, now: datetime) -> None:
        """A time is free for somebody who waits."""
        if waiting.contact is None:
            return
        choices = (Choice("Voir les heures", payload("choisir_motif", motif=waiting.motif)), NOT_INTERESTED)
        said = self._words.say("message_attente", choices, motif=self._words.motif(waiting.motif).nom_public, quand=quand)
        uow.outbox.add(Notice(f"attente:{waiting.id}:{waiting.told + 1}", Kind.ATTENTE, waiting.contact, said, now,
                              now + STALE), now)

    def _remind(self, uow: UnitOfWork, appointment: Appointment, contact: Contact, now: datetime) -> None:
        when = reminder_time(appointment.start, now)
        if when is not None:
            said = self._with_ways_out("message_rappel", appointment)
            uow.outbox.add(Notice(f"rappel:{appointment.uid}:{appointment.sequence}", Kind.RAPPEL, contact, said, when,
                                  appointment.start, appointment.code), now)

    def _with_ways_out(self, key: str, appointment: Appointment) -> Answer:
        choices: Sequence[Choice] = (
            Choice("Changer l'heure", payload("deplacer_ce_rdv", code=appointment.code)),
            Choice("Annuler", payload("annuler_ce_rdv", code=appointment.code)))
        return self._words.about(key, appointment, tuple(choices))

    def _at_once(self, uow: UnitOfWork, kind: Kind, appointment: Appointment, contact: Contact, said: Answer,
                 now: datetime) -> None:
        uow.outbox.add(Notice(f"{kind.value}:{appointment.uid}:{appointment.sequence}", kind, contact, said, now,
                              appointment.end, appointment.code), now)
