"""Towns: what covers them, how people write them, what must never be taken for one."""
from dataclasses import replace

import pytest

from bot.domain.territory import Commune, Territoires, distance_km


def commune(slug: str, nom: str, code_postal: str, *autres_noms: str, **changes) -> Commune:
    shape = {"insee": f"34{len(nom):03}", "departement": "herault", "region": "occitanie",
             "latitude": 43.6, "longitude": 3.4}
    return Commune(slug=slug, nom=nom, code_postal=code_postal, autres_noms=autres_noms, **{**shape, **changes})


COMMUNES = (
    commune("clermont-l-herault", "Clermont-l'Hérault", "34800", "Clermont", "Clt l'Hérault", epci="clermontais"),
    commune("paulhan", "Paulhan", "34230"),
    commune("canet", "Canet", "34800"),
    commune("lodeve", "Lodève", "34700", epci="lodevois-et-larzac", latitude=43.7322, longitude=3.3176),
    commune("gignac", "Gignac", "34150"),
    commune("saint-andre-de-sangonis", "Saint-André-de-Sangonis", "34725", "Saint-André"),
    commune("aspiran", "Aspiran", "34800"),
    commune("sete", "Sète", "34200"),
    commune("le-pouget", "Le Pouget", "34230"),
    commune("les-rives", "Les Rives", "34520", mot_courant=True),
    commune("celles", "Celles", "34700", mot_courant=True),
    commune("lattes", "Lattes", "34970", mot_courant=True),
    commune("montpellier", "Montpellier", "34000", autres_codes_postaux=("34070",)),
    commune("clermont-ferrand", "Clermont-Ferrand", "63000", "Clermont-Fd", "Ferrand", "Clermont 63",
            departement="puy-de-dome", region="auvergne-rhone-alpes", latitude=45.7772, longitude=3.0870),
    commune("pamiers", "Pamiers", "09100", departement="ariege"),
)
TOWNS = Territoires(COMMUNES[0], {c.slug: c for c in COMMUNES})


def named(text: str) -> str | None:
    found = TOWNS.named_in(text)
    return found.slug if found else None


@pytest.mark.parametrize(("slug", "territories"), [
    ("clermont-l-herault", ("clermont-l-herault", "clermontais", "herault", "occitanie", "france")),
    ("paulhan", ("paulhan", "herault", "occitanie", "france")),
    ("clermont-ferrand", ("clermont-ferrand", "puy-de-dome", "auvergne-rhone-alpes", "france")),
    ("atlantide", ("france",)),
])
def test_a_town_is_covered_by_ever_wider_territories(slug, territories):
    assert TOWNS.covering(slug) == territories


@pytest.mark.parametrize("text", [
    "Clermont", "CLERMONT L'HERAULT", "clermont l hérault", "clermont-lherault", "clermontlhérault", "clt l'hérault",
    "j'habite à clermont", "Clermont-l’Hérault", "clermon l'hérault", "clermont l'erault",
])
def test_clermont_is_the_one_in_herault(text):
    assert named(text) == "clermont-l-herault"


def test_a_postcode_of_several_towns_names_none_of_them():
    assert TOWNS.named_in("j'habite au 34800") is None
    assert {town.slug for town in TOWNS.sharing_postcode("j'habite au 34800")} == {"clermont-l-herault", "canet", "aspiran"}
    assert named("34150") == "gignac"
    assert TOWNS.sharing_postcode("34800 Canet") == TOWNS.sharing_postcode("34150") == ()


def test_a_territory_may_be_given_by_its_code():
    insee = TOWNS.home.insee
    assert TOWNS.serves([insee], "clermont-l-herault")
    assert TOWNS.serves([insee[:2]], "clermont-l-herault")
    assert not TOWNS.serves(["75"], "clermont-l-herault")


@pytest.mark.parametrize("text", [
    "clermont-ferrand", "Clermont Ferrand", "CLERMONT-FD", "clermont 63", "à ferrand", "63000",
    "je ne suis pas à Clermont-l'Hérault mais à Clermont-Ferrand",
])
def test_clermont_ferrand_has_to_be_named(text):
    assert named(text) == "clermont-ferrand"


@pytest.mark.parametrize(("text", "slug"), [
    ("je suis de st andré", "saint-andre-de-sangonis"),
    ("la mairie de Saint André de Sangonis", "saint-andre-de-sangonis"),
    ("chercher du travail à Lodève", "lodeve"),
    ("sete", "sete"),
    ("je vis au Pouget", "le-pouget"),
    ("la mairie du pouget", "le-pouget"),
    ("j'habite aux Rives", "les-rives"),
    ("un médecin à Lattes", "lattes"),
    ("la mairie de Celles", "celles"),
    ("le 34070", "montpellier"),
    ("je quitte Montpellier pour vivre à Paulhan", "paulhan"),
    ("ce n'est pas à Canet, c'est Paulhan", "paulhan"),
    ("pas loin de Canet", "canet"),
])
def test_a_town_is_read_however_it_is_written(text, slug):
    assert named(text) == slug


@pytest.mark.parametrize(("text", "slug"), [
    ("paulan", "paulhan"), ("j'habite a paulham", "paulhan"), ("montpelier", "montpellier"),
    ("la mairie de gignca", "gignac"),
    ("saint andre de sangoni", "saint-andre-de-sangonis"),
])
def test_one_typo_is_forgiven(text, slug):
    assert named(text) == slug


@pytest.mark.parametrize("text", [
    "celles qui cherchent du travail", "grâce à celles et ceux", "les rives du lac", "les lattes du lit",
    "aspirant policier", "46 avenue de Lodève", "rue de Montpellier", "il me faut 34000 euros", "mes papiers",
    "sans papiers", "papiers", "cette allocation", "c'est quoi la CAF", "un canapé", "je suis gonflé", "",
])
def test_everyday_words_are_not_towns(text):
    assert named(text) is None


def test_the_names_of_towns_can_be_taken_out_of_a_need():
    assert TOWNS.without_names("Chercher du travail à Lodève") == "chercher du travail a"


@pytest.mark.parametrize(("text", "home"), [
    ("c'est ouvert ici ?", True), ("chez nous", True), ("dans ma commune", True), ("je suis clermontaise", True),
    ("d'ici lundi", False), ("jusqu'ici tout va bien", False), ("à Paulhan", False),
])
def test_here_means_home(text, home):
    assert replace(TOWNS, habitants=frozenset({"clermontaise"})).means_home(text) is home


def test_distances_are_in_kilometres():
    assert distance_km(TOWNS.home, TOWNS.home) == 0
    assert distance_km(TOWNS.communes["lodeve"], TOWNS.communes["clermont-ferrand"]) == pytest.approx(228, abs=2)
