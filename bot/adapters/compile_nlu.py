"""Gather everything that is taught into Rasa's own format, under nlu_data/generated/.

A subject that has no fiche yet is taught as `hors_sujet/sans-fiche-<slug>`: told apart from its neighbours, and answered
as unknown.
"""
from __future__ import annotations

import io
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Iterator, Mapping

from ruamel.yaml import YAML
from ruamel.yaml.scalarstring import LiteralScalarString

from bot.adapters.knowledge.fiches import load_fiches
from bot.domain.conversation import NO_FICHE
from bot.domain.normalisation import clean

_HEADER = "# Compiled from knowledge/ and nlu_data/ by `python -m bot compile`. Do not edit.\n"
_NOTHING = "rien"
_WITH_RUBRIQUE = ("fiche/", "suite/", "hors_sujet/")
_NOT_A_SLUG = "utter_"  # Rasa reads it as the name of a response, wherever it stands
_PLAIN = str.maketrans({"[": "(", "]": ")", "{": "(", "}": ")"})


@dataclass(frozen=True)
class Example:
    """One taught sentence: its label (« fiche/rsa », « oui »), its register, and the rubrique it asks for, if known."""

    label: str
    text: str
    registre: str = "clair"
    rubrique: str = _NOTHING


def compile_nlu(root: Path) -> list[Path]:
    """Write nlu.yml and responses.yml; a file whose content would not change is left alone. Both paths.

    ValueError on a slug that Rasa would take for something else.
    """
    generated = root / "nlu_data" / "generated"
    generated.mkdir(parents=True, exist_ok=True)
    by_label: dict[str, list[Example]] = defaultdict(list)
    for example in taught(root):
        if _NOT_A_SLUG in example.label:
            raise ValueError(f"« {example.label} » ne peut pas contenir « {_NOT_A_SLUG} » : donnez un autre nom au fichier.")
        by_label[example.label].append(example)
    contents = {generated / "nlu.yml": _nlu(by_label), generated / "responses.yml": _responses(by_label)}
    for path, content in contents.items():
        if not path.exists() or path.read_text(encoding="utf-8") != content:
            path.write_text(content, encoding="utf-8")
    return list(contents)


def taught(root: Path) -> Iterator[Example]:
    """Every sentence that is taught."""
    return _examples(root, "")


def witnesses(root: Path) -> Iterator[Example]:
    """Every sentence that never is: the exam."""
    return _examples(root, ".temoins")


def cries(root: Path) -> list[str]:
    """Cries for help that are never taught."""
    return [clean(text) for _, _, text in _columns(root / "nlu_data" / "detresse.temoins.tsv")]


def lookalikes(root: Path) -> Iterator[str]:
    """Sentences that look like a cry for help and are none: some are questions on a fiche, so Rasa is not taught them."""
    return (clean(text) for _, text in _columns(root / "nlu_data" / "pas_detresse.tsv"))


def _examples(root: Path, suffix: str) -> Iterator[Example]:
    data = root / "nlu_data"
    fiches, _ = load_fiches(root / "knowledge" / "fiches")
    for path in sorted((data / "fiches").glob(f"*{suffix}.tsv")):
        slug = path.name.removesuffix(".tsv").removesuffix(suffix)
        if "." not in slug:
            yield from _lines(path, f"fiche/{slug}" if slug in fiches else f"hors_sujet/{NO_FICHE}{slug}")
    if not suffix:
        for slug, fiche in fiches.items():
            # Nobody has said which part of it these ask for.
            yield from (Example(f"fiche/{slug}", clean(text), rubrique="") for text in (*fiche.sujets, *fiche.questions))
    yield from _acts(_read(data / f"actes{suffix}.yml"))
    for categorie, sentences in _read(data / f"hors_sujet{suffix}.yml").items():
        yield from (Example(f"hors_sujet/{categorie}", clean(text)) for text in sentences)
    yield from (Example(f"detresse/{categorie}", clean(text), registre)
                for categorie, registre, text in _columns(data / f"detresse{suffix}.tsv"))


def _acts(content: Mapping[str, Mapping[str, list[str]]]) -> Iterator[Example]:
    for act, groups in content.items():
        for group, sentences in groups.items():
            for text in map(clean, sentences):
                # A follow-up is grouped by the rubrique it asks for, an act by its register.
                yield Example(f"suite/{group}", text, rubrique=group) if act == "suite" else Example(act, text, group)


def _lines(path: Path, label: str) -> Iterator[Example]:
    yield from (Example(label, clean(text), registre, rubrique) for registre, rubrique, text in _columns(path))


def _columns(path: Path) -> Iterator[list[str]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _read(path: Path) -> Any:
    return YAML(typ="safe").load(path.read_text(encoding="utf-8")) if path.exists() else {}


def _nlu(by_label: Mapping[str, list[Example]]) -> str:
    """One block of text for each intent and rubrique: Rasa reads a mapping per example a hundred times more slowly."""
    blocks: dict[tuple[str, str], list[str]] = defaultdict(list)
    for label, examples in sorted(by_label.items()):
        for example in _distinct(examples):
            # Only sentences whose author said which rubrique they ask for teach rubriques.
            known = example.rubrique if label.startswith(_WITH_RUBRIQUE) else ""
            blocks[label, known].append(f"- {_plain(example.text)}\n")
    return _dump({"version": "3.1", "nlu": [
        {"intent": label, **({"metadata": {"rubrique": rubrique}} if rubrique else {}),
         "examples": LiteralScalarString("".join(lines))} for (label, rubrique), lines in blocks.items()]})


def _plain(text: str) -> str:
    """Rasa would read « [mot](sens) » as an entity and « ${NOM} » as a variable of the machine."""
    return text.translate(_PLAIN)


def _responses(by_label: Mapping[str, list[Example]]) -> str:
    """Rasa wants a response for each retrieval example; our words come from the services, so these are never said."""
    return _dump({"version": "3.1", "responses": {
        f"utter_{label}": [{"text": label}] for label in sorted(by_label) if "/" in label}})


def _distinct(examples: list[Example]) -> list[Example]:
    return list({example.text: example for example in examples if example.text}.values())


def _dump(content: Mapping[str, Any]) -> str:
    stream = io.StringIO()
    yaml = YAML()
    yaml.width = 10_000
    yaml.dump(content, stream)
    return _HEADER + stream.getvalue()
