"""Sparse rows, and a linear model that says how sure it is."""
import json

import numpy as np
import pytest
from scipy.sparse import csr_matrix, vstack

from bot.nlu.linear import LinearModel
from bot.nlu.vocabulary import Vocabulary, side_by_side

SENTENCES = [("loyer", "logement"), ("toit", "logement"), ("faim", "manger"), ("pain", "manger")] * 10
VOCABULARY = Vocabulary.learn([[word] for word, _ in SENTENCES], 2)


def row(*words: str) -> csr_matrix:
    return side_by_side([VOCABULARY.row(list(words))], [len(VOCABULARY.terms)])


@pytest.fixture
def model() -> LinearModel:
    rows = csr_matrix(vstack([row(word) for word, _ in SENTENCES]))
    return LinearModel.learn(rows, [label for _, label in SENTENCES], 1.0)


def test_a_vocabulary_keeps_what_was_seen_often_enough():
    assert Vocabulary.learn([["a", "b"], ["a"]], 2).terms == ("a",)


def test_a_row_has_the_length_it_is_given():
    assert np.linalg.norm(VOCABULARY.row(["faim", "toit"], 0.5)[1]) == pytest.approx(0.5)


def test_a_row_of_unknown_words_is_empty():
    assert row("xyz").nnz == 0


def test_views_stand_side_by_side():
    both = side_by_side([VOCABULARY.row(["faim"]), VOCABULARY.row(["pain"])], [4, 4])
    assert (both.shape, both.nnz) == ((1, 8), 2)


def test_probabilities_add_up_and_point_to_what_was_taught(model):
    probabilities = dict(zip(model.labels, model.probabilities(row("loyer"))))
    assert sum(probabilities.values()) == pytest.approx(1)
    assert probabilities["logement"] > 0.8


def test_a_model_is_the_same_after_being_saved(model, tmp_path):
    model.save(tmp_path)
    assert np.allclose(LinearModel.load(tmp_path).probabilities(row("pain")), model.probabilities(row("pain")))


def test_nothing_saved_is_pickled(model, tmp_path):
    model.save(tmp_path)
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".npz"]
    with np.load(tmp_path / "model.npz", allow_pickle=False) as arrays:
        assert all(arrays[name].dtype.kind == "f" for name in arrays.files)
    assert json.loads((tmp_path / "model.json").read_text())["labels"] == ["logement", "manger"]


def test_one_label_cannot_be_told_apart():
    with pytest.raises(ValueError, match="class"):
        LinearModel.learn(csr_matrix(vstack([row("faim"), row("pain")])), ["manger", "manger"], 1.0)
