"""What the assistant answers, as the counter shows it: to be read aloud, pressed, or put on the sheet. Pure."""
from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.channels.web.render import render
from bot.domain.answer import FICHES, Choice
from bot.domain.conversation import Sent
from bot.services.answers import HUMAN

_BOOKS = re.compile(r'/choisir_motif\{"motif": "([a-z0-9-]+)"\}')


@dataclass(frozen=True)
class Said:
    """One answer in segments (see `channels.web.render`); `fiche` and `motifs` are slugs, for the sheet and the agenda."""

    paragraphs: list[Any]
    sources: list[dict[str, str]]
    links: list[dict[str, str]]
    choices: list[dict[str, str]]
    motifs: list[str]
    fiche: str | None


@dataclass(frozen=True)
class Exchange:
    """What was asked (empty for a choice) and what was answered; `urgent` answers give a helpline and come first."""

    asked: str
    urgent: list[Said]
    answers: list[Said]


def exchange(asked: str, sent: Iterable[Sent]) -> Exchange:
    """Split, so that what is urgent can stand above everything."""
    sent = list(sent)
    return Exchange(asked, [_said(one) for one in sent if one.answer.urgent],
                    [_said(one) for one in sent if not one.answer.urgent])


def _said(sent: Sent) -> Said:
    shown, answer = render(sent), sent.answer
    choices = [said for said, choice in zip(shown["choices"], answer.choices) if _is_for_an_agent(choice)]
    motifs = [found[1] for choice in answer.choices if (found := _BOOKS.fullmatch(choice.sends))]
    fiche = answer.page.removeprefix(FICHES) if answer.page else None
    return Said(shown["paragraphs"], shown["sources"], shown["links"], choices, motifs, fiche)


def _is_for_an_agent(choice: Choice) -> bool:
    """Not to wait for an agent, not to show where a telephone is; what books is a link to the agenda."""
    return choice != HUMAN and choice.asks is None and not _BOOKS.fullmatch(choice.sends)
