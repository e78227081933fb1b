from __future__ import annotations

import datetime as dt

import pytest

from verkosto import regions
from verkosto.dates import PartialDate
from verkosto.errors import DateError, DateNotCoveredError, UnknownAreaError
from verkosto.regions import _register


def test_a_kind_of_area_is_found_by_its_code() -> None:
    kind = regions.area_type("hyvinvointialue")
    assert kind in regions.area_types()
    assert kind.name.get("en") == "Wellbeing services county"


@pytest.mark.parametrize(
    ("code", "hint"),
    [("maakunnat", "Did you mean 'maakunta'"), ("ERVA", "Did you mean 'erva'"), ("xyz", "kinds: kunta, ")],
)
def test_an_unknown_kind_is_an_error_that_names_the_nearest_and_all(code: str, hint: str) -> None:
    with pytest.raises(UnknownAreaError, match=hint) as caught:
        regions.area_type(code)
    assert isinstance(caught.value, LookupError)
    assert "nuts3." in str(caught.value)


@pytest.mark.parametrize("code", [None, 5, ["maakunta"]])
def test_a_kind_of_another_type_is_unknown_too(code: str) -> None:
    with pytest.raises(UnknownAreaError, match="Known kinds"):
        regions.area_type(code)


def test_no_date_means_the_newest_covered_day() -> None:
    assert _register.covered_day("erva", None) == dt.date(2022, 12, 31)
    assert _register.covered_day("maakunta", None) == dt.date(2026, 12, 31)


@pytest.mark.parametrize(
    "on", ["2020-03-01", dt.date(2020, 3, 1), PartialDate(2020, 3), dt.datetime(2020, 3, 1, 9, tzinfo=dt.UTC)]
)
def test_a_day_is_given_in_any_form(on: str | dt.date | PartialDate) -> None:
    assert _register.covered_day("maakunta", on) == dt.date(2020, 3, 1)


def test_a_day_outside_the_covered_years_is_an_error_that_names_kinds_for_it() -> None:
    with pytest.raises(DateNotCoveredError) as caught:
        regions.areas("hyvinvointialue", on="2020-03-01")
    assert str(caught.value) == (
        "hyvinvointialue is covered from 2023-01-01 to 2026-12-31, and 2020-03-01 lies outside. "
        "Ask for a day inside, or for another kind: kunta, seutukunta, maakunta, suuralue, "
        "sairaanhoitopiiri, erva, avi, ely, vaalipiiri, nuts2, nuts3. "
        "Or apply the division of 2023-01-01 to that day: backcast=True."
    )


@pytest.mark.parametrize("on", ["2012-12-31", "2027-01-01"])
def test_a_day_that_no_kind_covers_is_an_error_that_says_so(on: str) -> None:
    with pytest.raises(DateNotCoveredError, match="no other kind covers that day"):
        regions.areas("kunta", on=on)


def test_text_that_is_no_date_is_an_error() -> None:
    with pytest.raises(DateError, match="'2020-03-01'"):
        regions.areas("maakunta", on="1.3.2020")


@pytest.mark.parametrize("kind", [kind.code for kind in regions.area_types()])
def test_the_first_and_last_covered_day_are_answered_and_their_neighbours_refused(kind: str) -> None:
    covered = regions.area_type(kind).covered
    assert covered.first is not None
    assert covered.last is not None
    for day in (covered.first, covered.last):
        assert {area.on for area in regions.areas(kind, on=day)} == {day}
    for day in (covered.first - dt.timedelta(days=1), covered.last + dt.timedelta(days=1)):
        with pytest.raises(DateNotCoveredError):
            regions.areas(kind, on=day)
