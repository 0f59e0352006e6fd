"""The question is found among the story."""
import re

import pytest

from bot.domain.normalisation import fold
from bot.nlu.question import question_of


@pytest.mark.parametrize(("text", "question"), [
    ("c'est combien", "c est combien"),
    ("Mon loyer a doublé. Que dois-je apporter ? Merci.", "que dois je apporter"),
    ("J'ai perdu mon travail. On fait comment. Je suis seule.", "on fait comment"),
    ("un point d'écoute pour les jeunes, c'est à partir de quel âge ?", "c est a partir de quel age"),
    ("bonjour, je cherche une place en crèche", "bonjour je cherche une place en creche"),
    ("ma mère, ma tante, mon père", "ma mere ma tante mon pere"),
    (" ".join(["voilà"] * 20 + ["qui peut nous aider"]), " ".join(["voila"] * 8 + ["qui peut nous aider"])),
])
def test_the_question_of_a_message(text, question):
    found = list(re.finditer(r"\w+", text))

    assert " ".join(question_of([fold(m[0]) for m in found], [m.start() for m in found], text)) == question
