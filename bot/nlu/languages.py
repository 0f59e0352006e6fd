"""Hear that a message is written in another language than French."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

from bot.domain.langue import Langues
from bot.nlu.labels import OTHER_LANGUAGE, OUT_OF_SCOPE, UNSURE


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class LanguageReader(GraphComponent):
    """Sets the intent `autre_langue` and the entity `langue` (a code: « en ») on a message that is not French."""

    def __init__(self, config: Dict[str, Any]) -> None:
        content = YAML(typ="safe", pure=True).load(Path(config["langues"]).read_text(encoding="utf-8"))
        self._langues = Langues.from_dict(content)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """A path, from the working directory unless absolute."""
        return {"langues": "knowledge/langues.yml"}

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "LanguageReader":
        """Read the file."""
        return cls(config)

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "LanguageReader":
        """Read the file again: it may have changed since training."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Payloads (« /… ») already say what they mean."""
        for message in messages:
            text = message.get(TEXT) or ""
            code = None if text.startswith("/") else self._langues.of(text)
            if code is None:
                continue
            entity = {"entity": "langue", "value": code, "start": 0, "end": len(text), "extractor": type(self).__name__}
            message.set(ENTITIES, [entity], add_to_output=True)
            message.set(INTENT, {"name": OTHER_LANGUAGE, "confidence": 1.0}, add_to_output=True)
            understood = {**(message.get("understood") or {}), "intent": OUT_OF_SCOPE, "fiche": None, "rubrique": None,
                          "decision": UNSURE, "ranking": [[OUT_OF_SCOPE, 1.0]]}
            message.set("understood", understood, add_to_output=True)
        return messages
