"""The sparse sentence features of messages, as a matrix a linear model can read."""
from __future__ import annotations

from typing import Sequence

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, vstack


def row_of(message: Message) -> csr_matrix | None:
    """What the featurizers said of the whole text, or None if they said nothing (no text, no known n-gram)."""
    _, sentence = message.get_sparse_features(TEXT, [])
    if sentence is None or sentence.features is None:
        return None
    return csr_matrix(sentence.features)


def rows_of(messages: Sequence[Message]) -> csr_matrix:
    """One row a message; every message must have features."""
    return csr_matrix(vstack([row_of(message) for message in messages]))
