"""What a person may ask about their own data, in words that only the language side understands."""
from __future__ import annotations

from actions.action import Asked, RepereAction, Said


class ActionEraseData(RepereAction):
    action_name = "action_erase_data"

    def answer(self, asked: Asked) -> Said:
        return Said(self.services.own_data.erase(asked.conversation),
                    {"fiche": None, "rubrique": None, "commune": None, "besoin": None, "decalage": None, "criteres": None,
                     "lieux": None})


ACTIONS = (ActionEraseData,)
