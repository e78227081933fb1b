"""The tile maps against the country's borders."""

from __future__ import annotations

import pytest

from verkosto import regions
from verkosto.errors import OptionError, UnknownAreaError


def borders_of(kind: str) -> set[frozenset[str]]:
    every = regions.areas(kind, official=False)
    return {frozenset((area.code, other.code)) for area in every for other in regions.neighbours(kind, area.code)}


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
    assert len(borders_of(kind)) == borders
    assert {pair for pair in borders_of(kind) if not meet(kind, pair)} == lost
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
