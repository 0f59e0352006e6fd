"""Find the right place, near the right town; say plainly what is known, what is not, and since when."""
from datetime import date, datetime

import pytest

from bot.domain.structure import Structure
from bot.domain.territory import Commune, Territoires
from bot.services.directory import Directory
from tests.builders import SOURCE, paris


def commune(slug: str, nom: str, insee: str, latitude: float, longitude: float, departement="herault") -> Commune:
    return Commune(slug, nom, insee, insee, departement, "occitanie", latitude, longitude)


CLERMONT = commune("clermont-l-herault", "Clermont-l'Hérault", "34079", 43.6275, 3.4291)
LODEVE = commune("lodeve", "Lodève", "34142", 43.7322, 3.3176)
MILLAU = commune("millau", "Millau", "12145", 44.0978, 3.0778, "aveyron")
TOWNS = Territoires(CLERMONT, {c.slug: c for c in (CLERMONT, LODEVE, MILLAU)})


class Hours:
    """Open in the morning, whatever the hours."""

    def is_open(self, hours: str, at: datetime) -> bool:
        return at.hour < 12

    def said(self, hours: str, at: datetime) -> str:
        return "ouvert jusqu'à 12 h" if self.is_open(hours, at) else "fermé, ouvre demain à 9 h"


def structure(identifier: str, nom: str, town: Commune, *besoins: str, **changes) -> Structure:
    return Structure(identifier, nom, town.nom, **{
        "date_maj": date(2026, 1, 15), "source": SOURCE, "code_insee": town.insee, "besoins": besoins, **changes})


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
DIRECTORY = Directory({s.id: s for s in ALL}, TOWNS, Hours())
NOW = paris("2026-11-23 10:00")


def ids(*args, **kwargs) -> list[str]:
    return [found.structure.id for found in DIRECTORY.search(*args, **kwargs)]


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


def test_hours_are_said_when_a_time_is_given():
    assert [f.hours_text for f in DIRECTORY.search("impôts", open_at=NOW)] == ["ouvert jusqu'à 12 h"] * 2
    assert [f.hours_text for f in DIRECTORY.search("impôts")] == ["", ""]


def test_results_come_page_by_page():
    assert ids("impôts", limit=1) == ["impots"]
    assert ids("impôts", limit=1, offset=1) == ["france-services"]


def test_distance_is_counted_from_the_named_town():
    far, near = DIRECTORY.search("impôts")[0].km, DIRECTORY.search("impôts à Lodève")[0].km
    assert round(far) == 15
    assert near == 0


def card(**changes) -> list[str]:
    shape = {"adresse": "1 place Neuve", "code_postal": "34800", "telephone": "04 67 88 87 00",
             "horaires_accueil": "Mo-Fr 09:00-12:00"}
    place = structure("mairie", "Mairie", CLERMONT, **{**shape, **changes})
    return DIRECTORY.card(place, NOW).split("\n")


def test_a_card_says_one_fact_a_line():
    assert card() == [
        "Mairie", "Adresse : 1 place Neuve, 34800 Clermont-l'Hérault.", "Téléphone : 04 67 88 87 00.",
        "Ouvert jusqu'à 12 h.", "Source : Service-public.fr, F1.",
    ]


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"adresse": None}, "Adresse : je ne l'ai pas encore. Demandez-la à la mairie de Clermont-l'Hérault."),
    ({"telephone": None}, "Téléphone : je ne l'ai pas encore. Demandez-le à la mairie de Clermont-l'Hérault."),
    ({"adresse": None, "telephone": None},
     "Je n'ai pas encore son adresse ni son téléphone. Demandez-les à la mairie de Clermont-l'Hérault."),
    ({"horaires_accueil": None}, "Je n'ai pas encore ses horaires."),
    ({"note": "Sur rendez-vous."}, "Sur rendez-vous."),
    ({"date_maj": date(2022, 3, 1)}, "Informations de mars 2022 : appelez avant de venir."),
    ({"date_maj": date(2022, 8, 1)}, "Informations d'août 2022 : appelez avant de venir."),
    ({"date_maj": date(2022, 3, 1), "telephone": None}, "Informations de mars 2022 : à vérifier avant de venir."),
    ({"date_maj": date(2021, 1, 1)}, "Informations de 2021 : appelez avant de venir."),
    ({"date_maj": date(2022, 3, 1)}, "En principe : ouvert jusqu'à 12 h."),
])
def test_a_card_says_what_it_does_not_know_and_how_old_it_is(changes, sentence):
    assert sentence in card(**changes)


def test_a_card_says_how_far_another_town_is():
    impots = next(s for s in ALL if s.id == "impots")
    assert "C'est à 15 km environ." in DIRECTORY.card(impots, NOW)
    assert "km" not in DIRECTORY.card(impots, NOW, from_commune="lodeve")


def test_a_place_of_another_town_says_whose_it_is():
    place = structure("lis", "LIS", MILLAU, "information seniors", zone_eligibilite=("millau",))
    directory = Directory({"lis": place}, TOWNS, Hours())

    assert directory.elsewhere("lis") == place
    assert "Ce lieu est pour les habitants de Millau." in directory.card(place, NOW)
    assert DIRECTORY.elsewhere("ccas") is None


def test_the_address_of_a_shelter_is_never_given():
    shelter = structure("foyer", "Foyer", LODEVE, typologie="chrs", telephone="04 67 00 00 00")

    said = DIRECTORY.card(shelter, NOW)

    assert "Son adresse ne se donne pas" in said
    assert "04 67" not in said
