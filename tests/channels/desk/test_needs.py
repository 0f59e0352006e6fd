"""Besoins: who reads it, what it shows, what can be taken away."""
import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from odf import opendocument, table

from bot.domain.agent import Role
from bot.domain.asked import Demand, Outcome

PAGES = ("/bureau/besoins", "/bureau/besoins/annee/2026", "/bureau/besoins/tableau/sujets.csv?periode=2026-T3",
         "/bureau/besoins/tableaux.ods?periode=2026-T3")
HEAVIEST = 150_000  # bytes


@pytest.fixture
def asked(services):
    """Nine months of demands, as many for each fiche, in each town, at each hour."""
    slugs, towns = sorted(services.knowledge.fiches), sorted(services.knowledge.territoires.communes)
    with services.new_uow() as uow:
        for number in range(900):
            day = date(2026, number % 9 + 1, number % 28 + 1)
            uow.asked.add(Demand(day, number % 24, ("web", "sms")[number % 2], towns[number % 12],
                                 slugs[number % len(slugs)], ("pieces", "")[number % 2], Outcome.REPONDU))
        for _ in range(3):
            uow.asked.add(Demand(date(2026, 8, 3), 10, "web", "paulhan", "", "", Outcome.HUMAIN))
        uow.commit()


@pytest.mark.parametrize("path", PAGES)
async def test_the_desk_of_reception_does_not_read_it(sign_in, asked, path):
    status, text = await (await sign_in(Role.ACCUEIL)).get(path)
    assert status == 403
    assert "référent" in text


async def test_before_a_month_is_over_there_is_nothing_to_read(sign_in):
    status, text = await (await sign_in(Role.REFERENT)).get("/bureau/besoins")
    assert status == 200
    assert "Pas encore assez de questions" in text
    assert "1er décembre 2026" in text


async def test_the_last_quarter_is_shown_first(sign_in, asked):
    status, text = await (await sign_in(Role.REFERENT)).get("/bureau/besoins")
    assert status == 200
    assert "<h2 class=\"span\">3e trimestre 2026</h2>" in text
    assert "moins de 5" in text


@pytest.mark.parametrize("path", ["/bureau/besoins?periode=2026", "/bureau/besoins/annee/2026",
                                  "/bureau/besoins?periode=2026-09"])
async def test_a_page_is_light_and_has_no_style_nor_script_of_its_own(sign_in, asked, path):
    status, text = await (await sign_in(Role.REFERENT)).get(path)
    assert status == 200
    assert len(text.encode()) < HEAVIEST
    assert " style=" not in text
    assert "<script>" not in text


@pytest.mark.parametrize("period", ["2026-T4", "2026-11", "2025", "hier", "<script>", "2026-T9"])
async def test_a_span_that_is_not_over_or_is_none_is_refused(sign_in, asked, period):
    status, text = await (await sign_in(Role.REFERENT)).get(f"/bureau/besoins?periode={period}")
    assert status == 422
    assert "Choisissez-en une autre" in text


async def test_a_table_is_taken_away_as_csv(sign_in, asked):
    agent = await sign_in(Role.REFERENT)
    async with agent.client.get("/bureau/besoins/tableau/suites.csv?periode=2026-T3") as response:
        assert response.headers["Content-Disposition"] == 'attachment; filename="suites-2026-T3.csv"'
        body = await response.read()
    lines = list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=";"))
    assert ["Demande d'une personne", "moins de 5", "0", "4"] in [line[:4] for line in lines]
    assert ["Période", "3e trimestre 2026"] in lines


async def test_all_tables_are_taken_away_in_one_workbook_with_a_note(sign_in, asked, services):
    agent = await sign_in(Role.REFERENT)
    async with agent.client.get("/bureau/besoins/tableaux.ods?periode=2026-T3") as response:
        body = await response.read()
    names = [sheet.getAttribute("name") for sheet in
             opendocument.load(BytesIO(body)).spreadsheet.getElementsByType(table.Table)]
    assert names[0] == "Note"
    assert len(names) == 14
    assert services.accounts.journal(1)[0].about == "2026-T3"


@pytest.mark.parametrize("path", ["tableau/jamais.csv?periode=2026-T3", "tableau/sujets.csv?periode=2026-09"])
async def test_a_table_that_is_not_there_is_refused(sign_in, asked, path):
    status, _ = await (await sign_in(Role.REFERENT)).get(f"/bureau/besoins/{path}")
    assert status == 422


async def test_the_year_is_told_with_its_method(sign_in, asked):
    status, text = await (await sign_in(Role.REFERENT)).get("/bureau/besoins/annee/2026")
    assert status == 200
    assert "l&#39;assistant a reçu 903 demandes" in text
    assert "Méthode et limites" in text
