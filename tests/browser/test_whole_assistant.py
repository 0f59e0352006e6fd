"""The assistant as a newcomer meets it: the real program, its trained model, a real browser, the keyboard only."""
from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from bot.settings import ROOT
from tests.browser.gestures import open_widget, say

LAST = "repere-widget [role=log] > .entry >> nth=-1"


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("assistant") / "repere.db"


@pytest.fixture(scope="module")
def base_url(database: Path) -> Iterator[str]:
    """`python -m bot run`, ready."""
    if not list((ROOT / "models").glob("*.tar.gz")):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("no trained model: run `make train`")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "REPERE_PORT": str(port), "REPERE_DATABASE_URL": f"sqlite:///{database}",
                   "REPERE_KEY_FILE": str(database.with_name("key")), "REPERE_DEMO": "1"}
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot", "run"], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=30)


def _wait_until_ready(url: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        assert process.poll() is None, "the assistant stopped while starting"
        try:
            urllib.request.urlopen(f"{url}/pret", timeout=2)
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError("Rasa was not ready after two minutes")


def rows(database: Path, query: str) -> list:
    with create_engine(f"sqlite:///{database}").connect() as connection:
        return connection.execute(text(query)).all()


def ask(page: Page, words: str, answer: str) -> None:
    say(page, words)
    expect(page.locator(LAST)).to_contain_text(re.compile(answer), timeout=15_000)


def test_the_first_question_is_answered_with_its_source(page: Page):
    open_widget(page)

    ask(page, "j'ai pas d'adresse pour mon courrier", "CCAS")

    expect(page.locator(LAST).get_by_role("link", name=re.compile("Service-public"))).to_be_visible()
    assert page.strangers == []


def test_a_booking_made_here_is_in_the_database_and_its_hour_is_no_longer_offered(page: Page, database: Path):
    open_widget(page)
    ask(page, "je voudrais un rendez-vous pour la domiciliation", "heures libres")
    first_hour = page.locator(LAST).get_by_role("button").all_inner_texts()[0]
    ask(page, "1", "prénom")
    ask(page, "moi c'est Inès", "numéro de téléphone")
    ask(page, "non", "Je confirme")
    ask(page, "oui", "Votre code est")

    [(motif, state)] = rows(database, "SELECT motif, state FROM appointments")
    assert (motif, state) == ("entretien-domiciliation", "prevu")
    ask(page, "je voudrais un rendez-vous pour la domiciliation", "heures libres")
    assert first_hour not in page.locator(LAST).get_by_role("button").all_inner_texts()
    ask(page, "abandonner", "Aucun rendez-vous")
    ask(page, "je veux annuler mon rendez-vous", "vraiment annuler")
    ask(page, "oui", "est annulé")
    assert rows(database, "SELECT state FROM appointments") == [("excuse",)]
    assert rows(database, "SELECT * FROM taken_cells") == []


def test_a_person_in_danger_sees_a_number_to_press(page: Page):
    open_widget(page)

    ask(page, "mon mari me frappe", "17|3919")

    expect(page.locator(LAST).get_by_role("link", name=re.compile("17|3919")).first).to_be_visible()


def test_markup_typed_by_a_person_stays_text(page: Page):
    open_widget(page)

    say(page, "<img src=x onerror=alert(1)> bonjour")

    expect(page.locator(LAST)).to_contain_text(re.compile("."), timeout=15_000)
    assert page.locator("repere-widget img").count() == 0


def test_the_real_answers_break_no_accessibility_rule(page: Page):
    open_widget(page)
    ask(page, "quels papiers pour une domiciliation", "Cerfa")
    ask(page, "mon mari me frappe", "17|3919")

    found = Axe().run(page).response["violations"]

    assert [rule["id"] for rule in found] == []
