"""An answer as a Telegram message: HTML with everything escaped, and the buttons of its keyboard. Pure.

Source: https://core.telegram.org/bots/api#html-style and #sendmessage. Telegram counts UTF-16 code units, tags left out.
"""
from __future__ import annotations

import re
from html import escape, unescape
from typing import Iterator

from bot.channels.plain_text import said
from bot.domain.answer import Answer
from bot.domain.conversation import Sent
from bot.domain.french import say_date

MAX_LENGTH = 4096
_MOST_BELOW = 2048  # what links and sources may take of it
_MORE = " […]"
_SENTENCE_END = re.compile(r"(?<=[.!?…])(?=\s)|(?=\n)")
_WORD_END = re.compile(r"(?=\s)")


def render(answer: Answer, site: str = "") -> str:
    """The text to send with parse_mode HTML. `site`: our public address (« https://… »), for what stands on our own site.

    The choices go on a keyboard, not in the text. The first paragraph of an urgent answer, which gives the number, is bold.
    """
    below = ""
    for line in [*_links(answer, site), *_sources(answer)]:
        if length(below) + length(line) < _MOST_BELOW:
            below += f"\n{line}"
    below = f"\n{below}" if below else ""
    text = shortened(said(answer), MAX_LENGTH - length(below))
    first, blank, rest = text.partition("\n\n")
    shown = f"<b>{escape(first, quote=False)}</b>" if answer.urgent else escape(first, quote=False)
    return shown + escape(blank + rest, quote=False) + below


def as_text(answer: Answer, site: str = "") -> str:
    """What the person reads of it."""
    return unescape(re.sub(r"<[^>]+>", "", render(answer, site)))


def buttons(sent: Sent) -> list[tuple[str, str]]:
    """(what the person reads, what comes back): « <answer number>.<position> », or what the device is asked for."""
    return [(choice.label, choice.asks or f"{sent.id}.{n}") for n, choice in enumerate(sent.answer.choices)]


def length(markup: str) -> int:
    """As Telegram counts it: UTF-16 code units, once tags and entities are read."""
    return _units(unescape(re.sub(r"<[^>]+>", "", markup)))


def shortened(text: str, most: int) -> str:
    """`text` in at most so many UTF-16 code units, cut after a sentence or else after a word."""
    if _units(text) <= most:
        return text
    head = text.encode("utf-16-le", "surrogatepass")[:2 * (most - len(_MORE))].decode("utf-16-le", "ignore")
    for end in (_SENTENCE_END, _WORD_END):
        cuts = [found.start() for found in end.finditer(head) if found.start()]
        if cuts:
            return head[:cuts[-1]] + _MORE
    return head + _MORE


def _links(answer: Answer, site: str) -> Iterator[str]:
    for link in answer.links:
        url = link.outside(site)
        if url is not None:
            yield f'<a href="{escape(url)}">{escape(link.label, quote=False)}</a>'


def _sources(answer: Answer) -> Iterator[str]:
    for source in answer.sources:
        title = escape(source.titre, quote=False)
        named = f'<a href="{escape(source.lien)}">{title}</a>' if source.lien.startswith("https://") else title
        yield f"Source : {named}, {say_date(source.date)}."


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
