from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from outlines import collection, feature, square

from verkosto.errors import OptionError, SourceError, SourceNotFoundError, UnknownAreaError, VerkostoError
from verkosto.reporting._geojson import shapes_of

TWO = collection([feature("13", square(0, 0)), feature("01", square(100_000, 0))])


def codes(given: Any, area_type: str = "maakunta", key: str | None = None) -> list[str]:
    return [shape.code for shape in shapes_of(given, area_type, key)]


def test_areas_come_in_the_order_of_their_codes() -> None:
    assert codes(TWO) == ["01", "13"]
    ((ring,),) = shapes_of(TWO, "maakunta")[1].polygons
    assert ring == ((0, 0), (100_000, 0), (100_000, 100_000), (0, 100_000))


def test_a_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "maakunnat.geojson"
    path.write_text(json.dumps(TWO), "utf-8")
    assert codes(path) == codes(str(path)) == ["01", "13"]
    with pytest.raises(SourceNotFoundError, match=r"maakunnat\.geojson"):
        codes(tmp_path / "maakunat.geojson")
    path.write_text("{", "utf-8")
    with pytest.raises(SourceError, match=r"maakunnat\.geojson"):
        codes(path)


@pytest.mark.parametrize("key", ["maakunta", "KOODI", "NatCode", "oma"])
def test_the_property_with_the_codes_is_found_whatever_it_is_called(key: str) -> None:
    given = collection(feature(code, square(0, 0), key=key, nimi="x") for code in ("13", "01"))
    assert codes(given) == ["01", "13"]


def test_numbers_have_lost_their_leading_zeros() -> None:
    given = collection([feature(1, square(0, 0)), feature(13, square(1, 1))])
    assert codes(given) == ["01", "13"]
    assert codes(collection([feature(49, square(0, 0))]), "kunta") == ["049"]


def test_the_id_of_a_feature_may_hold_the_code() -> None:
    given = {**feature("x", square(0, 0)), "id": "13"}
    assert codes(collection([given])) == codes(given) == ["13"]


def test_an_unknown_code_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownAreaError, match="'20'"):
        codes(collection([feature("20", square(0, 0))]), key="natcode")
    with pytest.raises(UnknownAreaError, match="feature 0, 'puuttuu': there is no code"):
        codes(TWO, key="puuttuu")


def test_without_codes_the_properties_are_listed() -> None:
    with pytest.raises(OptionError, match=r"there are 'natcode', 'nimi'\. Name it with `key=`"):
        codes(collection([feature("20", square(0, 0), nimi="Itä-Uusimaa")]))
    with pytest.raises(OptionError, match="no property"):
        codes(collection([feature(True, square(0, 0))]))


def test_an_area_stands_once() -> None:
    with pytest.raises(OptionError, match="stands twice"):
        codes(collection([feature("13", square(0, 0))] * 2), key="natcode")


def test_parts_holes_and_collections_are_kept() -> None:
    parts = [[square(0, 0), square(10_000, 10_000, 1_000)], [square(300_000, 0)]]
    many = feature("13")
    many["geometry"] = {"type": "MultiPolygon", "coordinates": parts}
    inside = {"type": "GeometryCollection", "geometries": [many["geometry"]]}
    for geometry in (many["geometry"], inside):
        (shape,) = shapes_of(collection([{**many, "geometry": geometry}]), "maakunta")
        assert [len(polygon) for polygon in shape.polygons] == [2, 1]


def test_an_area_without_an_outline_is_left_out() -> None:
    assert codes(collection([feature("13", square(0, 0)), feature("01")])) == ["13"]
    assert codes(
        collection([feature("13", square(0, 0)), {**feature("01"), "geometry": {"type": "Polygon", "coordinates": []}}])
    ) == ["13"]
    with pytest.raises(SourceError, match="no area has an outline"):
        codes(collection([feature("01")]))


def _with(geometry: object) -> dict[str, Any]:
    return collection([{**feature("13"), "geometry": geometry}])


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "is no FeatureCollection"),
        ({"type": "FeatureCollection", "features": []}, "is no FeatureCollection"),
        (collection([3]), "feature 0: is no feature"),  # type: ignore[list-item]
        (_with({"type": "Point", "coordinates": [1, 2]}), "the geometry is 'Point'"),
        (_with(7), "the geometry is None"),
        (_with({"type": "Polygon", "coordinates": None}), "coordinates are no list"),
        (_with({"type": "Polygon", "coordinates": [[[0, 0], [1, 1]]]}), "fewer than three points"),
        (_with({"type": "Polygon", "coordinates": [[[0, 0], [1, None], [2, 2]]]}), "no pair of finite numbers"),
        (_with({"type": "Polygon", "coordinates": [[[0], [1], [2]]]}), "no pair of finite numbers"),
    ],
)
def test_what_is_no_map_of_areas_is_told_with_its_place(given: Any, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        codes(given)


def test_something_else_is_no_geojson() -> None:
    with pytest.raises(OptionError, match="path"):
        codes(3)


JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.sampled_from(["Polygon", "13", "Feature"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "coordinates"]), inner),
    max_leaves=12,
)


@settings(max_examples=60)
@given(JSON)
def test_any_geometry_is_read_or_refused_in_our_words(geometry: Any) -> None:
    with suppress(VerkostoError):
        shapes_of(_with(geometry), "maakunta", "natcode")
