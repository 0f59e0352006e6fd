"""An answer as lines of text, for channels without buttons to press."""
from __future__ import annotations

from bot.domain.answer import Answer
from bot.domain.french import say_date


def said(answer: Answer) -> str:
    """The words of an answer; of a person's, who says them."""
    return f"L'accueil : {answer.text}" if answer.person else answer.text


def source_lines(answer: Answer) -> list[str]:
    """« Source : Service-public.fr, 10 octobre 2024. », one line each."""
    return [f"Source : {source.titre}, {say_date(source.date)}." for source in answer.sources]


def link_lines(answer: Answer, site: str = "") -> list[str]:
    """« Itinéraire : https://… », one line each. `site`: our public address."""
    lines = ((link.label, link.outside(site)) for link in answer.links)
    return [f"{label} : {url}" for label, url in lines if url is not None]


def numbered(answer: Answer) -> list[str]:
    """The choices as people answer them: « 1. Quels papiers ? »; not those that ask the device for something."""
    return [f"{rank}. {choice.label}" for rank, choice in enumerate(answer.choices, start=1) if not choice.asks]
