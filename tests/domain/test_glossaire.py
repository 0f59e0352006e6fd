"""Which word a message asks the meaning of, if it does."""
import pytest

from bot.domain.glossaire import Entree, Glossaire

GLOSSAIRE = Glossaire([
    Entree("qpv", "QPV (quartier prioritaire)", "Un quartier aidé par l'État.", ("QPV", "quartier prioritaire")),
    Entree("aah", "AAH (allocation aux adultes handicapés)", "Une aide.", ("AAH",), ("handicap",)),
    Entree("cej", "CEJ (contrat d'engagement jeune)", "Un accompagnement.", ("CEJ",), ("contrat-engagement-jeune",)),
    Entree("cej-enfance", "CEJ (contrat enfance jeunesse)", "Un ancien contrat.", ("CEJ",)),
    Entree("reste", "Reste à charge", "Ce que vous payez.", ("reste à charge",)),
])


@pytest.mark.parametrize(("text", "word"), [
    ("C'est quoi un QPV ?", "qpv"),
    ("qpv", "qpv"),
    ("QPV ça veut dire quoi svp", "qpv"),
    ("bonjour, je ne comprends pas ce que c'est « quartier prioritaire »", "quartier prioritaire"),
    ("que signifie reste à charge", "reste a charge"),
    ("sur la lettre de la mutuelle il y a le mot reste à charge", "reste a charge"),
    ("c'est quoi l'AAH", "aah"),
    ("cej", "cej"),
    ("kesako le cej", "cej"),
    ("sa veu dir koi reste a charge", "reste a charge"),
    ("le QPV 4 ?", "qpv"),
    ("aah", None),  # one fiche answers it better
    ("c'est quoi les papiers pour l'AAH", None),
    ("j'habite un quartier prioritaire, quelles aides ?", None),
    ("c'est quoi", None),
    ("", None),
])
def test_a_word_is_explained_when_its_meaning_is_asked(text, word):
    assert GLOSSAIRE.asked_in(text) == word


def test_a_word_alone_with_a_question_mark_is_explained():
    assert GLOSSAIRE.asked_in("aah", is_question=True) == "aah"


def test_a_word_with_two_meanings_has_both():
    assert [meaning.slug for meaning in GLOSSAIRE.meanings("CEJ")] == ["cej", "cej-enfance"]


def test_an_unknown_word_has_no_meaning():
    assert GLOSSAIRE.meanings("ZRR") == ()
