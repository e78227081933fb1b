"""Outlines on paper: from degrees or metres to inches, with no more points than eyes can see."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

from attrs import frozen

from verkosto.reporting._geojson import Ring, Shape

__all__ = ["Drawn", "drawn_shapes"]

_GRID = 0.01
_SPECK = 0.0004


@frozen
class Drawn:
    """An area on paper.

    Attributes:
        code: Its code.
        rings: Its lines in inches from the upper left corner; edges run one way round and holes the other.
        spot: The middle of the widest room for a name.
        room: How wide that is.
    """

    code: str
    rings: tuple[Ring, ...]
    spot: tuple[float, float]
    room: float


def drawn_shapes(shapes: Sequence[Shape], width: float, most: float) -> tuple[list[Drawn], float]:
    """Return shapes on paper, and how high the map is.

    Degrees are told by their size. Their map is as wide as the country is at its middle latitude; metres are as they
    are.

    Args:
        shapes: The outlines.
        width: Width of the map in inches at most.
        most: Height of the map in inches at most.
    """
    points = [point for shape in shapes for polygon in shape.polygons for ring in polygon for point in ring]
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    bottom, top = min(y for _, y in points), max(y for _, y in points)
    degrees = max(abs(left), abs(right)) <= 180 and max(abs(bottom), abs(top)) <= 90
    squeeze = math.cos(math.radians((bottom + top) / 2)) if degrees else 1.0
    size = max((right - left) * squeeze, 1e-9), max(top - bottom, 1e-9)
    unit = min(width / size[0], most / size[1])
    aside = (width - size[0] * unit) / 2

    def place(point: tuple[float, float]) -> tuple[float, float]:
        # On a grid, neighbours keep their common border whatever points are left out.
        x, y = aside + (point[0] - left) * squeeze * unit, (top - point[1]) * unit
        return round(x / _GRID) * _GRID, round(y / _GRID) * _GRID

    return [_drawn(shape, place) for shape in shapes], size[1] * unit


def _drawn(shape: Shape, place: Callable[[tuple[float, float]], tuple[float, float]]) -> Drawn:
    found: list[tuple[Ring, bool]] = []
    for polygon in shape.polygons:
        for number, ring in enumerate(polygon):
            simple = _simple(map(place, ring))
            if abs(_area(simple)) > _SPECK:
                found.append((simple, number > 0))
    if not found:
        # An island smaller than a speck is drawn as one.
        (x, y), half = place(shape.polygons[0][0][0]), 0.02
        found = [(((x - half, y - half), (x + half, y - half), (x + half, y + half), (x - half, y + half)), False)]
    rings = tuple(ring if (_area(ring) > 0) != hole else ring[::-1] for ring, hole in found)
    spot, room = _spot(max((ring for ring, hole in found if not hole), key=lambda ring: abs(_area(ring))), rings)
    return Drawn(shape.code, rings, spot, room)


def _simple(points: Iterable[tuple[float, float]]) -> Ring:
    """Leave out points that stand on one another, and those on a straight line between their neighbours."""
    kept: list[tuple[float, float]] = []
    for point in points:
        if kept and point == kept[-1]:
            continue
        if len(kept) > 1 and abs(_turn(kept[-2], kept[-1], point)) < 1e-12:
            kept.pop()
        kept.append(point)
    return tuple(kept)


def _turn(one: tuple[float, float], two: tuple[float, float], three: tuple[float, float]) -> float:
    return (two[0] - one[0]) * (three[1] - two[1]) - (two[1] - one[1]) * (three[0] - two[0])


def _area(ring: Ring) -> float:
    """Return the area with the sign of the way round."""
    closed = (*ring, ring[0]) if ring else ()
    return sum(x * v - u * y for (x, y), (u, v) in pairwise(closed)) / 2


def _spot(edge: Ring, rings: Sequence[Ring]) -> tuple[tuple[float, float], float]:
    """Return the middle of the widest stretch within an area, among some heights around its middle."""
    low, high = min(y for _, y in edge), max(y for _, y in edge)
    best = ((edge[0][0], (low + high) / 2), 0.0)
    for part in (0.5, 0.4, 0.6, 0.3, 0.7):
        # Beside the grid, so that no point lies on the height.
        y = low + (high - low) * part + _GRID / 7
        crossed = sorted(_crossings(rings, y))
        for start, end in zip(crossed[::2], crossed[1::2], strict=False):
            if end - start > best[1] * 1.15:
                best = (((start + end) / 2, y), end - start)
    return best


def _crossings(rings: Iterable[Ring], y: float) -> Iterable[float]:
    for ring in rings:
        for (x, above), (u, below) in pairwise((*ring, ring[0])):
            if (above > y) != (below > y):
                yield x + (y - above) / (below - above) * (u - x)
