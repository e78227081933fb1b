"""Correspondences between two days, and how areas and correspondences are shown."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, NonNestingError

KINDS = st.sampled_from([kind.code for kind in regions.area_types()])
DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2026, 12, 31))


@given(KINDS, KINDS, DAYS, DAYS)
def test_every_municipality_of_the_earlier_day_is_counted_once(
    a: str, b: str, day: dt.date, target_day: dt.date
) -> None:
    assume(regions.area_type(a).covered.on(day) and regions.area_type(b).covered.on(target_day))
    fit = regions.correspondence(a, b, on=day, to=target_day)
    assert (fit.on, fit.to) == (day, target_day)
    assert sum(row.municipalities for row in fit.rows) == len(regions.areas("kunta", on=min(day, target_day)))
    shares: Counter[str] = Counter()
    for row in fit.rows:
        shares[row.source] += row.share  # type: ignore[assignment]
    assert shares == {area.code: pytest.approx(1) for area in regions.areas(a, on=day, official=False)}
    targets = {area.code for area in regions.areas(b, on=target_day, official=False)}
    assert {row.target for row in fit.rows} == targets


@given(KINDS, KINDS, DAYS, DAYS)
def test_asked_backwards_the_same_pairs_are_counted(a: str, b: str, day: dt.date, target_day: dt.date) -> None:
    assume(regions.area_type(a).covered.on(day) and regions.area_type(b).covered.on(target_day))
    there = regions.correspondence(a, b, on=day, to=target_day)
    back = regions.correspondence(b, a, on=target_day, to=day)
    assert {(row.source, row.target, row.municipalities) for row in there.rows} == {
        (row.target, row.source, row.municipalities) for row in back.rows
    }


@settings(max_examples=25)
@given(DAYS, DAYS)
def test_municipalities_nest_in_what_they_became_and_not_the_other_way(day: dt.date, other: dt.date) -> None:
    early, late = sorted((day, other))
    forward = regions.correspondence("kunta", "kunta", on=early, to=late)
    assert forward.nests
    for area in regions.areas("kunta", on=early):
        assert forward.target_of(area.code) == regions.merged_into(area.code, on=late)
    back = regions.correspondence("kunta", "kunta", on=late, to=early)
    assert {area.code for area in back.split} == {row.target for row in forward.rows if row.source != row.target}


def test_a_kind_is_compared_with_itself_in_another_year() -> None:
    fit = regions.correspondence("maakunta", "maakunta", on="2020", to="2021")
    assert str(fit) == (
        "maakunta on 2020-01-01 to maakunta on 2021-01-01: "
        "4 of 19 do not nest (Kymenlaakso, Etelä-Savo, Keski-Suomi, Pohjanmaa)"
    )
    with pytest.raises(NonNestingError, match=r"'13' \(Keski-Suomi\).* on 2021-01-01: of its 23 municipalities 1 in"):
        fit.target_of("13")
    assert fit.placed("19") == "maakunta '19' (Lappi) lies inside maakunta '19' on 2021-01-01."


def test_kinds_without_a_common_day_correspond_each_on_its_own() -> None:
    fit = regions.correspondence("erva", "hyvinvointialue", on="2022", to="2023")
    assert fit.source == "erva"
    assert not fit.nests
    back = regions.correspondence("hyvinvointialue", "erva", to="2022")
    assert back.on == dt.date(2026, 12, 31)
    assert back.target_of("21") == "5"
    with pytest.raises(DateNotCoveredError, match="on= for the first, to= for the second"):
        regions.correspondence("erva", "hyvinvointialue")
    with pytest.raises(DateNotCoveredError, match="erva is covered"):
        regions.correspondence("hyvinvointialue", "erva", to="2023")


def test_without_a_second_day_the_first_serves_both() -> None:
    fit = regions.correspondence("maakunta", "erva", on="2020")
    assert fit.to == fit.on
    assert fit == regions.correspondence("maakunta", "erva", on="2020", to="2020")
    assert regions.Correspondence("maakunta", "erva", fit.on, fit.rows) == fit


def test_an_area_is_shown_as_a_table() -> None:
    shown = regions.area("maakunta", "13", on="2020")._repr_html_()
    assert shown.startswith("<table>")
    for text in ("Keski-Suomi", "Mellersta Finland", "Central Finland", "maakunta 13", "2020-01-01", "Äänekoski"):
        assert text in shown
    assert "Municipalities (23)" in shown
    assert "back-cast" not in shown
    assert "outside" not in shown


def test_a_municipality_a_body_outside_and_a_back_cast_area_say_what_they_are() -> None:
    assert "Municipalities" not in regions.area("kunta", "179")._repr_html_()
    assert "(outside the scheme)" in regions.area("hyvinvointialue", "90")._repr_html_()
    backcast = regions.area("hyvinvointialue", "15", on="2020", backcast=True)
    assert "2020-01-01, back-cast: the division of 2023-01-01" in backcast._repr_html_()


def test_a_correspondence_is_shown_with_what_does_not_nest_first() -> None:
    shown = regions.correspondence("maakunta", "erva", on="2020")._repr_html_()
    assert shown.count("<tr>") == 1 + 23
    assert shown.index("06 Pirkanmaa") < shown.index("01 Uusimaa")
    assert "95,5\u00a0%" in shown
    assert "Shown:" not in shown
    assert "3 of 19 do not nest" in shown


def test_a_long_correspondence_is_cut_and_says_so() -> None:
    shown = regions.correspondence("kunta", "maakunta", on="2024")._repr_html_()
    assert shown.count("<tr>") == 1 + 60
    assert "Shown: 60 of 309 pairs." in shown
