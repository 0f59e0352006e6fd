"""The real directory and the real towns, entry by entry. Messages are for the people who edit them."""
import re

import pytest

from bot.adapters.knowledge.annuaire import load_annuaire
from bot.adapters.knowledge.territoires import load_territoires
from bot.adapters.knowledge.thematiques import load_thematiques
from bot.adapters.opening_hours import OsmOpeningHours
from bot.domain.normalisation import fold
from bot.services.directory import Query
from bot.services.place_card import PlaceCards
from bot.settings import ROOT
from tests.builders import paris
from tests.directories import directory_of

STRUCTURES, PROBLEMS = load_annuaire(ROOT / "knowledge" / "annuaire")
TERRITOIRES, TOWN_PROBLEMS = load_territoires(ROOT / "knowledge" / "territoires.yml")
assert TERRITOIRES is not None, "knowledge/territoires.yml ne se lit pas"
THEMATIQUES, THEME_PROBLEMS = load_thematiques(ROOT / "knowledge" / "thematiques.yml")
CARDS = PlaceCards(TERRITOIRES, OsmOpeningHours())
DIRECTORY = directory_of(STRUCTURES.values(), TERRITOIRES, THEMATIQUES)
FIXED_IDS = ("ccas-clermont-l-herault", "centre-social-l-echappee", "partages-connect", "mairie-clermont-l-herault",
             "france-services-clermont-l-herault")
NOW = paris("2026-11-23 10:00")


def test_the_files_have_no_problem():
    found = "\n".join(map(str, [*PROBLEMS, *TOWN_PROBLEMS, *THEME_PROBLEMS]))
    assert not found, f"À corriger dans knowledge/ :\n{found}"


@pytest.mark.parametrize("identifier", FIXED_IDS)
def test_the_places_that_fiches_name_are_there(identifier):
    assert identifier in STRUCTURES, f"« {identifier} » manque dans knowledge/annuaire : des fiches y renvoient"


@pytest.mark.parametrize("identifier", STRUCTURES)
def test_a_place_is_in_a_known_town(identifier):
    place = STRUCTURES[identifier]
    town = TERRITOIRES.by_insee(place.code_insee or "")
    assert town, f"« {identifier} » : le code INSEE {place.code_insee} n'est pas dans territoires.yml"
    assert town.nom == place.commune, f"« {identifier} » : {place.code_insee} est {town.nom}, pas {place.commune}"
    known = {territory for slug in TERRITOIRES.communes for territory in TERRITOIRES.covering(slug)}
    assert set(place.zone_eligibilite) <= known, f"« {identifier} » : zone_eligibilite n'est pas un territoire connu"


@pytest.mark.parametrize("identifier", STRUCTURES)
def test_a_place_says_what_it_is_for(identifier):
    place = STRUCTURES[identifier]
    assert place.description, f"« {identifier} » : écrivez description"
    assert place.besoins, f"« {identifier} » : écrivez besoins"
    for sentence in re.split(r"(?<=[.!?])\s+", f"{place.description} {place.note or ''}"):
        words = len(sentence.split())
        assert words <= 20, f"« {identifier} » : phrase trop longue ({words} mots) : {sentence}"


@pytest.mark.parametrize("identifier", STRUCTURES)
def test_a_card_is_plain_and_shows_only_allowed_numbers(identifier):
    place = STRUCTURES[identifier]
    text = CARDS.card(place, NOW)
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        assert len(sentence.split()) <= 20, f"« {identifier} » : phrase trop longue : {sentence}"
    shown = {re.sub(r"\D", "", number) for number in re.findall(r"\b0(?:[ .]?\d){9}\b", text)}
    assert shown <= place.allowed_numbers, f"« {identifier} » : numéro non vérifié {shown}"
    assert "@" not in text, f"« {identifier} » : pas de courriel dans la fiche"


def test_a_name_belongs_to_one_town():
    owners: dict[str, str] = {}
    for town in TERRITOIRES.communes.values():
        for name in (town.nom, *town.autres_noms):
            owner = owners.setdefault(re.sub(r"\W", "", fold(name)), town.slug)
            assert owner == town.slug, f"territoires.yml : « {name} » désigne à la fois {owner} et {town.slug}"


@pytest.mark.parametrize("slug", TERRITOIRES.communes)
def test_a_town_is_found_by_its_own_name(slug):
    town = TERRITOIRES.communes[slug]
    assert TERRITOIRES.named_in(f"j'habite à {town.nom}") == town, f"« {town.nom} » n'est pas reconnue"
    assert town.departement != "herault" or town.epci, f"« {slug} » : il manque sa communauté de communes (epci)"


@pytest.mark.parametrize(("text", "slug"), [
    ("clermont", "clermont-l-herault"), ("clermont-lherault", "clermont-l-herault"),
    ("clt l'hérault", "clermont-l-herault"), ("à lignan", "lignan-sur-orb"), ("alignan", "alignan-du-vent"),
    ("34800", None), ("34080", "montpellier"), ("clermont ferrand", "clermont-ferrand"), ("clermont-fd", "clermont-ferrand"),
    ("clermont ferand", "clermont-ferrand"), ("à st andré", "saint-andre-de-sangonis"), ("mtp", "montpellier"),
    ("34150", None), ("au caylar", "le-caylar"), ("cap d'agde", "agde"), ("de lourdes charges", None),
    ("celles qui", None), ("papiers", None), ("lutte", None), ("autres", None), ("les plans", None),
])
def test_real_towns_are_read_and_real_words_are_not(text, slug):
    found = TERRITOIRES.named_in(text)
    assert (found.slug if found else None) == slug


@pytest.mark.parametrize(("need", "expected"), [
    ("un endroit où on m'aide à remplir ma déclaration sur internet",
     ["partages-connect", "france-services-clermont-l-herault"]),
    ("chercher du travail à Lodève", ["mission-locale-coeur-d-herault", "france-travail-clermont-l-herault"]),
    ("une assistante sociale à Gignac", ["maison-des-solidarites-clermont-l-herault"]),
    ("médecin", ["cpam-lodeve"]),
    ("impôts", ["impots-lodeve"]),
    ("c'est où le CCAS", ["ccas-clermont-l-herault"]),
    ("L'Échappée", ["centre-social-l-echappee"]),
    ("partage conet", ["partages-connect"]),
    ("mairie de Paulhan", ["mairie-paulhan"]),
    ("la CAF la plus proche", ["caf-clermont-l-herault"]),
    ("colis alimentaire", ["ccas-clermont-l-herault"]),
    ("avocat gratuit", ["point-justice-lodeve"]),
    ("dossier mdph", ["mda-herault"]),
    ("france travail", ["france-travail-clermont-l-herault"]),
    ("le ccas de clermont-ferrand", ["ccas-clermont-ferrand"]),
    ("le ccas", ["ccas-clermont-l-herault"]),
    ("sport sur ordonnance", []),
    ("auto-école solidaire à Perpignan", ["afer-perpignan"]),
    ("piscine", []),
])
def test_people_find_the_right_place(need, expected):
    found = [f.structure.id for f in DIRECTORY.search(Query(need))]
    assert found[:len(expected) or None] == expected
