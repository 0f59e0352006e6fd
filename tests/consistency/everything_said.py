"""Every answer that can come out: each fiche and rubrique for people of several towns, each place, word and sentence."""
from __future__ import annotations

import string
from datetime import date
from itertools import product
from typing import Iterator

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.answer import Answer
from bot.domain.fiche import Rubrique
from bot.domain.knowledge import Knowledge
from bot.services.answers import Answers
from bot.services.directory import Query
from bot.services.place_card import PlaceCards
from bot.services.places import Places
from bot.services.privacy_notice import KEPT

# Home, its neighbours, the towns of the variants, a town of another region, and nobody's.
TOWNS = (None, "clermont-l-herault", "paulhan", "lodeve", "montpellier", "clermont-ferrand", "agde", "rennes")
HOURS = ("2026-11-21T10:00", "2026-11-23T03:00")
_A_WORD = "mot"  # what stands for the words that a standing sentence is filled with


def everything_said(knowledge: Knowledge) -> Iterator[tuple[str, Answer]]:
    """(where it comes from, what is said)."""
    for hour in HOURS:
        clock = SetClock(hour)
        cards = PlaceCards(knowledge.territoires, OsmOpeningHours())
        answers = Answers(knowledge, cards, clock, new_uow=None)
        places = Places(knowledge, None, cards, OsmOpeningHours(), answers, clock, new_uow=None)
        for slug, rubrique, town, is_new in product(knowledge.fiches, Rubrique, TOWNS, (False, True)):
            yield f"{slug}/{rubrique.value}/{town}", answers.fiche(slug, rubrique.value, town, is_new)
        for identifier, place in knowledge.structures.items():
            yield f"annuaire/{identifier}", Answer(cards.card(place, clock.now(), knowledge.territoires.communes["paulhan"]))
            if not cards.is_ours(place):
                yield f"annuaire/{identifier}/nommé", places.find(Query(), named=identifier)
        for categorie, channel in product(knowledge.urgences.categories, ("web", "sms", "telegram")):
            yield f"urgence/{categorie}/{channel}", Answer(knowledge.urgences.answer(categorie, clock.now(), channel))
        yield from _standing_sentences(knowledge, answers, clock.now().date())
        yield "humain", answers.human()
        yield "panne", answers.out_of_order()
        for one in KEPT:
            yield f"donnees-personnelles/{one.what}", Answer(f"{one.what} : {one.how_long}.")


def _standing_sentences(knowledge: Knowledge, answers: Answers, today: date) -> Iterator[tuple[str, Answer]]:
    for entree in knowledge.glossaire.entrees.values():
        yield f"glossaire/{entree.slug}", answers.define(entree.noms[0])
    for key, text in knowledge.messages.items():
        wanted = {name: _A_WORD for _, name, _, _ in string.Formatter().parse(knowledge.fill(text, today)) if name}
        yield f"messages/{key}", answers.say(key, **wanted)
