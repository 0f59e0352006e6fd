"""What the forms and addresses of the agenda say, read: hours, days, when something comes back, by plain words."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Callable

from bot.channels.desk.door import Visit
from bot.domain.appointment import Creneau
from bot.domain.errors import PlanningRefused
from bot.domain.typed_time import read_day, read_hour
from bot.services.planning_words import say_day, say_telephone

_TIME = re.compile(r"([a-z0-9-]{1,64})_([0-9]{12})", re.ASCII)
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_FIFTH = 5
# How something comes back: what the form sends, and what the agent reads.
REPEATED = (("", "Une seule fois"), ("semaine", "Chaque semaine"), ("quinzaine", "Toutes les deux semaines"),
            ("mois", "Chaque mois, le même jour de la semaine (par exemple le 2e mardi)"),
            ("dernier", "Chaque mois, la dernière fois que ce jour revient (le dernier mardi)"),
            ("date", "Chaque mois, à la même date (par exemple le 15)"))


def code_in_address(code: str) -> str:
    """An appointment's code as an address writes it: « KLP274 »."""
    return code.replace(" ", "")


# How days, numbers and codes are written on the pages.
FILTERS: dict[str, Callable[..., str]] = {"jour": say_day, "telephone": say_telephone, "code": code_in_address}


@dataclass(frozen=True)
class Chosen:
    """An hour of an agenda, as an address names it: « demo-ccas-1_202611240800 », in UTC."""

    agenda: str
    start: datetime

    def __str__(self) -> str:
        return f"{self.agenda}_{self.start.astimezone(timezone.utc):%Y%m%d%H%M}"

    @classmethod
    def of(cls, creneau: Creneau) -> "Chosen":
        return cls(creneau.agenda, creneau.start)

    @classmethod
    def read(cls, written: str) -> "Chosen":
        """The opposite of `str`. PlanningRefused for anything else."""
        match = _TIME.fullmatch(written)
        try:
            if match is None:
                raise ValueError
            return cls(match[1], datetime.strptime(match[2], "%Y%m%d%H%M").replace(tzinfo=timezone.utc))
        except ValueError:
            raise PlanningRefused("Choisissez une heure libre dans l'agenda.") from None


def day(visit: Visit, name: str, today: date, default: date | None = None) -> date:
    """A day of the form or the address. PlanningRefused, in French, if it is none."""
    typed = visit.asked(name)
    if not typed and default is not None:
        return default
    try:
        return read_day(typed, today)
    except ValueError as error:
        raise PlanningRefused(str(error)) from None


def hour(visit: Visit, name: str, default: time | None = None) -> time:
    """An hour of the form, of Paris. PlanningRefused, in French, if it is none."""
    typed = visit.asked(name)
    if not typed and default is not None:
        return default
    try:
        return read_hour(typed)
    except ValueError as error:
        raise PlanningRefused(str(error)) from None


def number(visit: Visit, name: str) -> int:
    """A number of the form. PlanningRefused if it is none."""
    typed = visit.asked(name)
    if not re.fullmatch(r"[0-9]{1,9}", typed, re.ASCII):
        raise PlanningRefused(f"« {typed} » n'est pas un nombre : écrivez par exemple 12.")
    return int(typed)


def recurrence(visit: Visit, first_day: date, today: date) -> str | None:
    """When it comes back, as RFC 5545 writes it; None for once. PlanningRefused if the form cannot be read."""
    how = visit.asked("repeter")
    if how not in dict(REPEATED):
        raise PlanningRefused("Choisissez dans la liste quand cela revient.")
    if not how:
        return None
    weekday, rank = _DAYS[first_day.weekday()], (first_day.day - 1) // 7 + 1
    ticked = [name for number, name in enumerate(_DAYS) if visit.asked(f"jour-{number}")]
    rules = {"semaine": f"FREQ=WEEKLY;BYDAY={','.join(ticked or [weekday])}",
             "quinzaine": f"FREQ=WEEKLY;INTERVAL=2;BYDAY={','.join(ticked or [weekday])}",
             "mois": f"FREQ=MONTHLY;BYDAY={-1 if rank == _FIFTH else rank}{weekday}",
             "dernier": f"FREQ=MONTHLY;BYDAY=-1{weekday}", "date": f"FREQ=MONTHLY;BYMONTHDAY={first_day.day}"}
    end = f";UNTIL={day(visit, 'jusque', today):%Y%m%d}" if visit.asked("jusque") else ""
    return rules[how] + end


def week_of(one: date) -> tuple[date, date]:
    """Its Monday and its Sunday."""
    monday = one - timedelta(days=one.weekday())
    return monday, monday + timedelta(days=6)

