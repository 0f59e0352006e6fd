"""What data·inclusion v1 asks: our rules against its own schemas, and what we ask besides."""
from dataclasses import fields, replace
from datetime import date
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from stdnum.fr import siret as stdnum_siret

from bot.domain import reference_lists
from bot.domain.data_inclusion import faults, is_required, is_siret
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from tests.standards import data_inclusion_schemas

STRUCTURE = Structure("dora--42", "Le Tournesol", "Clermont-l'Hérault", date(2026, 11, 21), "dora")
OFFER = Offer("dora--7", "dora--42", "Atelier CV", date(2026, 11, 21), "dora", "On écrit votre CV ensemble.")
VALIDATORS = {kind: Draft202012Validator(data_inclusion_schemas()[name])
              for kind, name in ((Structure, "structure"), (Offer, "service"))}
WORDS = st.text(max_size=200) | st.sampled_from([
    "", "a", "34800", "34079", "2A004", "https://exemple.fr", "accueil@exemple.fr", "13002526500013", "gratuit", "payant",
    "atelier", "x" * 151, "y" * 10_001])
LISTED = st.lists(st.text(max_size=8) | st.sampled_from([
    *reference_lists.THEMATIQUES, *reference_lists.PUBLICS, *reference_lists.RESEAUX_PORTEURS,
    *reference_lists.MODES_ACCUEIL, *reference_lists.MODES_MOBILISATION, *reference_lists.PERSONNES_MOBILISATRICES,
    "34079", "34", "france", "200017341", "99100"]), max_size=3).map(tuple)
NUMBERS = st.floats(-200, 200) | st.integers(-3, 60)


def wrong_fields(record) -> set[str]:
    return {fault.field for fault in faults(record)}


def refused_by_the_schema(record) -> set[str]:
    """The fields in which the official schema finds something wrong."""
    validator = VALIDATORS[type(record)]
    shape = {name: _json(getattr(record, name)) for name in validator.schema["properties"]}
    return {str(error.path[0]) for error in validator.iter_errors(shape)}


def _json(value):
    if isinstance(value, tuple):
        return list(value) or None
    return value.isoformat() if isinstance(value, date) else value


def any_value(name: str, kind) -> st.SearchStrategy:
    hint = str(get_type_hints(kind)[name])
    strategies = {"tuple": LISTED, "float": NUMBERS, "int": st.integers(-3, 60), "bool": st.booleans(), "str": WORDS}
    return next(strategy for said, strategy in strategies.items() if said in hint)


@pytest.mark.parametrize("record", [STRUCTURE, OFFER])
def test_a_plain_record_is_right(record):
    assert faults(record) == []
    assert refused_by_the_schema(record) == set()


@pytest.mark.parametrize(("record", "name"), [
    (record, name) for record in (STRUCTURE, OFFER)
    for name in VALIDATORS[type(record)].schema["properties"] if name not in ("date_maj", "id", "source")])
@given(data=st.data())
def test_what_the_schema_refuses_is_a_fault(record, name, data):
    given_value = replace(record, **{name: data.draw(any_value(name, type(record)))})

    assert refused_by_the_schema(given_value) <= wrong_fields(given_value)


RIGHT = {
    "nom": ["CAF", "x" * 150], "description": ["abcde", "x" * 10_000], "siret": ["13002526500013", "35600000000048"],
    "code_postal": ["34800", "01000", "97400"], "code_insee": ["34079", "2A004", "97411"],
    "telephone": ["04 67 88 87 00", "39 49", "17"],
    "courriel": ["accueil@exemple.fr", "ccas.accueil+rdv@mairie-exemple.fr"],
    "site_web": ["https://exemple.fr", "http://www.exemple.fr:8080/a/b?c=d#e", "https://exemple.fr/%C3%A9t%C3%A9"],
    "lien_source": ["https://exemple.fr/42"], "accessibilite_lieu": ["https://acceslibre.beta.gouv.fr/app/erp/1/"],
    "reseaux_porteurs": [("ccas-cias", "caf")], "thematiques": [("numerique--acquerir-un-equipement",)],
    "type": ["atelier"], "frais": ["gratuit"], "publics": [("tous-publics",), ("jeunes", "femmes")],
    "modes_accueil": [("en-presentiel",)], "modes_mobilisation": [("telephoner", "se-presenter")],
    "mobilisable_par": [("usagers",)],
    "zone_eligibilite": [("34079", "2A", "974"), ("france",), ("200017341",)], "lien_mobilisation": ["https://exemple.fr/rdv"],
    "volume_horaire_hebdomadaire": [0, 12.5], "nombre_semaines": [1, 52],
}
WRONG = {
    "nom": ["", "AB", "x" * 151], "description": ["abcd", "x" * 10_001],
    "siret": ["1", "13002526500014", "00000000000000", "1300252650001", "13002526500013 ", "١٣٠٠٢٥٢٦٥٠٠٠١٣"],
    "code_postal": ["3480", "348000", "2A004", "34 80", ""], "code_insee": ["3407", "2C004", "AB123", ""],
    "telephone": ["", "appeler le matin", "04 67 88 87 00 / 04 67 88 87 01"],
    "courriel": ["accueil", "accueil@", "a b@exemple.fr", "@exemple.fr", "accueil@exemple", "a..b@exemple.fr",
                 "a@exemple.fr, b@exemple.fr"],
    "site_web": ["exemple.fr", "ftp://exemple.fr", "javascript:alert(1)", "https://exemple.fr/a b", "https://été.fr", "https://",
                 'https://exemple.fr/"><script>', "http://exemple", f"https://exemple.fr/{'a' * 2083}"],
    "lien_source": ["exemple"], "accessibilite_lieu": ["oui"], "lien_mobilisation": ["sur place"],
    "reseaux_porteurs": [("inconnu",), ("caf", "caf")], "thematiques": [("numerique",), ("toutes",)],
    "type": ["cours"], "frais": ["adhesion"], "publics": [("adultes",), ("tous-publics", "jeunes")],
    "modes_accueil": [("ici",)],
    "modes_mobilisation": [("venir",)], "mobilisable_par": [("tous",)],
    "zone_eligibilite": [("Hérault",), ("34", "3")],
    "volume_horaire_hebdomadaire": [-1, float("nan"), float("inf")], "nombre_semaines": [0, -4],
}


def described(name: str, value):
    """A structure and an offer with that value; the zone of a structure is ours, and holds no codes."""
    of = [record for record in (STRUCTURE, OFFER) if name in {field.name for field in fields(record)}
          and not (record is STRUCTURE and name == "zone_eligibilite")]
    return [replace(record, **{name: value}) for record in of]


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in RIGHT.items() for value in values])
def test_a_right_value_is_no_fault(name, value):
    assert [faults(record) for record in described(name, value)] == [[]] * len(described(name, value))


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_a_fault_of_its_field(name, value):
    assert [wrong_fields(record) for record in described(name, value)] == [{name}] * len(described(name, value))


@pytest.mark.parametrize(("changes", "said"), [
    ({"latitude": 43.6277, "longitude": 3.4343, "code_insee": "34079"}, None),
    ({"latitude": 43.6277, "longitude": 3.4343, "code_postal": "34800"}, None),
    ({"latitude": 43.6277, "longitude": 3.4343}, None),
    # A postcode of the next département, as some towns have.
    ({"latitude": 43.6277, "longitude": 3.4343, "code_insee": "34079", "code_postal": "12540"}, None),
    ({"latitude": 48.8566, "longitude": 2.3522, "code_insee": "34079"}, "n'est pas dans le département"),
    ({"latitude": 3.4343, "longitude": 43.6277, "code_insee": "34079"}, "inversées"),
    ({"latitude": 0.0, "longitude": 0.0, "code_insee": "34079"}, "pleine mer"),
    ({"latitude": 43.6277, "code_insee": "34079"}, "vont ensemble"),
    ({"latitude": 51.5, "longitude": -0.12}, "n'est pas dans le département"),
    ({"latitude": float("nan"), "longitude": 3.4343}, "n'est pas dans le département"),
])
def test_a_point_is_where_the_address_is(changes, said):
    found = faults(replace(STRUCTURE, **changes))

    assert [fault.field for fault in found] == ([] if said is None else ["latitude"])
    assert said is None or said in found[0].message


def test_a_structure_is_not_named_as_a_sentence_but_a_service_may_be():
    assert wrong_fields(replace(STRUCTURE, nom="Le Tournesol.")) == {"nom"}
    assert wrong_fields(replace(OFFER, nom="Ateliers, sorties, etc.")) == set()


def test_an_id_begins_with_its_producer_but_for_the_town_s_own():
    assert wrong_fields(replace(STRUCTURE, id="42")) == {"id"}
    assert wrong_fields(replace(STRUCTURE, id="soliguide--42")) == {"id"}
    assert faults(replace(STRUCTURE, id="ccas-clermont-l-herault", source="ville")) == []


def test_a_record_is_nothing_without_what_the_standard_requires():
    always = {"id", "source", "nom", "date_maj"}

    assert {field.name for field in fields(STRUCTURE) if is_required(STRUCTURE, field.name)} == always
    assert {field.name for field in fields(OFFER) if is_required(OFFER, field.name)} == {
        *always, "structure_id", "description"}
    assert wrong_fields(replace(OFFER, structure_id="", description="")) == {"structure_id", "description"}


def test_each_fault_says_what_to_do():
    found = [fault for name, values in WRONG.items() for value in values for record in described(name, value)
             for fault in faults(record)]

    assert found
    assert [fault.message for fault in found if " : " not in fault.message] == []


@given(st.integers(0, 10**14 - 1).map(lambda number: f"{number:014}")
       | st.integers(0, 99_999).map(lambda nic: f"130025265{nic:05}")
       | st.integers(0, 99_999).map(lambda nic: f"356000000{nic:05}"))
def test_siret_numbers_are_those_of_python_stdnum(number):
    assert is_siret(number) is (stdnum_siret.is_valid(number) and int(number) > 0)
