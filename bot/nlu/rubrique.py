"""Which part of a subject is asked for: the papers, the price, the place… shared by all fiches."""
from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.labels import NOTHING
from bot.nlu.linear import LinearModel
from bot.nlu.rows import row_of, rows_of

_RUBRIQUE = "rubrique"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RubriqueExtractor(EntityExtractorMixin, GraphComponent):
    """Sets the entity `rubrique` when it is at least `sure` of one, and completes `understood`.

    Learns from the examples whose metadata, or whose intent's metadata, say `rubrique: …` (« rien »: none in particular).
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Any featurizer whose sentence features are sparse."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`cost` is the SVM's C. The threshold was set on sentences kept apart (docs/evaluation.md)."""
        return {"cost": 0.2, "sure": 0.35}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: LinearModel | None = None) -> None:
        self._config = config
        self._model_storage, self._resource = model_storage, resource
        self._model = model

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "RubriqueExtractor":
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the examples whose rubrique is known; with fewer than two rubriques there is nothing to tell apart."""
        taught = [(m, rubrique) for m in training_data.intent_examples
                  if (rubrique := _taught_rubrique(m)) and row_of(m) is not None]
        with self._model_storage.write_to(self._resource) as folder:
            if len({rubrique for _, rubrique in taught}) > 1:
                rows = rows_of([message for message, _ in taught])
                self._model = LinearModel.learn(rows, [rubrique for _, rubrique in taught], self._config["cost"])
                self._model.save(folder)
        return self._resource

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "RubriqueExtractor":
        """A trained component, as persisted."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load_if_saved(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity to the messages that ask for one part; payloads (« /… ») already say which."""
        for message in messages:
            text = message.get(TEXT) or ""
            found = None if text.startswith("/") else self._read(message)
            if found:
                entity = {"entity": _RUBRIQUE, "value": found, "start": 0, "end": len(text), "extractor": self.name}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
                message.set("understood", {**(message.get("understood") or {}), _RUBRIQUE: found}, add_to_output=True)
        return messages

    def _read(self, message: Message) -> str | None:
        row = row_of(message)
        if self._model is None or row is None or not row.nnz:
            return None
        probabilities = self._model.probabilities(row)
        best = int(probabilities.argmax())
        label = self._model.labels[best]
        return label if label != NOTHING and probabilities[best] >= self._config["sure"] else None


def _taught_rubrique(message: Message) -> str | None:
    metadata = message.get(METADATA) or {}
    levels = (metadata.get(level) or {} for level in (METADATA_EXAMPLE, METADATA_INTENT))
    return next((str(level[_RUBRIQUE]) for level in levels if level.get(_RUBRIQUE)), None)
