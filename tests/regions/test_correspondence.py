from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, NonNestingError, UnknownAreaError

KINDS = st.sampled_from([kind.code for kind in regions.area_types()])


@given(KINDS, KINDS, st.dates(dt.date(2013, 1, 1), dt.date(2026, 12, 31)))
def test_rows_count_every_municipality_once_and_shares_add_up(a: str, b: str, day: dt.date) -> None:
    assume(all(regions.area_type(kind).covered.on(day) for kind in (a, b)))
    found = regions.correspondence(a, b, on=day)
    assert sum(row.municipalities for row in found.rows) == len(regions.areas("kunta", on=day))
    shares: Counter[str] = Counter()
    for row in found.rows:
        shares[row.source] += row.share  # type: ignore[assignment]
        assert set(regions.area(a, row.source, on=day).municipalities) & set(
            regions.area(b, row.target, on=day).municipalities
        )
    assert shares == {code: pytest.approx(1) for code in shares}
    assert len(shares) == len(regions.areas(a, on=day, official=False))
    assert found.nests == (not found.split)


@given(KINDS)
def test_municipalities_nest_in_everything_and_everything_in_itself(kind: str) -> None:
    assert regions.correspondence("kunta", kind).nests
    itself = regions.correspondence(kind, kind)
    assert itself.nests
    for row in itself.rows:
        assert itself.target_of(row.source) == itself.majority(row.source) == row.source


def test_three_regions_do_not_nest_in_the_hospital_areas_of_2020() -> None:
    found = regions.correspondence("maakunta", "erva", on="2020-03-01")
    assert [area.name.fi for area in found.split] == ["Pirkanmaa", "Keski-Suomi", "Pohjanmaa"]
    assert not found.nests
    assert str(found) == ("maakunta to erva on 2020-03-01: 3 of 19 do not nest (Pirkanmaa, Keski-Suomi, Pohjanmaa)")
    assert repr(found) == f"<Correspondence {found}>"
    assert found.target_of("07") == "1"
    assert found.target_of("1") == "1"
    assert [found.majority(code) for code in ("06", "13", "15")] == ["3", "4", "2"]


def test_kinds_that_nest_say_so() -> None:
    assert str(regions.correspondence("hyvinvointialue", "yta")) == (
        "hyvinvointialue to yta on 2026-12-31: all 23 nest"
    )


def test_an_area_that_does_not_nest_has_no_single_target() -> None:
    found = regions.correspondence("maakunta", "erva", on="2020-03-01")
    with pytest.raises(NonNestingError, match=r"maakunta '06' \(Pirkanmaa\) does not lie inside one erva"):
        found.target_of("06")
    with pytest.raises(UnknownAreaError):
        found.target_of("99")


def test_without_a_largest_part_there_is_no_majority() -> None:
    with pytest.raises(NonNestingError, match="None holds the most") as caught:
        regions.correspondence("maakunta", "kunta").majority("18")
    assert "the rest in 4 more" in str(caught.value)


def test_no_date_means_the_newest_day_that_both_kinds_cover() -> None:
    assert regions.correspondence("maakunta", "erva").on == dt.date(2022, 12, 31)
    assert regions.correspondence("avi", "maakunta").on == dt.date(2025, 12, 31)


def test_kinds_without_a_common_day_do_not_correspond() -> None:
    with pytest.raises(DateNotCoveredError, match="no day in common"):
        regions.correspondence("erva", "hyvinvointialue")


@pytest.mark.parametrize(("a", "b"), [("maakunta", "erva"), ("erva", "maakunta")])
def test_a_day_must_be_covered_for_both_kinds(a: str, b: str) -> None:
    with pytest.raises(DateNotCoveredError, match="erva is covered from 2017-01-01"):
        regions.correspondence(a, b, on="2023")
