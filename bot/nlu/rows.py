"""The sparse sentence features of messages, as a matrix a linear model can read."""
from __future__ import annotations

from typing import Sequence

from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, hstack, vstack


def row_of(message: Message) -> csr_matrix | None:
    """What the featurizers said of the whole text, or None if they said nothing (no text, no known n-gram)."""
    # Not `get_sparse_features`, which copies every array: a millisecond a message.
    rows = [one.features for one in message.features
            if one.is_sparse() and one.attribute == TEXT and one.type == FEATURE_TYPE_SENTENCE]
    if not rows:
        return None
    return csr_matrix(rows[0] if len(rows) == 1 else hstack(rows))


def rows_of(messages: Sequence[Message]) -> csr_matrix:
    """One row a message; every message must have features."""
    return csr_matrix(vstack([row_of(message) for message in messages]))
