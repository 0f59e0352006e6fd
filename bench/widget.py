"""The widget's weight, and how long a page takes to show an answer once the server's has come, in a real Chromium."""
from __future__ import annotations

import gzip
import itertools
import os
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

from measures import ROOT, keep
from servers import OURS, ours

sys.path.insert(0, str(ROOT))
ASKED = ("j'ai pas d'adresse pour mon courrier", "le rsa c'est combien", "quels papiers", "où je peux aller ?")
TIMES = 10
# A frame that brings an answer is noted as it comes, then the next paint after it stands in the log.
WATCH = """
const open = window.WebSocket;
window.shown = [];
window.WebSocket = class extends open {
    constructor(...given) {
        super(...given);
        this.addEventListener("message", ({ data }) => {
            if (JSON.parse(data).type !== "answers") return;
            const came = performance.now();
            requestAnimationFrame(() => requestAnimationFrame(() => window.shown.push(performance.now() - came)));
        });
    }
};
"""


def main() -> None:
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import CHROMIUM_OPTIONS
    from tests.browser.gestures import open_widget, say

    with tempfile.TemporaryDirectory() as folder, ours(Path(folder)), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=CHROMIUM_OPTIONS)
        page = browser.new_page()
        weights: list[int] = []
        page.on("requestfinished", lambda request: weights.append(len(gzip.compress(request.response().body())))
                if request.url.endswith((".js", ".css")) and "demo" not in request.url else None)
        page.add_init_script(WATCH)
        page.goto(OURS)
        open_widget(page)
        for text in itertools.islice(itertools.cycle(ASKED), TIMES * len(ASKED)):
            before = page.evaluate("window.shown.length")
            say(page, text)
            page.wait_for_function("before => window.shown.length > before", arg=before)
        shown = page.evaluate("window.shown")
        browser.close()
    figures = {"kilobytes": sum(weights) / 1024, "median": statistics.median(shown), "worst": max(shown),
               "answers": len(shown)}
    keep("widget", figures)
    print({key: round(value, 1) for key, value in figures.items()})


if __name__ == "__main__":
    main()
