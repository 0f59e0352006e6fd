"""Say plainly what is known of a place, what is not, and since when."""
from datetime import date

import pytest

from bot.services.place_card import PlaceCards
from tests.builders import paris
from tests.directories import CLERMONT, LODEVE, MILLAU, TOWNS, structure


class Hours:
    """Open in the morning, whatever the hours."""

    def is_open(self, hours, at, closures=()) -> bool:
        return at.hour < 12

    def said(self, hours, at, closures=()) -> str:
        return "ouvert jusqu'à 12 h" if self.is_open(hours, at) else "fermé, ouvre demain à 9 h"


CARDS = PlaceCards(TOWNS, Hours())
NOW = paris("2026-11-23 10:00")


def card(**changes) -> list[str]:
    shape = {"adresse": "1 place Neuve", "code_postal": "34800", "telephone": "04 67 88 87 00",
             "horaires_accueil": "Mo-Fr 09:00-12:00"}
    place = structure("mairie", "Mairie", CLERMONT, **{**shape, **changes})
    return CARDS.card(place, NOW).split("\n")


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
    impots = structure("impots", "Service des impôts de Lodève", LODEVE)
    assert "C'est à 15 km environ." in CARDS.card(impots, NOW)
    assert "km" not in CARDS.card(impots, NOW, LODEVE)


def test_a_place_of_another_town_says_whose_it_is():
    place = structure("lis", "LIS", MILLAU, "information seniors", zone_eligibilite=("millau",))

    assert not CARDS.is_ours(place)
    assert "Ce lieu est pour les habitants de Millau." in CARDS.card(place, NOW)


def test_the_address_of_a_shelter_is_never_given():
    shelter = structure("foyer", "Foyer", LODEVE, reseaux_porteurs=("chrs",), telephone="04 67 00 00 00")

    said = CARDS.card(shelter, NOW)

    assert "Son adresse ne se donne pas" in said
    assert "04 67" not in said
