"""Appointments: each thing a person says is one call to the booking."""
from __future__ import annotations

from abc import abstractmethod

from actions.action import Asked, RepereAction, Said
from bot.domain.booking_draft import Purpose
from bot.domain.personal_data import speaks_for_other

# « un rdv pour mon courrier » is an act about a subject: the subject comes next in the ranking, with a small share.
_SAID_WITH_IT = 0.03


class ActionStartBooking(RepereAction):
    action_name = "action_start_booking"

    def answer(self, asked: Asked) -> Said:
        subjects = asked.understood.likely(_SAID_WITH_IT)
        context = asked.slots.get("fiche")
        said = self.services.booking.start(asked.conversation, asked.text, [*subjects, context or ""], asked.wish,
                                           speaks_for_other(asked.text))
        about = next((slug for slug in subjects if slug in self.services.knowledge.fiches), context)
        return Said(said, {"fiche": about or self.services.booking.subject(asked.conversation)})


class UnlessASeatIsAsked(RepereAction):
    """« une place à l'atelier numérique » sounds like a question on its subject: the booking begins all the same."""

    def answer(self, asked: Asked) -> Said:
        if self.services.booking.is_seat_asked(asked.text):
            return ActionStartBooking(self.services).answer(asked)
        return self.otherwise(asked)

    @abstractmethod
    def otherwise(self, asked: Asked) -> Said:
        """What to say when no place in a group session is asked for."""


class ActionChooseMotif(RepereAction):
    action_name = "action_choose_motif"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.choose_motif(asked.conversation, asked.entities.get("motif", "")))


class ActionWaitForCreneau(RepereAction):
    action_name = "action_wait_for_creneau"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.wait(asked.conversation, asked.entities.get("motif", ""), Purpose.ATTENTE))


class ActionAskForCall(RepereAction):
    action_name = "action_ask_for_call"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.wait(asked.conversation, asked.entities.get("motif", ""), Purpose.RAPPEL))


class ActionLeaveWaitingList(RepereAction):
    action_name = "action_leave_waiting_list"

    def answer(self, asked: Asked) -> Said:
        self.services.waiting_list.leave(asked.conversation)
        return Said(self.services.answers.say("attente_finie"))


class ActionProposeCreneaux(RepereAction):
    action_name = "action_propose_creneaux"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.propose(asked.conversation, asked.wish, text=asked.text))


class ActionProposeOtherCreneaux(RepereAction):
    action_name = "action_propose_other_creneaux"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.propose(asked.conversation, more=True))


class ActionChooseCreneau(RepereAction):
    action_name = "action_choose_creneau"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.choose(asked.conversation, int(asked.entities.get("rang", 0))))


class ActionContinueBooking(RepereAction):
    action_name = "action_continue_booking"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.go_on(asked.conversation))


class ActionRefuseTelephone(RepereAction):
    action_name = "action_refuse_telephone"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.unreadable_telephone())


class ActionSkipTelephone(RepereAction):
    action_name = "action_skip_telephone"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.without_telephone(asked.conversation))


class ActionConfirmBooking(RepereAction):
    action_name = "action_confirm_booking"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.confirm(asked.conversation))


class ActionAbandonBooking(RepereAction):
    action_name = "action_abandon_booking"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.abandon(asked.conversation))


class ActionSayYes(RepereAction):
    action_name = "action_say_yes"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.yes(asked.conversation)
                    or self.services.conversations.ask_which(asked.conversation)
                    or self.services.answers.say("oui_sans_question"))


class ActionSayNo(RepereAction):
    action_name = "action_say_no"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.booking.no(asked.conversation) or self.services.answers.say("non_sans_question"))


class ActionListAppointments(RepereAction):
    action_name = "action_list_appointments"

    def answer(self, asked: Asked) -> Said:
        text = asked.entities.get("code") or asked.text
        return Said(self.services.kept_appointments.list(asked.conversation, text))


class ActionCancelAppointment(RepereAction):
    action_name = "action_cancel_appointment"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.kept_appointments.cancel(asked.conversation, asked.text))


class ActionAskToCancel(RepereAction):
    action_name = "action_ask_to_cancel"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.kept_appointments.ask_to_cancel(asked.entities.get("code", "")))


class ActionConfirmCancel(RepereAction):
    action_name = "action_confirm_cancel"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.kept_appointments.confirm_cancel(asked.entities.get("code", "")))


class ActionKeepAppointment(RepereAction):
    action_name = "action_keep_appointment"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.kept_appointments.keep())


class ActionMoveAppointment(RepereAction):
    action_name = "action_move_appointment"

    def answer(self, asked: Asked) -> Said:
        text = asked.entities.get("code") or asked.text
        return Said(self.services.kept_appointments.move(asked.conversation, text, asked.wish))


ACTIONS = (ActionStartBooking, ActionChooseMotif, ActionWaitForCreneau, ActionAskForCall, ActionLeaveWaitingList,
           ActionProposeCreneaux, ActionProposeOtherCreneaux, ActionChooseCreneau, ActionContinueBooking,
           ActionRefuseTelephone, ActionSkipTelephone, ActionConfirmBooking, ActionAbandonBooking, ActionSayYes,
           ActionSayNo, ActionListAppointments, ActionCancelAppointment, ActionAskToCancel, ActionConfirmCancel,
           ActionKeepAppointment, ActionMoveAppointment)
