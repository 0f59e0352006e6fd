"""What the pipeline makes of a question about a word."""
from __future__ import annotations

import pytest
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.glossary import GlossaryReader
from bot.nlu.tokenizer import FrenchTokenizer
from bot.settings import ROOT


@pytest.fixture(scope="module")
def reader() -> GlossaryReader:
    return GlossaryReader({"glossaire": str(ROOT / "knowledge/glossaire.yml")})


def read(reader: GlossaryReader, text: str) -> Message:
    message = Message({"text": text, "understood": {"intent": "hors_sujet", "fiche": None, "decision": "unsure"}})
    tokenizer = FrenchTokenizer(FrenchTokenizer.get_default_config())
    return reader.process(tokenizer.process([message]))[0]


@pytest.mark.parametrize(("text", "word"), [
    ("c koi un qpv", "qpv"), ("ça veut dire quoi quotient familial", "quotient familial"), ("CEJ ?", "cej"),
])
def test_a_word_of_the_glossary_is_heard(reader: GlossaryReader, text: str, word: str) -> None:
    message = read(reader, text)

    assert message.get("intent")["name"] == "definir_mot"
    assert message.get("entities")[0]["value"] == word


def test_a_word_of_one_fiche_counts_as_a_question_on_it(reader: GlossaryReader) -> None:
    understood = read(reader, "c'est quoi le GIR").get("understood")

    assert (understood["intent"], understood["fiche"], understood["decision"]) == ("fiche", "apa", "answer")


@pytest.mark.parametrize("text", ["c'est quoi les papiers pour le RSA", "bonjour", '/ouvrir_fiche{"fiche": "rsa"}'])
def test_anything_else_is_left_alone(reader: GlossaryReader, text: str) -> None:
    assert read(reader, text).get("intent") is None
