"""What goes out as data·inclusion v1 is valid for those who read it, and mended where it was not."""
from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from io import StringIO
from typing import Any, Iterator

import pytest
from email_validator import validate_email
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from bot.adapters.directory_formats.export_data_inclusion import (
    e_mail,
    international,
    services_v1,
    structures_v1,
    web_address,
)
from bot.adapters.directory_formats.json_file import write_json
from bot.adapters.knowledge.annuaire import load_annuaire
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.settings import ROOT
from tests.adapters.directory_formats.odd_records import RECORDS
from tests.adapters.directory_formats.samples import ATELIER, CCAS, DORA, PUBLICATION, SHELTER
from tests.standards import data_inclusion_schemas, published_models

OFFICIAL = data_inclusion_schemas()


def exported(structure: Structure = DORA, **changes: Any) -> dict[str, Any]:
    return next(structures_v1([replace(structure, **changes)], PUBLICATION))


def offered(structure: Structure = DORA, **changes: Any) -> dict[str, Any]:
    return next(services_v1([(structure, [replace(ATELIER, **changes)])], PUBLICATION))


@pytest.fixture(scope="module")
def town() -> list[Structure]:
    """The places that the town really vouches for."""
    return list(load_annuaire(ROOT / "knowledge" / "annuaire")[0].values())


def everything(records: list[tuple[Structure, list[Offer]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield from (("structure", record) for record in structures_v1((structure for structure, _ in records), PUBLICATION))
    yield from (("service", record) for record in services_v1(records, PUBLICATION))


# data·inclusion v1: the schemas

FORMATS = FormatChecker(["date", "uri", "email"])
V1 = {kind: Draft202012Validator(schema, format_checker=FORMATS) for kind, schema in OFFICIAL.items()}


@pytest.mark.parametrize(("format_", "wrong"), [("date", "21/11/2026"), ("uri", "www.x.fr"), ("email", "x"), ("uuid", "1"),
                                                ("date-time", "2026-11-21")])
def test_the_formats_are_really_checked(format_, wrong):
    assert not FormatChecker().conforms(wrong, format_)


def assert_valid_v1(kind: str, record: dict[str, Any]) -> None:
    assert list(V1[kind].iter_errors(record)) == []
    assert set(record) == set(OFFICIAL[kind]["properties"])
    json.dumps(record, allow_nan=False)


def test_every_place_of_the_town_is_valid(town):
    records = list(everything([(structure, []) for structure in town]))

    assert len(records) >= 2 * len(town) > 0
    for kind, record in records:
        assert_valid_v1(kind, record)


@given(RECORDS)
def test_whatever_was_imported_is_valid(record):
    for kind, written in everything([record]):
        assert_valid_v1(kind, written)


# data·inclusion v1: the models that the State publishes, which know more than the schemas

@pytest.fixture(scope="module")
def models() -> Iterator[Any]:
    with published_models() as opened:
        yield opened


def test_the_schemas_are_those_that_the_standard_publishes():
    folder = ROOT.parent / "shared" / "data" / "schema" / "data-inclusion-v1" / "schemas" / "v1"
    if not folder.is_dir():
        pytest.skip("the published files are not beside the project")
    assert {kind: json.loads((folder / f"{kind}.json").read_text("utf-8")) for kind in OFFICIAL} == OFFICIAL


def test_the_published_models_refuse_what_is_wrong(models):
    assert "21e siècle" in models[1]("structure", {**exported(), "date_maj": "1999-12-31"})


def test_the_published_models_accept_every_place_of_the_town(models, town):
    records = everything([(structure, []) for structure in town])

    assert [refusal for kind, record in records if (refusal := models[1](kind, record))] == []


@settings(deadline=None)
@given(record=RECORDS)
def test_the_published_models_accept_whatever_was_imported(models, record):
    for kind, written in everything([record]):
        assert models[1](kind, written) is None


# data·inclusion v1: what is written

def test_what_the_town_vouches_for_goes_out_under_its_own_producer():
    assert (exported(CCAS)["id"], exported(CCAS)["source"]) == ("repere-ici--ccas", "repere-ici")
    assert (exported(DORA)["id"], exported(DORA)["source"]) == ("dora--1", "dora")
    assert offered(CCAS, id="aide", source="ville")["structure_id"] == "repere-ici--ccas"


def test_a_structure_without_offers_gives_its_reception():
    service, = services_v1([(CCAS, [])], PUBLICATION)

    assert (service["id"], service["structure_id"]) == ("repere-ici--ccas--accueil", "repere-ici--ccas")
    assert (service["nom"], service["description"], service["frais"]) == ("Accueil", "le CCAS", "gratuit")
    assert (service["thematiques"], service["zone_eligibilite"]) == (list(CCAS.thematiques), ["34079", "34", "11"])
    assert (service["adresse"], service["telephone"]) == ("place Auguste-Ginouvès", "+33467000000")


@pytest.mark.parametrize(("changes", "description"), [
    ({"description": "Aide les habitants."}, "Aide les habitants."), ({"besoins": ("RSA", "APL")}, "RSA, APL"),
    ({"besoins": ("RSA",)}, "Accueil : RSA"), ({"besoins": ()}, "CCAS de Clermont-l'Hérault")])
def test_a_reception_is_described_by_what_is_known(changes, description):
    service, = services_v1([(replace(CCAS, **changes), [])], PUBLICATION)
    assert service["description"] == description


def test_a_structure_that_says_nothing_of_what_it_is_for_gives_no_service():
    assert list(services_v1([(DORA, [])], PUBLICATION)) == []


@pytest.mark.parametrize(("changes", "field", "written"), [
    ({"nom": "AD"}, "nom", "Lieu AD"), ({"nom": "S.O.S."}, "nom", "S.O.S"), ({"nom": "Aide, etc."}, "nom", "Aide, etc."),
    ({"nom": "x" * 151}, "nom", "x" * 149 + "…"), ({"description": "oui"}, "description", None),
    ({"description": "x" * 10_001}, "description", "x" * 9_999 + "…"),
    ({"date_maj": date(1970, 1, 1)}, "date_maj", "2000-01-01"), ({"date_maj": date(2062, 1, 1)}, "date_maj", "2026-11-21"),
    ({"date_maj": date(2025, 5, 6)}, "date_maj", "2025-05-06"),
    ({"code_insee": "2A004"}, "code_insee", "2A004"), ({"code_insee": "34"}, "code_insee", None),
    ({"code_postal": "34 80"}, "code_postal", None), ({"siret": "130 030 133 00016"}, "siret", None),
    ({"reseaux_porteurs": ("communes", "communes", "club")}, "reseaux_porteurs", ["communes"]),
    ({"reseaux_porteurs": ()}, "reseaux_porteurs", None), ({"adresse": ""}, "adresse", None),
    ({"telephone": "0262 12 34 56", "code_insee": "97411"}, "telephone", "+262262123456")])
def test_what_the_standard_refuses_of_a_structure_is_mended(changes, field, written):
    assert exported(**changes)[field] == written


@pytest.mark.parametrize(("changes", "field", "written"), [
    ({"nom": "CV"}, "nom", "Service CV"), ({"description": "oui"}, "description", "Atelier CV : oui"),
    ({"publics": ("familles", "tous-publics")}, "publics", ["tous-publics"]),
    ({"publics": ("jeunes",)}, "publics", ["jeunes"]),
    ({"zone_eligibilite": ("34", "34", "974", "2B", "200017341", "france", "Hérault")}, "zone_eligibilite",
     ["34", "974", "2B", "200017341", "france"]),
    ({"volume_horaire_hebdomadaire": -1.0}, "volume_horaire_hebdomadaire", None),
    ({"volume_horaire_hebdomadaire": float("inf")}, "volume_horaire_hebdomadaire", None),
    ({"nombre_semaines": 0}, "nombre_semaines", None), ({"latitude": float("nan")}, "latitude", None),
    ({"frais": "adhesion"}, "frais", None), ({"type": "autre"}, "type", None),
    ({"justificatifs": ("RIB", "CNI")}, "conditions_acces", "Papiers à apporter : RIB ; CNI."),
    ({"justificatifs": ("RIB",), "conditions_acces": "Avoir 16 ans."}, "conditions_acces",
     "Avoir 16 ans.\n\nPapiers à apporter : RIB."), ({"modes_accueil": ()}, "modes_accueil", None)])
def test_what_the_standard_refuses_of_an_offer_is_mended(changes, field, written):
    assert offered(**changes)[field] == written


def test_an_offer_overseas_writes_its_telephone_as_its_structure_is():
    assert offered(replace(DORA, code_insee="97411"), telephone="0262 12 34 56")["telephone"] == "+262262123456"


@pytest.mark.parametrize(("written", "address"), [
    ("https://www.exemple.fr/a%20b?c=d&e#f", "https://www.exemple.fr/a%20b?c=d&e#f"), ("www.exemple.fr", "http://www.exemple.fr"),
    ("https://éxemple.fr/à propos", "https://xn--xemple-9ua.fr/%C3%A0%20propos"), ("mailto:a@b.fr", None), ("néant", None),
    (" https://exemple.fr ", "https://exemple.fr"), ("https://xn--xemple-9ua.fr", "https://xn--xemple-9ua.fr"),
    ("https://xn--a.fr", None), ("https://a]b[", None), ("https://exemple.fr:99999/", None),
    ("javascript:alert(1)", None), ("https://x.fr/" + "a" * 2100, None), ("", None)])
def test_an_address_of_a_site_is_one_or_nothing(written, address):
    assert web_address(written) == address


@pytest.mark.parametrize(("telephone", "written"), [
    ("04 67 88 87 00", "+33467888700"), ("0467888700", "+33467888700"), ("0 805 29 98 98", "+33805299898"),
    ("39 49", "3949"), ("3949", "3949"), ("115", "115"),
    ("+32 2 552 00 00", "+3225520000"), ("04 67", None), ("standard", None), ("", None)])
def test_a_telephone_is_international_or_short(telephone, written):
    assert international(telephone) == written


@pytest.mark.parametrize(("written", "address"), [
    (" accueil@exemple.fr ", "accueil@exemple.fr"), ("d'accueil@exemple.re", "d'accueil@exemple.re"),
    ("a..b@exemple.fr", None), ("a@ville.local", None), ("non communiqué", None), (None, None)])
def test_an_e_mail_is_one_or_nothing(written, address):
    assert e_mail(written) == address


@given(st.from_regex(r"[a-z0-9._-]{1,20}@[a-z0-9.-]{1,20}\.(fr|org)", fullmatch=True))
def test_no_e_mail_is_let_through_that_its_library_refuses(address):
    if e_mail(address):
        validate_email(address, check_deliverability=False)


@pytest.mark.parametrize("offers", [[], [replace(ATELIER, adresse="place Auguste-Ginouvès", latitude=43.6, longitude=3.4)]])
def test_the_address_of_a_shelter_is_never_given(offers):
    written = json.dumps(list(everything([(SHELTER, offers)])))

    for secret in ("Ginouv", "au fond", "43.6", "3.4", "acceslibre"):
        assert secret not in written
    assert "34800" in written


# The file

def test_a_file_is_replaced_whole_and_readable(tmp_path):
    path = tmp_path / "services.json"
    path.write_text("before", encoding="utf-8")

    assert write_json(path, services_v1([(CCAS, []), (DORA, [ATELIER])], PUBLICATION)) == 2
    assert [service["nom"] for service in json.loads(path.read_text("utf-8"))] == ["Accueil", "Atelier CV"]
    assert [file.name for file in tmp_path.iterdir()] == ["services.json"]
    assert path.stat().st_mode & 0o777 == 0o644


def test_what_was_there_stays_when_writing_fails(tmp_path):
    path = tmp_path / "services.json"
    path.write_text("before", encoding="utf-8")

    def breaking() -> Iterator[dict[str, Any]]:
        yield exported()
        raise OSError("full")

    with pytest.raises(OSError, match="full"):
        write_json(path, breaking())
    assert [(file.name, file.read_text("utf-8")) for file in tmp_path.iterdir()] == [("services.json", "before")]


def test_records_are_written_as_they_come():
    file = StringIO()

    def watching() -> Iterator[dict[str, Any]]:
        yield {"id": "première"}
        assert "première" in file.getvalue()
        yield {"id": "seconde"}

    assert write_json(file, watching()) == 2
    assert json.loads(file.getvalue()) == [{"id": "première"}, {"id": "seconde"}]


def test_nothing_is_an_empty_array():
    file = StringIO()
    assert (write_json(file, []), json.loads(file.getvalue())) == (0, [])
