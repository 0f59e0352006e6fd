"""Which fiche, or which act: one linear classifier over one label space, and how sure it is."""
from __future__ import annotations

from typing import Any, Dict, List, Optional, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.calm import SOUNDS_CALM
from bot.nlu.decision import Decision, Thresholds, competing, decide
from bot.nlu.labels import ANSWER, DISTRESS, FICHE, OUT_OF_SCOPE, family, group, member, outward
from bot.nlu.linear import LinearModel
from bot.nlu.rows import row_of, rows_of

_SHOWN = 5
_PLACE = "besoin"  # the slot of a place under discussion
_ENTITY_OF = {FICHE: FICHE, OUT_OF_SCOPE: "sujet", DISTRESS: "urgence"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SubjectClassifier(IntentClassifier, GraphComponent):
    """Learns full labels (« fiche/rsa », « oui ») and tells Rasa the family, with the member as an entity.

    In doubt the intent is `proposer` (three subjects are offered) or `nlu_fallback`; see `bot.nlu.decision`.
    `cost` is the SVM's C. `merged`: families learnt as one label, because another component tells their members apart.
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Any featurizer whose sentence features are sparse."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """The thresholds were set on sentences kept apart (docs/evaluation.md)."""
        return {"cost": 0.5, "merged": ["suite"], "thresholds": {
            "fiche": 0.7, "act": 0.3, "distress": 0.4, "suggest": 0.15, "off_topic": 0.4, "follow_up": 0.85}}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: LinearModel | None = None) -> None:
        self._config = config
        self._thresholds = Thresholds(**{**self.get_default_config()["thresholds"], **config["thresholds"]})
        self._model_storage, self._resource = model_storage, resource
        self._model = model

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SubjectClassifier":
        """An untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn every example that has features."""
        examples = [m for m in training_data.intent_examples if row_of(m) is not None]
        labels = [self._learnt_as(m.get(INTENT_RESPONSE_KEY) or m.get(INTENT)) for m in examples]
        self._model = LinearModel.learn(rows_of(examples), labels, self._config["cost"], group)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def _learnt_as(self, label: str) -> str:
        return family(label) if family(label) in self._config["merged"] else label

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "SubjectClassifier":
        """A trained component, as persisted."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load(folder))

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        """Set the intent, its ranking, the entity `fiche`, `sujet` or `urgence`, and `understood`."""
        slots = tracker.current_slot_values() if tracker is not None else {}
        subject = f"{FICHE}/{slots[FICHE]}" if slots.get(FICHE) else _PLACE if slots.get(_PLACE) else None
        for message in messages:
            # A payload (« /ouvrir_fiche{…} ») says by itself what it means.
            if message.get(TEXT) is not None and not message.get(TEXT).startswith("/"):
                self._read(message, subject)
        return messages

    def _read(self, message: Message, subject: Optional[str]) -> None:
        row = row_of(message)
        probabilities: Dict[str, float] = {}
        if self._model is not None and row is not None and row.nnz:
            probabilities = dict(zip(self._model.labels, map(float, self._model.probabilities(row))))
        groups: Dict[str, float] = {}
        for label, probability in probabilities.items():
            groups[group(label)] = groups.get(group(label), 0.0) + probability
        likeliest = sorted(groups.items(), key=lambda item: -item[1]) or [(OUT_OF_SCOPE, 0.0)]
        sounds_calm = message.get(SOUNDS_CALM)
        is_calm = bool(sounds_calm and groups.get(DISTRESS, 0.0) >= self._thresholds.distress and sounds_calm())
        ranking = competing(likeliest, self._thresholds, subject, is_calm)
        decided = decide(ranking, self._thresholds, subject)
        best = max((label for label in probabilities if group(label) == decided.top),
                   key=lambda label: probabilities[label], default=decided.top)
        _write(message, decided, best, _shown(ranking))


def _shown(ranking: List[tuple[str, float]]) -> List[tuple[str, float]]:
    """The first names that a ranking shows, each once: subjects without a fiche all show as « hors_sujet »."""
    names: Dict[str, float] = {}
    for label, probability in ranking:
        names.setdefault(outward(label), probability)
    return list(names.items())[:_SHOWN]


def _write(message: Message, decided: Decision, best: str, shown: List[tuple[str, float]]) -> None:
    """`best` is the likeliest full label of the group retained: « detresse/suicide »."""
    answered = decided.decision == ANSWER
    message.set(INTENT, {"name": decided.intent, "confidence": decided.confidence}, add_to_output=True)
    message.set("intent_ranking", [{"name": name, "confidence": p} for name, p in shown], add_to_output=True)
    message.set("understood", {
        "intent": family(best), "fiche": member(best) if family(best) == FICHE else None, "rubrique": None,
        "confidence": decided.confidence, "decision": decided.decision, "ranking": [[name, p] for name, p in shown],
        "urgence": member(best) if family(best) == DISTRESS and answered else None}, add_to_output=True)
    entity = _ENTITY_OF.get(family(best))
    if entity and member(best) and (answered or decided.intent == OUT_OF_SCOPE):
        found = {"entity": entity, "value": member(best), "start": 0, "end": len(message.get(TEXT)),
                 "extractor": SubjectClassifier.__name__}
        message.set(ENTITIES, [*(message.get(ENTITIES) or []), found], add_to_output=True)
