"""Hear that somebody asks what a word means, and which word."""
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

from bot.domain.glossaire import Glossaire
from bot.nlu.french import words
from bot.nlu.labels import ANSWER, DEFINITION, FICHE, SUGGEST

_WORD = "terme"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GlossaryReader(GraphComponent):
    """Sets the intent `definir_mot` and the entity `terme` on a message that asks the meaning of a word of the glossary.

    A word that belongs to one fiche still counts as a question on it: `understood` says so.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        content = YAML(typ="safe", pure=True).load(Path(config["glossaire"]).read_text(encoding="utf-8"))
        self._glossaire = Glossaire.from_dict(content)

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """A path, from the working directory unless absolute."""
        return {"glossaire": "knowledge/glossaire.yml"}

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "GlossaryReader":
        """Read the file."""
        return cls(config)

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "GlossaryReader":
        """Read the file again: it may have changed since training."""
        return cls(config)

    def process(self, messages: List[Message]) -> List[Message]:
        """Payloads (« /… ») already say what they mean."""
        for message in messages:
            text = message.get(TEXT) or ""
            typed = " ".join(word.text for word in words(text))
            asked = None if text.startswith("/") else self._glossaire.asked_in(typed, text.rstrip().endswith("?"))
            if asked:
                self._write(message, asked)
        return messages

    def _write(self, message: Message, asked: str) -> None:
        entity = {"entity": _WORD, "value": asked, "start": 0, "end": len(message.get(TEXT)),
                  "extractor": type(self).__name__}
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
        message.set(INTENT, {"name": DEFINITION, "confidence": 1.0}, add_to_output=True)
        fiches = [entree.voir[0] for entree in self._glossaire.meanings(asked) if entree.voir]
        understood = {**(message.get("understood") or {}), "intent": FICHE if fiches else DEFINITION, "confidence": 1.0,
                      "fiche": fiches[0] if fiches else None, "rubrique": "presentation" if fiches else None,
                      "decision": SUGGEST if len(fiches) > 1 else ANSWER,
                      "ranking": [[slug, 1.0 / len(fiches)] for slug in fiches]}
        message.set("understood", understood, add_to_output=True)
