"""The web widget for everybody: keyboard, screen reader, small screens, large print, colours."""
from __future__ import annotations

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import Wire
from tests.browser.echo_service import an_answer
from tests.browser.gestures import ENTRIES, open_widget, say, urgent_answer

THEMES = [{"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}]
FOCUSED = "document.querySelector('repere-widget').shadowRoot.activeElement?.id"
VOICES = """
    const far = {lang: "fr-FR", localService: false, name: "far"};
    const near = {lang: "fr-FR", localService: true, name: "near"};
    SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => [far, near], cancel: () => {},
        speak: ({text, lang, voice}) => { window.said = [text, lang, voice.name]; }}});
"""
State = Callable[[Page, Wire], None]


def test_it_opens_by_keyboard_and_the_cursor_is_in_the_field(page: Page) -> None:
    launcher = page.locator("repere-widget .launcher")
    launcher.press("Enter")
    expect(launcher).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("dialog", name="Repère")).to_be_visible()
    expect(page.get_by_label("Votre message")).to_be_focused()


def test_escape_closes_and_gives_the_focus_back(page: Page) -> None:
    open_widget(page).press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("repere-widget .launcher")).to_be_focused()


def test_an_example_opens_the_widget_with_its_text_and_takes_the_focus_back(page: Page) -> None:
    example = page.get_by_role("button", name="g besoin daide pr internet")
    example.click()
    expect(page.get_by_label("Votre message")).to_have_value("g besoin daide pr internet")
    page.keyboard.press("Escape")
    expect(example).to_be_focused()


def test_the_focus_stays_in_the_field_when_an_answer_comes(page: Page) -> None:
    open_widget(page)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)
    assert page.evaluate(FOCUSED) == "field"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (320, 256), (768, 1024)])
def test_nothing_scrolls_sideways(page: Page, wire: Wire, width: int, height: int) -> None:
    page.set_viewport_size({"width": width, "height": height})
    open_widget(page)
    wire.answers = [urgent_answer(), an_answer("anticonstitutionnellement" * 4)]
    say(page, "à l'aide")
    expect(page.locator(ENTRIES)).to_have_count(4)
    wide = "node => node.scrollWidth > node.clientWidth"
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert not page.locator("repere-widget dialog").evaluate(wide)
    assert not page.locator("repere-widget .thread").evaluate(wide)
    expect(page.get_by_role("button", name="Quitter vite")).to_be_in_viewport(ratio=1)


def test_targets_are_at_least_44_pixels(page: Page, wire: Wire) -> None:
    open_widget(page)
    wire.answers = [urgent_answer()]
    say(page, "à l'aide")
    expect(page.locator(ENTRIES)).to_have_count(3)
    for target in page.locator("repere-widget :is(button, textarea, a.number, .sources a):visible").all():
        box = target.bounding_box()
        assert min(box["width"], box["height"]) >= 44, target.inner_text()


def test_listening_uses_a_french_voice_of_the_device(page: Page) -> None:
    page.add_init_script(VOICES)
    page.reload()
    open_widget(page)
    page.get_by_role("button", name="Écouter", exact=True).click()
    assert page.evaluate("said") == ["Bonjour. Posez votre question.", "fr-FR", "near"]
    expect(page.get_by_role("button", name="Arrêter")).to_be_visible()


def closed(page: Page, wire: Wire) -> None:
    """Nothing to do."""


def opened(page: Page, wire: Wire) -> None:
    open_widget(page)


def waiting(page: Page, wire: Wire) -> None:
    opened(page, wire)
    wire.held = True
    say(page, "bonjour")
    expect(page.get_by_text("Le service écrit…")).to_be_visible()


def answered(page: Page, wire: Wire) -> None:
    opened(page, wire)
    say(page, "bonjour")
    expect(page.locator(ENTRIES)).to_have_count(3)


def in_error(page: Page, wire: Wire) -> None:
    opened(page, wire)
    wire.error = "Je n'arrive pas à répondre."
    say(page, "bonjour")
    expect(page.get_by_role("alert")).to_be_visible()


def urgent(page: Page, wire: Wire) -> None:
    wire.answers = [urgent_answer()]
    answered(page, wire)


def about_to_erase(page: Page, wire: Wire) -> None:
    opened(page, wire)
    page.get_by_role("button", name="Effacer", exact=True).click()


def violations(page: Page) -> list[tuple[str, str, str]]:
    """What axe finds wrong: the rule, where, and how to mend it."""
    found = Axe().run(page).response["violations"]
    return [(rule["id"], node["target"], node["failureSummary"]) for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("state", [closed, opened, waiting, answered, in_error, urgent, about_to_erase])
def test_axe_finds_nothing_in_light_dark_and_forced_colours(page: Page, wire: Wire, state: State) -> None:
    state(page, wire)
    for theme in THEMES:
        page.emulate_media(**theme)
        assert violations(page) == []
