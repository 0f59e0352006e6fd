"""STOP: nothing more is sent to who asks for it, until START."""
from __future__ import annotations

from bot.domain.answer import Answer
from bot.domain.appointment import Contact
from bot.services.answers import Answers
from bot.services.ports import Clock, UnitOfWorkFactory


class Opposition:
    """Reminders and the like are refused at the outbox; on channels that people pay for, answers too (`SmsDoor`)."""

    def __init__(self, answers: Answers, clock: Clock, new_uow: UnitOfWorkFactory) -> None:
        self._answers = answers
        self._clock = clock
        self._new_uow = new_uow

    def stop(self, conversation: str, channel: str) -> Answer:
        """« je ne veux plus de messages »: neither here, nor where messages about her appointments go."""
        now = self._clock.now()
        with self._new_uow() as uow:
            address = uow.conversations.address(conversation)
            contacts = {one.contact for one in uow.appointments.coming(conversation, now) if one.contact is not None}
            for contact in contacts | ({Contact(channel, address)} if address else set()):
                uow.oppositions.add(contact, now)
            uow.commit()
        return self._answers.say("stop_sms" if channel == "sms" else "stop")
