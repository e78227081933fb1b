from __future__ import annotations

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError
from verkosto.regions import AreaRef, _tables

EVERY = [(kind.code, code) for kind in regions.area_types() for code in _tables.area_facts(kind.code)]


@given(st.sampled_from(EVERY))
def test_a_reference_is_its_text_and_back(known: tuple[str, str]) -> None:
    ref = AreaRef(*known)
    assert AreaRef.of(str(ref)) == ref
    assert AreaRef.of(ref) is ref
    assert pickle.loads(pickle.dumps(ref)) == ref
    assert str(ref) == "/".join(known)
    assert ref.name == _tables.area_facts(known[0])[known[1]].name.fi


@pytest.mark.parametrize("kind", [kind.code for kind in regions.area_types()])
def test_an_area_gives_its_reference_and_the_reference_the_area(kind: str) -> None:
    for area in regions.areas(kind, official=False):
        assert AreaRef.of(area).on() == area


def test_zeros_and_spaces_are_forgiven() -> None:
    assert AreaRef("maakunta", "1") == AreaRef.of(" maakunta / 01 ")
    assert len({AreaRef("kunta", "49"), AreaRef("kunta", "049")}) == 1


def test_the_day_decides_what_the_area_holds() -> None:
    ref = AreaRef("maakunta", "13")
    assert "291" in ref.on("2020").municipalities
    assert "291" not in ref.on("2021").municipalities
    with pytest.raises(UnknownAreaError, match="merged into '541'"):
        AreaRef("kunta", "911").on("2024")
    county = AreaRef("hyvinvointialue", "15")
    with pytest.raises(DateNotCoveredError, match="backcast=True"):
        county.on("2020")
    assert county.on("2020", backcast=True).backcast


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (13, "13 names no area"),
        (None, "None names no area"),
        ("13", "'13' names no area. Write its kind and code, such as 'maakunta/13'"),
        ("maakunta/13/x", "names no area"),
    ],
)
def test_what_is_no_reference_is_refused(value: Any, message: str) -> None:
    with pytest.raises(OptionError, match=message):
        AreaRef.of(value)


@pytest.mark.parametrize("code", [13, None, ["13"], {"13": 1}, b"13"])
def test_a_code_that_is_no_text_is_refused(code: Any) -> None:
    with pytest.raises(OptionError, match="A code is text"):
        AreaRef("maakunta", code)


@pytest.mark.parametrize("kind", ["maakunat", None, ["maakunta"], {}])
def test_an_unknown_kind_is_refused(kind: Any) -> None:
    with pytest.raises(UnknownAreaError, match="No kind of area"):
        AreaRef(kind, "13")


@pytest.mark.parametrize(
    ("kind", "code", "hint"),
    [("maakunta", "99", "Give a code of that kind"), ("maakunta", "", "''"), ("kunta", "Espo", r"'049' \(Espoo\)")],
)
def test_an_unknown_code_is_refused(kind: str, code: str, hint: str) -> None:
    with pytest.raises(UnknownAreaError, match=hint):
        AreaRef(kind, code)
