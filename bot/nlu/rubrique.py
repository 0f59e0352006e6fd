"""Which part of a subject is asked for: the papers, the price, the place… shared by all fiches."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.labels import NOTHING
from bot.nlu.linear import LinearModel
from bot.nlu.rows import row_of, rows_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RubriqueExtractor(EntityExtractorMixin, GraphComponent):
    """Sets the entity `rubrique` when it is at least `sure` of one.

    `examples` is a file of lines « rubrique<TAB>sentence », the sentences being training examples of Rasa.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"cost": 0.3, "sure": 0.4, "examples": "nlu_data/generated/rubriques.tsv"}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: LinearModel | None = None) -> None:
        self._config = config
        self._model_storage, self._resource = model_storage, resource
        self._model = model

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "RubriqueExtractor":
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the examples whose rubrique is written in the file."""
        lines = Path(self._config["examples"]).read_text(encoding="utf-8").splitlines()
        rubrique_of = {text: rubrique for rubrique, text in (line.split("\t") for line in lines)}
        examples = [m for m in training_data.intent_examples if m.get(TEXT) in rubrique_of and row_of(m) is not None]
        self._model = LinearModel.learn(rows_of(examples), [rubrique_of[m.get(TEXT)] for m in examples],
                                        self._config["cost"])
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "RubriqueExtractor":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity, and complete `understood`. What a follow-up was taught to ask for wins."""
        for message in messages:
            row = row_of(message)
            known = next((e["value"] for e in message.get(ENTITIES) or () if e["entity"] == "rubrique"), None)
            found = known or (self._read(row) if row is not None and row.nnz else None)
            if found is None:
                continue
            if known is None:
                entity = {"entity": "rubrique", "value": found, "start": 0, "end": len(message.get(TEXT)),
                          "extractor": type(self).__name__}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
            message.set("understood", {**(message.get("understood") or {}), "rubrique": found}, add_to_output=True)
        return messages

    def _read(self, row: Any) -> str | None:
        if self._model is None:
            return None
        probabilities = self._model.probabilities(row)
        best = int(probabilities.argmax())
        label = self._model.labels[best]
        return label if label != NOTHING and probabilities[best] >= self._config["sure"] else None
