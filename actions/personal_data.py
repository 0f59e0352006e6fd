"""What a person may ask about her own data."""
from __future__ import annotations

from actions.action import Asked, RepereAction, Said


class ActionEraseData(RepereAction):
    action_name = "action_erase_data"

    def answer(self, asked: Asked) -> Said:
        remaining = self.services.conversations.erase(asked.conversation)
        return Said(self.services.answers.say("donnees_effacees_rdv" if remaining else "donnees_effacees"),
                    {"fiche": None, "rubrique": None, "commune": None, "besoin": None, "decalage": None, "criteres": None,
                     "lieux": None})


ACTIONS = (ActionEraseData,)
