"""GeoJSON that a caller brings: the outline of each area by its code, checked against the register."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NoReturn

from attrs import frozen

from verkosto.errors import OptionError, SourceError, UnknownAreaError
from verkosto.files import PathLike, contents, json_of, path_of, utf8
from verkosto.regions import AreaRef, areas

__all__ = ["Ring", "Shape", "shapes_of"]

Ring = tuple[tuple[float, float], ...]
"""Points of a closed line; the last one is not repeated."""

_KEYS = ("code", "koodi", "natcode", "maku", "maakunta", "hyvinvointialue", "hva", "kunta", "id")
_LEAST_POINTS = 3
_DEPTH = 8


@frozen
class Shape:
    """The outline of an area.

    Attributes:
        code: Its code.
        polygons: Its parts; the first ring of each is its edge, the others are holes.
    """

    code: str
    polygons: tuple[tuple[Ring, ...], ...]


def shapes_of(given: PathLike | Mapping[str, Any], area_type: str, key: str | None = None) -> tuple[Shape, ...]:
    """Return the outline of each area, in the order of the codes.

    Args:
        given: The path of a GeoJSON file, or what is in it: features with a Polygon or a MultiPolygon.
        area_type: What kind of area they are.
        key: The property that holds the code; None: the one whose values all are codes of that kind, looked for
            under its usual names first.

    Raises:
        OptionError: No property holds codes of that kind, an area stands twice, or something else was given.
        UnknownAreaError: A code of the property named does not exist.
        SourceNotFoundError: There is no such file.
        SourceError: The file cannot be read, or is no GeoJSON of areas; the message names the feature.
    """
    where, raw = _read(given)
    features = _features(raw, where)
    name = key or _key(features, area_type, where)
    found: dict[str, Shape] = {}
    for place, feature in enumerate(features):
        here = f"{where}, feature {place}"
        ref = AreaRef(area_type, _code(_value(feature, name), area_type, f"{here}, {name!r}"))
        if ref.code in found:
            raise OptionError(f"{here}: {ref} ({ref.name}) stands twice. Join its parts into one MultiPolygon.")
        polygons = tuple(_polygons(feature.get("geometry"), here))
        if polygons:
            found[ref.code] = Shape(ref.code, polygons)
    if not found:
        raise SourceError(f"{where}: no area has an outline. Give features with a Polygon or a MultiPolygon.")
    return tuple(found[code] for code in sorted(found))


def _read(given: PathLike | Mapping[str, Any]) -> tuple[str, object]:
    if isinstance(given, Mapping):
        return "geojson", given
    place = path_of(given)
    data = contents(place, "GeoJSON file", endings=(".geojson", ".json"))
    return str(place), json_of(utf8(data, str(place), SourceError), str(place), SourceError)


def _features(raw: object, where: str) -> list[Mapping[str, Any]]:
    kind = raw.get("type") if isinstance(raw, Mapping) else None
    listed = [raw] if kind == "Feature" else raw.get("features") if isinstance(raw, Mapping) else None
    if not isinstance(listed, Sequence) or isinstance(listed, str) or not listed:
        _fail(where, "is no FeatureCollection with features")
    for place, feature in enumerate(listed):
        if not isinstance(feature, Mapping) or not isinstance(feature.get("properties") or {}, Mapping):
            _fail(f"{where}, feature {place}", "is no feature with properties")
    return list(listed)


def _fail(where: str, what: str) -> NoReturn:
    raise SourceError(f"{where}: {what}. Give a GeoJSON FeatureCollection with an area in each feature.")


def _value(feature: Mapping[str, Any], name: str) -> object:
    properties: Mapping[str, Any] = feature.get("properties") or {}
    return properties.get(name, feature.get("id") if name == "id" else None)


def _key(features: Sequence[Mapping[str, Any]], area_type: str, where: str) -> str:
    """Return the name of the property whose values are different codes of areas, one of each feature."""
    known = {area.code for area in areas(area_type, official=False)}
    names: dict[str, None] = dict.fromkeys(name for feature in features for name in (feature.get("properties") or {}))
    usual = {name.casefold(): name for name in names} | {"id": "id"}
    ordered = [usual[name] for name in (area_type, *_KEYS) if name in usual]
    for name in dict.fromkeys([*ordered, *names]):
        codes = [_plain(_value(feature, name), area_type) for feature in features]
        if len(set(codes)) == len(codes) and set(codes) <= known:
            return name
    listed = ", ".join(map(repr, names)) or "none"
    raise OptionError(
        f"{where}: no property holds the code of a {area_type} in every feature; there are {listed}. Name it with "
        "`key=`, and leave out what is no such area."
    )


def _code(value: object, area_type: str, where: str) -> str:
    code = _plain(value, area_type)
    if code is None:
        raise UnknownAreaError(f"{where}: there is no code of a {area_type}. Name the right property with `key=`.")
    return code


def _plain(value: object, area_type: str) -> str | None:
    """Return a code as the register has it: numbers have lost their leading zeros."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    text = str(value).strip()
    return text.zfill(_digits(area_type)) if text.isdigit() else text


def _digits(area_type: str) -> int:
    return max((len(area.code) for area in areas(area_type, official=False)), default=0)


def _polygons(geometry: Any, where: str, depth: int = 0) -> Iterator[tuple[Ring, ...]]:
    """Yield the polygons of a geometry; none where it is null."""
    if geometry is None:
        return
    kind = geometry.get("type") if isinstance(geometry, Mapping) else None
    if kind == "GeometryCollection" and depth < _DEPTH:
        for part in _listed(geometry.get("geometries"), where):
            yield from _polygons(part, where, depth + 1)
    elif kind in ("Polygon", "MultiPolygon"):
        given = _listed(geometry.get("coordinates"), where)
        for polygon in [given] if kind == "Polygon" else given:
            rings = tuple(_ring(ring, where) for ring in _listed(polygon, where))
            if rings:
                yield rings
    else:
        raise SourceError(f"{where}: the geometry is {kind!r}. An area is a Polygon or a MultiPolygon.")


def _ring(given: Any, where: str) -> Ring:
    points = [_point(point, where) for point in _listed(given, where)]
    if len(points) > 1 and points[0] == points[-1]:
        points.pop()
    if len(points) < _LEAST_POINTS:
        raise SourceError(f"{where}: a ring has fewer than three points. Mend the outline.")
    return tuple(points)


def _point(given: Any, where: str) -> tuple[float, float]:
    pair = _listed(given, where)[:2]
    if len(pair) < 2 or not all(
        isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) for value in pair
    ):
        raise SourceError(f"{where}: a point is no pair of finite numbers. Mend the outline.")
    return float(pair[0]), float(pair[1])


def _listed(given: Any, where: str) -> Sequence[Any]:
    if not isinstance(given, Sequence) or isinstance(given, str):
        raise SourceError(f"{where}: coordinates are no list. Give a GeoJSON file.")
    return given
