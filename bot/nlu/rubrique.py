"""Which part of a subject is asked for: the papers, the price, the place… shared by all fiches."""
from __future__ import annotations

from typing import Any, Dict, Iterable, List, Sequence, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.tokenizers.tokenizer import Tokenizer
from rasa.shared.nlu.constants import ENTITIES, METADATA, METADATA_EXAMPLE, METADATA_INTENT, TEXT, TEXT_TOKENS
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import csr_matrix, vstack

from bot.nlu import vocabulary
from bot.nlu.french import folded
from bot.nlu.labels import NOTHING
from bot.nlu.linear import LinearModel
from bot.nlu.ngrams import END, START
from bot.nlu.phonemes import phonemes
from bot.nlu.question import question_of
from bot.nlu.reader import typed
from bot.nlu.vocabulary import Vocabulary, side_by_side

_RUBRIQUE = "rubrique"
_VIEWS = ("stems", "sounds", "question")
_SEEN_AT_LEAST = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True)
class RubriqueExtractor(EntityExtractorMixin, GraphComponent):
    """Sets the entity `rubrique` when it is at least `sure` of one, and completes `understood`.

    Learns from the examples whose metadata, or whose intent's metadata, say `rubrique: …` (« rien »: none in particular).
    Reads words, pairs and threes of words, of the whole message and of the question it holds: « à qui », « faut-il un »;
    the sounds of the whole message, for a question spelt by ear that does not stand last; and what begins and ends it.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Any tokenizer will do."""
        return [Tokenizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`cost` is the SVM's C. The threshold was set on sentences kept apart (docs/evaluation.md)."""
        return {"cost": 0.3, "sure": 0.15}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: LinearModel | None = None, vocabularies: Sequence[Vocabulary] = ()) -> None:
        self._config = config
        self._model_storage, self._resource = model_storage, resource
        self._model, self._vocabularies = model, list(vocabularies)

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "RubriqueExtractor":
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the examples whose rubrique is known; with fewer than two rubriques there is nothing to tell apart."""
        taught = [(_views(message), rubrique) for message in training_data.intent_examples
                  if (rubrique := _taught_rubrique(message))]
        with self._model_storage.write_to(self._resource) as folder:
            if len({rubrique for _, rubrique in taught}) > 1:
                self._vocabularies = [Vocabulary.learn([views[i] for views, _ in taught], _SEEN_AT_LEAST)
                                      for i in range(len(_VIEWS))]
                rows = csr_matrix(vstack([self._row(views) for views, _ in taught]))
                self._model = LinearModel.learn(rows, [rubrique for _, rubrique in taught], self._config["cost"])
                self._model.save(folder)
                vocabulary.save(folder, dict(zip(_VIEWS, self._vocabularies)))
        return self._resource

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "RubriqueExtractor":
        """A trained component, as persisted."""
        with model_storage.read_from(resource) as folder:
            model = LinearModel.load_if_saved(folder)
            return cls(config, model_storage, resource, model, vocabulary.load(folder, _VIEWS) if model else ())

    def process(self, messages: List[Message]) -> List[Message]:
        """Add the entity to the messages that ask for one part; payloads (« /… ») already say which."""
        for message in messages:
            text = typed(message)
            found = self._read(message) if text else None
            if found:
                value, sure = found
                entity = {"entity": _RUBRIQUE, "value": value, "start": 0, "end": len(message.get(TEXT)),
                          "extractor": self.name, "confidence_entity": sure}
                message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
                message.set("understood", {**(message.get("understood") or {}), _RUBRIQUE: value}, add_to_output=True)
        return messages

    def _read(self, message: Message) -> tuple[str, float] | None:
        if self._model is None:
            return None
        row = self._row(_views(message))
        if not row.nnz:
            return None
        probable = dict(zip(self._model.labels, self._model.probabilities(row)))
        best = max((label for label in probable if label != NOTHING), key=lambda label: probable[label])
        return (best, float(probable[best])) if probable[best] >= self._config["sure"] else None

    def _row(self, views: Sequence[Sequence[str]]) -> csr_matrix:
        rows = [known.row(view) for known, view in zip(self._vocabularies, views)]
        return side_by_side(rows, [len(known.terms) for known in self._vocabularies])


def _views(message: Message) -> tuple[list[str], ...]:
    """Runs of one to three: stems of the whole message, its sounds, and the sounds of the question it holds."""
    tokens = message.get(TEXT_TOKENS) or []
    words = [folded(token.text) for token in tokens]
    asked = question_of(words, [token.start for token in tokens], message.get(TEXT) or "")
    return _runs([token.lemma for token in tokens]), _runs(map(phonemes, words)), _runs(map(phonemes, asked))


def _runs(words: Iterable[str]) -> list[str]:
    """Every run of neighbours, the two ends counting as words, but for an end alone: it is in every message."""
    marked = [START, *words, END]
    runs = (" ".join(marked[start:start + size]) for size in (1, 2, 3) for start in range(len(marked) - size + 1))
    return [run for run in runs if run not in (START, END)]


def _taught_rubrique(message: Message) -> str | None:
    metadata = message.get(METADATA) or {}
    levels = (metadata.get(level) or {} for level in (METADATA_EXAMPLE, METADATA_INTENT))
    return next((str(level[_RUBRIQUE]) for level in levels if level.get(_RUBRIQUE)), None)
