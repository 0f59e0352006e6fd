"""Finding the right door: places that answer a need, one of them in detail, what is wrong with it."""
from __future__ import annotations

import json
import re
from dataclasses import replace

from actions.action import Asked, RepereAction, Said
from actions.appointments import UnlessASeatIsAsked
from bot.domain.answer import Answer
from bot.domain.criteria import Criteria
from bot.domain.place_error import PlaceError
from bot.domain.territory import Spot
from bot.services.directory import Query

_ABOUT_A_PLACE = re.compile(r'/(?:voir_structure|signaler_erreur)(\{.*"structure".*\})')
_ABOUT, _OF_THE_REST = 0.05, 0.5  # the share from which a place is looked for about a subject: in all, beside the act


class ActionFindStructures(UnlessASeatIsAsked):
    """A need, or what is added to one: « et samedi ? », « à Paulhan », « ça ouvre quand ? » about the place just shown."""

    action_name = "action_find_structures"

    def otherwise(self, asked: Asked) -> Said:
        places, text = self.services.places, "" if asked.text.startswith("/") else asked.text
        criteria = places.criteria(text, asked.wish)
        is_new = places.names_a_need(text) or "structure" in asked.entities
        commune = asked.entities.get("commune")
        hours = None if is_new or commune else places.when(asked.slots.get("lieux") or (), criteria)
        if hours is not None:
            return Said(hours)
        # « un psy pour ado à Lodève »: what comes next may be about the subject that has a fiche.
        about = self._subject(asked)
        need = text if is_new else asked.slots.get("besoin") or text
        commune = commune or (None if is_new else asked.slots.get("commune"))
        query = Query(need, commune, fiche=about, criteria=criteria)
        found = places.find(query, named=asked.entities.get("structure"))
        return Said(found, {**_remember(query), "lieux": shown(found)})

    def _subject(self, asked: Asked) -> str | None:
        """The fiche that takes most of what the ranking leaves beside « a place is looked for »."""
        shares = dict(asked.understood.ranking)
        rest = 1 - shares.get("trouver_structure", 0.0)
        likely = [slug for slug in asked.understood.likely(_ABOUT) if slug in self.services.knowledge.fiches]
        return next((slug for slug in likely if shares[slug] >= _OF_THE_REST * rest), None)


class ActionFindMoreStructures(RepereAction):
    action_name = "action_find_more_structures"

    def answer(self, asked: Asked) -> Said:
        skipped = int(asked.slots.get("decalage") or 0) + self.services.places.PAGE
        found = self.services.places.find(_remembered(asked), skipped)
        return Said(found, {"decalage": skipped, "lieux": shown(found)})


class ActionFindNear(RepereAction):
    """The person shows where they are: the same need, from there. The point is used once and kept nowhere."""

    action_name = "action_find_near"

    def answer(self, asked: Asked) -> Said:
        latitude, longitude = asked.entities.get("latitude"), asked.entities.get("longitude")
        here = Spot(float(latitude), float(longitude)) if latitude and longitude else None
        found = self.services.places.find(replace(_remembered(asked), here=here, commune=None))
        return Said(found, {"decalage": 0, "lieux": shown(found)})


class ActionShowStructure(RepereAction):
    action_name = "action_show_structure"

    def answer(self, asked: Asked) -> Said:
        place = str(asked.entities.get("structure"))
        return Said(self.services.places.show(place, asked.slots.get("commune")), {"lieux": [place]})


class ActionReportError(RepereAction):
    """« Le numéro est faux »: about the place that a button names, or those just shown."""

    action_name = "action_report_error"

    def answer(self, asked: Asked) -> Said:
        named, error = asked.entities.get("structure"), asked.entities.get("erreur")
        places = [named] if named else asked.slots.get("lieux") or []
        return Said(self.services.places.report(places, PlaceError(error) if error else None), {"lieux": places})


def shown(answer: Answer) -> list[str]:
    """The places (their ids) that the buttons of an answer open, or say wrong."""
    about = [_ABOUT_A_PLACE.fullmatch(choice.sends) for choice in answer.choices]
    return [json.loads(one[1])["structure"] for one in about if one]


def _remember(query: Query) -> dict[str, object]:
    return {"besoin": query.need, "commune": query.commune, "fiche": query.fiche, "criteres": query.criteria.to_dict(),
            "decalage": 0}


def _remembered(asked: Asked) -> Query:
    slots = asked.slots
    return Query(slots.get("besoin") or "", slots.get("commune"), fiche=slots.get("fiche"),
                 criteria=Criteria.from_dict(slots.get("criteres") or {}))


ACTIONS = (ActionFindStructures, ActionFindMoreStructures, ActionFindNear, ActionShowStructure, ActionReportError)
