"""Amounts, delays and thresholds: values that have a date and a source, and never stand in prose."""
from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Callable

from bot.domain.answer import Source
from bot.domain.french import NBSP, say_date, say_number

PLACEHOLDER = re.compile(r"\{\{\s*([a-z0-9_]+)\.([a-z0-9_]+)\s*\}\}")

_UNITS = {
    "euros": ("euro", "€"), "euros_par_mois": ("€ par mois", "€ par mois"), "euros_par_an": ("€ par an", "€ par an"),
    "mois": ("mois", "mois"), "jours": ("jour", "jours"), "semaines": ("semaine", "semaines"),
    "ans": ("an", "ans"), "heures": ("heure", "heures"),
    "heures_par_semaine": ("heure par semaine", "heures par semaine"), "texte": ("", ""),
}
UNITS = frozenset(_UNITS)
_AMOUNTS = {"euros", "euros_par_mois", "euros_par_an"}


@dataclass(frozen=True)
class Valeur:
    """One value in force from `depuis`; `valable_jusqu_au` is None while nobody has announced an end."""

    depuis: date
    valeur: float | str | tuple[float, float]
    source: Source
    valable_jusqu_au: date | None = None


@dataclass(frozen=True)
class Parametre:
    """A named fact with its history, oldest first. `unite` is one of `UNITS`; `confiance` is A or B."""

    cle: str
    libelle: str
    unite: str
    valeurs: tuple[Valeur, ...]
    confiance: str = "A"

    def on(self, day: date) -> Valeur:
        """The value in force on `day`: the latest that had begun, else the first one known."""
        begun = [v for v in self.valeurs if v.depuis <= day]
        return begun[-1] if begun else self.valeurs[0]

    def say(self, day: date) -> str:
        """The value as a resident reads it on `day`: amounts carry their date, old values say that they are old."""
        valeur = self.on(day)
        said = _say_value(valeur.valeur, self.unite)
        ended = valeur.valable_jusqu_au is not None and valeur.valable_jusqu_au < day
        if ended and valeur.valable_jusqu_au is not None:
            said += f" (valeur jusqu'au {say_date(valeur.valable_jusqu_au)}, elle a pu changer)"
        elif self.unite in _AMOUNTS:
            said += f" au {say_date(valeur.depuis)}"
        return said + (" (à confirmer)" if self.confiance == "B" and not ended else "")


def fill(text: str, value_of: Callable[[str, str], str]) -> str:
    """`text` with each `{{ domaine.cle }}` replaced; `value_of` raises KeyError for an unknown one."""
    return PLACEHOLDER.sub(lambda found: value_of(found[1], found[2]), text)


def _say_value(value: float | str | tuple[float, float], unite: str) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return f"{say_number(value[0])} à {_with_unit(value[1], unite)}"
    return _with_unit(value, unite)


def _with_unit(value: float, unite: str) -> str:
    singular, plural = _UNITS[unite]
    return f"{say_number(value)}{NBSP}{singular if value == 1 else plural}"
