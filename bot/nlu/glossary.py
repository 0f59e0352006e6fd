"""Hear that somebody asks what a word means, and which word."""
from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import INTENT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message

from bot.domain.glossaire import Glossaire
from bot.nlu.labels import ANSWER, DEFINITION, FICHE, SUGGEST
from bot.nlu.reader import FileReader, read_yaml, typed

_WORD = "terme"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class GlossaryReader(FileReader):
    """Sets the intent `definir_mot` and the entity `terme` on a message that asks the meaning of a word of the glossary.

    A word that belongs to one fiche still counts as a question on it: `understood` says so.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """A tokenizer that writes short forms out: « c koi » is « c est quoi »."""
        return [Tokenizer]

    def __init__(self, config: Dict[str, Any]) -> None:
        self._glossaire = Glossaire.from_dict(read_yaml(config["glossaire"]))

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """A path, from the working directory unless absolute."""
        return {"glossaire": "knowledge/glossaire.yml"}

    def process(self, messages: List[Message]) -> List[Message]:
        """Payloads (« /… ») already say what they mean."""
        for message in messages:
            text = typed(message)
            words = " ".join(token.text for token in message.get(TEXT_TOKENS) or ())
            asked = self._glossaire.asked_in(words, text.rstrip().endswith("?")) if text else None
            if asked:
                self._write(message, asked)
        return messages

    def _write(self, message: Message, asked: str) -> None:
        self.add(message, _WORD, asked)
        message.set(INTENT, {"name": DEFINITION, "confidence": 1.0}, add_to_output=True)
        fiches = [entree.voir[0] for entree in self._glossaire.meanings(asked) if entree.voir]
        understood = {**(message.get("understood") or {}), "intent": FICHE if fiches else DEFINITION, "confidence": 1.0,
                      "fiche": fiches[0] if fiches else None, "rubrique": "presentation" if fiches else None,
                      "decision": SUGGEST if len(fiches) > 1 else ANSWER,
                      "ranking": [[slug, 1.0 / len(fiches)] for slug in fiches]}
        message.set("understood", understood, add_to_output=True)
