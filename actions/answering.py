"""Answering questions: fiches, follow-ups, doubts, small talk, distress, a person."""
from __future__ import annotations

from dataclasses import replace

from actions.action import Asked, RepereAction, Said
from actions.appointments import UnlessASeatIsAsked
from actions.directory import shown
from bot.domain.conversation import NO_FICHE
from bot.domain.fiche import Rubrique
from bot.domain.own_data import Right
from bot.services.directory import Query

_SAYS = {"aide_mode_d_emploi": "aide"}
_ASKED_TOO = 0.05  # the share of a second subject that was asked for in the same message


class ActionAnswerFiche(UnlessASeatIsAsked):
    """A typed question and a button end here. The town that was named holds as long as the subject does."""

    action_name = "action_answer_fiche"

    def otherwise(self, asked: Asked) -> Said:
        fiche, rubrique = asked.entities.get("fiche", ""), asked.entities.get("rubrique")
        same_subject = fiche == asked.slots.get("fiche")
        commune = asked.entities.get("commune") or (asked.slots.get("commune") if same_subject else None)
        said = self.services.answers.fiche(fiche, rubrique, commune, is_new=not same_subject)
        card = self.services.places.of_another_town(asked.entities.get("structure"))
        also = self.services.answers.about([slug for slug in asked.understood.likely(_ASKED_TOO) if slug != fiche])
        said = replace(said, choices=(*also, *said.choices))
        places = self.services.answers.places_of(fiche) if rubrique == Rubrique.CONTACT.value else []
        return Said(replace(said, text=f"{said.text}\n\n{card.text}") if card else said,
                    {"fiche": fiche, "rubrique": rubrique, "commune": commune, "besoin": None, "lieux": places})


class ActionAnswerFollowUp(UnlessASeatIsAsked):
    action_name = "action_answer_follow_up"

    def otherwise(self, asked: Asked) -> Said:
        fiche, besoin = asked.slots.get("fiche"), asked.slots.get("besoin")
        commune = asked.entities.get("commune") or asked.slots.get("commune")
        if besoin and (asked.entities.get("commune") or fiche is None):
            found = self.services.places.find(Query(besoin, commune))
            return Said(found, {"commune": commune, "decalage": 0, "lieux": shown(found)})
        # « et à Paulhan ? » asks the same part again, elsewhere.
        rubrique = asked.entities.get("rubrique") or (asked.slots.get("rubrique") if asked.entities.get("commune") else None)
        return Said(self.services.answers.follow_up(fiche, rubrique, commune), {"rubrique": rubrique, "commune": commune})


class ActionSuggest(UnlessASeatIsAsked):
    action_name = "action_suggest"

    def otherwise(self, asked: Asked) -> Said:
        return Said(self.services.answers.suggest([label for label, _ in asked.understood.ranking]))


class ActionNotUnderstood(UnlessASeatIsAsked):
    action_name = "action_not_understood"

    def otherwise(self, asked: Asked) -> Said:
        said = self.services.answers.not_understood()
        self.services.answers.note_unanswered(asked.text, asked.understood.ranking, asked.channel, asked.conversation,
                                              said.text)
        return Said(said)


class ActionOutOfScope(UnlessASeatIsAsked):
    action_name = "action_out_of_scope"

    def otherwise(self, asked: Asked) -> Said:
        if asked.entities.get("sujet", "").startswith(NO_FICHE):
            commune = asked.entities.get("commune")
            return Said(self.services.places.instead_of_a_fiche(asked.text, commune),
                        {"besoin": asked.text, "commune": commune, "decalage": 0, "lieux": None})
        return Said(self.services.answers.out_of_scope())


class ActionAnswerDistress(RepereAction):
    """The second net: the classifier hears a cry for help that the patterns did not."""

    action_name = "action_answer_distress"

    def answer(self, asked: Asked) -> Said:
        categorie = asked.entities.get("urgence", "detresse")
        return Said(self.services.conversations.answer_distress(categorie, asked.channel))


class ActionSay(RepereAction):
    action_name = "action_say"

    def answer(self, asked: Asked) -> Said:
        if asked.intent == "stop_desabonnement":
            return Said(self.services.opposition.stop(asked.conversation, asked.channel))
        if asked.intent == Right.SEE.value:
            return Said(self.services.own_data.show(asked.conversation))
        return Said(self.services.answers.say(_SAYS.get(asked.intent, asked.intent)))


class ActionDefine(RepereAction):
    action_name = "action_define"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.answers.define(asked.entities.get("terme", "")))


class ActionAnswerInLanguage(RepereAction):
    action_name = "action_answer_in_language"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.answers.in_language(asked.entities.get("langue", "")))


class ActionReachHuman(RepereAction):
    action_name = "action_reach_human"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.handovers.ask(asked.conversation))


ACTIONS = (ActionAnswerFiche, ActionAnswerFollowUp, ActionSuggest, ActionNotUnderstood,
           ActionOutOfScope, ActionAnswerDistress, ActionSay, ActionDefine, ActionAnswerInLanguage,
           ActionReachHuman)
