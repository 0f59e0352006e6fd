"""Finding the right door: places that answer a need, near a town."""
from __future__ import annotations

from actions.action import Asked, RepereAction, Said


class ActionFindStructures(RepereAction):
    action_name = "action_find_structures"

    def answer(self, asked: Asked) -> Said:
        commune = asked.entities.get("commune")
        return Said(self.services.places.find(asked.text, commune, named=asked.entities.get("structure")),
                    {"besoin": asked.text, "commune": commune, "decalage": 0, "fiche": None})


class ActionFindMoreStructures(RepereAction):
    action_name = "action_find_more_structures"

    def answer(self, asked: Asked) -> Said:
        skipped = int(asked.slots.get("decalage") or 0) + self.services.places.PAGE
        return Said(self.services.places.find(asked.slots.get("besoin") or "", asked.slots.get("commune"),
                                                skipped), {"decalage": skipped})


ACTIONS = (ActionFindStructures, ActionFindMoreStructures)
