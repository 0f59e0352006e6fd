"""Train the components of a Rasa configuration without Rasa's graph: for measuring and for tests."""
from __future__ import annotations

from pathlib import Path
from typing import Any, Iterable, Mapping, Sequence

from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

_SEEN_BY_THE_NEXT = {DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER}


def learning_part(pipeline: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """A pipeline up to its last component that learns: what comes after reads files or the conversation."""
    last = max(i for i, settings in enumerate(pipeline) if _registered(settings).is_trainable)
    return list(pipeline[:last + 1])


class Pipeline:
    """Components trained on examples, in `folder`; reads one text at a time, without any conversation."""

    def __init__(self, pipeline: Sequence[Mapping[str, Any]], examples: Iterable[Message], folder: Path) -> None:
        storage = LocalModelStorage.create(folder)
        data = TrainingData(list(examples))
        self._components: list[Any] = []
        for place, settings in enumerate(pipeline):
            component = _trained(settings, data, storage, f"{place}")
            if _registered(settings).types & _SEEN_BY_THE_NEXT:
                data = component.process_training_data(data)
            self._components.append(component)

    def read(self, text: str) -> Message:
        """The message with everything that the components set on it."""
        messages = [Message({TEXT: text})]
        for component in self._components:
            messages = component.process(messages)
        return messages[0]


def example(text: str, label: str, rubrique: str | None = None) -> Message:
    """A training example as Rasa reads it from nlu.yml."""
    return Message.build(text, label, intent_metadata={"rubrique": rubrique} if rubrique else None)


def _trained(settings: Mapping[str, Any], data: TrainingData, storage: LocalModelStorage, node: str) -> Any:
    kind: Any = _registered(settings).clazz
    config = {**kind.get_default_config(), **{key: value for key, value in settings.items() if key != "name"}}
    context = ExecutionContext(GraphSchema({}), node_name=node)
    component = kind.create(config, storage, Resource(node), context)
    if _registered(settings).is_trainable:
        component.train(data)
        component = kind.load(config, storage, Resource(node), context)
    return component


def _registered(settings: Mapping[str, Any]) -> Any:
    return DefaultV1Recipe._from_registry(settings["name"])
