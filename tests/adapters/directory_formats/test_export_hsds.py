"""What goes out as HSDS is valid, says what HSDS has a place for, and loses nothing."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator, FormatChecker

from bot.adapters.directory_formats.export_data_inclusion import without_shelter_address
from bot.adapters.directory_formats.export_hsds import services_hsds
from bot.adapters.directory_formats.shelters import hidden_offer
from bot.adapters.knowledge.annuaire import load_annuaire
from bot.domain.offer import Offer
from bot.domain.structure import Closure, Structure
from bot.settings import ROOT
from tests.adapters.directory_formats.hsds_reader import from_hsds
from tests.adapters.directory_formats.odd_records import RECORDS
from tests.adapters.directory_formats.samples import ATELIER, CCAS, DORA, PUBLICATION, SHELTER
from tests.standards import hsds_schema


def hsds(structure: Structure, *offers: Offer) -> dict[str, Any]:
    service, = services_hsds([(structure, offers)], PUBLICATION)
    return service


def strict(schema: Any) -> Any:
    """The schema, with no other field allowed than those it names."""
    if isinstance(schema, list):
        return [strict(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if schema.get("type") == "object" else {}
    return {key: strict(value) for key, value in schema.items()} | closed


VALIDATOR = Draft202012Validator(strict(hsds_schema()), format_checker=FormatChecker(["uuid", "uri", "email", "date-time"]))


@pytest.fixture(scope="module")
def town() -> list[Structure]:
    """The places that the town really vouches for."""
    return list(load_annuaire(ROOT / "knowledge" / "annuaire")[0].values())


def test_the_schema_of_hsds_refuses_what_is_wrong():
    assert list(VALIDATOR.iter_errors({**hsds(CCAS), "status": "open", "inconnu": 1}))


def test_every_place_of_the_town_is_a_service_of_hsds_and_comes_back(town):
    for structure in town:
        service = hsds(structure)
        assert list(VALIDATOR.iter_errors(service)) == []
        assert from_hsds(service) == (structure, [])


@given(RECORDS)
def test_whatever_was_imported_comes_back_equal_from_hsds(record):
    structure, offers = record
    service = json.loads(json.dumps(hsds(structure, *offers)))

    assert list(VALIDATOR.iter_errors(service)) == []
    assert repr(from_hsds(service)) == repr((without_shelter_address(structure),  # repr: nan is not equal to itself
                                            [hidden_offer(offer, structure) for offer in offers]))


def test_what_hsds_has_a_place_for_is_there():
    told = replace(ATELIER, frais="gratuit", justificatifs=("RIB",), langues=("ar",), telephone="04 67 88 87 00",
                   publics_precisions="Moins de 26 ans.", conditions_acces="Être inscrit.", zone_eligibilite=("34",),
                   lien_source="https://exemple.fr/cv", lien_mobilisation="https://exemple.fr/rdv",
                   contact_nom_prenom="Le secrétariat", adresse="1 rue de l'Exemple", commune="Lodève", code_postal="34700",
                   latitude=43.7, longitude=3.3)
    service = hsds(DORA, told)
    location = service["service_at_locations"][0]["location"]

    assert (service["name"], service["description"]) == ("Atelier CV", "Faire son CV à plusieurs.")
    assert (service["assured_date"], service["last_modified"]) == ("2025-05-06", "2025-05-06T00:00:00.000Z")
    assert service["eligibility_description"] == "Moins de 26 ans.\n\nÊtre inscrit."
    assert [cost["amount"] for cost in service["cost_options"]] == [0]
    assert [paper["document"] for paper in service["required_documents"]] == ["RIB"]
    assert [language["code"] for language in service["languages"]] == ["ar"]
    assert [phone["number"] for phone in service["phones"]] == ["+33467888700"]
    assert (service["url"], service["additional_urls"][0]["url"]) == ("https://exemple.fr/cv", "https://exemple.fr/rdv")
    assert (service["service_areas"][0]["name"], service["contacts"][0]["name"]) == ("34", "Le secrétariat")
    assert location["addresses"][0] | {"id": None} == {
        "id": None, "address_1": "1 rue de l'Exemple", "city": "Lodève", "state_province": "34", "postal_code": "34700",
        "country": "FR", "address_type": "physical"}
    assert (location["latitude"], service["organization"]["name"]) == (43.7, "Mission locale")


def test_an_organization_that_nobody_described_has_its_name_for_description():
    service = hsds(DORA, ATELIER)
    assert service["organization"]["description"] == "Mission locale"
    assert from_hsds(service) == (DORA, [ATELIER])


def test_a_text_left_empty_comes_back_empty():
    empty = replace(ATELIER, frais_precisions="", mobilisation_precisions="")
    assert from_hsds(hsds(DORA, empty)) == (DORA, [empty])


@pytest.mark.parametrize(("code_insee", "code_postal", "departement"), [
    ("34079", "34800", "34"), ("2A004", "20000", "2A"), ("97411", "97400", "974"), (None, "34800", "34")])
def test_an_address_has_its_departement(code_insee, code_postal, departement):
    location = hsds(replace(CCAS, code_insee=code_insee, code_postal=code_postal))["organization"]["locations"][0]
    assert location["addresses"][0]["state_province"] == departement


def test_territories_of_the_town_become_codes_each_once():
    assert [area["name"] for area in hsds(CCAS)["service_areas"]] == ["34079", "34", "11"]


def test_themes_are_terms_of_a_taxonomy_in_french():
    term = hsds(CCAS)["attributes"][0]["taxonomy_term"]
    assert (term["code"], term["name"], term["language"]) == (CCAS.thematiques[0], "Acquérir une autonomie budgétaire", "fr")


def test_an_offer_without_a_place_of_its_own_is_given_at_its_structures():
    service = hsds(CCAS, ATELIER)
    assert service["service_at_locations"][0]["location"] == service["organization"]["locations"][0]


@pytest.mark.parametrize(("first", "last", "status", "alert"), [
    (date(2026, 11, 1), date(2026, 11, 30), "temporarily closed", "Fermé du 01/11/2026 au 30/11/2026 (travaux)."),
    (date(2026, 12, 1), date(2026, 12, 2), "active", "Fermé du 01/12/2026 au 02/12/2026 (travaux)."),
    (date(2026, 1, 1), date(2026, 1, 2), "active", None)])
def test_a_closure_is_told(first, last, status, alert):
    service = hsds(replace(DORA, fermetures=(Closure(first, last, "travaux"),)))
    assert (service["status"], service.get("alert")) == (status, alert)


@pytest.mark.parametrize(("hours", "texte", "schedules"), [
    ("Mo-Fr 09:00-12:00,14:00-17:00", None,
     [("MO,TU,WE,TH,FR", "09:00", "12:00", None), ("MO,TU,WE,TH,FR", "14:00", "17:00", None)]),
    ("Mo-Fr 09:00-12:00; We 14:00-17:00", None, [("MO,TU,TH,FR", "09:00", "12:00", None), ("WE", "14:00", "17:00", None)]),
    ("Tu 09:00-12:00; PH off", None, [("TU", "09:00", "12:00", "Fermé les jours fériés.")]),
    ("24/7", None, [("MO,TU,WE,TH,FR,SA,SU", "00:00", "00:00", None)]),
    ("Su 22:00-02:00", None, [("MO", "00:00", "02:00", None), ("SU", "22:00", "00:00", None)]),
    ("Mo 09:00-12:00", "Sur rendez-vous", [("MO", "09:00", "12:00", None), (None, None, None, "Sur rendez-vous")]),
    ("Mar-Oct Mo 09:00-12:00", None, [(None, None, None, "Mar-Oct Mo 09:00-12:00")]),
    ("Mo[1] 09:00-12:00", None, [(None, None, None, "Mo[1] 09:00-12:00")]),
    ("PH off", None, [(None, None, None, "PH off")]), (None, "le matin", [(None, None, None, "le matin")]),
    (None, None, [])])
def test_hours_of_every_week_are_rules_and_others_are_told(hours, texte, schedules):
    service = hsds(DORA, replace(ATELIER, horaires_accueil=hours, horaires_texte=texte))

    assert [tuple(one.get(name) for name in ("byday", "opens_at", "closes_at", "description"))
            for one in service.get("schedules", ())] == schedules


@pytest.mark.parametrize("offers", [[], [replace(ATELIER, adresse="place Auguste-Ginouvès", latitude=43.6, longitude=3.4)]])
def test_the_address_of_a_shelter_is_never_given(offers):
    written = json.dumps(hsds(SHELTER, *offers), ensure_ascii=False)

    for secret in ("Ginouvès", "au fond", "43.6", "3.4", "acceslibre"):
        assert secret not in written
    assert "34800" in written


def test_identifiers_are_uuids_made_of_the_published_id():
    assert hsds(DORA, ATELIER)["id"] == str(uuid5(NAMESPACE_URL, "repere:service/dora--s1"))
    assert hsds(CCAS)["organization"]["id"] == str(uuid5(NAMESPACE_URL, "repere:organization/repere-ici--ccas"))
