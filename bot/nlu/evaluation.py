"""Measure what is understood: on the témoins, which are never taught, and by cross-validation over what is taught."""
from __future__ import annotations

import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Iterable, Iterator, Mapping, Protocol, Sequence

from rasa.shared.nlu.constants import ENTITIES
from ruamel.yaml import YAML

from bot.domain.conversation import NO_FICHE, as_free_text
from bot.nlu.evaluation_report import report
from bot.nlu.labels import FICHE, NOTHING, OUT_OF_SCOPE, SUITE, family, outward
from bot.nlu.noise import AS_TYPED, NOISES
from bot.nlu.trial import Pipeline, example, learning_part

FOLDS, FOLDS_READ = 5, 2  # a training takes minutes
_NOISED_ONE_IN = 5  # cross-validation is long enough without reading every sentence three times


class Sentence(Protocol):
    """One sentence with its author's labels; `registre` and `rubrique` as in nlu_data/."""

    @property
    def label(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def registre(self) -> str: ...
    @property
    def rubrique(self) -> str: ...


@dataclass(frozen=True)
class Reading:
    """A sentence and what was made of it. `wanted` and `ranking` speak of slugs, acts and families."""

    wanted: str
    family: str
    registre: str
    rubrique: str | None
    ranking: tuple[tuple[str, float], ...]
    decision: str
    intent: str
    rubrique_found: str | None
    noise: str = AS_TYPED

    @property
    def is_right(self) -> bool:
        """The likeliest is the right one, or distress was put first because it was likely enough."""
        return self.intent == self.family if self.family not in (FICHE, OUT_OF_SCOPE) else self.rank == 0

    @property
    def rank(self) -> int:
        """Place of the right label in the ranking, 99 if it is not there."""
        return next((i for i, (label, _) in enumerate(self.ranking) if label == self.wanted), 99)


def evaluate(root: Path, taught: Iterable[Sentence], exam: Iterable[Sentence]) -> Path:
    """Train, measure and write docs/evaluation.md (its path). Takes a quarter of an hour: FOLDS_READ + 1 trainings."""
    pipeline = learning_part(YAML(typ="safe").load((root / "config.yml").read_text(encoding="utf-8"))["pipeline"])
    lessons = list({(_label(s), s.text): s for s in taught}.values())
    witnesses = list(_examination(pipeline, lessons, list(exam), dict.fromkeys(NOISES, 1)))
    folded = list(cross_validation(pipeline, lessons))
    path = root / "docs" / "evaluation.md"
    done = YAML(typ="safe").load((root / "nlu_data" / "confusions.yml").read_text(encoding="utf-8"))
    path.write_text(report(date.today(), len(lessons), witnesses, folded, done), encoding="utf-8")
    return path


def cross_validation(pipeline: Sequence[Mapping[str, Any]], lessons: Sequence[Sentence]) -> Iterator[Reading]:
    """FOLDS_READ folds, each read by a model taught all the others; the nth of a label goes to fold n modulo FOLDS."""
    places: dict[str, int] = {}
    folds: list[list[Sentence]] = [[] for _ in range(FOLDS)]
    for lesson in lessons:
        places[_label(lesson)] = place = places.get(_label(lesson), -1) + 1
        folds[place % FOLDS].append(lesson)
    for held_out in folds[:FOLDS_READ]:
        others = [lesson for fold in folds if fold is not held_out for lesson in fold]
        yield from _examination(pipeline, others, held_out, {**dict.fromkeys(NOISES, _NOISED_ONE_IN), AS_TYPED: 1})


def _examination(pipeline: Sequence[Mapping[str, Any]], lessons: Sequence[Sentence], exam: Sequence[Sentence],
                 one_in: dict[str, int]) -> Iterator[Reading]:
    with tempfile.TemporaryDirectory() as folder:
        examples = [example(s.text, _label(s), s.rubrique if _asks(s) else None) for s in lessons]
        trained = Pipeline(pipeline, examples, Path(folder))
        for noise, share in one_in.items():
            yield from (_read(trained, s, noise) for i, s in enumerate(exam) if i % share == 0)


def _read(trained: Pipeline, sentence: Sentence, noise: str) -> Reading:
    message = trained.read(as_free_text(NOISES[noise](sentence.text, 1)))
    understood = message.get("understood")
    found = next((e["value"] for e in message.get(ENTITIES) or () if e["entity"] == "rubrique"), NOTHING)
    ranking = tuple((label, probability) for label, probability in understood["ranking"])
    return Reading(outward(_label(sentence)), family(_label(sentence)), sentence.registre,
                   sentence.rubrique if _asks(sentence) else None, ranking, understood["decision"],
                   understood["intent"], found, noise)


def _label(sentence: Sentence) -> str:
    """Every subject counts as if its fiche were written: the exam must not change each time one is."""
    return sentence.label.replace(f"{OUT_OF_SCOPE}/{NO_FICHE}", f"{FICHE}/")


def _asks(sentence: Sentence) -> bool:
    return bool(sentence.rubrique) and family(_label(sentence)) in (FICHE, SUITE)
