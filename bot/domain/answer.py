"""What is said to a person, before any channel decides how it looks."""
from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Mapping

POSITION = "position"
FICHES = "/fiches/"  # where the public pages of the fiches stand on our own site


@dataclass(frozen=True)
class Choice:
    """A button, or a numbered line: what the person reads, and what it sends when taken.

    `asks` is what the device must tell with it: `POSITION`. Channels that cannot ask leave such a choice out.
    """

    label: str
    sends: str
    asks: str | None = None


@dataclass(frozen=True)
class Link:
    """Something to open beside the answer: an itinerary, a contact card. `url` is absolute, or a path of our own site."""

    label: str
    url: str

    def outside(self, site: str) -> str | None:
        """Its address elsewhere than on our own pages, when `site` is where they stand; None if it leads nowhere."""
        url = site + self.url if self.url.startswith("/") else self.url
        return url if url.startswith("https://") else None


@dataclass(frozen=True)
class Source:
    """Where a fact comes from; `date` is the day the fact was read there."""

    titre: str
    lien: str
    date: date


@dataclass(frozen=True)
class Answer:
    """One message to a person: plain text (paragraphs separated by a blank line), its sources, choices and links.

    `urgent` answers give a helpline: channels that can make them stand out do. `short` says the same in fewer words, for
    channels where each sign is paid for. `person`: somebody of the desk has written it, not the program.
    """

    text: str
    sources: tuple[Source, ...] = ()
    choices: tuple[Choice, ...] = ()
    urgent: bool = False
    links: tuple[Link, ...] = ()
    short: str | None = None
    person: bool = False

    @property
    def page(self) -> str | None:
        """The path, on our own site, of the public page that says the same at length; None if there is none."""
        return next((link.url for link in self.links if link.url.startswith(FICHES)), None)

    def to_dict(self) -> dict[str, Any]:
        """JSON-able shape: how an answer travels through Rasa and is kept in the journal."""
        shape = asdict(self)
        shape["sources"] = [{**s, "date": s["date"].isoformat()} for s in shape["sources"]]
        return shape

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Answer":
        sources = tuple(Source(s["titre"], s["lien"], date.fromisoformat(s["date"])) for s in shape.get("sources", ()))
        choices = tuple(Choice(c["label"], c["sends"], c.get("asks")) for c in shape.get("choices", ()))
        links = tuple(Link(one["label"], one["url"]) for one in shape.get("links", ()))
        return cls(shape["text"], sources, choices, bool(shape.get("urgent")), links, shape.get("short"),
                   bool(shape.get("person")))


def payload(intent: str, **entities: str | int) -> str:
    """What a button sends: an intent of our own and its entities, in the form that Rasa reads."""
    return f"/{intent}{json.dumps(entities, ensure_ascii=False)}" if entities else f"/{intent}"
