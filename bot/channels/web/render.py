"""An answer as the widget shows it: segments of text, some of them links, so that the page never builds HTML. Pure."""
from __future__ import annotations

import re
from itertools import takewhile
from typing import Any

from bot.channels.plain_text import link_lines, said, source_lines
from bot.domain.answer import Answer
from bot.domain.conversation import Sent
from bot.domain.french import MOIS, say_date

# Numbers one can call as they are written in our own texts: « 115 », « 3919 », « 0 800 05 95 95 », « 04 67 96 00 00 ».
# The two-digit ones look like dates and ages: they count only after « le », « au », « ou » or a comma.
_LONG = r"0[\s\u00a0]?[1-9]\d{0,2}(?:[\s\u00a0]?\d{2,3}){3,4}"
_SHORT = r"(?:(?<=\ble )|(?<=\bau )|(?<=\bou )|(?<=, )|(?<= : ))1[578]"
_WAYS = "avenue|rue|boulevard|place|chemin|route|allée|allées|impasse|quai|cours|esplanade|square|faubourg"
_NO_NUMBER = (r"(?![\d%*]|[.,]\d|[\s\u00a0](?:€|%|\d|(?:ans?|mois|h|heures?|jours?|km|à|"
              rf"{'|'.join(MOIS)}|{_WAYS})\b))")
_CALLABLE = re.compile(rf"(?<![\d.,*])(?:11[2459]|3\d[\s\u00a0]?\d\d|{_LONG}|{_SHORT}){_NO_NUMBER}", re.I)

def render(sent: Sent) -> dict[str, Any]:
    """JSON for the widget: see its `thread.js`. A choice's token is « <answer number>.<position> »."""
    answer = sent.answer
    return {
        "id": sent.id,
        "paragraphs": [part for block in answer.text.split("\n\n") for part in parts_of(block)],
        "sources": [{"text": f"{s.titre}, {say_date(s.date)}", "href": s.lien} for s in answer.sources],
        "links": [{"text": link.label, "href": link.url} for link in answer.links],
        "choices": [{"label": c.label, "token": f"{sent.id}.{n}", **({"asks": c.asks} if c.asks else {})}
                    for n, c in enumerate(answer.choices)],
        "urgent": answer.urgent,
        "person": answer.person,
        "feedback": answer.page is not None,
    }


def as_text(answer: Answer) -> str:
    """The same answer as plain lines, its choices apart."""
    return "\n".join([said(answer), *link_lines(answer), *source_lines(answer)])


def parts_of(block: str) -> list[Any]:
    """A paragraph, a list of « - » lines, or a paragraph and the list it announces."""
    lines = block.split("\n")
    items = list(takewhile(lambda line: line.startswith("- "), reversed(lines)))[::-1]
    before = lines[:len(lines) - len(items)]
    parts: list[Any] = [segments_of("\n".join(before))] if before else []
    return parts + ([{"list": [segments_of(item[2:]) for item in items]}] if items else [])


def segments_of(text: str) -> list[dict[str, str]]:
    segments: list[dict[str, str]] = []
    position = 0
    for found in _CALLABLE.finditer(text):
        segments += [{"text": text[position:found.start()]}] if found.start() > position else []
        number = re.sub(r"\D", "", found[0])
        # 114 is the one emergency number that is reached by writing.
        segments.append({"text": found[0], "href": f"sms:{number}" if number == "114" else f"tel:{number}"})
        position = found.end()
    return segments + ([{"text": text[position:]}] if position < len(text) else [])
