"""Learn what distress sounds like, for `bot.domain.ecoute`: a linear SVM, pruned and written as plain numbers."""
from __future__ import annotations

import hashlib
import json
import math
from collections import Counter
from pathlib import Path
from typing import Any, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

from bot.domain.ecoute import heard, measured
from bot.domain.sonorite import tokens

CALM = "aucune"
_COST = 0.25
_URGENCY = 4.0        # a cry for help that is missed counts as much as four false alarms
_SEEN_AT_LEAST = 3
_KEPT = 24_000        # traits: fewer miss more, more only weigh
_DIGITS = 2


def learn(texts: Sequence[str], labels: Sequence[str]) -> dict[str, Any]:
    """What `write` writes. A label is a category of distress, or CALM."""
    documents = [heard(tokens(text)) for text in texts]
    seen = Counter(trait for document in documents for family in document.values() for trait in family)
    rarity = {trait: math.log(len(texts) / count) + 1 for trait, count in seen.items() if count >= _SEEN_AT_LEAST}
    _, weights, _ = _fit(documents, labels, rarity)
    weighty = _weighty(rarity, weights)
    kept = {trait: round(rarity[trait], _DIGITS) for trait in weighty}
    categories, weights, bias = _fit(documents, labels, kept)
    order = sorted(kept)
    return {"categories": categories, "bias": [round(float(b), _DIGITS) for b in bias],
            "traits": {trait: [kept[trait], *(round(float(w), _DIGITS) for w in weights[:, i])]
                       for i, trait in enumerate(order)}}


def write(path: Path, learnt: Mapping[str, Any], fingerprint: str) -> None:
    """One trait a line, so that two versions can be compared; `fingerprint` says what it was learnt from."""
    head = json.dumps({"fingerprint": fingerprint, "categories": learnt["categories"], "bias": learnt["bias"]})
    traits = ",\n".join(f"{json.dumps(t, ensure_ascii=False)}:{json.dumps(w, separators=(',', ':'))}"
                        for t, w in learnt["traits"].items())
    path.write_text(f'{head[:-1]}, "traits": {{\n{traits}\n}}}}\n', encoding="utf-8")


def fingerprint(nlu_data: Path) -> str:
    """Of the sentences about distress: a test compares it with what was last learnt."""
    read = b"".join((nlu_data / name).read_bytes() for name in ("detresse.tsv", "pas_detresse.tsv"))
    return hashlib.sha256(read).hexdigest()[:16]


def _fit(documents: Sequence[Mapping[str, Counter[str]]], labels: Sequence[str],
         rarity: Mapping[str, float]) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Categories, their weights over those of CALM (categories × traits in alphabetical order), their bias."""
    rows = _matrix(documents, rarity)
    importance = {label: 1.0 if label == CALM else _URGENCY for label in set(labels)}
    svm = LinearSVC(C=_COST, tol=0.05, class_weight=importance, random_state=0).fit(rows, labels)
    names = list(svm.classes_)
    calm = names.index(CALM)
    weights, bias = svm.coef_ - svm.coef_[calm], svm.intercept_ - svm.intercept_[calm]
    return [n for n in names if n != CALM], np.delete(weights, calm, axis=0), np.delete(bias, calm)


def _matrix(documents: Sequence[Mapping[str, Counter[str]]], rarity: Mapping[str, float]) -> csr_matrix:
    position = {trait: i for i, trait in enumerate(sorted(rarity))}
    columns: list[int] = []
    values: list[float] = []
    ends = [0]
    for document in documents:
        for family in document.values():
            known = measured(family, rarity)
            columns += [position[trait] for trait in known]
            values += known.values()
        ends.append(len(columns))
    return csr_matrix((np.asarray(values, dtype=np.float32), columns, ends), shape=(len(documents), len(position)))


def _weighty(rarity: Mapping[str, float], weights: np.ndarray) -> list[str]:
    strongest = np.abs(weights).max(axis=0)
    order = sorted(rarity)
    return [order[i] for i in np.argsort(-strongest)[:_KEPT]]
