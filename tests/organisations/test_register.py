from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import verkosto.organisations
from verkosto import regions
from verkosto.errors import AnalysisError, OptionError, UnknownAreaError
from verkosto.organisations import registered_associations

REGISTER = registered_associations()
REGIONS, PURPOSES = REGISTER.regions, tuple(REGISTER.purposes)
DATA = Path(verkosto.organisations.__file__).parent / "data" / "associations.csv"
# The page's own column of totals, against which the classes were checked.
PUBLISHED_TOTALS = {
    "01": 32272, "02": 9013, "04": 4434, "05": 3241, "06": 9306, "07": 3147, "08": 3524, "09": 2491, "10": 3527,
    "11": 4901, "12": 3619, "13": 5330, "14": 3923, "15": 3959, "16": 1486, "17": 6933, "18": 2027, "19": 4718,
}  # fmt: skip


def test_the_classes_of_each_region_add_up_to_the_published_total() -> None:
    assert dict(REGISTER.by("region")) == PUBLISHED_TOTALS
    assert REGISTER.count() == 107_851


def test_every_mainland_region_is_there_and_aland_is_said_to_be_missing() -> None:
    everywhere = {area.code for area in regions.areas("maakunta", on=REGISTER.on)}
    assert everywhere - set(REGIONS) == {"21"}
    assert "Åland" in (REGISTER.source.note or "")
    with pytest.raises(UnknownAreaError, match=r"Ahvenanmaa \(21\) is not in the table"):
        REGISTER.count("21")


def test_the_table_is_whole_and_has_a_source() -> None:
    with DATA.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["region"], row["purpose"]) for row in rows] == [(r, p) for r in REGIONS for p in PURPOSES]
    assert REGISTER.on == dt.date(2025, 1, 2)
    assert REGISTER.source.url
    assert all(name.languages == ("fi", "sv", "en") for name in REGISTER.purposes.values())
    assert repr(REGISTER).startswith("<AssociationCounts: 107851 associations")


@given(st.none() | st.sampled_from(REGIONS), st.none() | st.sampled_from(PURPOSES))
def test_counting_by_either_adds_up(region: str | None, purpose: str | None) -> None:
    whole = REGISTER.count(region, purpose)
    assert sum(REGISTER.by("region", region=region, purpose=purpose).values()) == whole
    assert sum(REGISTER.by("purpose", region=region, purpose=purpose).values()) == whole


def test_regions_may_be_named_as_references() -> None:
    assert REGISTER.count("maakunta/13") == REGISTER.count("13") == REGISTER.by("region", region="13")["13"]
    assert REGISTER.count("1", "political") == REGISTER.by("purpose", region="01")["political"] == 1236


@pytest.mark.parametrize("region", ["99", "kunta/179", "x", "maakunta/99"])
def test_no_such_region(region: str) -> None:
    with pytest.raises(UnknownAreaError):
        REGISTER.count(region)
    with pytest.raises(UnknownAreaError):
        REGISTER.coverage({region: 1})


def test_wrong_words_are_told_with_the_right_ones() -> None:
    with pytest.raises(OptionError, match="'social_health'"):
        REGISTER.count(purpose="social_healt")
    with pytest.raises(OptionError, match="'social_health'"):
        REGISTER.by("purpose", purpose="social_healt")
    with pytest.raises(OptionError, match="Did you mean 'region'"):
        REGISTER.by("regions")  # type: ignore[arg-type]


counted = st.dictionaries(st.sampled_from([*REGIONS, "21"]), st.integers(0, 1400))


@given(counted, st.none() | st.sampled_from(PURPOSES))
def test_coverage_has_every_region_and_loses_no_count(numbers: dict[str, int], purpose: str | None) -> None:
    rows = REGISTER.coverage(numbers, purpose=purpose)
    assert [row.region for row in rows] == sorted({*REGIONS, *numbers})
    assert sum(row.counted for row in rows) == sum(numbers.values())
    assert sum(row.registered or 0 for row in rows) == REGISTER.count(purpose=purpose)
    for row in rows:
        assert (row.registered is None) == (row.region == "21")
        assert row.share == (row.counted / row.registered if row.registered else None)


@given(st.fixed_dictionaries({region: st.integers(1, 1400) for region in REGIONS}))
def test_weights_times_counts_are_the_register(numbers: dict[str, int]) -> None:
    weights = REGISTER.weights(numbers)
    assert sum(weights[region] * n for region, n in numbers.items()) == pytest.approx(REGISTER.count())
    pair = REGISTER.weights(numbers, merge=[("15", "16")])
    assert pair["15"] == pair["16"] == (3959 + 1486) / (numbers["15"] + numbers["16"])
    assert {region: pair[region] for region in REGIONS if region not in ("15", "16")} == {
        region: weights[region] for region in REGIONS if region not in ("15", "16")
    }


def test_a_region_of_which_nobody_was_counted_is_never_passed_over() -> None:
    numbers = dict.fromkeys(REGIONS, 10) | {"16": 0}
    del numbers["09"]
    with pytest.raises(AnalysisError) as caught:
        REGISTER.weights(numbers)
    assert "none counted of 1486 in Keski-Pohjanmaa (16)" in str(caught.value)
    assert "none counted of 2491 in Etelä-Karjala (09)" in str(caught.value)
    weights = REGISTER.weights(numbers, merge=[("15", "16"), ("08", "09")])
    assert weights["16"] == (3959 + 1486) / 10
    assert weights["09"] == (3524 + 2491) / 10


def test_what_the_register_does_not_cover_has_no_weight() -> None:
    numbers = dict.fromkeys(REGIONS, 10)
    with pytest.raises(AnalysisError, match="21 is not in the register's table"):
        REGISTER.weights(numbers | {"21": 3}, merge=[("21", "02")])
    assert "21" not in REGISTER.weights(numbers | {"21": 0})


def test_more_than_are_registered_are_no_associations() -> None:
    with pytest.raises(AnalysisError, match="not persons"):
        REGISTER.weights(dict.fromkeys(REGIONS, 10) | {"16": 1487})


def test_counts_are_whole_numbers_of_any_kind() -> None:
    (row,) = (row for row in REGISTER.coverage({"13": np.int64(533), "maakunta/13": 0}) if row.counted)  # type: ignore[dict-item]
    assert (row.region, row.counted, row.share) == ("13", 533, 0.1)
    for wrong in (-1, 2.0, True, "5", None):
        with pytest.raises(OptionError, match="whole number"):
            REGISTER.coverage({"13": wrong})  # type: ignore[dict-item]


def test_a_region_stands_in_one_group() -> None:
    with pytest.raises(OptionError, match="two groups of `merge`: 15"):
        REGISTER.weights(dict.fromkeys(REGIONS, 10), merge=[("15", "16"), ("15", "14")])
