"""The components of config.yml, trained on a handful of sentences."""
import inspect
from pathlib import Path

import pytest
from rasa.shared.exceptions import InvalidConfigException
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.calm import SOUNDS_CALM, CalmHearer
from bot.nlu.classifier import SubjectClassifier
from bot.nlu.features import FrenchFeaturizer
from bot.nlu.rubrique import RubriqueExtractor
from bot.nlu.tokenizer import FrenchTokenizer
from bot.nlu.trial import Pipeline, example, learning_part

PIPELINE = [{"name": f"bot.nlu.{name}"} for name in (
    "tokenizer.FrenchTokenizer", "features.FrenchFeaturizer", "classifier.SubjectClassifier", "rubrique.RubriqueExtractor")]
TAUGHT = {
    ("fiche/domiciliation", "pieces"): ["quels papiers pour une adresse", "papiers à fournir pour recevoir mon courrier"],
    ("fiche/domiciliation", "rien"): ["je dors dans ma voiture", "je n'ai pas d'adresse pour mon courrier"],
    ("fiche/rsa", "cout"): ["le rsa c'est combien", "montant du rsa pour une personne seule"],
    ("fiche/rsa", "pieces"): ["quels papiers pour le rsa", "papiers à fournir rsa"],
    ("suite/cout", "cout"): ["et c'est combien", "ça coûte combien"],
    ("hors_sujet/droit", None): ["mon voisin coupe mes arbres", "héritage de ma tante"],
    ("detresse/suicide", None): ["je veux mourir", "je vais en finir"],
    ("oui", None): ["oui", "d'accord"],
}


@pytest.mark.parametrize(("text", "is_calm"), [
    ("mon mari me frappe devant les enfants", False),
    ("quels papiers pour la cantine de mon fils", True),
])
def test_the_ear_says_what_is_plainly_calm(text, is_calm):
    message = Message({"text": text})

    CalmHearer(CalmHearer.get_default_config()).process([message])

    assert message.get(SOUNDS_CALM)() is is_calm


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory) -> Pipeline:
    lessons = [example(text, label, rubrique) for (label, rubrique), texts in TAUGHT.items() for text in texts * 4]
    return Pipeline(PIPELINE, lessons, tmp_path_factory.mktemp("model"))


def entities(message) -> dict:
    return {entity["entity"]: entity["value"] for entity in message.get("entities") or ()}


def test_a_fiche_gives_an_intent_and_two_entities(pipeline):
    message = pipeline.read("kel papié pr le RSA")
    assert message.get("intent")["name"] == "fiche"
    assert entities(message) == {"fiche": "rsa", "rubrique": "pieces"}


def test_understood_survives_into_the_parse_data(pipeline):
    understood = pipeline.read("je dors dans ma voiture").as_dict(only_output_properties=True)["understood"]
    assert understood.keys() == {"intent", "fiche", "rubrique", "confidence", "decision", "ranking", "urgence"}
    assert (understood["fiche"], understood["decision"], understood["rubrique"]) == ("domiciliation", "answer", None)
    assert understood["ranking"][0][0] == "domiciliation"
    assert 1 <= len(understood["ranking"]) <= 5


def test_distress_names_its_category(pipeline):
    message = pipeline.read("je veux mourir")
    assert message.get("understood")["urgence"] == entities(message)["urgence"] == "suicide"


def test_out_of_scope_names_its_category_and_is_never_an_answer(pipeline):
    message = pipeline.read("mon voisin coupe mes arbres")
    assert (message.get("intent")["name"], message.get("understood")["decision"]) == ("hors_sujet", "unsure")
    assert entities(message)["sujet"] == "droit"


def test_a_follow_up_says_which_rubrique_it_asks_for(pipeline):
    message = pipeline.read("et ça coûte combien")
    assert (message.get("intent")["name"], entities(message)) == ("suite", {"rubrique": "cout"})


@pytest.mark.parametrize("text", ["", "   ", "😀", "?!", "\u200b", "x" * 5000])
def test_nothing_to_read_is_not_understood_and_does_not_fail(pipeline, text):
    understood = pipeline.read(text).get("understood")
    assert understood["decision"] != "answer"


def test_a_payload_is_left_to_rasa(pipeline):
    message = pipeline.read('/ouvrir_fiche{"fiche": "rsa"}')
    assert message.get("understood") is None
    assert message.get("intent") is None


def test_without_taught_rubriques_the_extractor_is_silent(tmp_path):
    lessons = [example(text, label) for (label, _), texts in TAUGHT.items() for text in texts * 4]
    assert "rubrique" not in entities(Pipeline(PIPELINE, lessons, tmp_path).read("quels papiers pour le rsa"))


def test_an_unknown_view_is_refused():
    with pytest.raises(InvalidConfigException, match="smell"):
        FrenchFeaturizer.validate_config({"views": {"smell": 1.0}})


def test_nothing_a_model_keeps_is_pickled(tmp_path):
    lessons = [example(text, label, rubrique) for (label, rubrique), texts in TAUGHT.items() for text in texts * 4]
    Pipeline(PIPELINE, lessons, tmp_path)
    assert {path.suffix for path in Path(tmp_path).rglob("*") if path.is_file()} <= {".json", ".npz"}


def test_only_what_learns_is_measured():
    assert learning_part([*PIPELINE, {"name": "bot.nlu.context.ContextualIntent"}]) == PIPELINE


@pytest.mark.parametrize("component", [FrenchTokenizer, FrenchFeaturizer, SubjectClassifier, RubriqueExtractor])
def test_rasa_finds_a_type_on_every_argument(component):
    for name in ("create", "load", "train", "process", "process_training_data"):
        method = getattr(component, name, None)
        if method is not None and method.__module__.startswith("bot.nlu"):
            signature = inspect.signature(method)
            assert signature.return_annotation is not inspect.Signature.empty
            assert all(parameter.annotation is not inspect.Parameter.empty
                       for parameter in signature.parameters.values() if parameter.name not in ("self", "cls"))
