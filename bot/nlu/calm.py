"""Hear that a message is plainly no cry for help, so that the classifier does not take it for one."""
from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.nlu.training_data.message import Message

from bot.domain.ecoute import Ecoute
from bot.nlu.reader import FileReader, typed

SOUNDS_CALM = "sounds_calm"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class CalmHearer(FileReader):
    """Sets `sounds_calm` on a message: asked, it says whether the ear of `bot.domain.ecoute` weighs it under `under`.

    It is asked only when the classifier hears distress: listening takes a millisecond. Two ears that learn differently
    rarely make the same mistake: the classifier may raise what this one missed, but not what it finds quiet.
    """

    def __init__(self, config: Dict[str, Any]) -> None:
        self._ecoute = Ecoute.from_dict(json.loads(Path(config["ecoute"]).read_text(encoding="utf-8")))
        self._under = float(config["under"])

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """A path, from the working directory unless absolute, and a weight (docs/evaluation.md)."""
        return {"ecoute": "knowledge/ecoute.json", "under": -1.2}

    def process(self, messages: List[Message]) -> List[Message]:
        """Payloads (« /… ») already say what they mean."""
        for message in messages:
            text = typed(message)
            if text:
                message.set(SOUNDS_CALM, partial(self._sounds_calm, text))
        return messages

    def _sounds_calm(self, text: str) -> bool:
        return self._ecoute.weigh(text)[1] < self._under
