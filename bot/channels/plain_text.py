"""An answer as lines of text, for channels without buttons to press."""
from __future__ import annotations

from bot.domain.answer import Answer
from bot.domain.french import say_date


def source_lines(answer: Answer) -> list[str]:
    """« Source : Service-public.fr, 10 octobre 2024. », one line each."""
    return [f"Source : {source.titre}, {say_date(source.date)}." for source in answer.sources]


def link_lines(answer: Answer) -> list[str]:
    """« Itinéraire : https://… », one line each; a path of our own site is nothing outside of it."""
    return [f"{link.label} : {link.url}" for link in answer.links if link.url.startswith("https://")]


def numbered(answer: Answer) -> list[str]:
    """The choices as people answer them: « 1. Quels papiers ? »; not those that ask the device for something."""
    return [f"{rank}. {choice.label}" for rank, choice in enumerate(answer.choices, start=1) if not choice.asks]
