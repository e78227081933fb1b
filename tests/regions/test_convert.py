from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from verkosto import regions
from verkosto.errors import DateNotCoveredError, NonNestingError, OptionError, UnknownAreaError

KINDS = st.sampled_from([kind.code for kind in regions.area_types()])
DAYS = st.dates(dt.date(2013, 1, 1), dt.date(2026, 12, 31))


@st.composite
def conversions(draw: st.DrawFn) -> tuple[str, dt.date, str, dt.date, dict[str, float]]:
    a, day, b, target_day = draw(KINDS), draw(DAYS), draw(KINDS), draw(DAYS)
    assume(regions.area_type(a).covered.on(day) and regions.area_type(b).covered.on(target_day))
    codes = [area.code for area in regions.areas(a, on=day, official=False)]
    amounts = st.integers(0, 10**6) | st.floats(-1e6, 1e6)
    values = draw(st.dictionaries(st.sampled_from(codes), amounts, max_size=25))
    return a, day, b, target_day, values


@settings(max_examples=25)
@given(conversions(), st.randoms(use_true_random=False))
def test_the_total_does_not_change(asked: tuple[str, dt.date, str, dt.date, dict[str, float]], random: Any) -> None:
    a, day, b, target_day, values = asked
    weights = {area.code: random.random() + 0.01 for area in regions.areas("kunta", on=min(day, target_day))}
    rules: list[Any] = ["municipalities", weights]
    for allocate in rules:
        converted = regions.convert(values, a, b, on=day, to=target_day, allocate=allocate)
        assert sum(converted.values()) == pytest.approx(sum(values.values()), abs=1e-3)
        known = {area.code for area in regions.areas(b, on=target_day, official=False)}
        assert set(converted) <= known
        assert list(converted) == sorted(converted)


@given(conversions())
def test_without_a_rule_nothing_is_divided(asked: tuple[str, dt.date, str, dt.date, dict[str, float]]) -> None:
    a, day, b, target_day, values = asked
    fit = regions.correspondence(a, b, on=day, to=target_day)
    split = {area.code for area in fit.split}
    if split & set(values):
        with pytest.raises(NonNestingError, match="State how to divide it: allocate="):
            regions.convert(values, a, b, on=day, to=target_day)
        return
    converted = regions.convert(values, a, b, on=day, to=target_day)
    assert set(converted) == {fit.target_of(code) for code in values}
    assert sum(converted.values()) == pytest.approx(sum(values.values()))


@given(conversions())
def test_to_the_same_areas_and_day_it_changes_nothing(
    asked: tuple[str, dt.date, str, dt.date, dict[str, float]],
) -> None:
    a, day, _, _, values = asked
    assert regions.convert(values, a, a, on=day) == values


def test_whole_numbers_stay_whole_and_former_municipalities_are_followed() -> None:
    converted = regions.convert({"911": 3, "541": 7, "91": 1}, "kunta", "kunta", on="2019", to="2020")
    assert converted == {"541": 10, "091": 1}
    assert all(isinstance(value, int) for value in converted.values())


def test_a_divided_area_follows_the_rule() -> None:
    on: dict[str, Any] = {"on": "2020-03-01"}
    assert regions.convert({"06": 44}, "maakunta", "erva", **on, allocate="municipalities") == {"2": 2, "3": 42}
    assert regions.convert({"06": 44}, "maakunta", "erva", **on, allocate="majority") == {"3": 44}
    inhabitants = dict.fromkeys(regions.area("maakunta", "06", **on).municipalities, 0)
    assert regions.convert({"06": 44}, "maakunta", "erva", **on, allocate=inhabitants | {"619": 1, "837": 3}) == {
        "2": 11,
        "3": 33,
    }


def test_going_back_in_time_a_merged_municipality_is_the_sum_of_its_parts() -> None:
    with pytest.raises(
        NonNestingError, match=r"kunta '541' \(Nurmes\).* 1 in '541' \(Nurmes\), 1 in '911' \(Valtimo\)"
    ):
        regions.convert({"541": 10}, "kunta", "kunta", on="2020", to="2019")
    weights = {"541": 8_000, "911": 2_000}
    assert regions.convert({"541": 10}, "kunta", "kunta", on="2020", to="2019", allocate=weights) == {
        "541": 8,
        "911": 2,
    }


def test_a_survey_of_2020_is_turned_into_counties() -> None:
    assert regions.convert({"179": 5, "091": 2}, "kunta", "hyvinvointialue", on="2020", to="2023") == {"15": 5, "90": 2}
    assert regions.convert({"179": 5}, "kunta", "hyvinvointialue", on="2020", backcast=True) == {"15": 5}


@pytest.mark.parametrize("values", [pd.Series({"13": 5, "19": 2}), {"13": np.int64(5), "19": np.float64(2)}])
def test_series_and_their_numbers_are_values(values: Mapping[str, float]) -> None:
    assert regions.convert(values, "maakunta", "suuralue", on="2024") == {"3": 5, "4": 2}


def test_no_values_give_none() -> None:
    assert regions.convert({}, "maakunta", "erva") == {}


@pytest.mark.parametrize("value", [None, "5", float("nan"), float("inf"), True, Decimal(5), [5]])
def test_a_value_that_is_no_number_is_refused_without_showing_it(value: Any) -> None:
    with pytest.raises(OptionError, match=r"^The value of maakunta '13' is no finite number\. Leave"):
        regions.convert({"13": value}, "maakunta", "erva")


@pytest.mark.parametrize("values", [[("13", 5)], 5, None])
def test_values_that_are_no_mapping_are_refused(values: Any) -> None:
    with pytest.raises(OptionError, match="Values by area are a mapping"):
        regions.convert(values, "maakunta", "erva")


def test_an_unknown_or_doubled_area_is_refused() -> None:
    with pytest.raises(UnknownAreaError, match=r"'13' \(Keski-Suomi\)"):
        regions.convert({"Keski-Suomi": 5}, "maakunta", "erva")
    with pytest.raises(UnknownAreaError, match="merged into '541'"):
        regions.convert({"911": 5}, "kunta", "maakunta", on="2021")
    with pytest.raises(OptionError, match="maakunta '01' is given twice"):
        regions.convert({"1": 5, "01": 5}, "maakunta", "erva")
    with pytest.raises(OptionError, match="A code is text"):
        regions.convert({13: 5}, "maakunta", "erva")  # type: ignore[dict-item]


@pytest.mark.parametrize(
    ("allocate", "error", "message"),
    [
        ("half", OptionError, "not 'half'. State one"),
        (5, OptionError, "not 5. State one"),
        ({"619": 1}, OptionError, r"no weight for '020' \(Akaa\), .* and 17 more\. Give every municipality a weight"),
        ({"619": -1}, OptionError, "weight of municipality '619' is negative"),
        ({"619": None}, OptionError, "The weight of municipality '619' is no finite number"),
        ({"000": 1}, UnknownAreaError, "No municipality has or had the code '000'"),
    ],
)
def test_a_rule_that_does_not_serve_is_refused(allocate: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        regions.convert({"06": 44}, "maakunta", "erva", on="2020", allocate=allocate)


def test_a_rule_without_an_answer_divides_nothing() -> None:
    zeros = dict.fromkeys(regions.area("maakunta", "06", on="2020").municipalities, 0)
    with pytest.raises(NonNestingError, match="The weights of maakunta '06' are all zero"):
        regions.convert({"06": 44}, "maakunta", "erva", on="2020", allocate=zeros)
    with pytest.raises(NonNestingError, match="None holds the most"):
        regions.convert({"541": 2}, "kunta", "kunta", on="2020", to="2019", allocate="majority")


def test_a_rule_is_checked_even_where_nothing_is_divided() -> None:
    with pytest.raises(OptionError):
        regions.convert({"19": 1}, "maakunta", "erva", allocate="half")  # type: ignore[arg-type]
    with pytest.raises(DateNotCoveredError):
        regions.convert({"19": 1}, "maakunta", "erva", on="2023")
