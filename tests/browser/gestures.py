"""What a person does with the widget, and an answer worth seeing."""
from __future__ import annotations

from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.echo_service import an_answer

ENTRIES = "repere-widget [role=log] > .entry"


def open_widget(page: Page) -> Locator:
    """Opens the panel and waits for the greeting; returns the field."""
    page.locator("repere-widget .launcher").click()
    expect(page.locator("repere-widget .entry").first).to_be_visible()
    return page.get_by_label("Votre message")


def say(page: Page, text: str) -> None:
    page.get_by_label("Votre message").fill(text)
    page.keyboard.press("Enter")


def refuse_storage(page: Page, name: str) -> None:
    """From the next page on, the browser behaves as one whose owner forbids sites to keep anything."""
    refusal = "get() { throw new DOMException('', 'SecurityError'); }"
    page.add_init_script(f"Object.defineProperty(window, '{name}', {{{refusal}}})")


def urgent_answer() -> dict[str, Any]:
    """Three numbers to call or write to, and a source."""
    paragraphs = [
        [{"text": "Ce que vous vivez est grave. Vous n'êtes pas seul."}],
        [{"text": "Appelez le "}, {"text": "3114", "href": "tel:3114"}, {"text": ". C'est gratuit, jour et nuit."}],
        {"list": [[{"text": "Danger immédiat : "}, {"text": "17", "href": "tel:17"}],
                  [{"text": "Par SMS : "}, {"text": "114", "href": "sms:114"}]]},
    ]
    sources = [{"text": "3114.fr, 1er octobre 2026", "href": "https://3114.fr"}]
    return an_answer("", urgent=True, sources=sources, paragraphs=paragraphs)
