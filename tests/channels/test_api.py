"""The directory over HTTP: for programs, for those who write them, and for the address book of a phone."""
from __future__ import annotations

import json
import re
from datetime import date
from urllib.parse import quote, quote_from_bytes, urlencode

import pytest
import vobject
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import openapi_v31_spec_validator
from yarl import URL

from bot.adapters.database.directory_writer import DirectoryWriter
from bot.bootstrap import reading
from bot.channels.api.endpoints import ENDPOINTS
from bot.channels.api.routes import Api
from bot.channels.api.vcard import file_name, vcard
from bot.channels.app import create_app
from bot.channels.relay import Relay
from bot.domain.answer import Source
from bot.domain.offer import Offer
from bot.domain.structure import Structure
from bot.services.contact_cards import ContactCard
from tests.standards import data_inclusion_schemas

SEARCH, SERVICES, STRUCTURES = "/api/v1/search/services", "/api/v1/services", "/api/v1/structures"
CITED = Source("Une liste, publiée", "https://example.org/liste", date(2026, 1, 5))
PLACE = Structure("dora--1/é", "Maison; des \\ gens, « d'ici »", "Lodève", date(2026, 1, 5), source="dora",
                  code_insee="34142", code_postal="34700", adresse="1, rue de l'École", latitude=43.73, longitude=3.32,
                  telephone="04 67 00 00 00", site_web="https://example.org/a?b=c&d=e", citation=CITED,
                  horaires_accueil="Mo 09:00-12:00")
HALTE = Structure("dora--2", "Foyer La Halte", "Clermont-l'Hérault", date(2026, 1, 5), source="dora", code_insee="34079",
                  reseaux_porteurs=("chrs",), telephone="04 67 00 00 01", adresse="12 rue Cachée", latitude=43.71234,
                  longitude=3.61234, horaires_accueil="Mo-Su 19:47-23:00", site_web="https://example.org/cachee",
                  besoins=("un toit pour la nuit",), citation=CITED)
CV = Offer("dora--cv", PLACE.id, "Atelier CV", date(2026, 1, 5), "dora", "Écrire son CV.", frais="gratuit",
           publics=("tous-publics",))


@pytest.fixture
async def site(services, town_directory, engine, knowledge, aiohttp_client):
    with engine.begin() as connection:
        writer = DirectoryWriter(connection, reading(knowledge))
        list(writer.keep([(PLACE, [CV]), (HALTE, [])]))
        writer.finish()
    relay = Relay(services.conversations, services.answers, services.keywords)
    return await aiohttp_client(create_app(
        relay, services.conversations, lambda: False, frozenset({"https://ville.example"}),
        Api(services.public_directory, services.contact_cards)))


async def asked(site, address: str):
    response = await site.get(URL(address, encoded=True))
    return response.status, await response.json()


# the document

async def test_the_document_is_a_valid_openapi(site):
    _, document = await asked(site, "/api/v1/openapi.json")

    openapi_v31_spec_validator.validate(document)
    assert set(document["paths"]) == {endpoint.path for endpoint in ENDPOINTS}


def questions(document):
    """The address of each example, alone then all together, and the schema of its answer."""
    for path, operation in ((path, item["get"]) for path, item in document["paths"].items()):
        schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
        examples = {one["name"]: one["example"] for one in operation["parameters"] if "example" in one}
        path = path.replace("{id}", quote(examples.pop("id", ""), safe=""))
        alone = [{name: value} for name, value in examples.items() if name not in ("lat", "lon")]
        for query in (*alone, examples):
            yield f"{path}?{urlencode(query, doseq=True)}", schema


async def test_each_example_of_the_document_is_answered_as_it_says(site):
    _, document = await asked(site, "/api/v1/openapi.json")

    examples = list(questions(document))
    assert len(examples) > 25
    for address, schema in examples:
        status, answer = await asked(site, address)
        assert status == 200, (address, answer)
        described = Draft202012Validator({**schema, "components": document["components"]}, format_checker=FormatChecker())
        assert [error.message for error in described.iter_errors(answer)] == [], address


async def test_the_fields_are_those_of_the_standard(site):
    _, document = await asked(site, "/api/v1/openapi.json")

    described = document["components"]["schemas"]
    assert set(described["Structure"]["properties"]) == set(data_inclusion_schemas()["structure"]["properties"])
    assert set(described["Service"]["properties"]) - {"score_qualite"} == set(
        data_inclusion_schemas()["service"]["properties"])


async def test_every_record_is_one_of_data_inclusion(site):
    formats = FormatChecker(["date", "uri", "email"])
    for kind, address in (("service", SERVICES), ("structure", STRUCTURES)):
        schema = Draft202012Validator(data_inclusion_schemas()[kind], format_checker=formats)
        _, page = await asked(site, f"{address}?size=500")
        assert page["total"] == len(page["items"]) > 100
        assert [error.message for one in page["items"] for error in schema.iter_errors(one)] == []


# the answers

async def test_a_search_finds_what_the_town_vouches_for_and_what_producers_publish(site):
    _, page = await asked(site, f"{SEARCH}?code_commune=34142&size=500")

    sources = {one["service"]["source"] for one in page["items"]}
    distances = [one["distance"] for one in page["items"]]
    assert sources == {"repere-clermont-l-herault", "dora"}
    assert distances == sorted(distances)
    assert max(distances) <= 50


async def test_a_list_is_written_in_either_way(site):
    for query in ("frais=payant&frais=gratuit", "frais[]=payant&frais[]=gratuit", "frais%5B%5D=gratuit"):
        _, page = await asked(site, f"{SERVICES}?sources=dora&{query}")
        assert [one["id"] for one in page["items"]] == ["dora--cv"], query


async def test_what_is_for_everybody_is_for_each_public(site):
    _, page = await asked(site, f"{SEARCH}?code_commune=34142&sources=dora&publics=jeunes")

    assert "dora--cv" in [one["service"]["id"] for one in page["items"]]


async def test_a_family_of_themes_stands_for_each_of_them(site):
    _, family = await asked(site, f"{SERVICES}?thematiques=sante&size=500")
    _, one = await asked(site, f"{SERVICES}?thematiques=sante--acces-aux-soins")

    assert 0 < one["total"] < family["total"]
    assert all(any(theme.startswith("sante--") for theme in service["thematiques"]) for service in family["items"])


async def test_pages_have_the_shape_of_fastapi(site):
    _, page = await asked(site, f"{STRUCTURES}?page=2&size=3")

    assert {**page, "items": len(page["items"])} == {
        "items": 3, "total": page["total"], "page": 2, "size": 3, "pages": -(-page["total"] // 3)}


async def test_an_id_may_hold_any_sign(site):
    status, structure = await asked(site, f"{STRUCTURES}/{quote(PLACE.id, safe='')}")

    assert (status, structure["id"], [one["id"] for one in structure["services"]]) == (200, PLACE.id, ["dora--cv"])


REFUSED = [
    ("code_commune=3407", "code_commune"), ("code_commune=75056", "code_commune"), ("lat=43.6", "lon"), ("lon=3.4", "lat"),
    ("lat=91&lon=0", "lat"), ("lat=nan&lon=0", "lat"), ("lat=1e1&lon=0", "lat"), ("lat=0&lon=181", "lon"),
    ("thematiques=famille--inconnue", "thematiques"), ("publics=tout-le-monde", "publics"), ("frais=GRATUIT", "frais"),
    ("types=%27;--", "types"), ("modes_accueil=%25", "modes_accueil"), ("sources=a%00b", "sources"),
    ("ouvert_le=24/11/2026", "ouvert_le"), ("ouvert_le=9999-12-31", "ouvert_le"), ("ouvert_le=2026-11-20", "ouvert_le"),
    ("ouvert_a=25:00", "ouvert_a"), ("ouvert_a=10:00%2B02:00", "ouvert_a"),
    ("score_qualite_minimum=2", "score_qualite_minimum"), ("page=0", "page"), ("page=99999999999999999999", "page"),
    ("size=501", "size"), ("size=%D9%A3", "size"), (f"recherche={'a' * 201}", "recherche"),
]


async def test_what_cannot_be_read_is_refused_in_french_as_fastapi_does(site):
    for query, wrong in REFUSED:
        status, answer = await asked(site, f"{SEARCH}?{query}")
        assert (status, [one["loc"] for one in answer["detail"]]) == (422, [["query", wrong]]), query
        assert re.match(r"[A-ZÉ«].*\.$", answer["detail"][0]["msg"]), query


async def test_everything_wrong_is_said_at_once(site):
    _, answer = await asked(site, f"{SEARCH}?page=0&size=0")

    assert [one["loc"][1] for one in answer["detail"]] == ["page", "size"]


IDS = ["x", "ville", "' OR '1'='1", "1; DROP TABLE structures", "../../../etc/passwd", "%00", "%ff", "%ed%a0%80", "dora--%",
       "dora--_", "a" * 3000, "{{7*7}}", "<script>"]


async def test_an_unknown_id_is_absent_and_harms_nothing(site):
    for path in (SERVICES, STRUCTURES):
        for identifier in IDS:
            status, answer = await asked(site, f"{path}/{identifier if '%' in identifier else quote(identifier, safe='')}")
            assert (status, answer) == (404, {"detail": "Rien ne porte cet identifiant."}), identifier
        assert (await asked(site, f"{path}?sources=dora"))[1]["total"] > 0


async def test_nothing_that_leads_to_a_shelter_goes_out(site):
    out = [await asked(site, address) for address in (
        f"{SEARCH}?size=500", f"{SEARCH}?recherche=un+toit+pour+la+nuit", f"{SERVICES}?size=500", f"{STRUCTURES}?size=500",
        f"{STRUCTURES}/{HALTE.id}")]
    text = json.dumps(out, ensure_ascii=False)

    assert "Foyer La Halte" in text
    assert [secret for secret in ("Cachée", "43.71234", "3.61234", "19:47") if secret in text] == []


# the protocol

async def test_any_site_may_ask_and_keep_the_answer_five_minutes(site):
    response = await site.get(SERVICES, headers={"Origin": "https://ville.example"})

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_other_pages_stay_closed_to_other_sites(site):
    response = await site.get("/sante", headers={"Origin": "https://elsewhere.example"})

    assert "Access-Control-Allow-Origin" not in response.headers
    assert response.headers["Cache-Control"] == "no-cache"


async def test_it_can_only_be_read(site):
    for path in (SEARCH, SERVICES, STRUCTURES, "/api/v1/sources", "/api/v1/openapi.json", "/api/"):
        assert (await site.head(path)).status == 200
        assert {(await site.request(method, path)).status for method in ("POST", "PUT", "PATCH", "DELETE")} == {405}


async def test_the_directory_is_closed_when_it_is_not_opened(services, aiohttp_client):
    relay = Relay(services.conversations, services.answers, services.keywords)
    closed = await aiohttp_client(create_app(relay, services.conversations, lambda: False))

    assert (await closed.get(SERVICES)).status == 404


# the page for people

async def test_each_link_of_the_page_leads_somewhere_and_nothing_runs_on_it(site):
    page = await (await site.get("/api/")).text()
    ours = [link.replace("&amp;", "&") for link in re.findall(r'(?:href|src)="(/[^"]*)"', page)]

    assert len(ours) > len(ENDPOINTS)
    assert [link for link in ours if (await site.get(URL(link, encoded=True))).status != 200] == []
    assert not re.search(r"<script|<style| style=| on\w+=", page)


async def test_the_page_says_all_that_can_be_asked(site):
    page = await (await site.get("/api")).text()

    named = {parameter.name for endpoint in ENDPOINTS for parameter in endpoint.parameters}
    assert [name for name in named if f"<code>{name}</code>" not in page] == []


# whatever is asked

NAMES = st.sampled_from([*{one.name for endpoint in ENDPOINTS for one in endpoint.parameters}, "frais[]", "id", ""])
LIKELY = st.sampled_from(["34079", "34142", "43.6", "3.4", "-90", "180", "0", "1", "1000000", "2026-11-24", "2027-11-22",
                          "10:00", "00:00", "famille", "gratuit", "jeunes", "en-presentiel", "a-distance", "ville", "dora",
                          "payer une facture", "impôts à Lodève", "34800", "' OR 1=1 --", "%", "\\", "\0"])
TEXTS = st.one_of(LIKELY, st.text(max_size=40)).map(quote) | st.binary(max_size=12).map(quote_from_bytes)
PATHS = st.sampled_from([SEARCH, SERVICES, STRUCTURES, "/api/v1/sources", "/api/v1/openapi.json", "/api/"]) | TEXTS.flatmap(
    lambda text: st.sampled_from([f"{SERVICES}/{text}", f"{STRUCTURES}/{text}", f"/annuaire/{text}.vcf"]))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=PATHS, query=st.lists(st.tuples(NAMES, TEXTS), max_size=6))
async def test_no_question_breaks_it(site, path, query):
    address = f"{path}?{'&'.join(f'{quote(name)}={text}' for name, text in query)}"

    response = await site.get(URL(address, encoded=True))

    assert response.status in (200, 404, 422), address
    assert "Traceback" not in await response.text(errors="replace")


# contact cards

async def card_of(site, place: str):
    response = await site.get(URL(f"/annuaire/{quote(place, safe='')}.vcf", encoded=True))
    return response, await response.text()


async def test_each_place_of_the_town_has_a_contact_card(site, knowledge):
    for place in knowledge.structures:
        response, text = await card_of(site, place)
        assert response.status == 200, place
        assert vobject.readOne(text).fn.value == knowledge.structures[place].nom


async def test_a_contact_card_is_read_as_it_was_meant(site):
    response, text = await card_of(site, PLACE.id)

    card = vobject.readOne(text)
    assert card.version.value == "4.0"
    assert (card.fn.value, card.org.value) == (PLACE.nom, [PLACE.nom])
    assert (card.adr.value.street, card.adr.value.city, card.adr.value.code) == ("1, rue de l'École", "Lodève", "34700")
    assert (card.tel.value, card.url.value, card.geo.value) == (PLACE.telephone, PLACE.site_web, "geo:43.730000,3.320000")
    assert (card.source.value, card.rev.value) == (CITED.lien, "20260105T000000Z")
    note = card.note.value.replace("\u00a0", " ").splitlines()
    assert "Ouvert lundi de 9 h à 12 h." in note
    assert note[-2:] == ["Informations de janvier 2026 : appelez avant de venir.", "Source : Une liste, publiée."]
    assert response.headers["Content-Type"] == "text/vcard; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="maison-des-gens-d-ici.vcf"'


async def test_the_card_of_a_shelter_gives_its_name_and_its_telephone_only(site):
    _, text = await card_of(site, HALTE.id)

    card = vobject.readOne(text)
    assert set(card.contents) == {"version", "fn", "tel", "note"}
    assert (card.fn.value, card.tel.value) == ("Foyer La Halte", "04 67 00 00 01")
    assert [secret for secret in ("Cachée", "cachee", "43.7", "19", "chrs") if secret in text] == []


async def test_an_unknown_place_has_no_card(site):
    for place in ("x", "../app", "' OR 1=1 --", "\0", ""):
        response, text = await card_of(site, place)
        assert (response.status, text) == (404, "Cette page n'existe pas."), place


ANY_TEXT = st.text(st.characters(blacklist_categories=["Cs"]), max_size=200)


@example("x" + "é" * 100, "€" * 100)
@given(ANY_TEXT, ANY_TEXT)
def test_whatever_is_written_stays_in_its_line_and_lines_are_short(nom, note):
    written = vcard(ContactCard(Structure("x", nom, nom, date(2026, 1, 5), site_web=f"https://e.org/{note}"), note, False))

    lines = written.encode().split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert [line.decode() for line in lines]
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", written)
    names = [line.partition(":")[0] for line in written.replace("\r\n ", "").split("\r\n")]
    assert names == ["BEGIN", "VERSION", "FN", "KIND", "ORG", "ADR", "URL", "REV", "NOTE", "END", ""]


@given(ANY_TEXT)
def test_the_name_of_the_file_is_harmless(nom):
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*\.vcf", file_name(Structure("x", nom, None, date(2026, 1, 5))))
