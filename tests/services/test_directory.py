"""Find the right place, near the right town."""
from random import Random

import pytest

from bot.domain.criteria import Criteria
from bot.domain.structure import Closure
from bot.services.directory import Query
from tests.builders import paris
from tests.directories import CLERMONT, LODEVE, MILLAU, TOWNS, directory_of, structure

ALL = (
    structure("ccas", "CCAS (centre communal d'action sociale) de Clermont-l'Hérault", CLERMONT,
              "une adresse pour recevoir son courrier", zone_eligibilite=("clermont-l-herault",)),
    structure("ccas-lodeve", "CCAS (centre communal d'action sociale) de Lodève", LODEVE,
              "une adresse pour recevoir son courrier", zone_eligibilite=("lodeve",)),
    structure("france-services", "France services", CLERMONT, "remplir des papiers sur internet",
              "déclaration d'impôts sur internet", horaires_accueil="Mo-Fr 09:00-12:00"),
    structure("impots", "Service des impôts de Lodève", LODEVE, "impôts", horaires_accueil="Mo-Fr 09:00-12:00"),
    structure("emploi", "France Travail", CLERMONT, "chercher du travail"),
    structure("mission-locale", "Mission locale", LODEVE, "jeune qui cherche du travail"),
    structure("emploi-millau", "France Travail de Millau", MILLAU, "chercher du travail"),
)
DIRECTORY = directory_of(ALL, TOWNS)
NOW = paris("2026-11-23 10:00")


def ids(need: str, limit=3, offset=0, open_at=None, **query) -> list[str]:
    asked = Query(need, criteria=Criteria(open_at=open_at), **query)
    return [found.structure.id for found in DIRECTORY.search(asked, limit, offset)]


def test_a_need_in_everyday_words_finds_its_place():
    assert ids("un endroit où on m'aide à remplir ma déclaration sur internet") == ["france-services"]


def test_a_place_known_for_just_this_comes_before_a_nearer_one():
    assert ids("impôts") == ["impots", "france-services"]


def test_a_place_is_found_by_its_name():
    assert ids("c'est où le CCAS") == ["ccas"]


def test_a_typo_is_forgiven():
    assert ids("courier") == ["ccas"]


def test_what_is_near_the_named_town_comes_first():
    assert ids("chercher du travail à Lodève") == ["mission-locale", "emploi"]
    assert ids("chercher du travail", commune="lodeve") == ["mission-locale", "emploi"]


def test_a_place_that_serves_one_town_is_only_shown_to_its_people():
    assert ids("le CCAS de Lodève") == ["ccas-lodeve"]


def test_another_departement_is_only_shown_to_those_who_name_its_town():
    assert "emploi-millau" not in ids("chercher du travail", limit=10)
    assert ids("chercher du travail à Millau")[0] == "emploi-millau"


@pytest.mark.parametrize("need", ["piscine", "réparer mon vélo", "dentiste"])
def test_nothing_is_better_than_anything(need):
    assert ids(need) == []


def test_a_need_without_meaning_finds_what_is_near_and_open():
    assert ids("ouvert maintenant", open_at=NOW) == ["france-services", "impots"]
    assert ids("ouvert maintenant", open_at=paris("2026-11-23 15:00")) == []


def test_a_place_closed_for_now_is_not_said_to_be_open():
    closed = structure("mairie", "Mairie", CLERMONT, "état civil", horaires_accueil="Mo-Fr 09:00-12:00",
                       fermetures=(Closure(NOW.date(), NOW.date(), "travaux"),))
    directory = directory_of([closed], TOWNS)

    assert directory.search(Query("mairie", criteria=Criteria(open_at=NOW))) == []
    assert directory.search(Query("mairie", criteria=Criteria(open_on=NOW.date()))) == []
    assert [one.place for one in directory.search(Query("mairie"))] == ["mairie"]


def test_results_come_page_by_page():
    assert ids("impôts", limit=1) == ["impots"]
    assert ids("impôts", limit=1, offset=1) == ["france-services"]


def test_distance_is_counted_from_the_named_town():
    far, near = DIRECTORY.search(Query("impôts"))[0].km, DIRECTORY.search(Query("impôts à Lodève"))[0].km
    assert round(far) == 15
    assert near == 0


def test_reading_the_most_promising_finds_what_reading_everything_finds(monkeypatch):
    chance, words = Random(1), "colis alimentaire cours permis garde velo courrier impots".split()
    crowd = [structure(f"{n}", " ".join(chance.sample(words, chance.randint(1, 4))), CLERMONT,
                       " ".join(chance.sample(words, 2)), description=" ".join(chance.sample(words, 3)),
                       latitude=chance.gauss(43.63, 0.1), longitude=chance.gauss(3.43, 0.1), is_free=chance.random() < 0.5)
             for n in range(300)]
    directory = directory_of(crowd, TOWNS)
    asked = [Query(" ".join(chance.sample(words, chance.randint(1, 3))), criteria=Criteria(is_free=chance.random() < 0.5))
             for _ in range(60)]
    few = [directory.search(one, limit=10) for one in asked]

    monkeypatch.setattr("bot.services.directory._Ranking.may_change_with", lambda self, one: True)

    assert [directory.search(one, limit=10) for one in asked] == few
