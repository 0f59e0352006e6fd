"""Read a message in the light of what was said before: a follow-up question, an hour that was asked for."""
from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.domain.normalisation import fold
from bot.nlu.labels import ANSWER, FICHE, MOMENT_GIVEN, SUITE

_AND = re.compile(r"^(et|mais|ou alors|sinon|du coup|donc|alors)\b")
# « non, à Clermont-Ferrand », « et celle de Gignac, pour mon neveu ? »: a town follows what takes the question up again.
_ELSEWHERE = re.compile(
    r"^(?:(?:et|mais|non|si|sinon|ou|alors|donc|plutot|pardon|en fait|enfin|je parle|je parlais|je veux dire|c est|pour"
    r"|ceu?lles?|celui|ceux|l autre|pas ici|la bas|a|au|aux|en|dans|sur|vers|de|d|du cote|le|la|les|l|il|elle|vit|habite)"
    r"[ ,!.']*)*$")
_ANOTHER_AGE = re.compile(r"^(?:et|mais|ok|si|sinon|a|pour|des|avec|mon|ma|fils|fille|\W)*\d{1,2} ans\W*$")
_CORRECTS = re.compile(r"^(?:ah |euh |mais )*(?:non|pardon|plutot|en fait|enfaite|finalement|enfin|erreur|oups)\b")
# What is wanted of a place rather than of a subject: near where, its address, its hours.
_NEAR = re.compile(r"\b(?:pres|proche\w*|proximite|coin|secteur|canton|alentours?|environs?|autour|par ici|voisin\w*|km"
                   r"|kilometres?|adresse|numero|num|tel|telephone|coordonnees|horaires?|ouvr\w*|ouvert\w*|ferme|fermes|rue|liste)\b")
_BOOK = "prendre_rdv"
_MINE = frozenset({"annuler_rdv", "deplacer_rdv", "voir_mes_rdv"})
_APPOINTMENT = re.compile(r"\b(?:rdv|rendez|rendevou|randevou|creneau|entretien|reserv|code)")
_PLACE, _CONTACT = "trouver_structure", "contact"
# What somebody says about his appointment while an hour is being chosen, and what a lone hour may be mistaken for.
_YIELDS_TO_A_MOMENT = frozenset({_BOOK, "deplacer_rdv", "voir_mes_rdv", "oui", "non", SUITE, "hors_sujet",
                                 "trouver_structure", "saluer", "remercier", "au_revoir"})
# What a short question about a price or a place is easily mistaken for, once its subject is left out.
_YIELDS_TO_A_SUBJECT = frozenset({"aide_mode_d_emploi", "hors_sujet", "au_revoir", "saluer"})
_SMALL_WORDS = frozenset(
    "et ou alors sinon du coup si c est ce a au aux en dans sur vers pour de d la le les l ville commune cote "
    "chez moi nous il elle on vient habite etait celle celui celles ceux".split())
_SHORT = 7
_SURE = 0.3  # of the part that is asked for
_PLAINLY = 0.6
_POSSIBLE = 0.003


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextualIntent(GraphComponent):
    """Changes the intent of a message that only makes sense after another; last of the pipeline.

    Reads the slots `fiche` and `besoin` (the subject, or the place, under discussion) and the message's metadata
    `awaiting` (what a booking waits for).
    """

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "ContextualIntent":
        return cls()

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        slots = tracker.current_slot_values() if tracker is not None else {}
        subject = slots.get("besoin") or slots.get(FICHE)
        for message in messages:
            text, entities = message.get(TEXT) or "", _sure_values(message)
            intent = in_context(text, message.get("understood") or {}, entities,
                                (message.get("metadata") or {}).get("awaiting"), subject)
            if intent is not None:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
            if intent == _PLACE:
                understood = {**(message.get("understood") or {}), "intent": _PLACE, FICHE: None, "decision": ANSWER}
                message.set("understood", understood, add_to_output=True)
            if message.get(INTENT, {}).get("name") == SUITE and _moves_elsewhere(text, entities):
                # Another place, the same question: whatever part was guessed, the one under discussion goes on.
                kept = [e for e in message.get(ENTITIES) if e["entity"] != "rubrique"]
                message.set(ENTITIES, kept, add_to_output=True)
        return messages


def in_context(text: str, understood: Dict[str, Any], entities: Dict[str, Any], awaiting: Optional[str],
               subject: Optional[str]) -> Optional[str]:
    """The intent that the conversation gives to a message, or None to leave it as it is.

    `entities` is what was found in it, by name; `subject` is what is under discussion.
    """
    if not text or text.startswith("/"):
        return None
    intent, sure = understood.get("intent"), understood.get("decision") == ANSWER
    if intent == FICHE and (awaiting == "motif" or (awaiting and sure and _CORRECTS.match(fold(text)))):
        return _BOOK
    if awaiting is not None and "moment" in entities and (intent in _YIELDS_TO_A_MOMENT or not sure):
        return MOMENT_GIVEN
    if "structure" in entities and not sure and intent != FICHE:
        return _PLACE
    if intent == FICHE and _wants_a_place(text, understood, entities):
        return _PLACE
    if subject is None or (intent == SUITE and sure):
        return None
    if awaiting is None and _is_hardly_meant(text, understood, entities):
        return SUITE
    return SUITE if _leaves_its_subject_out(text, entities, intent, sure) else None


def _leaves_its_subject_out(text: str, entities: Dict[str, Any], intent: Optional[str], sure: bool) -> bool:
    """« et à Paulhan ? », « c'est payant ? »: a part of a question, whose subject was said before."""
    words = re.findall(r"[a-z0-9]+", fold(text))
    if _ANOTHER_AGE.match(fold(text)) or (_moves_elsewhere(text, entities) and not (sure and intent == FICHE)):
        return True
    if sure and intent not in _YIELDS_TO_A_SUBJECT:
        return False
    if entities.keys() & {"commune", "rubrique"} and len(words) <= _SHORT:
        return True
    return not sure and _AND.match(fold(text)) is not None


def _wants_a_place(text: str, understood: Dict[str, Any], entities: Dict[str, Any]) -> bool:
    """« un psy gratuit pour ado à Lodève »: the subject has a fiche, but it is a door somewhere that is looked for."""
    likely = dict(understood.get("ranking") or ()).get(_PLACE, 0.0)
    somewhere = "commune" in entities or _NEAR.search(fold(text)) is not None
    return entities.get("rubrique") == _CONTACT and somewhere and likely >= _POSSIBLE


def _is_hardly_meant(text: str, understood: Dict[str, Any], entities: Dict[str, Any]) -> bool:
    """An act on an appointment that is not named, and guessed at that: « on me l'a coupé du jour au lendemain »."""
    return (understood.get("intent") in _MINE and understood.get("confidence", 1.0) < _PLAINLY
            and "moment" not in entities and not _APPOINTMENT.search(fold(text)))


def _moves_elsewhere(text: str, entities: Dict[str, Any]) -> bool:
    """« et à Clermont-Ferrand, pour mon neveu ? », « celle de Gignac »: nothing but the place is new."""
    if "commune" not in entities:
        return False
    before, named, after = fold(text).partition(str(entities["commune"]).split("-")[0])
    takes_up = bool(named) and _ELSEWHERE.match(before) is not None and len(after.split()) <= _SHORT
    return takes_up or _is_only_a_place(text, entities)


def _is_only_a_place(text: str, entities: Dict[str, Any]) -> bool:
    words = set(re.findall(r"[a-z0-9]+", fold(text)))
    return "commune" in entities and not words - _SMALL_WORDS - set(str(entities["commune"]).split("-"))


def _sure_values(message: Message) -> Dict[str, Any]:
    """The entities, less a rubrique that was only guessed: nearly every sentence has one of those."""
    return {entity["entity"]: entity["value"] for entity in message.get(ENTITIES) or ()
            if entity.get("confidence_entity", 1.0) >= _SURE}
