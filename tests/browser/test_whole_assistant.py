"""The assistant as people meet it: the real program, its trained model, a real browser, a Telegram of our own."""
from __future__ import annotations

import asyncio
import os
import re
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from sqlalchemy import create_engine, text

from bot.settings import ROOT, Settings
from tests.browser.gestures import open_widget, say
from tests.channels.telegram_server import TOKEN, BotApi, bot_api, message, press
from tests.trained import needs_a_model

LAST = "repere-widget [role=log] > .entry >> nth=-1"


@pytest.fixture(scope="module")
def database(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("assistant") / "repere.db"


class Telephone:
    """Somebody's Telegram: what she writes, presses and reads. The server that it speaks to lives in a thread."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    @property
    def address(self) -> str:
        return self._api.address

    def write(self, text: str, answer: str) -> None:
        self._do(message(text), answer)

    def press(self, label: str, answer: str) -> None:
        """Presses the first button whose words are these, on the last message that has some."""
        keyboards = [sent["reply_markup"].get("inline_keyboard", []) for sent in self._api.asked("sendMessage")]
        rows = [keyboard for keyboard in keyboards if keyboard][-1]
        self._do(press(next(button["callback_data"] for [button] in rows if re.search(label, button["text"]))), answer)

    def _do(self, update: dict, answer: str) -> None:
        read = len(self._api.sent())
        self._api.updates.append(update)
        for _ in range(150):
            if any(re.search(answer, text) for text in self._api.sent()[read:]):
                return
            time.sleep(0.1)
        raise AssertionError(f"no answer has {answer!r}: {self._api.sent()[read:]}")


@pytest.fixture(scope="module")
def telephone() -> Iterator[Telephone]:
    loop, end, begun = asyncio.new_event_loop(), asyncio.Event(), threading.Event()
    served: list[BotApi] = []

    async def serve() -> None:
        async with bot_api() as api:
            served.append(api)
            begun.set()
            await end.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),), daemon=True)
    thread.start()
    assert begun.wait(10)
    yield Telephone(served[0])
    loop.call_soon_threadsafe(end.set)
    thread.join(10)


@pytest.fixture(scope="module")
def program(database: Path, telephone: Telephone) -> Iterator[tuple[int, str]]:
    """`python -m bot run`, ready: its process, and where it answers."""
    needs_a_model(Settings.from_environment())
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {**os.environ, "REPERE_PORT": str(port), "REPERE_DATABASE_URL": f"sqlite:///{database}",
                   "REPERE_KEY_FILE": str(database.with_name("key")), "REPERE_DEMO": "1",
                   "REPERE_TELEGRAM_TOKEN": TOKEN, "REPERE_TELEGRAM_API": telephone.address}
    process = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bot", "run"], cwd=ROOT, env=environment,
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    url = f"http://127.0.0.1:{port}"
    try:
        _wait_until_ready(url, process)
        yield process.pid, url
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="module")
def base_url(program: tuple[int, str]) -> str:
    return program[1]


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


def listening(process: int) -> set[str]:
    """Where a process waits for connections (Linux), as « 0100007F:1F90 »: the address and the port, in hexadecimal."""
    sockets = {os.readlink(one) for one in Path(f"/proc/{process}/fd").iterdir() if one.exists() or one.is_symlink()}
    tables = [Path(f"/proc/{process}/net/{table}").read_text().splitlines() for table in ("tcp", "tcp6")]
    lines = [line.split() for table in tables for line in table]
    return {line[1] for line in lines if line[3] == "0A" and f"socket:[{line[9]}]" in sockets}


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux says who listens where")
def test_nothing_but_the_site_listens_and_nothing_of_rasa_is_there(program: tuple[int, str]):
    process, url = program

    assert listening(process) == {f"0100007F:{int(url.rpartition(':')[2]):04X}"}
    for path in ("/version", "/status", "/model/parse", "/conversations/a/messages", "/webhooks/rest/webhook", "/domain"):
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(url + path, timeout=10)


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
    assert page.locator("repere-widget [role=log] img").count() == 0


def test_the_real_answers_break_no_accessibility_rule(page: Page):
    open_widget(page)
    ask(page, "quels papiers pour une domiciliation", "Cerfa")
    ask(page, "mon mari me frappe", "17|3919")

    found = Axe().run(page).response["violations"]

    assert [rule["id"] for rule in found] == []


def test_an_appointment_is_booked_with_the_keyboard_only(page: Page, database: Path):
    page.locator("repere-widget .launcher").press("Enter")
    expect(page.get_by_label("Votre message")).to_be_focused()
    for typed, answer in (("un rendez-vous pour la domiciliation", "heures libres"),):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator(LAST)).to_contain_text(re.compile(answer), timeout=15_000)
    _tab_to(page, re.compile(r"^\w+ \d+ \w+ à"))
    page.keyboard.press("Space")
    expect(page.locator(LAST)).to_contain_text("prénom", timeout=15_000)
    page.get_by_label("Votre message").focus()
    for typed, answer in (("Noé", "numéro de téléphone"), ("non", "Je confirme")):
        page.keyboard.type(typed)
        page.keyboard.press("Enter")
        expect(page.locator(LAST)).to_contain_text(re.compile(answer), timeout=15_000)
    _tab_to(page, re.compile("Oui"))
    page.keyboard.press("Enter")
    expect(page.locator(LAST)).to_contain_text("Votre code est", timeout=15_000)

    assert rows(database, "SELECT state FROM appointments WHERE state = 'prevu'") == [("prevu",)]


def _tab_to(page: Page, label: re.Pattern) -> None:
    """Tab, as often as a person would before giving up, until a button with these words has the focus."""
    focused = "document.querySelector('repere-widget').shadowRoot.activeElement?.innerText ?? ''"
    for key in ["Shift+Tab"] * 25 + ["Tab"] * 50:
        if label.search(page.evaluate(focused).replace("\u00a0", " ")):
            return
        page.keyboard.press(key)
    raise AssertionError(f"no button {label.pattern!r} is reached with the keyboard")


def test_an_appointment_is_booked_and_cancelled_by_sms(page: Page, database: Path):
    page.goto(page.url + "simulateur-sms")

    def write(text: str, answer: str) -> None:
        page.get_by_label("Votre SMS").fill(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("log")).to_contain_text(re.compile(answer), timeout=15_000)

    write("rdv domiciliation svp", "heures libres")
    write("le premier", "prénom")
    write("Awa", "Je confirme")
    write("1", r"Code [A-Z]{3} \d{3}")
    write("je veux annuler", "vraiment annuler")
    write("oui", "est annulé")

    assert rows(database, "SELECT motif, state FROM appointments ORDER BY id DESC LIMIT 1") == [
        ("entretien-domiciliation", "excuse")]


def test_an_appointment_is_booked_on_telegram_with_buttons(base_url: str, telephone: Telephone, database: Path):
    telephone.write("/rdv", "rendez-vous")
    telephone.press("Domiciliation", "heures libres")
    telephone.press(" à ", "prénom")
    telephone.write("Lina", "Je confirme")
    telephone.press("Oui", "Votre code est")

    assert rows(database, "SELECT motif, state FROM appointments ORDER BY id DESC LIMIT 1") == [
        ("entretien-domiciliation", "prevu")]
    telephone.write("mon mari me frappe", "3919|17")
