"""What the components share that read the town's own files: they learn nothing and keep nothing in the model."""
from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Type, TypeVar

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from ruamel.yaml import YAML

_Reader = TypeVar("_Reader", bound="FileReader")
_KNOWLEDGE = Path("knowledge")
_find: ContextVar[Callable[[str], Path]] = ContextVar("find", default=_KNOWLEDGE.joinpath)


class FileReader(GraphComponent):
    """Reads its files whenever it is made or loaded: they may have changed since training."""

    def __init__(self, config: Dict[str, Any]) -> None:
        """Read the files that `config` names."""

    @staticmethod
    def supported_languages() -> List[str]:
        """French only."""
        return ["fr"]

    @classmethod
    def create(cls: Type[_Reader], config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> _Reader:
        """Read the files."""
        return cls(config)

    @classmethod
    def load(cls: Type[_Reader], config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> _Reader:
        """Read the files again."""
        return cls(config)

    def add(self, message: Message, entity: str, value: str) -> None:
        """Add an entity, said by the whole message, to those of a message."""
        found = {"entity": entity, "value": value, "start": 0, "end": len(message.get(TEXT)),
                 "extractor": type(self).__name__}
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)


@contextmanager
def files_of_town(find: Callable[[str], Path]) -> Iterator[None]:
    """While a model is loaded, `knowledge/…` in its configuration is what `find` gives for the rest of the name: one model
    serves every town.
    """
    token = _find.set(find)
    try:
        yield
    finally:
        _find.reset(token)


def town_file(configured: str) -> Path:
    """Where a file that a configuration names really is."""
    path = Path(configured)
    return _find.get()(str(path.relative_to(_KNOWLEDGE))) if _KNOWLEDGE in path.parents else path


def typed(message: Message) -> str | None:
    """What a person typed; None for a payload (« /… »), which already says what it means."""
    text = message.get(TEXT) or ""
    return None if text.startswith("/") else text


def read_yaml(path: str | Path) -> Any:
    """The content of a file that a configuration names."""
    return YAML(typ="safe").load(town_file(str(path)).read_text(encoding="utf-8"))
