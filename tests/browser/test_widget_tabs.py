"""Several tabs of one browser show one discussion, which none of them keeps once all are closed."""
from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import EXIT_PAGE
from tests.browser.gestures import ENTRIES, open_widget, say

TOKEN = "sessionStorage.getItem('repere')"


@pytest.fixture
def other(page: Page, base_url: str) -> Page:
    """A second tab, opened once the first one has a discussion."""
    open_widget(page)
    other = page.context.new_page()
    other.goto(base_url)
    return other


def test_a_new_tab_takes_the_discussion_of_the_first(page: Page, other: Page) -> None:
    say(page, "bonjour")
    expect(page.get_by_text("Vous avez écrit : bonjour")).to_be_visible()
    open_widget(other)
    expect(other.get_by_text("Vous avez écrit : bonjour")).to_have_count(1)
    assert other.evaluate(TOKEN) == page.evaluate(TOKEN)
    assert other.evaluate("localStorage.length") == 0


def test_what_is_said_in_one_tab_is_shown_once_in_each(page: Page, other: Page) -> None:
    open_widget(other)
    say(page, "du premier")
    expect(other.get_by_text("Vous avez écrit : du premier")).to_be_visible()
    say(other, "du second")
    for tab in (page, other):
        expect(tab.get_by_text("Vous avez écrit : du second")).to_be_visible()
        assert tab.get_by_text("Vous avez écrit : du premier").count() == 1
        assert [entry.inner_text() for entry in tab.locator("repere-widget .entry.mine").all()] == [
            "Vous :\n\ndu premier", "Vous :\n\ndu second"]


def test_erasing_in_one_tab_clears_the_others_and_all_go_on_together(page: Page, other: Page) -> None:
    open_widget(other)
    say(page, "à oublier")
    expect(other.get_by_text("Vous avez écrit : à oublier")).to_be_visible()
    forgotten = page.evaluate(TOKEN)
    other.get_by_role("button", name="Effacer", exact=True).click()
    other.get_by_role("button", name="Oui, effacer").click()
    expect(page.get_by_text("La discussion est effacée.")).to_be_visible()
    expect(page.get_by_text("à oublier")).to_have_count(0)

    expect(page.get_by_text("Bonjour. Posez votre question.")).to_be_visible()
    say(page, "autre chose")
    expect(other.get_by_text("Vous avez écrit : autre chose")).to_be_visible()
    assert page.evaluate(TOKEN) == other.evaluate(TOKEN) != forgotten


def test_quitter_vite_in_one_tab_closes_and_empties_the_others(page: Page, other: Page) -> None:
    open_widget(other)
    say(page, "il arrive")
    expect(other.get_by_text("Vous avez écrit : il arrive")).to_be_visible()
    page.get_by_role("button", name="Quitter vite").click()
    page.wait_for_url(EXIT_PAGE)
    expect(other.get_by_role("dialog")).to_be_hidden()
    assert other.locator(ENTRIES).count() == 0
    assert other.evaluate(TOKEN) is None
    open_widget(other)
    expect(other.get_by_text("il arrive")).to_have_count(0)


def test_a_reloaded_tab_that_is_still_closed_lends_its_discussion(page: Page, other: Page) -> None:
    say(page, "avant")
    expect(page.get_by_text("Vous avez écrit : avant")).to_be_visible()
    page.reload()
    page.wait_for_selector("repere-widget .launcher")
    open_widget(other)
    expect(other.get_by_text("Vous avez écrit : avant")).to_be_visible()
