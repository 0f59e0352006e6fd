"""Conversations about places, over the town's real directory: pages, one place, its hours, what is wrong with it."""
import pytest

from bot.domain.answer import payload
from bot.domain.criteria import Criteria
from bot.domain.place_error import PlaceError
from bot.domain.wish import Wish
from bot.services.directory import Query
from tests.builders import paris

pytestmark = pytest.mark.usefixtures("town_directory")


def labels(answer) -> list[str]:
    return [choice.label for choice in answer.choices]


def test_a_page_shows_three_places_that_can_be_opened_and_the_next(services):
    answer = services.places.find(Query("France services"))

    assert answer.text.startswith("France services")
    assert len(answer.text.split("\n\n")) == 3
    assert len(labels(answer)) == 5
    assert labels(answer)[3:] == ["D'autres lieux", "Près de moi"]
    assert services.places.find(Query("France services"), skipped=3).text != answer.text


def test_a_place_in_detail_says_what_it_is_for_and_leads_there(services):
    answer = services.places.show("impots-lodeve", None)

    name = services.knowledge.structures["impots-lodeve"].nom
    assert "impôts" in answer.text
    assert [link.label for link in answer.links] == [f"{what} {name}" for what in ("Itinéraire vers", "Fiche de contact :")]
    assert answer.links[0].url.startswith("https://www.openstreetmap.org/directions?to=43.")
    assert labels(answer) == ["Signaler une erreur"]


def test_nothing_leads_to_a_shelter(services):
    shelters = [place for place in services.knowledge.structures.values() if place.is_shelter]

    assert shelters
    assert all(services.places.show(shelter.id, None).links == () for shelter in shelters)


def test_a_place_that_is_no_longer_there_is_said_to_be_gone(services):
    assert services.places.show("'; DROP TABLE structures; --", None).text == services.answers.say("annuaire_fin").text


def test_a_postcode_of_several_towns_is_asked_about(services):
    answer = services.places.find(Query("une assistante sociale, j'habite au 34800"))

    assert "Laquelle est la vôtre" in answer.text
    assert answer.choices[0].sends == payload("trouver_structure", commune="clermont-l-herault")


@pytest.mark.parametrize(("text", "wish", "criteria"), [
    ("ouvert maintenant", None, Criteria(open_at=paris("2026-11-21 10:00"))),
    ("c'est ouvert mardi ?", Wish(weekdays=frozenset({1})), Criteria(open_on=paris("2026-11-24 00:00").date())),
    ("ouvert mardi à 9h", Wish(weekdays=frozenset({1}), around=paris("2026-11-24 09:00").time()),
     Criteria(open_at=paris("2026-11-24 09:00"))),
    ("un psy pour demain", Wish(from_date=paris("2026-11-22 00:00").date()), Criteria()),
    ("un psy gratuit", None, Criteria(is_free=True)),
])
def test_when_somebody_wants_to_go_counts_if_opening_is_spoken_of(services, text, wish, criteria):
    assert services.places.criteria(text, wish) == criteria


def test_only_places_open_on_the_day_are_shown(services):
    tuesday = Criteria(open_on=paris("2026-11-24 00:00").date())
    sunday = Criteria(open_on=paris("2026-11-22 00:00").date())

    assert "ouvert mardi de" in services.places.find(Query("mairie", criteria=tuesday)).text
    assert "Mairie" not in services.places.find(Query("mairie", criteria=sunday)).text


def test_the_hours_of_the_place_just_shown(services):
    said = services.places.when(["impots-lodeve"], Criteria(open_on=paris("2026-11-24 00:00").date())).text

    assert said.startswith("Service des impôts")
    assert "mardi" in said
    assert "Téléphone :" in said


def test_which_of_several_places_is_wrong_is_asked_first(services):
    answer = services.places.report(["impots-lodeve", "caf-lodeve"], None)

    assert [choice.sends for choice in answer.choices] == [
        payload("signaler_erreur", structure=place) for place in ("impots-lodeve", "caf-lodeve")]


def test_what_is_wrong_is_asked_then_written_down_for_the_desk(services):
    asked = services.places.report(["impots-lodeve"], None)
    thanks = services.places.report(["impots-lodeve"], PlaceError.TELEPHONE)

    assert labels(asked) == [error.label for error in PlaceError]
    assert "vérifier" in thanks.text
    with services.new_uow() as uow:
        assert [(place, error) for place, error, _ in uow.place_errors.open()] == [("impots-lodeve", PlaceError.TELEPHONE)]
