"""Give each message one sparse row: the stems, letters, sounds and ideas it is made of."""
from __future__ import annotations

from typing import Any, Dict, List, Sequence, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.sparse_featurizer.sparse_featurizer import SparseFeaturizer
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix

from bot.nlu import vocabulary
from bot.nlu.ngrams import VIEWS
from bot.nlu.phonemes import check_espeak
from bot.nlu.vocabulary import Vocabulary, side_by_side

_HEARD = {"sounds", "stretches"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class FrenchFeaturizer(SparseFeaturizer, GraphComponent):
    """Sentence features of a text, for any classifier of Rasa that reads sparse features.

    `views`: how much each view of `bot.nlu.ngrams.VIEWS` counts. `seen_at_least`: rarer n-grams are not learnt.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Any tokenizer will do; stems are the tokens' lemmas."""
        return [Tokenizer]

    @staticmethod
    def required_packages() -> List[str]:
        """Rasa checks them before training."""
        return ["phonemizer"]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The views measured best (docs/evaluation.md)."""
        return {**SparseFeaturizer.get_default_config(), "seen_at_least": 2,
                "views": {"stems": 1.0, "letters": 1.0, "sounds": 1.0, "stretches": 1.0, "concepts": 0.5}}

    @classmethod
    def validate_config(cls, config: Dict[str, Any]) -> None:
        """Raises `InvalidConfigException` on an unknown view."""
        unknown = set(config.get("views", ())) - set(VIEWS)
        if unknown:
            raise InvalidConfigException(f"Unknown views {sorted(unknown)}; known ones: {sorted(VIEWS)}")

    def __init__(self, config: Dict[str, Any], name: str, model_storage: ModelStorage, resource: Resource,
                 vocabularies: Sequence[Vocabulary] = ()) -> None:
        """Without espeak-ng the sounds would silently be missing: refuse to train and refuse to load."""
        super().__init__(name, config)
        self._views: Dict[str, float] = dict(config["views"])
        self._vocabularies = list(vocabularies)
        self._model_storage, self._resource = model_storage, resource
        if _HEARD & set(self._views):
            check_espeak()
        for view in self._views:  # tables are read now, not at the first message
            VIEWS[view](["bonjour"], ["bonjour"])

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "FrenchFeaturizer":
        """An untrained component."""
        return cls(config, execution_context.node_name, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams of every text."""
        texts = [m for m in training_data.training_examples if m.get(TEXT_TOKENS)]
        for view in self._views:
            documents = (VIEWS[view](*_words_and_stems(message)) for message in texts)
            self._vocabularies.append(Vocabulary.learn(documents, self._config["seen_at_least"]))
        self._persist()
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """The same features as `process`, for the components that learn from them."""
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add one sentence-level row to each message that has a text."""
        for message in messages:
            if message.get(TEXT) is not None:
                row = Features(self._row(message), FEATURE_TYPE_SENTENCE, TEXT, self._identifier)
                message.add_features(row)
        return messages

    def _row(self, message: Message) -> csr_matrix:
        words, stems = _words_and_stems(message)
        rows = [v.row(VIEWS[view](words, stems), counts)
                for (view, counts), v in zip(self._views.items(), self._vocabularies)]
        return side_by_side(rows, [len(v.terms) for v in self._vocabularies])

    def _persist(self) -> None:
        with self._model_storage.write_to(self._resource) as folder:
            vocabulary.save(folder, dict(zip(self._views, self._vocabularies)))

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "FrenchFeaturizer":
        """A trained component, as persisted."""
        with model_storage.read_from(resource) as folder:
            vocabularies = vocabulary.load(folder, config["views"])
        return cls(config, execution_context.node_name, model_storage, resource, vocabularies)


def _words_and_stems(message: Message) -> tuple[List[str], List[str]]:
    tokens = message.get(TEXT_TOKENS) or []
    return [token.text for token in tokens], [token.lemma for token in tokens]
