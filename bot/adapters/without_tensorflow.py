"""Rasa without TensorFlow, which its modules import before anybody asks for a neural network.

No component of config.yml has one: TensorFlow would take 375 MB and a third of the start for nothing. Training and Rasa's
own commands keep the real one.
"""
from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, MutableSequence

_LEFT_OUT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _Unused(type):
    """What Rasa's modules name while they are imported: a base class, an annotation, something that holds others."""

    def __getattr__(cls, name: str) -> "_Unused":
        return _unused(name)

    def __call__(cls, *given: object, **named: object) -> Any:
        """ImportError: a component of the model needs what was left out."""
        raise ImportError(f"{cls.__name__} needs TensorFlow, which is left out here (see {__name__})")


class _UnusedModule(ModuleType):
    __path__: MutableSequence[str] = []

    def __getattr__(self, name: str) -> _Unused:
        return _unused(name)


class _InItsPlace(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: object = None, target: object = None) -> ModuleSpec | None:
        return ModuleSpec(name, self, is_package=True) if name.partition(".")[0] in _LEFT_OUT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _UnusedModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Nothing is in it."""


def leave_out_tensorflow() -> None:
    """From now on in this process, unless it is there already."""
    if not any(name in sys.modules for name in _LEFT_OUT):
        sys.meta_path.insert(0, _InItsPlace())


def _unused(name: str) -> _Unused:
    if name.startswith("__"):
        raise AttributeError(name)
    return _Unused(name, (), {})
