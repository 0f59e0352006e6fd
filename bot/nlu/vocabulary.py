"""Turn lists of n-grams into sparse rows: term frequency, inverse document frequency, unit length."""
from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterable, Mapping, Sequence

import numpy as np
from scipy.sparse import csr_matrix


@dataclass(frozen=True)
class Vocabulary:
    """The n-grams of one view and the weight (idf) of each, in the same order."""

    terms: tuple[str, ...]
    weights: np.ndarray
    _index: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_index", {term: i for i, term in enumerate(self.terms)})

    @classmethod
    def learn(cls, documents: Iterable[Sequence[str]], seen_at_least: int) -> "Vocabulary":
        """Keep the n-grams that occur in at least `seen_at_least` documents."""
        seen: Counter[str] = Counter()
        total = 0
        for document in documents:
            seen.update(set(document))
            total += 1
        terms = tuple(sorted(term for term, count in seen.items() if count >= seen_at_least))
        idf = [math.log((1 + total) / (1 + seen[term])) + 1 for term in terms]
        return cls(terms, np.asarray(idf, dtype=np.float32))

    def row(self, document: Sequence[str], length: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
        """Positions (increasing) and values, `length` long in all, of what is known in `document`; empty if nothing is."""
        counts = Counter(document)
        known = sorted((self._index[term], count) for term, count in counts.items() if term in self._index)
        positions = np.fromiter((position for position, _ in known), dtype=np.int32, count=len(known))
        values = np.fromiter((count for _, count in known), dtype=np.float32, count=len(known))
        values = (1 + np.log(values)) * self.weights[positions]
        return positions, values * (length / np.linalg.norm(values)) if known else values


def save(folder: Path, vocabularies: Mapping[str, Vocabulary]) -> None:
    """Into `folder`, by name, without pickle."""
    terms = {name: vocabulary.terms for name, vocabulary in vocabularies.items()}
    (folder / "terms.json").write_text(json.dumps(terms, ensure_ascii=False), encoding="utf-8")
    np.savez(folder / "weights.npz", **{name: vocabulary.weights for name, vocabulary in vocabularies.items()})


def load(folder: Path, names: Iterable[str]) -> list[Vocabulary]:
    """Those that `save` wrote under these names, in this order."""
    terms = json.loads((folder / "terms.json").read_text(encoding="utf-8"))
    with np.load(folder / "weights.npz", allow_pickle=False) as weights:
        return [Vocabulary(tuple(terms[name]), weights[name]) for name in names]


def side_by_side(rows: Sequence[tuple[np.ndarray, np.ndarray]], widths: Sequence[int]) -> csr_matrix:
    """One row of a matrix out of one row per view."""
    starts = np.cumsum([0, *widths])
    positions = np.concatenate([row[0] + start for row, start in zip(rows, starts)])
    values = np.concatenate([row[1] for row in rows]).astype(np.float32)
    return csr_matrix((values, positions, np.array([0, len(values)])), shape=(1, int(starts[-1])))
