"""Where the bars of a chart stand."""
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """A bar that stands on the line `y + height`; `middle` is where its words go."""

    x: float
    y: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.x + self.width / 2


def columns(values: Sequence[int], width: float, height: float) -> list[Column]:
    """One column a value, side by side in a box; the highest value is as high as the box. A small one still shows."""
    step, most = width / max(len(values), 1), max(values, default=0)
    made = []
    for place, value in enumerate(values):
        tall = max(height * value / most, 1.0) if value else 0.0
        made.append(Column(*(round(one, 1) for one in ((place + 0.15) * step, height - tall, 0.7 * step, tall))))
    return made


def share(value: int, most: int) -> float:
    """How long a lying bar is, in hundredths of the longest."""
    return round(100 * value / most, 1) if most else 0.0
