"""Towns and places named in a message, with what the town's real files say."""
from __future__ import annotations

from pathlib import Path

import pytest
from rasa.engine.graph import ExecutionContext, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.training_data.message import Message

from bot.nlu.places import CommuneExtractor, StructureExtractor
from bot.settings import ROOT

CONFIG = {"territoires": str(ROOT / "knowledge/territoires.yml"), "annuaire": str(ROOT / "knowledge/annuaire")}


@pytest.fixture(scope="module")
def communes() -> CommuneExtractor:
    return CommuneExtractor(CONFIG)


@pytest.fixture(scope="module")
def structures() -> StructureExtractor:
    return StructureExtractor(CONFIG)


@pytest.mark.parametrize(("text", "slug"), [
    ("j'habite à Canet", "canet"), ("et a lodeve c où", "lodeve"), 
    ("chez nous y a quoi", "clermont-l-herault"), ("pas ici, à Pézenas", "pezenas"), ("d'ici lundi", None),
    ("quels papiers ?", None), ("", None)])
def test_the_town_named_is_found(communes: CommuneExtractor, text: str, slug: str | None) -> None:
    assert communes.find(text) == slug


@pytest.mark.parametrize(("text", "identifier"), [
    ("la mairie d'Octon", "mairie-octon"), ("le numero de la mairie de paulan", "mairie-paulhan"),
    ("mairie de st andré de sangonis", "mairie-saint-andre-de-sangonis"),
    ("mairie de lieuran cabrieres", "mairie-lieuran-cabrieres"), ("le ccas de clermont", "ccas-clermont-l-herault"),
    ("la mairie de ma commune", "mairie-clermont-l-herault"), ("l'échappée c'est où", "centre-social-l-echappee"),
    ("slt c ou partages connect", "partages-connect"), ("caf montpellier", "caf-montpellier"),
    ("mission locale de lodeve", "mission-locale-coeur-d-herault"), ("france travail pezenas", "france-travail-pezenas")])
def test_the_place_named_is_found(structures: StructureExtractor, text: str, identifier: str) -> None:
    assert structures.find(text) == identifier


@pytest.mark.parametrize("text", [
    "mairie", "ccas", "france travail", "je me suis échappé de chez moi", "une aide à Clermont-l'Hérault", "la", "",
    "comment déposer une demande de HLM à Clermont-l'Hérault ?"])
def test_what_several_places_share_names_none(structures: StructureExtractor, text: str) -> None:
    assert structures.find(text) is None


def test_an_entity_covers_the_whole_text(communes: CommuneExtractor) -> None:
    message = Message({"text": "à Canet"})
    communes.process([message])
    assert message.get("entities") == [
        {"entity": "commune", "value": "canet", "extractor": "CommuneExtractor", "start": 0, "end": 7}]


def test_a_payload_is_left_alone(structures: StructureExtractor) -> None:
    message = Message({"text": '/trouver{"q": "mairie de Canet"}'})
    structures.process([message])
    assert message.get("entities") is None


@pytest.mark.parametrize(("text", "town"), [
    ("Vill'âges connectés c'est où", "montpellier"), ("le 25 gisele halimi", "clermont-ferrand"),
    ("l'adresse de Kalipolys svp", "langogne"), ("c'est où l'Échappée", None), ("la mairie d'Octon", "octon"),
])
def test_naming_a_place_of_another_town_names_the_town(structures: StructureExtractor, text: str, town: str | None) -> None:
    message = Message({"text": text})

    structures.process([message])

    assert {e["entity"]: e["value"] for e in message.get("entities") or ()}.get("commune") == town


@pytest.mark.parametrize("extractor", [CommuneExtractor, StructureExtractor])
def test_rasa_can_make_and_load_it(extractor: type, tmp_path: Path) -> None:
    context = ExecutionContext(GraphSchema({}), node_name="places")
    config = {**extractor.get_default_config(), **CONFIG}
    made = extractor.create(config, LocalModelStorage(tmp_path), Resource("places"), context)
    loaded = extractor.load(config, LocalModelStorage(tmp_path), Resource("places"), context)
    assert made.find("la mairie d'Octon") == loaded.find("la mairie d'Octon") is not None
