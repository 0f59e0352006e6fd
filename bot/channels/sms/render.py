"""An answer as an SMS: three segments at most, the GSM-7 alphabet only, numbered choices, no sources. Pure."""
from __future__ import annotations

import re
from dataclasses import replace
from typing import Iterator

from bot.channels.plain_text import link_lines, numbered, said
from bot.channels.sms.gsm7 import segments, to_gsm7
from bot.domain.answer import Answer

MOST_SEGMENTS = 3
_MOST_CHARACTERS = 459  # of three joined segments
_LEAST_TEXT, _LEAST_CHOICE = 100, 8  # characters that the text and each choice keep, however many choices there are
_MORE = "..."
_NEXT = 3  # choices that are shown below a long text
# Before a capital letter, a list or a new line: « tél. 04… », « M. Durand » and « 1. Oui » end no sentence.
_SENTENCE_END = re.compile(r"(?<!\b[A-Z]\.)(?<!\n\d\.)(?<=[.!?])[\"')]*(?=[ \n]+[A-ZÄÅÆÇÉÑÖØÜ\"(-]|$)|(?<=[^:\n])(?=\n)")
# Between two words, but not after an abbreviation, nor before a number or what it counts.
_WORD_END = re.compile(r"(?<=[^\s.:])(?=\s)(?!\s+[\d€%])(?!(?<=\d)\s+h\b)")
_ANYWHERE = re.compile("(?=.)", re.S)


def render(answer: Answer, site: str = "") -> str:
    """The text to send. `site`: our public address (« https://… »), to link to the page of a fiche when not all fits."""
    text = to_gsm7((answer.short or said(answer)).replace("\n\n", "\n")).strip()
    choices = [to_gsm7(line) for line in numbered(answer)]
    if not _fits(text, *choices):
        # What is asked is worth more than what could be asked next; a number that is not shown still takes its choice.
        choices = choices[:_NEXT]
    if not _fits(text, *choices):
        page = [to_gsm7(f"La suite : {site}{answer.page}")] if answer.page and site.startswith("https://") else []
        return _shortened(text, page, _short_enough(choices))
    links: list[str] = []
    # What fits is said: its page says no more.
    others = replace(answer, links=tuple(link for link in answer.links if link.url != answer.page))
    for line in map(to_gsm7, link_lines(others, site)):
        links += [line] if _fits(text, *links, line, *choices) else []
    return _joined(text, *links, *choices)


def _shortened(text: str, page: list[str], choices: list[str]) -> str:
    for below in ([*page, *choices], choices):
        for cut in _cuts(text, "" if below != choices else f" {_MORE}"):
            if _fits(cut, *below):
                return _joined(cut, *below)
    return _joined(_MORE, *choices)


def _cuts(text: str, more: str) -> Iterator[str]:
    """`text` cut after a sentence, the longest first; should none be short enough, after a word; or anywhere."""
    for pattern, mark in ((_SENTENCE_END, more), (_WORD_END, f" {_MORE}"), (_ANYWHERE, f" {_MORE}")):
        ends = [found.end() for found in pattern.finditer(text) if 0 < found.end() <= _MOST_CHARACTERS]
        yield from (text[:end] + mark * (end < len(text)) for end in reversed(ends))


def _short_enough(choices: list[str]) -> list[str]:
    """The same choices, the longest of them cut after a word if they would leave no room for the text."""
    longest, shown = max(map(len, choices), default=0), choices
    while longest > _LEAST_CHOICE and not _fits(" " * _LEAST_TEXT, *shown):
        longest -= 1
        shown = [one if len(one) <= longest else one[:longest - len(_MORE)].rpartition(" ")[0] + _MORE for one in choices]
    return shown


def _fits(*lines: str) -> bool:
    return segments(_joined(*lines)) <= MOST_SEGMENTS


def _joined(*lines: str) -> str:
    return "\n".join(lines)
