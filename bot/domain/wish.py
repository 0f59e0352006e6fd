"""When somebody would like to come: what a sentence says about days and hours."""
from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Mapping


@dataclass(frozen=True)
class Wish:
    """Constraints that add up; an empty field constrains nothing. Days and hours are Paris time.

    `weekdays` counts from Monday = 0. `impossible` marks a date that does not exist (« le 31 février »).
    """

    from_date: date | None = None
    to_date: date | None = None
    weekdays: frozenset[int] = frozenset()
    not_before: time | None = None
    not_after: time | None = None
    around: time | None = None
    impossible: bool = False

    def suits(self, local: datetime) -> bool:
        """Whether an appointment that begins at `local` (Paris) is what was asked; « vers 10 h » leaves an hour each way."""
        day, hour = local.date(), local.time().replace(tzinfo=None)
        return (not self.impossible
                and (self.from_date is None or day >= self.from_date)
                and (self.to_date is None or day <= self.to_date)
                and (not self.weekdays or day.weekday() in self.weekdays)
                and (self.not_before is None or hour >= self.not_before)
                and (self.not_after is None or hour < self.not_after)
                and self.distance(local) <= 60)

    def first_day(self, today: date) -> date | None:
        """The first day from `today` on that suits; None if no day is asked for, or none in two weeks does."""
        if self.impossible or not (self.from_date or self.to_date or self.weekdays):
            return None
        start = max(today, self.from_date or today)
        days = (start + timedelta(days=n) for n in range(14))
        return next((day for day in days if (not self.weekdays or day.weekday() in self.weekdays)
                     and (self.to_date is None or day <= self.to_date)), None)

    def distance(self, local: datetime) -> int:
        """How many minutes `local` is from the hour asked for; 0 if none was."""
        if self.around is None:
            return 0
        return abs((local.hour - self.around.hour) * 60 + local.minute - self.around.minute)

    def is_at(self, local: datetime) -> bool:
        """Whether the sentence names this very time (« mardi 14 h »)."""
        return self.around is not None and self.suits(local) and self.distance(local) == 0

    def to_dict(self) -> dict[str, Any]:
        """JSON-able shape, as Rasa carries it in an entity."""
        shape = asdict(self)
        for name in ("from_date", "to_date", "not_before", "not_after", "around"):
            shape[name] = shape[name].isoformat() if shape[name] else None
        return {**shape, "weekdays": sorted(self.weekdays)}

    @classmethod
    def from_dict(cls, shape: Mapping[str, Any]) -> "Wish":
        def day(name: str) -> date | None:
            return date.fromisoformat(shape[name]) if shape.get(name) else None

        def hour(name: str) -> time | None:
            return time.fromisoformat(shape[name]) if shape.get(name) else None

        return cls(day("from_date"), day("to_date"), frozenset(shape.get("weekdays") or ()), hour("not_before"),
                   hour("not_after"), hour("around"), bool(shape.get("impossible")))
