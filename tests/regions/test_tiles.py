"""The tile maps against the country's borders.

Who meets whom is written down here from a map of Finland. Outside Uusimaa the counties of 2023 follow the
borders of the regions, so most of the second table follows from the first.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from verkosto import regions
from verkosto.errors import OptionError, UnknownAreaError

# Each border once, from the lower code; Varsinais-Suomi meets Åland at sea.
REGIONS = {
    "01": "02 05 07 08",
    "02": "04 05 06 21",
    "04": "06 14 15",
    "05": "06 07",
    "06": "07 13 14",
    "07": "08 10 13",
    "08": "09 10",
    "09": "10 12",
    "10": "11 12 13",
    "11": "12 13 17 18",
    "12": "18",
    "13": "14 16 17",
    "14": "15 16",
    "15": "16",
    "16": "17",
    "17": "18 19",
}
# East, Central and West Uusimaa, Vantaa with Kerava, and Helsinki.
UUSIMAA = {"01": "02 04 09 10 90", "02": "03 04 07 09", "03": "04 05 07 90", "04": "90"}


def pairs(table: Mapping[str, str]) -> set[frozenset[str]]:
    return {frozenset((one, other)) for one, others in table.items() for other in others.split()}


def county_of(region: str) -> str:
    """The county that a region outside Uusimaa became."""
    return regions.correspondence("maakunta", "hyvinvointialue", on="2023").target_of(region)


BORDERS = {
    "maakunta": pairs(REGIONS),
    "hyvinvointialue": {frozenset(map(county_of, pair)) for pair in pairs(REGIONS) if "01" not in pair}
    | pairs(UUSIMAA),
}


def meet(kind: str, pair: frozenset[str]) -> bool:
    (row, column), (other_row, other_column) = (regions.tile_grid(kind)[code] for code in pair)
    return max(abs(row - other_row), abs(column - other_column)) == 1


@pytest.mark.parametrize(
    ("kind", "borders", "lost"),
    [
        ("maakunta", 40, {frozenset({"01", "07"}), frozenset({"09", "12"})}),
        ("hyvinvointialue", 50, {frozenset({"01", "09"})}),
    ],
)
def test_neighbours_of_the_country_are_neighbours_on_the_map(
    kind: str, borders: int, lost: set[frozenset[str]]
) -> None:
    assert len(BORDERS[kind]) == borders
    assert {pair for pair in BORDERS[kind] if not meet(kind, pair)} == lost
    note = " ".join(source.note or "" for source in regions.sources())
    assert f"{borders - len(lost)} of the {borders} borders" in note


@pytest.mark.parametrize("kind", ["maakunta", "hyvinvointialue"])
def test_every_area_has_a_tile_of_its_own(kind: str) -> None:
    grid = regions.tile_grid(kind)
    assert set(grid) == {area.code for area in regions.areas(kind, official=False)}
    assert len(set(grid.values())) == len(grid)
    rows, columns = zip(*grid.values(), strict=True)
    assert min(rows) == min(columns) == 0


@pytest.mark.parametrize(("kind", "lapland", "aland"), [("maakunta", "19", "21"), ("hyvinvointialue", "21", "91")])
def test_north_is_up_and_west_is_left(kind: str, lapland: str, aland: str) -> None:
    grid = regions.tile_grid(kind)
    assert all(grid[lapland][0] < row for code, (row, _) in grid.items() if code != lapland)
    assert all(grid[aland][1] <= column for _, column in grid.values())


def test_the_map_of_regions_is_what_is_asked_for_without_a_kind() -> None:
    assert regions.tile_grid() == regions.tile_grid("maakunta")
    assert regions.tile_grid()["19"] == (0, 3)
    with pytest.raises(TypeError):
        regions.tile_grid()["19"] = (1, 1)  # type: ignore[index]


def test_a_kind_without_a_map_is_refused() -> None:
    with pytest.raises(OptionError, match=r"no tile map of 'erva'\. Ask for 'maakunta' or 'hyvinvointialue'"):
        regions.tile_grid("erva")
    with pytest.raises(UnknownAreaError):
        regions.tile_grid("region")
