"""Words as people type them."""
import pytest

from bot.nlu.concepts import concepts
from bot.nlu.french import abbreviations, substance, words
from bot.nlu.ngrams import VIEWS, across_words, inside_words, word_pairs
from bot.nlu.phonemes import phonemes
from bot.nlu.stems import stem


@pytest.mark.parametrize(("typed", "read"), [
    ("Je voudrais un rendez-vous.", "je voudrais un rendez vous"),
    ("jveu un rdv svp", "je veux un rendez vous s il vous plaît"),
    ("jai pas d'adresse", "j ai pas d adresse"),
    ("j’ai pas d’adresse", "j ai pas d adresse"),
    ("g pu rien", "j ai pu rien"),
    ("c koi le RSA", "c est quoi le rsa"),
    ("c'est où ?", "c est où"),
    ("cest ou", "c est ou"),
    ("ya kelkun", "il y a quelqu un"),
    ("jsuis a la rue", "je suis a la rue"),
    ("kel papié pr la cantine", "quel papié pour la cantine"),
    ("slttt", "salut"),
    ("jmappelle", "je mappelle"),
    ("jeudi", "jeudi"),
    ("mardi aprem", "mardi après midi"),
    ("Part'âges connect", "part âges connect"),
    ("Ma sœur", "ma soeur"),
    ("04.67.88.00.00", "04 67 88 00 00"),
    ("do\u200bmiciliation ﬁche", "domiciliation fiche"),
    ("aide 😀 !!!", "aide"),
    ("sa mère", "sa mère"),
    ("", ""),
    ("?!", ""),
])
def test_a_message_is_read_as_words(typed, read):
    assert " ".join(word.text for word in words(typed)) == read


def test_each_word_knows_its_place_in_the_message():
    typed = "Bjr, jsuis à l'hôtel"
    assert [typed[word.start:word.end] for word in words(typed)] == ["Bjr", "jsuis", "jsuis", "à", "l'", "hôtel"]


def test_no_short_form_stands_for_nothing_or_for_itself():
    assert all(standard and list(standard) != [short] for short, standard in abbreviations().items())


@pytest.mark.parametrize(("one", "other"), [
    ("rendez", "rendé"), ("papier", "papié"), ("veux", "veut"), ("allait", "allé"), ("caisse", "kess"), ("quel", "kel"),
    ("phare", "far"), ("beaux", "bo"), ("pain", "pin"), ("chez", "ché"),
])
def test_words_that_sound_alike_have_the_same_phonemes(one, other):
    assert phonemes(one) == phonemes(other)


def test_words_that_sound_different_do_not():
    assert phonemes("toit") != phonemes("tout")


@pytest.mark.parametrize(("one", "other"), [
    ("déclarations", "declaration"), ("demandé", "demande"), ("logements", "logement"), ("âgée", "agees"),
])
def test_accents_and_endings_do_not_change_a_stem(one, other):
    assert stem(one) == stem(other)


@pytest.mark.parametrize(("text", "idea"), [
    ("l'embrayage de ma kangoo", "voiture"), ("Je dors sur un banc", "rue"), ("des moisissures au plafond", "insalubre"),
    ("carte grise", "voiture"), ("la banque de france", "dette"),
])
def test_a_word_brings_the_idea_it_stands_for(text, idea):
    assert idea in concepts([stem(word.text) for word in words(text)])


def test_a_message_knows_its_ends_and_its_length():
    assert word_pairs(["et", "demain"]) == ["et", "demain", "< et", "et demain", "demain >", "<2"]


def test_letters_are_taken_inside_words_whose_ends_are_marked():
    assert inside_words(["rsa"], 3, 4) == [" rs", "rsa", "sa ", " rsa", "rsa "]
    assert inside_words(["a"], 3, 5) == [" a "]


def test_stretches_ignore_where_words_end():
    assert across_words(["ab", "cd"], 3, 3) == across_words(["abcd"], 3, 3) == ["abc", "bcd"]


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_accepts_an_empty_message(view):
    assert all(isinstance(n_gram, str) for n_gram in VIEWS[view]([], []))


@pytest.mark.parametrize(("text", "left"), [
    ("slt g besoin d1 adresse", "j ai besoin d un adresse"), ("Bonjour Madame, où est le CCAS svp ?", "où est le ccas"),
    ("oui bonjour à tous je voudrais un rdv merci d'avance", "je voudrais un rendez vous"),
    ("bjr mme je cherche un logement merci beaucoup cordialement", "je cherche un logement"),
    ("bonjour", "bonjour"), ("Bonsoir monsieur", "bonsoir monsieur"), ("merci beaucoup", "merci beaucoup"),
    ("ok merci", "ok merci"), ("non merci", "non merci"), ("svp", "s il vous plaît"), ("", ""),
    ("bonjour je vous remercie", "je vous remercie"), ("le bonjour à votre dame", "le bonjour à votre dame"),
])
def test_a_greeting_counts_only_in_a_message_that_is_nothing_else(text, left):
    assert " ".join(word.text for word in substance(words(text))) == left
