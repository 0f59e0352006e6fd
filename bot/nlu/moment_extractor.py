"""Give Rasa the day and hour that a message asks for, as an entity."""
from __future__ import annotations

from datetime import datetime, timezone
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.domain.french import PARIS
from bot.nlu.moments import wish
from bot.nlu.reader import typed


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class MomentExtractor(GraphComponent):
    """Adds the entity `moment`, whose value is `Wish.to_dict()`, to a typed text that holds one.

    The clock is the message's metadata `now` (ISO 8601, UTC if it names no zone), else the system's.
    """

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Nothing to set."""
        return {}

    @staticmethod
    def supported_languages() -> List[str]:
        """French only."""
        return ["fr"]

    @staticmethod
    def required_packages() -> List[str]:
        """Rasa checks them before training."""
        return ["rapidfuzz"]

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "MomentExtractor":
        """Nothing is learnt."""
        return cls()

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "MomentExtractor":
        """Nothing was persisted."""
        return cls()

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity to each message; payloads (« /… ») hold no French."""
        for message in messages:
            text = typed(message)
            found = wish(text, _now(message)) if text else None
            if found:
                entity = {"entity": "moment", "value": found.to_dict(), "extractor": type(self).__name__,
                          "start": 0, "end": len(message.get(TEXT))}
                message.set(ENTITIES, message.get(ENTITIES, []) + [entity], add_to_output=True)
        return messages


def _now(message: Message) -> datetime:
    told = (message.get("metadata") or {}).get("now")
    if not told:
        return datetime.now(PARIS)
    moment = datetime.fromisoformat(told.replace("Z", "+00:00"))
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
