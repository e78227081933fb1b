"""Maps of equal tiles: a place for each area in a grid that keeps the country recognisable."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from verkosto.errors import OptionError
from verkosto.regions._facts import table_rows
from verkosto.regions._register import area_type as known_kind

__all__ = ["tile_grid"]


def tile_grid(area_type: str = "maakunta") -> Mapping[str, tuple[int, int]]:
    """Return the place of each area on a map of equal tiles: (row, column) from the upper left, by code.

    Areas that meet in the country share an edge or a corner on the map as far as a grid allows; the source
    in `sources()` counts how many.

    Args:
        area_type: "maakunta" (19 tiles) or "hyvinvointialue" (23 tiles: the 21 counties, Helsinki and Åland).

    Raises:
        UnknownAreaError: For an unknown kind.
        OptionError: For a kind that has no tile map.

    Example:
        >>> tile_grid()["19"]
        (0, 3)
        >>> len(tile_grid("hyvinvointialue"))
        23
    """
    maps = _maps()
    if known_kind(area_type).code not in maps:
        known = " or ".join(repr(kind) for kind in maps)
        raise OptionError(f"There is no tile map of {area_type!r}. Ask for {known}.")
    return maps[area_type]


@cache
def _maps() -> Mapping[str, Mapping[str, tuple[int, int]]]:
    places: dict[str, dict[str, tuple[int, int]]] = {}
    for row in table_rows("tiles"):
        places.setdefault(row["area_type"], {})[row["area_code"]] = (int(row["row"]), int(row["column"]))
    return {kind: MappingProxyType(found) for kind, found in places.items()}
