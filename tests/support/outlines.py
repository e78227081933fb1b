"""GeoJSON of areas that are squares: where each stands is known, so that drawings can be measured."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

__all__ = ["collection", "feature", "square"]

Point = list[float]


def square(x: float, y: float, size: float = 100_000.0) -> list[Point]:
    """Return a closed ring."""
    return [[x, y], [x + size, y], [x + size, y + size], [x, y + size], [x, y]]


def feature(code: object, *rings: list[Point], key: str = "natcode", **properties: Any) -> dict[str, Any]:
    """Return an area with one polygon."""
    geometry = {"type": "Polygon", "coordinates": list(rings)} if rings else None
    return {"type": "Feature", "properties": {key: code, **properties}, "geometry": geometry}


def collection(features: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """Return a GeoJSON object."""
    return {"type": "FeatureCollection", "features": list(features)}
