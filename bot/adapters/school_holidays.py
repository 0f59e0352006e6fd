"""School holidays of zone C, the one of the académie de Montpellier, as far ahead as the State has published them."""
from __future__ import annotations

from datetime import date
from functools import lru_cache

from vacances_scolaires_france import SchoolHolidayDates


@lru_cache(maxsize=1)
def school_holidays() -> frozenset[date]:
    """Every published day of holidays, weekends and public holidays among them included."""
    return frozenset(day for day, row in SchoolHolidayDates().data.items() if row["vacances_zone_c"])


def published_until() -> date:
    """The last day that is known: whether a later one is a holiday, nobody can say yet."""
    return max(school_holidays())
