from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, OptionError, UnknownAreaError
from verkosto.regions import _areas, _register, _tables

CODES = st.sampled_from(sorted(_tables.municipality_facts()))
DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2026, 12, 31))


@given(CODES, DAYS)
def test_merged_from_is_merged_into_asked_the_other_way_round(code: str, day: dt.date) -> None:
    into = regions.merged_into(code, on=day)
    assert (code in regions.merged_from(into, on=day)) == (into != code)
    for former in regions.merged_from(code, on=day):
        assert regions.merged_into(former, on=day) == code
        assert former not in {area.code for area in regions.areas("kunta", on=day)}


@given(DAYS)
def test_those_that_stand_and_those_that_merged_are_all_there_ever_were(day: dt.date) -> None:
    standing = [area.code for area in regions.areas("kunta", on=day)]
    former = [code for area in standing for code in regions.merged_from(area, on=day)]
    assert sorted(standing + former) == sorted(_tables.municipality_facts())


@given(CODES, DAYS, DAYS)
def test_what_was_merged_by_a_day_is_merged_later_too(code: str, day: dt.date, other: dt.date) -> None:
    earlier, later = sorted((day, other))
    whole = regions.merged_into(code, on=later)
    assert set(regions.merged_from(code, on=earlier)) <= {whole, *regions.merged_from(whole, on=later)}


def test_known_mergers() -> None:
    assert regions.merged_from("297") == ("174", "476", "534")
    assert regions.merged_from("297", on="2016") == ("476", "534")
    assert regions.merged_from("564", on="2013") == ("084", "255", "567", "972")
    assert regions.merged_from("49") == ()
    assert regions.merged_from("911") == ()


@pytest.fixture
def chain(monkeypatch: pytest.MonkeyPatch) -> None:
    """Valtimo into Nurmes, and Nurmes into Joensuu two years later: the register has no chain of its own."""
    ends = {"911": _tables.Merger("541", dt.date(2014, 1, 1)), "541": _tables.Merger("167", dt.date(2016, 1, 1))}
    for module in (_areas, _register):
        monkeypatch.setattr(module, "mergers", lambda: ends)


@pytest.mark.usefixtures("chain")
def test_mergers_are_followed_through_several_steps_both_ways() -> None:
    years = ("2013", "2014", "2015", "2016")
    assert [regions.merged_into("911", on=year) for year in years] == ["911", "541", "541", "167"]
    assert [regions.merged_from("541", on=year) for year in years] == [(), ("911",), ("911",), ()]
    assert [regions.merged_from("167", on=year) for year in years] == [(), (), (), ("541", "911")]


def test_no_municipality_of_today_began_after_the_register_does() -> None:
    assert {area.code for area in regions.areas("kunta")} <= {area.code for area in regions.areas("kunta", on="2013")}


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(UnknownAreaError, match="No municipality has or had the code '000'"):
        regions.merged_from("000")
    with pytest.raises(OptionError, match="in quotes"):
        regions.merged_from(297)  # type: ignore[arg-type]
    with pytest.raises(DateNotCoveredError):
        regions.merged_from("297", on="2012")
