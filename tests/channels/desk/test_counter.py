"""The counter's pages: four groups, one sheet, and nothing kept of who stood there."""
import asyncio
import json
import re

import pytest
import segno

from bot.channels.desk.sheet import qr_code
from bot.domain.conversation import COUNTER
from tests.post import Letters
from tests.services.test_counter import CANARY, book, everything

PATH = "/bureau/comptoir"
THREAD = "jeton-de-la-personne-1"
GROUPS = {"assistant": "La domiciliation", "fiches": "Pièces à fournir", "lieux": "CCAS",
          "rendez-vous": "Entretien de domiciliation"}
SHEET = json.dumps(["fiche:domiciliation:presentation", "fiche:domiciliation:pieces"])
SCRIPT = "<script>alert(1)</script>"


async def fragment(agent, path: str, **fields: str) -> tuple[int, str]:
    """What the page asks of a part of itself."""
    async with agent.client.post(PATH + path, data={"fil": THREAD, **fields},
                                 headers={"X-Jeton": agent.csrf, "X-Fragment": "1"}) as response:
        return response.status, await response.text()


async def test_the_page_answers_without_script(sign_in, town_directory):
    agent = await sign_in()
    status, page = await agent.get(PATH, params={"q": "domiciliation"})
    assert status == 200
    for said in GROUPS.values():
        assert said in page


@pytest.mark.parametrize("group", GROUPS)
async def test_each_group_answers_by_itself(sign_in, town_directory, group):
    status, part = await fragment(await sign_in(), f"/{group}", q="domiciliation")
    assert (status, GROUPS[group] in part, "<html" in part) == (200, True, False)


@pytest.mark.parametrize("path", ["", *(f"/{group}" for group in GROUPS)])
async def test_nothing_typed_asks_nothing(sign_in, engine, path):
    status, _ = await fragment(await sign_in(), path, q="  ")
    assert status == 200
    assert THREAD not in everything(engine)


async def test_a_choice_is_pressed_and_the_thread_goes_on(sign_in):
    agent = await sign_in()
    _, part = await fragment(agent, "/assistant", q="domiciliation")
    token = re.search(r'name="bouton" value="([\d.]+)"[^>]*>La domiciliation<', part)[1]

    _, page = await agent.post(PATH, fil=THREAD, q="domiciliation", bouton=token)
    assert "Sans adresse stable" in page
    assert 'value="fiche:domiciliation" data-result>Mettre sur la feuille' in page
    assert "Source : " in page
    assert "/bureau/agenda?motif=entretien-domiciliation" in page


async def test_a_change_of_the_sheet_asks_the_assistant_nothing_more(sign_in, services):
    agent = await sign_in()
    await agent.post(PATH, fil=THREAD, q="domiciliation", chercher="1")
    before = history(services)
    _, page = await agent.post(PATH, fil=THREAD, q="domiciliation", ajouter="fiche:domiciliation")
    assert history(services) == before
    assert "Voulez-vous parler de" in page


def history(services) -> int:
    with services.new_uow() as uow:
        return len(uow.conversations.history(uow.conversations.open(COUNTER, THREAD, services.clock.now()).id))


async def test_a_cry_for_help_is_answered_in_red_above_everything(sign_in):
    agent = await sign_in()
    _, page = await agent.post(PATH, fil=THREAD, q="je veux mourir", chercher="1")
    assert 'class="card urgent"' in page
    assert page.index('href="tel:3114"') < page.index("L'assistant</h2>")


async def test_the_next_person_finds_nothing_of_the_one_before(sign_in, engine):
    agent = await sign_in()
    await fragment(agent, "/assistant", q=CANARY)
    assert CANARY in everything(engine)

    status, page = await agent.post(f"{PATH}/suivante", fil=THREAD)
    assert (status, CANARY in page, THREAD in page) == (200, False, False)
    assert "canari" not in everything(engine)


async def test_the_sheet_stays_in_the_page(sign_in, engine):
    agent = await sign_in()
    status, part = await fragment(agent, "/feuille", feuille=SHEET, note=CANARY, ajouter="fiche:cantine")
    assert status == 200
    assert CANARY in part
    assert "fiche:cantine:presentation" in part
    assert CANARY not in everything(engine)


@pytest.mark.parametrize(("act", "items"), [
    ({"ajouter": "fiche:domiciliation:recours"}, ["presentation", "pieces", "recours"]), ({"retirer": "0"}, ["pieces"]),
    ({"monter": "1"}, ["pieces", "presentation"]), ({"descendre": "0"}, ["pieces", "presentation"]),
    ({"monter": "0"}, ["presentation", "pieces"]), ({"retirer": "9"}, ["presentation", "pieces"]),
    ({"retirer": "-1"}, ["presentation", "pieces"]), ({"vider": "1"}, []), ({}, ["presentation", "pieces"])])
async def test_the_buttons_change_the_sheet(sign_in, act, items):
    _, page = await (await sign_in()).post(PATH, fil=THREAD, feuille=SHEET, **act)
    kept = re.search(r'name="feuille" value="([^"]*)"', page)[1].replace("&#34;", '"')
    assert json.loads(kept) == [f"fiche:domiciliation:{one}" for one in items]


@pytest.mark.parametrize("fields", [
    {"feuille": "{"}, {"feuille": SHEET, "note": "x" * 601}, {"feuille": SHEET, "ajouter": "fiche:inconnue"},
    {"feuille": SHEET, "ajouter_code": "1", "code": "KLP 274"}, {"feuille": SHEET, "envoyer": "1", "numero": "0612345678"},
    {"feuille": "[]", "envoyer": "1", "numero": "0612345678", "accord": "oui"}])
async def test_what_is_refused_comes_back_with_a_sentence_and_what_was_typed(sign_in, fields):
    status, part = await fragment(await sign_in(), "/feuille", **fields)
    assert (status, 'role="alert"' in part) == (422, True)
    assert fields.get("note", "") in part


async def test_script_in_the_note_the_question_or_a_name_is_text(sign_in, services):
    code = book(services, SCRIPT)
    agent = await sign_in()
    _, page = await agent.post(PATH, fil=THREAD, q=f"{SCRIPT} {code}", note=SCRIPT, feuille=SHEET, chercher="1")
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 3


@pytest.mark.parametrize("thread", ["", "court", "x" * 65, "jeton de la personne 1", SCRIPT])
async def test_a_page_without_a_good_token_gets_a_new_one(sign_in, thread):
    _, page = await (await sign_in()).post(PATH, fil=thread, q="cantine", chercher="1")
    assert re.fullmatch(r"[\w-]{24}", re.search(r'name="fil" value="([^"]*)"', page)[1])


async def test_opening_an_appointment_is_written_in_the_journal(sign_in, services):
    code = book(services, "Inès")
    agent = await sign_in()
    await fragment(agent, "/rendez-vous", q=code)
    await fragment(agent, "/feuille", feuille="[]", code=code, ajouter_code="1")
    await fragment(agent, "/feuille", feuille=json.dumps([f"rdv:{code}"]), ajouter="fiche:cantine")
    assert noted(services) == [("rendez-vous cherché", code), ("rendez-vous sur feuille", code)]


def noted(services) -> list[tuple[str, str | None]]:
    return [(one.act, one.about) for one in reversed(services.accounts.journal()) if one.act != "connexion"]


async def test_the_sheet_leaves_by_sms_with_consent_and_the_page_forgets_the_number(sign_in, services):
    services.posted.add("sms")
    status, part = await fragment(await sign_in(), "/feuille", feuille=SHEET, envoyer="1", numero="06 12 34 56 78",
                                  accord="oui")
    letters = Letters()
    await services.outbox.post_due("sms", letters)

    assert [address for address, _ in letters.left] == ["+33612345678"]
    assert (status, "06 12" in part, "Le SMS part" in part) == (200, False, True)
    assert noted(services) == [("feuille envoyée par SMS", None)]


@pytest.mark.parametrize("number", ["0899123456", "+447700900123"])
async def test_a_refused_number_comes_back_to_be_corrected(sign_in, services, number):
    services.posted.add("sms")
    status, part = await fragment(await sign_in(), "/feuille", feuille=SHEET, envoyer="1", numero=number, accord="oui")
    assert (status, f'value="{number}"' in part) == (422, True)
    assert await services.outbox.post_due("sms", Letters()) == 0


def test_the_qr_code_is_that_of_the_address():
    address = "https://repere.example/fiches/domiciliation"
    drawn = qr_code(address)
    dark = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", drawn.path)}
    rows = segno.make(address, error="m").matrix
    assert dark == {(x + 4, y + 4) for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark}
    assert drawn.size == len(rows) + 8


async def test_the_four_groups_may_be_asked_at_once(sign_in, town_directory):
    agent = await sign_in()
    parts = await asyncio.gather(*(fragment(agent, f"/{group}", q="domiciliation") for group in GROUPS))
    assert [status for status, _ in parts] == [200] * len(GROUPS)


@pytest.mark.parametrize("path", ["", "/assistant", "/feuille", "/suivante"])
async def test_a_form_without_its_proof_is_refused(sign_in, path):
    agent = await sign_in()
    async with agent.client.post(PATH + path, data={"fil": THREAD, "_jeton": "0" * 64}) as response:
        assert response.status == 403
