"""The web widget on other people's pages: rough styles, frames, the town's colour and logo, the page that shows how."""
from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import violations
from tests.browser.conftest import EXIT_PAGE
from tests.browser.gestures import ENTRIES, open_widget, refuse_storage, say

LOOK = """node => { const {fontSize, color, direction, textTransform, opacity} = getComputedStyle(node);
                    return [fontSize, color, direction, textTransform, opacity]; }"""


@pytest.mark.parametrize("width", [1280, 320])
def test_a_page_with_hostile_styles_changes_nothing(page: Page, base_url: str, width: int, tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    launcher, message = page.locator("repere-widget .launcher"), page.locator("repere-widget .entry p").last
    looks = []
    for path in ("hote", "hostile"):
        page.goto(f"{base_url}/{path}")
        expect(launcher).to_be_visible()
        box = launcher.bounding_box()
        open_widget(page)
        say(page, "bonjour")
        expect(page.locator(ENTRIES).last).to_contain_text("Vous avez écrit : bonjour")
        page.screenshot(path=tmp_path / f"{path}-{width}.png")
        looks.append([box, message.evaluate(LOOK), page.locator("repere-widget dialog").bounding_box()])

    assert looks[0] == looks[1]


@pytest.fixture
def framed(page: Page, base_url: str) -> Page:
    """A page of another site, with the discussion in a frame below what the window shows."""
    page.goto(base_url.replace("127.0.0.1", "localhost") + "/cadre")
    return page


def test_the_frame_shows_the_discussion_and_leaves_the_page_alone(framed: Page) -> None:
    frame = framed.frame_locator("iframe")
    expect(frame.get_by_text("Bonjour. Posez votre question.")).to_be_visible()
    assert framed.evaluate("[scrollY, document.activeElement.tagName]") == [0, "BODY"]
    expect(frame.get_by_role("button", name="Fermer")).to_be_hidden()


def test_quitter_vite_in_a_frame_changes_the_whole_page(framed: Page) -> None:
    framed.frame_locator("iframe").get_by_role("button", name="Quitter vite").click()
    framed.wait_for_url(EXIT_PAGE)


def test_a_closed_sandbox_lets_people_talk_and_quitter_vite_empties_the_frame(page: Page, base_url: str) -> None:
    page.goto(base_url.replace("127.0.0.1", "localhost") + "/cadre?sandbox")
    frame = page.frame_locator("iframe")
    frame.get_by_label("Votre message").fill("dans un cadre")
    frame.get_by_role("button", name="Envoyer").click()
    expect(frame.get_by_text("Vous avez écrit : dans un cadre")).to_be_visible()
    frame.get_by_label("Votre message").press("Escape")
    expect(frame.get_by_role("dialog")).to_be_visible()
    frame.get_by_role("button", name="Quitter vite").click()
    expect(frame.locator("repere-widget")).to_have_count(0)
    expect(frame.get_by_text("dans un cadre")).to_have_count(0)
    assert page.url.endswith("/cadre?sandbox")


def test_a_browser_that_keeps_nothing_for_frames_still_shows_the_discussion(framed: Page) -> None:
    refuse_storage(framed, "sessionStorage")
    framed.reload()
    expect(framed.frame_locator("iframe").get_by_text("Bonjour. Posez votre question.")).to_be_visible()


@pytest.mark.parametrize(("logo", "shown"), [
    ("/static/icon.svg", True), ("http://exemple.fr/logo.png", False), ("javascript:alert(1)", False),
    ("data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg'/>", False), ("/pas-la.png", False),
])
def test_a_logo_is_shown_when_it_is_safe_and_found(page: Page, base_url: str, logo: str, shown: bool) -> None:
    page.goto(f"{base_url}/hote")
    page.evaluate("logo => document.querySelector('repere-widget').setAttribute('logo', logo)", logo)
    open_widget(page)
    image = page.locator("repere-widget .logo")
    if shown:
        expect(image).to_be_visible()
        assert image.bounding_box()["width"] == image.bounding_box()["height"] == 36
    else:
        expect(page.get_by_text("Bonjour. Posez votre question.")).to_be_visible()
        expect(image).to_be_hidden()
    expect(image).to_have_attribute("alt", "")
    assert page.strangers == []


@pytest.mark.parametrize("width", [320, 768, 1280])
def test_the_page_that_shows_how_tries_the_colour_and_gives_the_lines(page: Page, base_url: str, width: int,
                                                                      tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{base_url}/integrer")
    page.get_by_label("Couleur des boutons").fill("#ffcc00")
    launcher = page.locator("repere-widget .launcher")
    expect(launcher).to_have_css("background-color", "rgb(255, 204, 0)")
    expect(launcher).to_have_css("color", "rgb(0, 0, 0)")
    expect(page.locator("#tag")).to_contain_text(
        f'<script type="module" src="{base_url}/widget.js"></script>\n<repere-widget color="#ffcc00"></repere-widget>')
    page.get_by_role("button", name="Copier les deux lignes").click()
    expect(page.get_by_role("status").filter(has_text="copié").or_(page.get_by_text("Copiez-les"))).to_be_visible()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        page.screenshot(path=tmp_path / f"integrer-{width}-{scheme}.png", full_page=True)
        assert violations(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert page.refused == []


def test_the_page_of_the_frame_breaks_no_accessibility_rule(page: Page, base_url: str) -> None:
    page.goto(f"{base_url}/discussion")
    expect(page.get_by_text("Bonjour. Posez votre question.")).to_be_visible()
    assert violations(page) == []
    assert page.refused == []
