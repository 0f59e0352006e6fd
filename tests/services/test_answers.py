"""What is said about a subject, from the town's real fiches."""
import re

import pytest

from bot.adapters.clock import SetClock
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.conversation import Turn
from bot.domain.fiche import Rubrique
from bot.services.answers import Answers
from bot.services.directory import Query
from bot.services.place_card import PlaceCards

ALL_RUBRIQUES = [rubrique.value for rubrique in Rubrique]


def test_a_fiche_says_its_summary_its_source_and_what_else_can_be_asked(services):
    answer = services.answers.fiche("domiciliation")

    assert "adresse" in answer.text
    assert answer.sources[0].lien.startswith("https://")
    assert "Prendre rendez-vous" in [choice.label for choice in answer.choices]


def test_a_new_subject_is_introduced_before_its_papers_are_listed(services):
    introduced = services.answers.fiche("domiciliation", "pieces", is_new=True).text

    assert introduced.startswith("Sans adresse stable")
    assert introduced.endswith(services.answers.fiche("domiciliation", "pieces").text)


def test_an_amount_comes_with_its_date(services):
    texts = " ".join(services.answers.fiche("rsa", rubrique).text for rubrique in ALL_RUBRIQUES).replace("\u00a0", " ")

    assert "651,69 € au 1er avril 2026" in texts


def later(knowledge, day):
    """The same answers on another day."""
    return Answers(knowledge, PlaceCards(knowledge.territoires, OsmOpeningHours()), SetClock(f"{day}T10:00"), new_uow=None)


def test_a_fiche_past_its_review_date_says_so(knowledge):
    assert "devait être relue" not in later(knowledge, "2026-11-21").fiche("fsl").text
    assert "devait être relue le 21 mai 2027" in later(knowledge, "2027-06-01").fiche("fsl").text


@pytest.mark.parametrize("day", ["2026-11-21", "2027-01-01", "2027-04-01", "2030-10-05"])
def test_the_semaine_bleue_announces_no_date_that_nobody_gave(knowledge, day):
    for rubrique in ALL_RUBRIQUES:
        text = later(knowledge, day).fiche("semaine-bleue", rubrique).text
        assert not re.search(r"\d{1,2} octobre 20(26|27|30)", text), rubrique


def test_the_age_of_the_paej_is_the_one_of_the_town_that_was_named(services):
    here = services.answers.fiche("paej", "conditions").text
    there = services.answers.fiche("paej", "conditions", "clermont-ferrand").text

    assert "12 à 25" in here.replace("\u00a0", " ")
    assert "18" not in here
    assert "18 à 25" in there.replace("\u00a0", " ")


def test_a_town_without_anything_of_its_own_is_told_so(services):
    assert "Paulhan" in services.answers.fiche("domiciliation", commune="paulhan").text


def test_an_unknown_contact_is_said_to_be_unknown(services):
    assert "Je n'ai pas encore" in services.answers.fiche("partages-connect", "contact").text


def test_a_word_of_offices_is_explained(services):
    assert "quartier" in services.answers.define("QPV").text


def test_an_ambiguous_word_gets_all_its_meanings(services):
    text = services.answers.define("cej").text

    assert "engagement jeune" in text
    assert "enfance jeunesse" in text


def test_a_shelter_that_is_named_gets_helplines_and_no_address(services):
    text = services.places.find(Query("Bouissonnade c'est où"), named="bouissonnade-montpellier").text

    assert text.index("3919") < text.index("Son adresse ne se donne pas")


def test_a_follow_up_without_a_subject_asks_which_one(services):
    assert "De quel sujet" in services.answers.follow_up(None, "cout").text


def test_a_subject_without_a_fiche_gives_a_door_and_no_invention(services):
    assert "pas encore de fiche" in services.answers.fiche("piscine").text


async def test_keyword_mode_opens_a_fiche_from_its_button(services):
    reply = await services.keywords.ask(Turn(1, "c", "web", '/ouvrir_fiche{"fiche": "rsa", "rubrique": "cout"}', True))

    assert reply.answers[0].sources
