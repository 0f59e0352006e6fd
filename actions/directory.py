"""Finding the right door: places that answer a need, near a town."""
from __future__ import annotations

from actions.action import Asked, RepereAction, Said

_ABOUT = 0.3  # the share from which a place is looked for about a subject


class ActionFindStructures(RepereAction):
    action_name = "action_find_structures"

    def answer(self, asked: Asked) -> Said:
        commune = asked.entities.get("commune")
        # « un psy pour ado à Lodève »: what comes next may be about the subject that has a fiche.
        about = next((slug for slug in asked.understood.likely(_ABOUT) if slug in self.services.knowledge.fiches), None)
        return Said(self.services.places.find(asked.text, commune, named=asked.entities.get("structure"), about=about),
                    {"besoin": asked.text, "commune": commune, "decalage": 0, "fiche": about})


class ActionFindMoreStructures(RepereAction):
    action_name = "action_find_more_structures"

    def answer(self, asked: Asked) -> Said:
        skipped = int(asked.slots.get("decalage") or 0) + self.services.places.PAGE
        return Said(self.services.places.find(asked.slots.get("besoin") or "", asked.slots.get("commune"),
                                                skipped), {"decalage": skipped})


ACTIONS = (ActionFindStructures, ActionFindMoreStructures)
