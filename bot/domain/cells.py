"""The country cut into cells, numbered: what is near is in a few of them."""
from __future__ import annotations

from math import cos, floor, radians
from typing import NamedTuple

from bot.domain.territory import Point

_DEGREES = 0.3  # the height and width of a cell: about 33 km by 23 km in France
_ROW = 1_200
_KM_PER_DEGREE = 111.2


class Box(NamedTuple):
    """All that is between two latitudes and two longitudes, in degrees."""

    south: float
    north: float
    west: float
    east: float

    @property
    def cells(self) -> list[int]:
        """Every cell that it touches."""
        return [row * _ROW + column for row in range(_count(self.south + 90), _count(self.north + 90) + 1)
                for column in range(_count(self.west + 180), _count(self.east + 180) + 1)]


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the cell that holds a point."""
    return _count(latitude + 90) * _ROW + _count(longitude + 180)


def box_around(point: Point, km: float) -> Box:
    """The smallest box that holds a circle of `km` kilometres."""
    height = km / _KM_PER_DEGREE
    width = height / max(0.1, cos(radians(point.latitude)))
    return Box(point.latitude - height, point.latitude + height, point.longitude - width, point.longitude + width)


def _count(degrees: float) -> int:
    return floor(degrees / _DEGREES)
