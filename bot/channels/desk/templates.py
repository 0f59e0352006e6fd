"""How the pages of the desk are written: one folder of templates, escaped, with the words that all share."""
from __future__ import annotations

from datetime import datetime, time
from pathlib import Path
from typing import Any, Callable, Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.domain.agent import Role
from bot.domain.french import PARIS, day_of, say_date, say_moment, say_time

_FOLDER = Path(__file__).parent / "templates"
# The pages, in the order of the day: address, name, who may open it.
NAVIGATION = (
    ("/bureau", "Aujourd'hui", Role.ACCUEIL),
    ("/bureau/conversations", "Conversations", Role.ACCUEIL),
    ("/bureau/comptoir", "Au comptoir", Role.ACCUEIL),
    ("/bureau/agenda", "Agenda", Role.ACCUEIL),
    ("/bureau/questions", "Questions", Role.ACCUEIL),
    ("/bureau/contenu", "Contenu", Role.REFERENT),
    ("/bureau/besoins", "Besoins", Role.REFERENT),
    ("/bureau/comptes", "Comptes", Role.ADMINISTRATEUR),
)


class Templates:
    """`town` is its name. What a template does not get is an error, not an empty text."""

    def __init__(self, town: str, filters: Mapping[str, Callable[..., Any]] | None = None) -> None:
        self._environment = Environment(loader=FileSystemLoader(_FOLDER), autoescape=True, trim_blocks=True,
                                        lstrip_blocks=True, undefined=StrictUndefined)
        self._environment.filters.update(date=say_date, moment=say_moment, time=_hour, day_of=day_of, words=_words,
                                         **(filters or {}))
        self._environment.globals.update(town=town, navigation=NAVIGATION, roles=list(Role), agent=None, csrf="", path="")

    def write(self, template: str, **words: Any) -> str:
        return self._environment.get_template(template).render(words)


def _hour(moment: time | datetime) -> str:
    """« 14 h 30 », in Paris."""
    return say_time(moment.astimezone(PARIS) if isinstance(moment, datetime) else moment)


def _words(slug: str) -> str:
    """A name of ours as words: « violence couple »."""
    return slug.replace("_", " ").replace("-", " ")
