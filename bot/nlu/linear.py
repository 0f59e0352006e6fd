"""Tell labels apart by a weighted sum of sparse features, and say how sure that is."""
from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Callable, Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.sparse import csr_matrix
from sklearn.svm import LinearSVC

_HELD_OUT = 4  # one example in four is kept to learn how sure to be
_SHARPEST = 60.0
_GOOD_ENOUGH = 0.1  # when the SVM stops: smaller changes nothing but the time
_TINY = 0.01


@dataclass(frozen=True)
class LinearModel:
    """`weights` is features × labels; a probability is the softmax of `sharpness` times the sums."""

    labels: tuple[str, ...]
    weights: np.ndarray
    bias: np.ndarray
    sharpness: float

    @classmethod
    def learn(cls, rows: csr_matrix, labels: Sequence[str], cost: float,
              group: Callable[[str], str] = lambda label: label) -> "LinearModel":
        """A linear SVM, one label against the rest, and the sharpness that fits examples it did not see.

        Sureness is learnt on groups of labels (`group`), because that is what it is asked about.
        ValueError with fewer than two labels.
        """
        named = np.asarray(labels)
        held_out = _one_in_four(labels)
        trial = cls._fit(rows[~held_out], named[~held_out], cost)
        sharpness = _best_sharpness(trial, rows[held_out], [group(label) for label in named[held_out]], group)
        model = cls._fit(rows, named, cost)
        return cls(model.labels, model.weights, model.bias, sharpness)

    @classmethod
    def _fit(cls, rows: csr_matrix, labels: np.ndarray, cost: float) -> "LinearModel":
        svm = LinearSVC(C=cost, tol=_GOOD_ENOUGH, random_state=0).fit(rows, labels)
        weights, bias = svm.coef_, svm.intercept_
        if len(svm.classes_) == 2:  # scikit-learn keeps one side only
            weights, bias = np.vstack([-weights[0], weights[0]]), np.array([-bias[0], bias[0]])
        # Half precision and no tiny weights: the same decisions, a model twenty times smaller on disk.
        small = np.where(np.abs(weights) < _TINY, 0.0, weights).T
        return cls(tuple(map(str, svm.classes_)), np.ascontiguousarray(small, dtype=np.float16),
                   bias.astype(np.float32), 1.0)

    def probabilities(self, row: csr_matrix) -> np.ndarray:
        """One probability per label, for one row."""
        sums = row.data @ self.weights[row.indices].astype(np.float32) + self.bias
        return np.asarray(_softmax(self.sharpness * sums))

    def save(self, folder: Path) -> None:
        """Into `folder`, without pickle."""
        np.savez_compressed(folder / "model.npz", weights=self.weights, bias=self.bias)
        shape = {"labels": self.labels, "sharpness": self.sharpness}
        (folder / "model.json").write_text(json.dumps(shape, ensure_ascii=False), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> "LinearModel":
        """What `save` wrote."""
        shape = json.loads((folder / "model.json").read_text(encoding="utf-8"))
        with np.load(folder / "model.npz", allow_pickle=False) as arrays:
            return cls(tuple(shape["labels"]), arrays["weights"], arrays["bias"], float(shape["sharpness"]))

    @classmethod
    def load_if_saved(cls, folder: Path) -> "LinearModel | None":
        """What `save` wrote, or None if there was nothing to learn."""
        return cls.load(folder) if (folder / "model.json").exists() else None


def _one_in_four(labels: Sequence[str]) -> np.ndarray:
    """A mask over the examples, label by label, always the same; a label with few examples keeps them all."""
    seen: dict[str, int] = defaultdict(int)
    mask = np.zeros(len(labels), dtype=bool)
    for position, label in enumerate(labels):
        seen[label] += 1
        mask[position] = seen[label] % _HELD_OUT == 0
    return mask


def _best_sharpness(model: LinearModel, rows: csr_matrix, truth: Sequence[str], group: Callable[[str], str]) -> float:
    """The sharpness under which the true groups are most likely."""
    groups = [group(label) for label in model.labels]
    names = sorted(set(groups))
    belongs = np.array([[g == name for name in names] for g in groups], dtype=np.float32)
    right = np.array([names.index(name) for name in truth], dtype=int)
    if len(right) == 0:
        return 1.0
    sums = rows @ model.weights.astype(np.float32) + model.bias

    def surprise(sharpness: float) -> float:
        likely = (_softmax(sharpness * sums) @ belongs)[np.arange(len(right)), right]
        return float(-np.log(likely + 1e-9).mean())

    return float(minimize_scalar(surprise, bounds=(0.1, _SHARPEST), method="bounded").x)


def _softmax(scores: np.ndarray) -> np.ndarray:
    raised = np.exp(scores - scores.max(axis=-1, keepdims=True))
    return raised / raised.sum(axis=-1, keepdims=True)
