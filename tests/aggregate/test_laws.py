"""Laws that hold for any answers: order, scale and names change nothing, parts add up, subsets keep the design."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
from attrs import evolve
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Table, crosstab, frequency
from verkosto.instruments import SingleChoice
from verkosto.responses import Responses

Row = dict[str, Any]

ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "malli": st.sampled_from(["k", "e", "eos", None]),
            "laji": st.sampled_from(["p", "v", None]),
            "palvelut": st.one_of(st.none(), st.sets(st.sampled_from(["kevat", "syksy", "eos"]))),
            "paino": st.floats(min_value=0.01, max_value=100),
            "jarjesto": st.sampled_from(["a", "b", None]),
            "kunta": st.sampled_from(["091", "049", "179", "837", "911", None]),
        }
    ),
    min_size=2,
    max_size=40,
)
CALLS: list[dict[str, Any]] = [
    {"variable": ["malli", "palvelut"], "by": "laji", "margins": True, "weights": "paino"},
    {"variable": "palvelut", "by": ["maakunta", "laji"], "margins": True, "base": "ticks", "weights": "paino"},
    {"variable": "malli", "by": "maakunta", "base": "asked"},
]
SHARES = ["estimate", "se", "low", "high", "deff"]


def of_rows(rows: list[Row], **changes: Any) -> Responses:
    instrument = evolve(kysely(), unit_id="jarjesto", **changes)
    return responses(instrument, {name: [row[name] for row in rows] for name in rows[0]})


def tabulate(answers: Responses, call: dict[str, Any]) -> Table:
    return crosstab(answers, **call)


def same(one: Table, other: Table, *, numbers: bool = True) -> None:
    same_frames(one.frame, other.frame, numbers=numbers)


def same_frames(first: pd.DataFrame, second: pd.DataFrame, *, numbers: bool = True) -> None:
    """Equal but for the last digits of floats."""
    floats = list(first.select_dtypes("float64").columns)
    assert first.drop(columns=floats).equals(second.drop(columns=floats))
    for name in floats if numbers else SHARES:
        # A standard error of 0 may differ by what is left of sums in another order.
        np.testing.assert_allclose(first[name], second[name], rtol=1e-9, atol=1e-9)


@settings(max_examples=15)
@given(ROWS, st.randoms(use_true_random=False), st.sampled_from(CALLS))
def test_the_order_of_rows_changes_nothing(rows: list[Row], random: Any, call: dict[str, Any]) -> None:
    mixed = rows.copy()
    random.shuffle(mixed)
    one, other = tabulate(of_rows(rows), call), tabulate(of_rows(mixed), call)
    same(one, other)
    assert one.missing.equals(other.missing)
    assert one.notes == other.notes


@settings(max_examples=15)
@given(ROWS, st.sampled_from([1e-200, 1e-9, 0.3, 2.0, 1e9, 1e200]), st.sampled_from(CALLS[:2]))
def test_the_scale_of_weights_changes_no_share(rows: list[Row], factor: float, call: dict[str, Any]) -> None:
    scaled = [{**row, "paino": row["paino"] * factor} for row in rows]
    one, other = tabulate(of_rows(rows), call), tabulate(of_rows(scaled), call)
    same(one, other, numbers=False)
    np.testing.assert_allclose(other.frame["weighted"] / factor, one.frame["weighted"], rtol=1e-12)


@settings(max_examples=15)
@given(ROWS, st.sampled_from(CALLS))
def test_weights_of_one_are_no_weights(rows: list[Row], call: dict[str, Any]) -> None:
    answers = of_rows([{**row, "paino": 1.0} for row in rows])
    plain = {name: value for name, value in call.items() if name != "weights"}
    same(tabulate(answers, {**plain, "weights": "paino"}), tabulate(answers, plain))


@settings(max_examples=15)
@given(ROWS)
def test_shares_of_a_single_choice_add_up_to_one(rows: list[Row]) -> None:
    frame = tabulate(of_rows(rows), CALLS[0]).frame.query("variable == 'malli' and status == 'ok'")
    for _, group in frame.groupby("laji"):
        assert group["estimate"].sum() == pytest.approx(1)
        assert group["n"].sum() == group["base"].iloc[0]
        assert group["weighted"].sum() == pytest.approx(group["base_weighted"].iloc[0])


@settings(max_examples=15)
@given(ROWS, st.sampled_from(CALLS[:2]))
def test_totals_are_sums_of_the_groups_shown(rows: list[Row], call: dict[str, Any]) -> None:
    table = tabulate(of_rows(rows), call)
    frame = table.frame
    for name in table.by:
        others = ["variable", "value", *(other for other in table.by if other != name)]
        for keys, group in frame.groupby(others):
            total = group[group[name] == "*"]
            parts = group[group[name] != "*"]
            assert len(total) == 1, keys
            for count in ("n", "base", "weighted", "base_weighted"):
                assert parts[count].sum() == pytest.approx(total[count].iloc[0])
            highest = max(parts["units"], default=0)
            assert highest <= total["units"].iloc[0] <= parts["units"].sum()


@settings(max_examples=15)
@given(ROWS)
def test_merging_categories_adds_up(rows: list[Row]) -> None:
    answers = of_rows(rows)
    merged = answers.derive("kanta", {"puolesta": {"malli": ["k"]}, "muu": {"malli": ["e", "eos"]}})
    one = crosstab(answers, "malli", by="laji", weights="paino").frame.set_index(["laji", "value"])
    other = crosstab(merged, "kanta", by="laji", weights="paino").frame.set_index(["laji", "value"])
    for group in {row["laji"] for row in rows} - {None}:
        for name in ("n", "weighted", "estimate"):
            parts = one.loc[(group, "e"), name] + one.loc[(group, "eos"), name]
            assert other.loc[(group, "muu"), name] == pytest.approx(parts, nan_ok=True)
            assert other.loc[(group, "puolesta"), name] == pytest.approx(one.loc[(group, "k"), name], nan_ok=True)


@settings(max_examples=15)
@given(ROWS)
def test_areas_add_up_to_larger_areas(rows: list[Row]) -> None:
    small = crosstab(of_rows(rows), "malli", by="maakunta", weights="paino").frame
    large = crosstab(of_rows(rows), "malli", by="suuralue", weights="paino").frame
    for name in ("n", "weighted"):
        sums = [frame.groupby("value")[name].sum().to_dict() for frame in (small, large)]
        assert sums[0] == pytest.approx(sums[1])


@settings(max_examples=15)
@given(ROWS)
def test_the_names_of_categories_change_no_figure(rows: list[Row]) -> None:
    codes = {"k": "b", "e": "c", "eos": "a", "kt": "d", None: None}
    (question,) = [q for q in kysely() if q.id == "malli"]
    assert isinstance(question, SingleChoice)
    renamed = evolve(
        question, options=tuple(evolve(option, code=codes[option.code] or "") for option in question.options)
    )
    others = tuple(renamed if q.id == "malli" else q for q in kysely())
    moved = [{**row, "malli": codes[row["malli"]]} for row in rows]
    one = crosstab(of_rows(rows), "malli", by="laji").frame
    other = crosstab(of_rows(moved, questions=others), "malli", by="laji").frame
    assert one["value"].map(codes).tolist() == other["value"].tolist()
    assert one.drop(columns="value").equals(other.drop(columns="value"))


@settings(max_examples=15)
@given(ROWS)
def test_one_question_is_counted_as_it_is_among_many(rows: list[Row]) -> None:
    answers = of_rows(rows)
    names = ["laji", "malli", "palvelut", "kunta"]
    together = frequency(answers, names, weights="paino").frame
    for name in names:
        alone = frequency(answers, name, weights="paino").frame
        same_frames(alone, together[together["variable"] == name].reset_index(drop=True))


@settings(max_examples=15)
@given(ROWS)
def test_a_subset_knows_the_whole_design_and_filtering_first_does_not(rows: list[Row]) -> None:
    inside = [row for row in rows if row["laji"] == "p"]
    assume(1 < len(inside) < len(rows))
    subset = frequency(of_rows(rows), "malli", weights="paino", where={"laji": "p"}).frame
    filtered = frequency(of_rows(inside), "malli", weights="paino").frame
    assert subset["estimate"].equals(filtered["estimate"])
    whole, part = len(rows), len(inside)
    ratio = (whole / (whole - 1)) / (part / (part - 1))
    np.testing.assert_allclose(subset["se"] ** 2, ratio * filtered["se"] ** 2, rtol=1e-9)


def test_where_of_the_call_is_where_of_the_responses() -> None:
    answers = vastaukset(malli=["k", "e", "k", None], laji=["p", "p", "v", None])
    assert frequency(answers, "malli", where={"laji": "p"}) == frequency(answers.where({"laji": "p"}), "malli")


@settings(max_examples=15)
@given(ROWS, st.sampled_from(CALLS), st.booleans())
def test_a_table_comes_back_from_json(rows: list[Row], call: dict[str, Any], subset: bool) -> None:
    table = crosstab(of_rows(rows), **call, where={"malli": "k"} if subset else None)
    back = Table.from_json(table.to_json())
    assert back == table
    assert back.to_json() == table.to_json()
    for one, other in [(back.frame, table.frame), (back.missing, table.missing)]:
        assert one.equals(other)
        assert one.dtypes.equals(other.dtypes)


@settings(max_examples=15)
@given(ROWS, st.floats(min_value=0.5, max_value=0.98))
def test_a_higher_level_gives_a_wider_interval(rows: list[Row], level: float) -> None:
    narrow = frequency(of_rows(rows), "malli", level=level).frame
    wide = frequency(of_rows(rows), "malli", level=level + 0.01).frame
    known = narrow["status"] == "ok"
    assert (wide["low"] <= narrow["low"])[known].all()
    assert (wide["high"] >= narrow["high"])[known].all()
    assert ((narrow["low"] <= narrow["estimate"]) & (narrow["estimate"] <= narrow["high"]))[known].all()


def test_the_missing_and_the_base_are_all_rows() -> None:
    answers = vastaukset(malli=["k", "kt", None, "!not_asked", "eos", "!invalid"], laji=["p", "p", "p", "v", "v", None])
    table = crosstab(answers, "malli", by="laji")
    assert table.frame.drop_duplicates("laji")[["laji", "base"]].values.tolist() == [["p", 1], ["v", 1]]
    rows = [[None if value is not value else value for value in row] for row in table.missing.astype(object).to_numpy()]
    listed = [[None if str(value) == "<NA>" else value for value in row] for row in rows]
    assert listed == [
        ["malli", "p", "not_answered", 1],
        ["malli", "p", "refused", 1],
        ["malli", "v", "not_asked", 1],
        ["laji", None, "not_answered", 1],
    ]


def test_a_share_of_nothing_is_no_share() -> None:
    frame = frequency(vastaukset(malli=[None, "kt"]), "malli").frame
    assert frame["status"].tolist() == ["empty"] * 3
    assert frame["base"].tolist() == [0, 0, 0]
    assert all(math.isnan(value) for value in frame[["estimate", "se", "low", "high", "df", "deff"]].to_numpy().ravel())
    assert frame["interval"].isna().all()
