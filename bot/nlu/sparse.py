"""The sparse rows that a featurizer left on messages."""
from __future__ import annotations

from typing import Sequence

from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_matrix, vstack


def sentence_row(message: Message) -> csr_matrix | None:
    """The sentence features of a message's text, or None if no sparse featurizer ran."""
    features = message.get_sparse_features(TEXT)[1]
    return csr_matrix(features.features) if features else None


def stacked(messages: Sequence[Message]) -> csr_matrix:
    """One row per message. ValueError if a message has no sparse sentence features."""
    rows = [sentence_row(message) for message in messages]
    if any(row is None for row in rows):
        raise ValueError("put a sparse featurizer, such as bot.nlu.features.FrenchFeaturizer, before this component")
    return csr_matrix(vstack(rows))
