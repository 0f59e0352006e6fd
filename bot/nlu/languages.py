"""Hear that a message is written in another language than French."""
from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.constants import ENTITIES, INTENT
from rasa.shared.nlu.training_data.message import Message

from bot.domain.langue import Langues
from bot.nlu.labels import COURTESIES, OTHER_LANGUAGE, OUT_OF_SCOPE, UNSURE
from bot.nlu.reader import FileReader, read_yaml, typed


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageReader(FileReader):
    """Sets the intent `autre_langue` and the entity `langue` (a code: « en ») on a message that is not French."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._langues = Langues.from_dict(read_yaml(config["langues"]))

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """A path, from the working directory unless absolute."""
        return {"langues": "knowledge/langues.yml"}

    def process(self, messages: List[Message]) -> List[Message]:
        """Payloads (« /… ») already say what they mean."""
        for message in messages:
            text = typed(message)
            code = self._langues.of(text) if text else None
            if code is None:
                continue
            message.set(ENTITIES, [])  # what was read in it was read as French
            self.add(message, "langue", code)
            message.set(INTENT, {"name": OTHER_LANGUAGE, "confidence": 1.0}, add_to_output=True)
            understood = message.get("understood") or {}
            if understood.get("intent") not in COURTESIES:
                understood = {**understood, "intent": OUT_OF_SCOPE, "fiche": None, "rubrique": None,
                              "decision": UNSURE, "ranking": [[OUT_OF_SCOPE, 1.0]]}
                message.set("understood", understood, add_to_output=True)
        return messages
