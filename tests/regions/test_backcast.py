from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, UnknownAreaError

ABLE = [kind.code for kind in regions.area_types() if kind.can_backcast]
UNABLE = [kind.code for kind in regions.area_types() if not kind.can_backcast]


@st.composite
def kinds_and_earlier_days(draw: st.DrawFn) -> tuple[str, dt.date]:
    kind = draw(st.sampled_from(ABLE))
    first = regions.area_type(kind).covered.first
    assert first is not None
    return kind, draw(st.dates(dt.date(2013, 1, 1), first - dt.timedelta(days=1)))


@given(kinds_and_earlier_days())
def test_every_municipality_of_the_day_lies_in_exactly_one_area(asked: tuple[str, dt.date]) -> None:
    kind, day = asked
    every = regions.areas(kind, on=day, official=False, backcast=True)
    assert sorted(code for area in every for code in area.municipalities) == [
        area.code for area in regions.areas("kunta", on=day)
    ]
    for area in every:
        assert area.backcast
        assert area.on == day
        assert area == regions.area(kind, area.code, on=day, backcast=True)
        for code in area.municipalities:
            assert regions.area_of(code, kind, on=day, backcast=True) == area


@given(kinds_and_earlier_days())
def test_a_municipality_lies_where_it_lay_when_the_kind_began(asked: tuple[str, dt.date]) -> None:
    kind, day = asked
    begins = regions.area_type(kind).covered.start
    for municipality in regions.areas("kunta", on=day):
        then = regions.area_of(municipality.code, kind, on=day, backcast=True)
        assert then.code == regions.area_of(municipality.code, kind, on=begins).code


@pytest.mark.parametrize("kind", ABLE)
def test_on_covered_days_it_changes_nothing(kind: str) -> None:
    covered = regions.area_type(kind).covered
    for on in (None, covered.first, covered.last):
        assert regions.areas(kind, on=on, backcast=True) == regions.areas(kind, on=on)
        assert not any(area.backcast for area in regions.areas(kind, on=on, backcast=True))


def test_a_survey_of_2020_can_be_shown_by_county() -> None:
    with pytest.raises(DateNotCoveredError, match="backcast=True"):
        regions.areas("hyvinvointialue", on="2020-03-01")
    counties = regions.areas("hyvinvointialue", on="2020-03-01", backcast=True)
    assert len(counties) == 21
    assert regions.area_of("911", "hyvinvointialue", on="2019", backcast=True).name.fi == (
        "Pohjois-Karjalan hyvinvointialue"
    )
    assert regions.area_of("291", "hyvinvointialue", on="2020", backcast=True).code == "08"
    assert regions.area_of("091", "yta", on="2020", backcast=True).code == "1"
    fit = regions.correspondence("hyvinvointialue", "yta", on="2015", backcast=True)
    assert fit.nests
    assert fit.backcast


def test_the_kinds_that_began_within_the_covered_years_can_be_back_cast() -> None:
    assert ABLE == ["hyvinvointialue", "yta", "elinvoimakeskus", "tyollisyysalue"]


@pytest.mark.parametrize("kind", [kind for kind in UNABLE if str(regions.area_type(kind).covered.first) > "2013-01-01"])
def test_a_kind_that_stood_before_cannot_be(kind: str) -> None:
    with pytest.raises(DateNotCoveredError, match="It cannot be back-cast: it stood before"):
        regions.areas(kind, on="2013", backcast=True)
    with pytest.raises(DateNotCoveredError) as caught:
        regions.areas(kind, on="2013")
    assert "back-cast" not in str(caught.value)


@pytest.mark.parametrize(("kind", "on"), [("hyvinvointialue", "2012"), ("erva", "2023"), ("avi", "2026")])
def test_days_without_municipalities_and_later_days_are_refused(kind: str, on: str) -> None:
    with pytest.raises(DateNotCoveredError) as caught:
        regions.areas(kind, on=on, backcast=True)
    assert "back" not in str(caught.value)


def test_an_area_that_came_later_is_not_back_cast() -> None:
    with pytest.raises(UnknownAreaError, match="No hyvinvointialue has the code '99' on 2020-01-01"):
        regions.area("hyvinvointialue", "99", on="2020", backcast=True)


def test_a_kind_says_when_it_began_and_ended() -> None:
    spans = {kind.code: (str(kind.begins), str(kind.ends)) for kind in regions.area_types()}
    assert {code: span for code, span in spans.items() if span != ("None", "None")} == {
        "hyvinvointialue": ("2023-01-01", "None"),
        "yta": ("2023-01-01", "None"),
        "sairaanhoitopiiri": ("None", "2022-12-31"),
        "erva": ("None", "2022-12-31"),
        "avi": ("None", "2025-12-31"),
        "ely": ("None", "2025-12-31"),
        "elinvoimakeskus": ("2026-01-01", "None"),
        "tyollisyysalue": ("2025-01-01", "None"),
    }
    for kind in regions.area_types():
        assert kind.begins is None or kind.begins == kind.covered.start
        assert kind.ends is None or kind.ends == kind.covered.end
