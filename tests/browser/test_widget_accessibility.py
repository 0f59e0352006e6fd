"""The web widget for everybody: keyboard, screen reader, small screens, large print, colours."""
from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import Wire
from tests.browser.echo_service import an_answer
from tests.browser.gestures import ENTRIES, open_widget, say, urgent_answer

FOCUSED = "document.querySelector('repere-widget').shadowRoot.activeElement?.id"
VOICES = """
    const far = {lang: "fr-FR", localService: false, name: "far"};
    const near = {lang: "fr-FR", localService: true, name: "near"};
    SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
    Object.defineProperty(window, "speechSynthesis", {value: {
        getVoices: () => [far, near], cancel: () => {},
        speak: ({text, lang, voice}) => { window.said = [text, lang, voice.name]; }}});
"""


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


def test_the_text_grows_in_four_sizes_that_the_device_remembers(page: Page) -> None:
    open_widget(page)
    larger = page.get_by_role("button", name="Texte plus grand")
    thread = page.locator("repere-widget .thread")
    size = "node => parseFloat(getComputedStyle(node).fontSize)"
    sizes = [thread.evaluate(size)]
    for percent in (125, 150, 200, 200):
        larger.click()
        expect(page.get_by_text(f"Taille du texte : {percent} %.")).to_be_visible()
        expect(larger).to_be_focused()
        sizes.append(thread.evaluate(size))
    page.reload()
    open_widget(page)
    page.get_by_role("button", name="Texte plus petit").click()

    assert sizes == [16, 20, 24, 32, 32]
    assert thread.evaluate(size) == 24


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_a_choice_taken_by_keyboard_keeps_the_focus_and_the_next_ones_follow(page: Page, wire: Wire, key: str) -> None:
    hours = [{"label": "9 h", "token": "1.0"}, {"label": "10 h", "token": "1.1"}]
    wire.answers = [an_answer("Quelle heure ?", choices=hours)]
    open_widget(page)
    say(page, "un rendez-vous")
    first, second = page.get_by_role("button", name="9 h"), page.get_by_role("button", name="10 h")
    expect(second).to_be_visible()
    for _ in ("Écouter", "10 h", "9 h"):
        page.keyboard.press("Shift+Tab")
    expect(first).to_be_focused()
    wire.answers = [an_answer("Je confirme ?", choices=[{"label": "Oui, je confirme", "token": "2.0"}])]
    page.keyboard.press(key)

    expect(page.get_by_role("button", name="Oui, je confirme")).to_be_visible()
    expect(first).to_be_focused()
    for _ in ("10 h", "Écouter", "Oui, je confirme"):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Oui, je confirme")).to_be_focused()
    assert wire.sent[-1]["button"] == "1.0"


def test_nothing_moves_for_who_asked_for_no_motion(page: Page) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_widget(page)
    moving = "node => node.getAnimations({subtree: true}).length || getComputedStyle(node).transitionDuration !== '0s'"
    assert page.locator("repere-widget .thread").evaluate("node => getComputedStyle(node).scrollBehavior") == "auto"
    assert not page.locator("repere-widget dialog").evaluate(moving)


@pytest.mark.parametrize("color", ["#24594a", "#ffff00", "#777777", "#ff0000", "#0000ff", "#fffdf8", "#000000"])
def test_any_colour_of_a_town_leaves_its_text_readable(page: Page, color: str) -> None:
    page.evaluate("color => document.querySelector('repere-widget').setAttribute('color', color)", color)
    open_widget(page)
    assert violations(page) == []
