"""Who asks for a place in a group session."""
import pytest

from bot.domain.seat import asks_for_a_seat


@pytest.mark.parametrize("message", [
    "je voudrais une place à l'atelier numérique", "m'inscrire à la sortie de la semaine bleue",
    "je veux m inscrire à l'atelier numérique", "inscrivez-moi à l'atelier informatique svp",
    "reste-t-il des places pour l'atelier numérique ?", "Je souhaite participer à l'atelier numérique de jeudi",
    "inscription atelier numérique svp", "peut-on inscrire ma mère aux cours d'informatique", "2 places atelier numérique",
    "je veux venir à l'atelier numérique", "réserver l'initiation à l'ordinateur",
    "je sais pas comment ça marche mais je veux une place", "je veux pas rater l'atelier, inscrivez-moi",
])
def test_a_place_is_asked_for(message):
    assert asks_for_a_seat(message)


@pytest.mark.parametrize("message", [
    "c'est quoi l'atelier numérique", "comment s'inscrire à l'atelier numérique ?", "faut-il s'inscrire à l'atelier ?",
    "où s'inscrire à l'atelier numérique", "comment avoir une place à l'atelier",
    "comment je fais pour m'inscrire à l'atelier", "annulez ma place à l'atelier numérique", "l'atelier est sur place ?",
    "je suis inscrite à l'atelier numérique, il est où", "je ne veux plus de place à l'atelier numérique",
    "je ne peux pas venir à l'atelier numérique", "l'atelier numérique c'est gratuit ?", "semaine bleue", "",
])
def test_no_place_is_asked_for(message):
    assert not asks_for_a_seat(message)
