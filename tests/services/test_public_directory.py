"""The directory for other programs: what they find, in what order, and what they never learn."""
from __future__ import annotations

import json
from datetime import date

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from bot.adapters.clock import SetClock
from bot.adapters.database.directory import SqlDirectory
from bot.adapters.database.directory_writer import DirectoryWriter, Reading
from bot.adapters.opening_hours import OsmOpeningHours
from bot.bootstrap import shape
from bot.domain.offer import Offer
from bot.domain.structure import Closure
from bot.domain.territory import Spot
from bot.domain.thematique import Thematique, Thematiques
from bot.services.public_directory import PublicDirectory
from bot.services.public_search import PublicSearch, Search, UnknownCommune
from tests.builders import paris
from tests.directories import CLERMONT, LODEVE, MILLAU, TOWNS, structure
from tests.standards import data_inclusion_schemas

CV, PERMIS = "preparer-sa-candidature--valoriser-ses-competences", "mobilite--preparer-un-permis"
THEMES = Thematiques({PERMIS: Thematique(PERMIS, "Préparer un permis", 60, besoins=("passer le permis",))})
TOWN = "repere-clermont-l-herault"
CCAS, MISSION, REFUGE = f"{TOWN}--ccas", "dora--1", "dora--refuge"
SEEN = date(2026, 11, 1)


def offer(identifier: str, owner: str, nom: str, **changes) -> Offer:
    return Offer(identifier, owner, nom, **{
        "date_maj": SEEN, "source": "dora", "description": "Un service pour tout le monde.", **changes})


def from_dora(identifier: str, nom: str, town, **changes):
    return structure(identifier, nom, town, **{"source": "dora", "date_maj": SEEN, **changes})


SECRET = {"adresse": "12 rue Cachée", "latitude": 43.70, "longitude": 3.60, "horaires_accueil": "Mo-Su 18:00-23:00"}
SHELTER = {"nom": "Foyer La Halte", "town": CLERMONT, "siret": "18340007900011", "code_postal": "34800", **SECRET}
RECORDS = [
    (structure("ccas", "CCAS", CLERMONT, "une adresse pour son courrier", zone_eligibilite=("clermont-l-herault",),
               horaires_accueil="Mo-Fr 09:00-12:00", is_free=True), []),
    (from_dora("dora--1", "Mission locale", LODEVE, latitude=43.73, longitude=3.32, horaires_accueil="Mo 14:00-17:00"), [
        offer("dora--cv", "dora--1", "Atelier CV", thematiques=(CV,), frais="gratuit", modes_accueil=("en-presentiel",),
              publics=("jeunes",), type="atelier", contact_nom_prenom="Prénom Nom", courriel="contact@example.org"),
        offer("dora--permis", "dora--1", "Passer le permis", thematiques=(PERMIS,), frais="payant",
              date_maj=date(2024, 1, 5))]),
    (from_dora("dora--2", "Plateforme", MILLAU), [
        offer("dora--loin", "dora--2", "Au guichet", modes_accueil=("en-presentiel",), zone_eligibilite=("france",)),
        offer("dora--ecran", "dora--2", "En visio", modes_accueil=("a-distance",), zone_eligibilite=("34",)),
        offer("dora--ailleurs", "dora--2", "En visio", modes_accueil=("a-distance",), zone_eligibilite=("12",)),
        offer("dora--groupe", "dora--2", "En visio", modes_accueil=("a-distance",), zone_eligibilite=("200000000",))]),
    (from_dora("dora--4", "À 60 km", CLERMONT, latitude=44.0275, longitude=3.979), [offer("dora--coin", "dora--4", "Loin")]),
    (from_dora("dora--refuge", reseaux_porteurs=("chrs",), **SHELTER), [
        offer("dora--lit", "dora--refuge", "Un lit", **SECRET)]),
    (from_dora("odspep--refuge", **{**SHELTER, "source": "odspep"}), []),
    (from_dora("dora--3", "Sans rien dire", CLERMONT), []),
]
EVERYTHING = ["ccas--accueil", "dora--ailleurs", "dora--coin", "dora--cv", "dora--ecran", "dora--groupe", "dora--lit",
              "dora--loin", "dora--permis"]


def refused(kind: str, record: dict) -> list[str]:
    """What the standard says against a record."""
    schema = Draft202012Validator(data_inclusion_schemas()[kind], format_checker=FormatChecker(["date", "uri", "email"]))
    return [error.message for error in schema.iter_errors(record)]


def keep(engine, records) -> None:
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, Reading(TOWNS, THEMES, OsmOpeningHours().open_parts))
        list(writer.keep(records))
        writer.finish()


@pytest.fixture
def directory(engine):
    hours = OsmOpeningHours()
    keep(engine, RECORDS)
    return PublicDirectory(TOWNS, SqlDirectory(engine), PublicSearch(TOWNS, THEMES, hours), SetClock("2026-11-23T10:00"),
                           shape(TOWNS))


def found(directory, **asked) -> list[tuple[str, int | None]]:
    return [(one["service"]["id"].removeprefix(f"{TOWN}--"), one["distance"])
            for one in directory.search(Search(**asked), 1, 100).items]


def ids(directory, **asked) -> list[str]:
    return [identifier for identifier, _ in found(directory, **asked)]


def test_services_come_nearest_first_then_those_given_at_a_distance(directory):
    assert found(directory) == [("ccas--accueil", 0), ("dora--lit", 0), ("dora--cv", 14), ("dora--permis", 14),
                                ("dora--ecran", None)]


def test_a_service_comes_with_its_structure_in_the_shape_of_the_standard(directory):
    for one in directory.search(Search(), 1, 100).items:
        assert refused("service", one["service"]) == []
        assert refused("structure", one["service"]["structure"]) == []
        assert one["service"]["structure_id"] == one["service"]["structure"]["id"]


def test_the_people_of_another_town_do_not_see_what_is_not_for_them(directory):
    assert ids(directory, code_commune=LODEVE.insee) == [
        "dora--cv", "dora--permis", "dora--lit", "dora--loin", "dora--ecran", "dora--groupe"]


def test_around_a_point_nobody_is_asked_where_they_live(directory):
    assert ids(directory, here=LODEVE) == [
        "dora--cv", "dora--permis", "ccas--accueil", "dora--lit", "dora--loin", "dora--ailleurs", "dora--ecran",
        "dora--groupe"]


def test_a_point_says_from_where_and_a_town_for_whom(directory):
    assert found(directory, here=LODEVE, code_commune=CLERMONT.insee)[0] == ("dora--cv", 0)


def test_a_town_that_is_not_known_is_refused(directory):
    with pytest.raises(UnknownCommune):
        directory.search(Search("75056"), 1, 10)


@pytest.mark.parametrize(("wanted", "expected"), [
    ({"thematiques": [PERMIS]}, ["dora--permis"]),
    ({"thematiques": [PERMIS, CV]}, ["dora--cv", "dora--permis"]),
    ({"frais": ["gratuit"]}, ["ccas--accueil", "dora--cv"]),
    ({"publics": ["seniors"]}, ["ccas--accueil", "dora--lit", "dora--permis", "dora--ecran"]),
    ({"publics": ["jeunes"]}, ["ccas--accueil", "dora--lit", "dora--cv", "dora--permis", "dora--ecran"]),
    ({"modes_accueil": ["en-presentiel"]}, ["dora--cv"]),
    ({"modes_accueil": ["a-distance"]}, ["dora--ecran"]),
    ({"type": ["atelier"]}, ["dora--cv"]),
    ({"source": [TOWN]}, ["ccas--accueil"]),
    ({"source": ["nobody"]}, []),
    ({"frais": ["gratuit"], "thematiques": [PERMIS]}, []),
    ({"thematiques": []}, []),
    ({"thematiques": ["%"]}, []),
])
def test_each_field_of_the_standard_narrows_a_search(directory, wanted, expected):
    assert ids(directory, wanted=wanted) == expected


@pytest.mark.parametrize(("need", "expected"), [
    ("passer le permis", ["dora--permis"]), ("passer le permi", ["dora--permis"]), ("courier", ["ccas--accueil"]),
    ("atelier CV à Lodève", ["dora--cv"]), ("une piscine", []), ("à Lodève", ["ccas--accueil", "dora--lit", "dora--cv",
                                                                              "dora--permis"]),
])
def test_a_need_in_plain_words_finds_what_answers_it(directory, need, expected):
    assert ids(directory, need=need) == expected


def test_what_says_just_this_hides_what_only_deals_with_it(directory, engine):
    school = from_dora("dora--5", "Une école", CLERMONT)
    keep(engine, [(school, [offer("dora--auto", "dora--5", "Apprendre à conduire", thematiques=(PERMIS,))])])

    assert ids(directory, need="conduire") == ["dora--auto"]
    assert ids(directory, need="passer le permis") == ["dora--permis"]


@pytest.mark.parametrize(("asked", "expected"), [
    ({"open_on": date(2026, 11, 23)}, ["ccas--accueil", "dora--cv", "dora--permis"]),
    ({"open_on": date(2026, 11, 24)}, ["ccas--accueil"]),
    ({"open_on": date(2026, 11, 29)}, []),
    ({"open_at": paris("2026-11-23 10:00")}, ["ccas--accueil"]),
    ({"open_at": paris("2026-11-23 15:00")}, ["dora--cv", "dora--permis"]),
    ({"open_at": paris("2026-11-23 20:00")}, []),
])
def test_what_is_open_is_found_and_a_shelter_does_not_say(directory, asked, expected):
    assert ids(directory, **asked) == expected


def test_hours_that_nobody_can_read_hide_only_their_own_place(directory, engine):
    keep(engine, [(structure("x", "Lieu", CLERMONT, "le sport", horaires_accueil="quand on veut"), [])])

    assert ids(directory, open_on=date(2026, 11, 24)) == ["ccas--accueil"]


@pytest.mark.parametrize(("score", "expected"), [(0, True), (0.01, False)])
def test_the_score_is_the_freshness(directory, score, expected):
    assert ("dora--permis" in ids(directory, least_score=score)) is expected
    assert directory.service("dora--cv")["score_qualite"] == 1


def test_pages_follow_each_other(directory):
    pages = [directory.search(Search(), page, 2) for page in (1, 2, 3, 4)]

    assert [len(page.items) for page in pages] == [2, 2, 1, 0]
    assert pages[0].to_dict()["total"] == 5
    assert pages[0].to_dict()["pages"] == 3


def test_everything_can_be_listed_page_by_page(directory):
    listed = [one["id"] for page in range(1, 6) for one in directory.services({}, page, 2).items]

    assert sorted(one.removeprefix(f"{TOWN}--") for one in listed) == EVERYTHING
    assert directory.services({}, 1, 2).total == len(EVERYTHING)


def test_a_list_can_be_narrowed(directory):
    assert [one["id"] for one in directory.services({"code_insee": ["34142"], "frais": ["payant"]}, 1, 9).items] == [
        "dora--permis"]
    assert [one["id"] for one in directory.structures({"source": [TOWN]}, 1, 9).items] == [CCAS]


@pytest.mark.parametrize("identifier", [f"{CCAS}--accueil", "dora--cv", "dora--lit"])
def test_each_service_is_found_by_its_id(directory, identifier):
    service = directory.service(identifier)

    assert service["id"] == identifier
    assert refused("service", service) == []


@pytest.mark.parametrize("identifier", ["ccas", "ccas--accueil", CCAS, "dora--1", "dora--1--accueil", "dora--3--accueil",
                                        "x", "", "--", "' OR 1=1 --", "../../etc/passwd", "%", "dora--%"])
def test_no_other_id_gives_a_service(directory, identifier):
    assert directory.service(identifier) is None


def test_a_structure_comes_with_its_services(directory):
    mission, ccas = directory.structure(MISSION), directory.structure(CCAS)

    assert [one["id"] for one in mission["services"]] == ["dora--cv", "dora--permis"]
    assert [one["id"] for one in ccas["services"]] == [f"{CCAS}--accueil"]
    assert directory.structure("dora--3")["services"] == []
    assert refused("structure", mission) == []


@pytest.mark.parametrize("identifier", ["ccas", f"{CCAS}--accueil", "dora--cv", "x", "", "' OR 1=1 --", "%"])
def test_no_other_id_gives_a_structure(directory, identifier):
    assert directory.structure(identifier) is None


def test_the_other_records_of_a_place_are_named(directory):
    listed = {one["id"]: one["doublons"] for one in directory.structures({}, 1, 99).items}

    assert listed["dora--refuge"] == [{"source": "odspep", "id": "odspep--refuge"}]
    assert listed[MISSION] == []
    assert [one["id"] for one in directory.structure("odspep--refuge")["doublons"]] == [REFUGE]


def test_nothing_that_leads_to_a_shelter_goes_out_whoever_describes_it(directory):
    out = [directory.search(Search(), 1, 100).to_dict(), directory.services({}, 1, 100).to_dict(),
           directory.structures({}, 1, 100).to_dict(), directory.structure(REFUGE), directory.structure("odspep--refuge"),
           directory.service("dora--lit")]
    text = json.dumps(out, ensure_ascii=False)

    assert "Foyer La Halte" in text
    assert [secret for secret in ("Cachée", "43.7,", "3.6,", "18:00", "18340007900011") if secret in text] == []


def test_a_shelter_is_as_far_as_its_town_from_wherever_one_looks(directory):
    beside = Spot(SECRET["latitude"], SECRET["longitude"])

    distances = dict(found(directory, here=beside))

    assert distances["dora--lit"] == distances["ccas--accueil"] == 16


def test_nobody_is_named(directory):
    assert directory.service("dora--cv")["contact_nom_prenom"] is None
    assert directory.service("dora--cv")["courriel"] == "contact@example.org"


def test_each_source_is_named_the_town_first(directory):
    assert [(one["slug"], one["description"]) for one in directory.sources()] == [
        (TOWN, "Les lieux que l'équipe de l'assistant a relevés un par un."),
        ("dora", "Repris de : Service-public.fr, F1."), ("odspep", "Repris de : Service-public.fr, F1.")]


def test_a_place_closed_for_now_is_not_open(directory, engine):
    closed = structure("ccas", "CCAS", CLERMONT, "le courrier", horaires_accueil="Mo-Fr 09:00-12:00",
                       fermetures=(Closure(date(2026, 11, 23), date(2026, 11, 25), "travaux"),))
    keep(engine, [(closed, [])])

    assert "ccas--accueil" not in ids(directory, open_on=date(2026, 11, 24))
    assert "ccas--accueil" in ids(directory, open_on=date(2026, 11, 26))
