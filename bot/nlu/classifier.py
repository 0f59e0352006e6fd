"""Which fiche, or which act: one linear classifier over one label space, and how sure it is."""
from __future__ import annotations

from typing import Any, Dict, List, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.featurizers.featurizer import Featurizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu.labels import (ANSWER, DISTRESS, FICHE, NOT_UNDERSTOOD, OUT_OF_SCOPE, SUGGEST, SUGGESTION, SUITE, UNSURE,
                            family, member, outward)
from bot.nlu.linear import LinearModel
from bot.nlu.rows import row_of, rows_of

_SHOWN = 5


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class SubjectClassifier(IntentClassifier, GraphComponent):
    """Learns full labels (« fiche/rsa », « oui ») and tells Rasa the family, with the member as an entity.

    Two thresholds on the probability of the likeliest: `sure` and above, it is answered; `likely` and above, three
    subjects are proposed (intent `proposer`); below, the assistant says that it does not know (`nlu_fallback`).
    """

    @classmethod
    def required_components(cls) -> List[Type]:
        """Any featurizer whose sentence features are sparse."""
        return [Featurizer]

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """`cost` is the SVM's C. The thresholds were set on sentences kept apart (docs/evaluation.md)."""
        return {"cost": 0.5, "sure": 0.5, "likely": 0.15}

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
                 model: LinearModel | None = None) -> None:
        self._config = config
        self._model_storage, self._resource = model_storage, resource
        self._model = model

    @classmethod
    def create(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
               execution_context: ExecutionContext) -> "SubjectClassifier":
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn every example that has features."""
        examples = [m for m in training_data.intent_examples if row_of(m) is not None]
        labels = [m.get(INTENT_RESPONSE_KEY) or m.get(INTENT) for m in examples]
        self._model = LinearModel.learn(rows_of(examples), labels, self._config["cost"], outward)
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource,
             execution_context: ExecutionContext, **kwargs: Any) -> "SubjectClassifier":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, LinearModel.load(folder))

    def process(self, messages: List[Message]) -> List[Message]:
        """Set the intent, its ranking, the entities `fiche`, `sujet` or `urgence`, and `understood` (see `_understood`)."""
        for message in messages:
            row = row_of(message)
            if message.get(TEXT) is not None:
                self._decide(message, dict(zip(self._model.labels, self._model.probabilities(row)))
                             if self._model is not None and row is not None and row.nnz else {})
        return messages

    def _decide(self, message: Message, probabilities: Dict[str, float]) -> None:
        groups: Dict[str, float] = {}
        for label, probability in probabilities.items():
            groups[outward(label)] = groups.get(outward(label), 0.0) + float(probability)
        ranking = sorted(groups.items(), key=lambda item: -item[1])
        top, confidence = ranking[0] if ranking else (OUT_OF_SCOPE, 0.0)
        best = max((label for label in probabilities if outward(label) == top), key=lambda label: probabilities[label],
                   default=OUT_OF_SCOPE)
        decision = self._decision(family(best), confidence)
        understood = {
            "intent": family(best), "fiche": member(best) if family(best) == FICHE else None, "rubrique": None,
            "confidence": confidence, "decision": decision, "ranking": [list(item) for item in ranking[:_SHOWN]],
            "urgence": member(best) if family(best) == DISTRESS and decision == ANSWER else None,
        }
        intent = {ANSWER: family(best), SUGGEST: SUGGESTION, UNSURE: NOT_UNDERSTOOD}[decision]
        if family(best) == OUT_OF_SCOPE:
            intent = OUT_OF_SCOPE
        message.set("understood", understood, add_to_output=True)
        message.set(INTENT, {"name": intent, "confidence": confidence}, add_to_output=True)
        message.set("intent_ranking", [{"name": name, "confidence": p} for name, p in ranking[:_SHOWN]], add_to_output=True)
        self._name_member(message, best)

    def _decision(self, top: str, confidence: float) -> str:
        if top == OUT_OF_SCOPE:
            return UNSURE
        if confidence >= self._config["sure"]:
            return ANSWER
        return SUGGEST if confidence >= self._config["likely"] else UNSURE

    def _name_member(self, message: Message, label: str) -> None:
        """« fiche/rsa » → the entity fiche = rsa; an unanswered subject → sujet; a kind of distress → urgence."""
        name = {FICHE: FICHE, OUT_OF_SCOPE: "sujet", DISTRESS: "urgence", SUITE: "rubrique"}.get(family(label))
        if name and member(label):
            entity = {"entity": name, "value": member(label), "start": 0, "end": len(message.get(TEXT)),
                      "extractor": type(self).__name__}
            message.set(ENTITIES, [*(message.get(ENTITIES) or []), entity], add_to_output=True)
