"""The country cut into small cells, numbered so that neighbours on a row follow each other: what is near is a few ranges."""
from __future__ import annotations

from math import cos, floor, radians
from typing import NamedTuple

from bot.domain.territory import Point

_DEGREES = 0.02  # the height and width of a cell: about 2.2 km by 1.6 km in France
CELL_KM = 1.4    # no cell of metropolitan France is narrower
_ROW = 18_000
_KM_PER_DEGREE = 111.2


class Range(NamedTuple):
    """The cells from `first` to `last`, both included."""

    first: int
    last: int


def cell_of(latitude: float, longitude: float) -> int:
    """The number of the cell that holds a point."""
    return floor((latitude + 90) / _DEGREES) * _ROW + floor((longitude + 180) / _DEGREES)


def cells_around(point: Point, km: float) -> list[Range]:
    """Every cell that a circle of `km` kilometres touches, and some of its corners."""
    height = km / _KM_PER_DEGREE
    width = height / max(0.1, cos(radians(point.latitude)))
    first, last = (floor((point.latitude + sign * height + 90) / _DEGREES) for sign in (-1, 1))
    west, east = (floor((point.longitude + sign * width + 180) / _DEGREES) for sign in (-1, 1))
    return [Range(row * _ROW + west, row * _ROW + east) for row in range(first, last + 1)]


def cells_apart(one: int, other: int) -> int:
    """How far two cells are from each other: the square of a number of cells."""
    rows, columns = one // _ROW - other // _ROW, one % _ROW - other % _ROW
    return rows * rows + columns * columns
