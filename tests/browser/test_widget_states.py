"""Every state of the widget, at three widths and in every colour scheme: axe finds nothing, nothing is cut.

The pictures are left in pytest's temporary folder (`--basetemp=…` says where), to be looked at.
"""
from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import violations
from tests.browser.conftest import Wire
from tests.browser.states import STATES

THEMES = {
    "light": {"color_scheme": "light", "forced_colors": "none", "contrast": "no-preference"},
    "dark": {"color_scheme": "dark", "forced_colors": "none", "contrast": "no-preference"},
    "forced": {"color_scheme": "light", "forced_colors": "active", "contrast": "no-preference"},
    "contrast": {"color_scheme": "light", "forced_colors": "none", "contrast": "more"},
    "dark-contrast": {"color_scheme": "dark", "forced_colors": "none", "contrast": "more"},
}
HEIGHTS = {320: 568, 768: 1024, 1280: 800}
# Whatever overflows its own box.
CUT = """() => {
    const root = document.querySelector("repere-widget").shadowRoot;
    const nodes = root.querySelectorAll("dialog, .thread, .entry, p, li, button, a, textarea");
    return [document.documentElement, ...nodes]
        .filter((node) => node.clientWidth && node.scrollWidth > node.clientWidth + 1)
        .map((node) => `${node.tagName}.${node.className}: ${node.scrollWidth} in ${node.clientWidth}`);
}"""


@pytest.mark.parametrize("width", HEIGHTS)
@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_and_nothing_is_cut(page: Page, wire: Wire, state: Callable[[Page, Wire], None], width: int,
                                              tmp_path: Path) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHTS[width]})
    page.emulate_media(reduced_motion="reduce")
    state(page, wire)
    for theme, media in THEMES.items():
        page.emulate_media(**media)
        page.screenshot(path=tmp_path / f"{state.__name__}-{width}-{theme}.png")
        assert violations(page) == [], theme
    assert page.evaluate(CUT) == []
