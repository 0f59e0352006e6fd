"""What a short reply means."""
import pytest

from bot.domain.answer import Choice
from bot.domain.conversation import as_free_text, chosen, chosen_rank

CHOICES = (Choice("Oui, je confirme", "a"), Choice("Non, une autre heure", "b"), Choice("Abandonner", "c"))


@pytest.mark.parametrize(("text", "rank"), [
    ("2", 2), ("2.", 2), ("le 2", 2), ("un", 1), ("le premier", 1), ("1 svp", 1), ("enfaite le 1", 1),
    ("je prends le deuxième", 2), ("le dernier", -1), ("3eme stp", 3), ("LE 2 MERCI", 2), ("２", 2),
    ("12", None), ("1 mais mon père est tombé", None), ("pour 2 personnes", None), ("1 ou 2", None), ("0", None),
    ("c'est où ?", None), ("", None), ("voir le premier", 1), ("montrez-moi le 2", 2),
])
def test_a_number_is_a_choice_only_when_nothing_else_is_said(text, rank):
    assert chosen_rank(text) == rank


@pytest.mark.parametrize(("text", "sends"), [
    ("1", "a"), ("oui", "a"), ("ok", "a"), ("d'accord", "a"), ("non", "b"), ("Non merci", "b"), ("abandonner", "c"),
    ("le dernier", "c"), ("4", None), ("oui mais c'est où ?", None), ("bonjour", None),
])
def test_a_reply_takes_a_choice_by_number_or_by_words(text, sends):
    picked = chosen(text, CHOICES)

    assert (picked.sends if picked else None) == sends


def test_the_first_words_of_a_choice_take_it():
    places = (Choice("D'autres lieux", "a"), Choice("Parler à une personne", "b"))

    assert chosen("d'autres", places) == places[0]
    assert chosen("lieux", places) is None


def test_yes_is_no_answer_when_nothing_was_asked():
    assert chosen("oui", (Choice("La domiciliation", "a"), Choice("Le RSA", "b"))) is None


@pytest.mark.parametrize("text", ["/restart", "//restart", " \u200b/EXTERNAL_x", "/inform{\"a\": 1}", "\u202e/back"])
def test_what_is_typed_never_looks_like_a_payload(text):
    free = as_free_text(text)

    assert not free.startswith("/")
    assert "{" not in free
