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
_BOOK = "prendre_rdv"
# What somebody says about his appointment while an hour is being chosen, and what a lone hour may be mistaken for.
_YIELDS_TO_A_MOMENT = frozenset({_BOOK, "deplacer_rdv", "voir_mes_rdv", "oui", "non", SUITE, "hors_sujet",
                                 "trouver_structure", "saluer", "remercier", "au_revoir"})
_SHORT = 7


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class ContextualIntent(GraphComponent):
    """Changes the intent of a message that only makes sense after another; last of the pipeline.

    Reads the slot `fiche` (the subject under discussion) and the message's metadata `awaiting` (what a booking waits for).
    """

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "ContextualIntent":
        return cls()

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        subject = tracker.get_slot(FICHE) if tracker is not None and FICHE in tracker.slots else None
        for message in messages:
            intent = in_context(message.get(TEXT) or "", message.get("understood") or {},
                                {e["entity"] for e in message.get(ENTITIES) or ()},
                                (message.get("metadata") or {}).get("awaiting"), subject)
            if intent is not None:
                message.set(INTENT, {"name": intent, "confidence": 1.0}, add_to_output=True)
        return messages


def in_context(text: str, understood: Dict[str, Any], entities: set, awaiting: Optional[str],
               subject: Optional[str]) -> Optional[str]:
    """The intent that the conversation gives to a message, or None to leave it as it is.

    `entities` are the names of what was found in it; `subject` is the fiche under discussion.
    """
    if not text or text.startswith("/"):
        return None
    sure = understood.get("decision") == ANSWER
    intent = understood.get("intent")
    if awaiting == "motif" and intent == FICHE:
        return _BOOK
    if awaiting is not None and "moment" in entities and (intent in _YIELDS_TO_A_MOMENT or not sure):
        return MOMENT_GIVEN
    if subject is not None and intent != SUITE and not sure and _is_elliptical(text, entities):
        return SUITE
    return None


def _is_elliptical(text: str, entities: set) -> bool:
    """« et à Paulhan ? », « et s'il vient chez moi ? »: a part of a question, whose subject was said before."""
    folded = fold(text)
    if _AND.match(folded):
        return True
    return bool(entities & {"commune", "rubrique"}) and len(folded.split()) <= _SHORT
