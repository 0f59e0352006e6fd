"""The part that is asked for is heard wherever it stands, and nothing is heard in words never taught."""
import pytest

from bot.nlu.trial import Pipeline, example

PIPELINE = [{"name": "bot.nlu.tokenizer.FrenchTokenizer"}, {"name": "bot.nlu.rubrique.RubriqueExtractor"}]
TAUGHT = {
    "cout": ["c'est combien", "combien ça coûte par mois"],
    "pieces": ["quels papiers il faut", "quels papiers je dois apporter"],
    "contact": ["où dois-je aller", "à qui je demande"],
    "rien": ["je dors dans ma voiture", "mon fils est malade"],
}


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory) -> Pipeline:
    lessons = [example(text, "fiche/rsa", rubrique) for rubrique, texts in TAUGHT.items() for text in texts * 4]
    return Pipeline(PIPELINE, lessons, tmp_path_factory.mktemp("model"))


def rubrique(pipeline: Pipeline, text: str) -> str | None:
    return next((entity["value"] for entity in pipeline.read(text).get("entities") or ()), None)


@pytest.mark.parametrize(("text", "asked"), [
    ("konbien sa kout", "cout"),
    ("ou doi je alé", "contact"),
    ("Ma mère est partie. Quels papiers il faut ?", "pieces"),
    # Spelt by ear, and too far from the end to be taken for the question.
    ("konbien sa kout " + "leur petit chien noir court vite " * 3, "cout"),
])
def test_the_part_asked_for_is_heard(pipeline, text, asked):
    assert rubrique(pipeline, text) == asked


@pytest.mark.parametrize("text", ["zygomatique", "😀", "?!"])
def test_nothing_is_heard_in_words_never_taught(pipeline, text):
    assert rubrique(pipeline, text) is None
