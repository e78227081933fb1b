"""Neighbours against the country's borders.

Who meets whom is written down here from a map of Finland. Outside Uusimaa the counties of 2023 follow the
borders of the regions, so most of the second table follows from the first.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from verkosto import regions
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError

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


def known(kind: str, on: str | None = None) -> set[frozenset[str]]:
    every = regions.areas(kind, on=on, official=False)
    return {
        frozenset((area.code, other.code)) for area in every for other in regions.neighbours(kind, area.code, on=on)
    }


@pytest.mark.parametrize("kind", BORDERS)
def test_the_borders_are_those_of_the_map(kind: str) -> None:
    assert known(kind) == BORDERS[kind]


@pytest.mark.parametrize("kind", ["maakunta", "hyvinvointialue", "suuralue", "yta", "ely", "nuts3"])
def test_to_be_neighbours_is_mutual_and_no_area_is_its_own(kind: str) -> None:
    met = {a.code: {b.code for b in regions.neighbours(kind, a.code)} for a in regions.areas(kind, official=False)}
    assert all(code in met[other] and other != code for code, others in met.items() for other in others)


def test_the_regions_counties_border_on_what_the_regions_border_on() -> None:
    """Seen from any region outside Uusimaa, the counties around it lie in the regions around it."""
    fit = regions.correspondence("hyvinvointialue", "maakunta", on="2023")
    for region in regions.areas("maakunta", on="2023"):
        if region.code == "01":
            continue
        around = {fit.target_of(area.code) for area in regions.neighbours("hyvinvointialue", county_of(region.code))}
        assert around == {area.code for area in regions.neighbours("maakunta", region.code)}


def test_larger_areas_meet_where_their_regions_do() -> None:
    assert known("suuralue") == pairs({"1": "2", "2": "3 4 5", "3": "4"})
    assert [str(area) for area in regions.neighbours("vaalipiiri", "01")] == ["Uudenmaan vaalipiiri"]


def test_neighbours_are_described_on_the_day_asked() -> None:
    found = regions.neighbours("maakunta", "6", on="2020-03-01")
    assert [area.code for area in found] == ["02", "04", "05", "07", "13", "14"]
    assert {str(area.on) for area in found} == {"2020-03-01"}
    backcast = regions.neighbours("hyvinvointialue", "21", on="2020", backcast=True)
    assert [(area.code, area.backcast) for area in backcast] == [("19", True)]


def test_what_is_not_known_is_said() -> None:
    with pytest.raises(OptionError, match=r"which areas of 'erva' meet: .*'maakunta' and 'hyvinvointialue'"):
        regions.neighbours("erva", "1")
    with pytest.raises(UnknownAreaError, match="No maakunta has the code '03'"):
        regions.neighbours("maakunta", "03")
    with pytest.raises(UnknownAreaError, match="No kind of area"):
        regions.neighbours("maakuta", "03")
    with pytest.raises(DateNotCoveredError):
        regions.neighbours("maakunta", "06", on="1999")
