"""Dates, hours and lists as one says them at a French counter."""
from __future__ import annotations

from datetime import date, datetime, time
from typing import Sequence
from zoneinfo import ZoneInfo

from bot.domain.normalisation import fold

PARIS = ZoneInfo("Europe/Paris")
JOURS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MOIS = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
        "septembre", "octobre", "novembre", "décembre")
MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MOIS, 1)}  # « fevrier », as `fold` leaves it, is 2
NBSP = "\u00a0"


def day_of(moment: datetime) -> date:
    """The day that it is in Paris, whatever the zone of `moment`."""
    return moment.astimezone(PARIS).date()


def say_date(day: date) -> str:
    """« 1er avril 2026 »."""
    return f"{'1er' if day.day == 1 else day.day} {MOIS[day.month - 1]} {day.year}"


def say_time(moment: time | datetime) -> str:
    """« 9 h », « 14 h 30 » (with non-breaking spaces)."""
    return f"{moment.hour}{NBSP}h" + (f"{NBSP}{moment.minute:02d}" if moment.minute else "")


def say_moment(moment: datetime) -> str:
    """« mardi 24 novembre à 14 h », in Paris, whatever the zone of `moment`."""
    local = moment.astimezone(PARIS)
    day = "1er" if local.day == 1 else str(local.day)
    return f"{JOURS[local.weekday()]} {day} {MOIS[local.month - 1]} à {say_time(local)}"


def say_number(value: float) -> str:
    """« 1 041,59 », « 2 »: decimals only where there are some."""
    text = f"{value:,.2f}" if value != int(value) else f"{int(value):,}"
    return text.replace(",", NBSP).replace(".", ",")


def of_town(name: str) -> str:
    """« de Montpellier », « d'Agde », « du Caylar », « des Matelles »."""
    for article, contracted in (("Le ", "du "), ("Les ", "des ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"d'{name}" if name[0] in "AEÉÈIOUH" and not name.startswith("Hau") else f"de {name}"


def at_town(name: str) -> str:
    """« à Montpellier », « au Caylar », « aux Matelles »."""
    for article, contracted in (("Le ", "au "), ("Les ", "aux ")):
        if name.startswith(article):
            return contracted + name.removeprefix(article)
    return f"à {name}"


def say_list(items: Sequence[str], last: str = "et") -> str:
    """« a, b et c »."""
    return f" {last} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""


def capital(text: str) -> str:
    """`text` as a sentence begins."""
    return text[:1].upper() + text[1:]
