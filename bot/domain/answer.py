"""What is said to a person, before any channel decides how it looks."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Mapping


@dataclass(frozen=True)
class Choice:
    """A button, or a numbered line: what the person reads, and what it sends when taken."""

    label: str
    sends: str


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; `date` is the day the fact was read there."""

    titre: str
    lien: str
    date: date


@dataclass(frozen=True)
class Answer:
    """One message to a person: plain text (paragraphs separated by a blank line), its sources and choices.

    `urgent` answers give a helpline: channels that can make them stand out do.
    """

    text: str
    sources: tuple[Source, ...] = ()
    choices: tuple[Choice, ...] = ()
    urgent: bool = False

    def to_dict(self) -> dict[str, Any]:
        """JSON-able shape: how an answer travels through Rasa and is kept in the journal."""
        shape = asdict(self)
        shape["sources"] = [{**s, "date": s["date"].isoformat()} for s in shape["sources"]]
        return shape

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Answer":
        sources = tuple(Source(s["titre"], s["lien"], date.fromisoformat(s["date"])) for s in shape.get("sources", ()))
        choices = tuple(Choice(c["label"], c["sends"]) for c in shape.get("choices", ()))
        return cls(shape["text"], sources, choices, bool(shape.get("urgent")))


def payload(intent: str, **entities: str | int) -> str:
    """What a button sends: an intent of our own and its entities, in the form that Rasa reads."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"
