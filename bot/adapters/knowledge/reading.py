"""Read one YAML file of `knowledge/` and, when it is wrong, tell its author where and how to mend it."""
from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Callable, Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import CollectionEndEvent, CollectionStartEvent
from ruamel.yaml.nodes import MappingNode, SequenceNode

_DEEPEST = 100  # levels
# What becomes of code that takes a value for another: a list where a text stands, a number for a name.
MISSHAPEN = (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError, RecursionError)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a file the town's team edits: a French sentence, and what to do about it."""

    path: Path
    line: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} — {self.message} → {self.remedy}"


class Entries(dict[Any, Any]):
    """A mapping that knows its first line and the line of each key, from 0."""

    line = 0
    lines: Mapping[Any, int] = {}


class Items(list[Any]):
    """A list that knows the line of each item, from 0."""

    lines: tuple[int, ...] = ()


class _Located(SafeConstructor):
    """Builds what libyaml reads, ten times as fast as ruamel's own reader, which keeps lines too."""

    def located_entries(self, node: MappingNode) -> Iterator[Entries]:
        entries = Entries()
        yield entries
        entries.update(self.construct_mapping(node))
        entries.line = node.start_mark.line
        entries.lines = {self.construct_object(key): key.start_mark.line for key, _ in node.value}

    def located_items(self, node: SequenceNode) -> Iterator[Items]:
        items = Items()
        yield items
        items.extend(self.construct_sequence(node))
        items.lines = tuple(item.start_mark.line for item in node.value)


_Located.add_constructor("tag:yaml.org,2002:map", _Located.located_entries)
_Located.add_constructor("tag:yaml.org,2002:seq", _Located.located_items)


def parse_yaml(text: str, path: Path, first_line: int = 1) -> tuple[Any, list[Problem]]:
    """The content of `text` (`Entries` and `Items` keep their line numbers, see `line_of`), or None and a problem.

    `first_line` is the line of `path` where `text` begins: a fiche's head starts on line 2.
    """
    yaml = YAML(typ="safe")
    yaml.Constructor = _Located
    try:
        _refuse_depths(yaml, text)
        return yaml.load(text), []
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        return None, [Problem(path, line, f"Je ne peux pas lire cette partie ({error.problem}).",
                              "Vérifiez les deux-points, les guillemets et les espaces en début de ligne.")]
    except YAMLError:
        return None, [Problem(path, first_line, "Ce fichier contient un signe invisible qui n'est pas du texte.",
                              "Copiez le texte dans un fichier neuf, enregistré en « UTF-8 ».")]
    except MISSHAPEN as error:
        return None, [Problem(path, first_line, f"Une valeur n'a pas la bonne forme ({error}).",
                              "Vérifiez les dates (2026-11-21) et les nombres (651.69).")]


def _refuse_depths(yaml: YAML, text: str) -> None:
    """RecursionError: libyaml's reader goes down without looking, and two hundred thousand brackets end the program."""
    depth = 0
    for event in yaml.parse(text):
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if depth > _DEEPEST:
            raise RecursionError(f"plus de {_DEEPEST} niveaux")


def read_yaml(path: Path) -> tuple[Any, list[Problem]]:
    """`parse_yaml` on a whole file; a file that is not UTF-8 is a problem too."""
    try:
        return parse_yaml(path.read_text(encoding="utf-8"), path)
    except UnicodeDecodeError:
        return None, [Problem(path, 1, "Ce fichier n'est pas enregistré en UTF-8.",
                              "Enregistrez-le de nouveau en choisissant « UTF-8 ».")]


def complete_entries(path: Path, required: Mapping[str, str], otherwise: Problem) -> tuple[dict[Any, Any], list[Problem]]:
    """The entries of a file that have all of `required` (key → what it is), and what the others lack.

    `otherwise` is the problem of a file that holds no entries at all.
    """
    content, problems = read_yaml(path)
    if not isinstance(content, dict):
        return {}, problems or [otherwise]
    complete = {}
    for name, entry in content.items():
        missing = [key for key in required if not (isinstance(entry, dict) and entry.get(key))]
        problems += [Problem(path, line_of(content, name), f"« {name} » : il manque « {key} ».",
                             f"Ajoutez {required[key]}.") for key in missing]
        if not missing:
            complete[name] = entry
    return complete, problems


def readable(path: Path, entries: Mapping[Any, Any],
             read: Callable[[Any, Any], object]) -> tuple[dict[Any, Any], list[Problem]]:
    """The entries of which `read` (name, entry) can make something, and a problem for each of the others."""
    kept, problems = {}, []
    for name, entry in entries.items():
        try:
            read(name, entry)
        except MISSHAPEN:
            problems.append(misshapen(path, str(name), line_of(entries, name)))
        else:
            kept[name] = entry
    return kept, problems


def misshapen(path: Path, name: str, line: int = 1) -> Problem:
    """What is said of something that has all its parts, one of which is a text for a list, a list for a number…"""
    return Problem(path, line, f"« {name} » : une partie n'a pas la forme attendue.",
                   "Comparez avec une autre qui marche : texte, nombre, date ou liste.")


def line_of(mapping: Any, key: Any, first_line: int = 1) -> int:
    """The line of `key` in a mapping read by `parse_yaml` (the mapping's own first line if the key is absent)."""
    return first_line + mapping.lines.get(key, mapping.line) if isinstance(mapping, Entries) else first_line
