"""Contrasts: rows by name, several at once and over tables, with the covariance of what they are made of."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import kysely, responses, vastaukset

from verkosto.aggregate import Design, Table, contrast, crosstab, frequency, mean, quantile, total
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

ROWS = 40


@pytest.fixture(scope="module")
def answers() -> Responses:
    place = np.arange(ROWS)
    values: dict[str, Any] = {
        "malli": [["k", "e", "eos", "k", None][i % 5] for i in place],
        "laji": [["p", "v", "p"][i % 3] for i in place],
        "suosittelu": [int(i * 7 % 11) for i in place],
        "jasenia": [float(i % 13) for i in place],
        "paino": [1 + (i % 4) / 2 for i in place],
        "jarjesto": [f"j{i // 3}" for i in place],
        "ryhma": ["a" if i < 18 else "b" for i in place],
    }
    return responses(evolve(kysely(), unit_id="jarjesto"), values)


DESIGN = Design(weights="paino", strata="ryhma", psu="jarjesto")


def numbers(table: Table, name: str = "estimate") -> list[float]:
    return table.frame[name].tolist()


def test_one_contrast_has_a_row_with_its_base(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="laji", design=DESIGN)
    found = contrast(table, {("k", "p"): 1, ("k", "v"): -1}).frame.iloc[0]
    shares = table.frame.query("value == 'k'")
    assert found["estimate"] == pytest.approx(shares["estimate"].iloc[0] - shares["estimate"].iloc[1])
    assert found["n"] == found["base"] == shares["base"].sum()
    assert found["base_weighted"] == pytest.approx(shares["base_weighted"].sum())
    assert found["units"] == len({f"j{i // 3}" for i in range(ROWS) if i % 5 != 4})
    assert (found["variable"], found["statistic"], found["interval"], found["status"]) == (
        "contrast", "contrast", "t", "ok",
    )  # fmt: skip


def test_rows_are_named_as_far_as_they_have_to_be(answers: Responses) -> None:
    shares, means = frequency(answers, "malli"), mean(answers, ["suosittelu", "jasenia"])
    of_one, by_group = mean(answers, "jasenia"), mean(answers, "jasenia", by="laji")
    for table, keys in (
        (shares, ["k", ("k",), ("malli", "k")]),
        (means, ["suosittelu", ("suosittelu", "mean")]),
        (of_one, ["jasenia", "mean", ("jasenia", "mean")]),
        (by_group, ["p", ("mean", "p"), ("jasenia", "p"), ("jasenia", "mean", "p")]),
    ):
        for key in keys:
            assert numbers(contrast(table, {key: 2})) == [2 * numbers(table)[0]], key


def test_several_have_names_and_a_covariance(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="laji", design=DESIGN)
    weights: dict[str, dict[Any, float]] = {
        "k": {("k", "p"): 1, ("k", "v"): -1},
        "e": {("e", "p"): 0.5, ("malli", "e", "v"): 0.5},
    }
    found = contrast(table, weights)
    assert found.frame["value"].tolist() == ["k", "e"]
    keys = list(zip(table.frame["value"], table.frame["laji"], strict=True))
    factors = np.zeros((len(table), 2))
    factors[keys.index(("k", "p")), 0], factors[keys.index(("k", "v")), 0] = 1, -1
    factors[keys.index(("e", "p")), 1] = factors[keys.index(("e", "v")), 1] = 0.5
    expected = factors.T @ table.cov().to_numpy() @ factors
    np.testing.assert_allclose(found.cov(), expected, rtol=1e-10)
    np.testing.assert_allclose(np.square(numbers(found, "se")), np.diag(expected), rtol=1e-10)


def test_a_contrast_of_contrasts(answers: Responses) -> None:
    table = crosstab(answers, "malli", by="laji", design=DESIGN)
    first = contrast(table, {"a": {("k", "p"): 1, ("k", "v"): -1}, "b": {("e", "p"): 1}})
    direct = contrast(table, {("k", "p"): 1, ("k", "v"): -1, ("e", "p"): -2})
    again = contrast(first, {"a": 1, "b": -2})
    for name in ("estimate", "se", "df", "n"):
        assert numbers(again, name) == pytest.approx(numbers(direct, name))


def test_tables_of_different_statistics_stand_in_one_contrast(answers: Responses) -> None:
    """The covariance of a mean and a median of the same rows is that of their influences."""
    shares = frequency(answers, "malli", design=DESIGN)
    middle = quantile(answers, "jasenia", design=DESIGN)
    found = contrast({"osuus": shares, "mediaani": middle}, {("osuus", "k"): 1, ("mediaani", "0.5"): -1})
    one, other = (table.known_origin().estimated for table in (shares, middle))
    influence = one.influence()[:, 0] - other.influence()[:, 0]
    variance = shares.known_origin().plan.variance(influence[:, np.newaxis])[0]
    assert numbers(found, "se") == pytest.approx([variance**0.5])
    assert numbers(found) == pytest.approx([numbers(shares)[0] - numbers(middle)[0]])
    assert found.frame["base"].tolist() == [ROWS]
    two = contrast([shares, total(answers, "jasenia", design=DESIGN)], {"k": 1, ("jasenia", "total"): 1})
    assert numbers(two)[0] > 100


def test_subsets_of_the_same_answers_may_be_compared(answers: Responses) -> None:
    """The same figure as from one table by group."""
    local, central = (frequency(answers, "malli", where={"laji": code}, design=DESIGN) for code in "pv")
    found = contrast({"p": local, "v": central}, {("p", "k"): 1, ("v", "k"): -1})
    direct = contrast(crosstab(answers, "malli", by="laji", design=DESIGN), {("k", "p"): 1, ("k", "v"): -1})
    for name in ("estimate", "se", "df"):
        assert numbers(found, name) == pytest.approx(numbers(direct, name))
    parts = (frequency(answers.where({"laji": code}), "malli", design=DESIGN) for code in "pv")
    again = contrast(dict(zip("pv", parts, strict=True)), {("p", "k"): 1, ("v", "k"): -1})
    assert numbers(again, "se") == pytest.approx(numbers(direct, "se"))


@settings(max_examples=15)
@given(
    st.lists(st.tuples(st.sampled_from("ke"), st.sampled_from("pv")), min_size=1, max_size=4, unique=True), st.data()
)
def test_a_contrast_is_the_product_with_the_covariance(keys: list[tuple[str, str]], data: Any) -> None:
    rows = data.draw(st.lists(st.tuples(st.sampled_from("ke"), st.sampled_from("pv")), min_size=4, max_size=12))
    rows += [("k", "p"), ("e", "v")]
    answers = vastaukset(malli=[one for one, _ in rows], laji=[two for _, two in rows])
    table = crosstab(answers, "malli", by="laji")
    weights = {key: float(place + 1) for place, key in enumerate(keys)}
    frame = table.frame
    factors = np.array([weights.get(key, 0.0) for key in zip(frame["value"], frame["laji"], strict=True)])
    found = contrast(table, weights)
    assert numbers(found) == pytest.approx([factors @ np.array(numbers(table))])
    assert numbers(found, "se") == pytest.approx([(factors @ table.cov().to_numpy() @ factors) ** 0.5], abs=1e-9)


def test_rows_may_be_sorted_first(answers: Responses) -> None:
    for table in (crosstab(answers, "malli", by="laji", design=DESIGN), quantile(answers, "jasenia", by="laji")):
        by_size = table.sort("estimate", descending=True)
        order = [table.frame.index[(table.frame[["value", "laji"]] == row).all(axis=1)][0]
                 for row in by_size.frame[["value", "laji"]].to_numpy()]  # fmt: skip
        np.testing.assert_allclose(by_size.cov(), table.cov().to_numpy()[np.ix_(order, order)], rtol=1e-12, atol=1e-15)


def test_a_part_without_an_estimate_makes_an_empty_one(answers: Responses) -> None:
    empty = frequency(answers, "malli", where={"jasenia": (99, None)})
    found = contrast({"a": frequency(answers, "malli"), "b": empty}, {("a", "k"): 1, ("b", "k"): -1})
    row = found.frame.iloc[0]
    assert row["status"] == "empty"
    assert np.isnan(row["estimate"])
    assert np.isnan(row["se"])
    assert np.isnan(found.cov().to_numpy()).all()


BAD: list[tuple[Any, str]] = [
    (
        {("kk", "p"): 1},
        r"no row is called \('kk', 'p'\). Did you mean 'k'\? Rows are named by value, laji: \('k', 'p'\).",
    ),
    ({"k": 1}, "no row is called 'k'. Rows are named by value, laji"),
    ({3: 1}, "named by a code or by a tuple of codes, not by 3"),
    ({("k", "p"): 0}, "'contrast': every row counts for 0"),
    ({("k", "p"): "1"}, "'1' is no weight"),
    ({("k", "p"): True}, "True is no weight"),
    ({("k", "p"): float("nan")}, "nan is no weight"),
    ({"a": {("k", "p"): 1}, "b": 2}, "Name every one"),
    ({}, "a contrast says what rows count for"),
]


@pytest.mark.parametrize(("weights", "message"), BAD)
def test_what_is_no_contrast_is_told(answers: Responses, weights: Any, message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        contrast(crosstab(answers, "malli", by="laji"), weights)


def test_tables_that_cannot_stand_together_are_told(answers: Responses) -> None:
    table = frequency(answers, "malli")
    cases: list[tuple[Any, str]] = [
        ([], "a list of tables"),
        ([3], "a list of tables"),
        (3, "a list of tables"),
        (crosstab(answers, "malli", by="laji", where={"jasenia": (99, None)}), "takes a table with rows"),
        ([table, frequency(answers, "malli", where={"laji": "p"})], "2 rows are called 'k'. Name the variable too"),
        ([table, frequency(vastaukset(malli=["k"] * ROWS), "laji")], "different answers"),
        ([table, frequency(answers, "laji", design=DESIGN)], "different designs"),
        ([table, Table.from_json(table.to_json())], "not at hand"),
    ]
    for tables, message in cases:
        with pytest.raises(AnalysisError, match=message):
            contrast(tables, {"k": 1})
    with pytest.raises(AnalysisError, match="Rows are named by the table's name, value: \\('a', 'k'\\)"):
        contrast({"a": table}, {"k": 1})


def test_the_level_is_the_table_s_or_its_own(answers: Responses) -> None:
    table = frequency(answers, "malli", level=0.9)
    widths = [
        np.subtract(numbers(found, "high"), numbers(found, "low"))[0]
        for found in (contrast(table, {"k": 1}), contrast(table, {"k": 1}, level=0.99))
    ]
    assert widths[0] < widths[1]
    assert contrast(table, {"k": 1}).level == 0.9
    with pytest.raises(AnalysisError, match="level 95 is no confidence level"):
        contrast(table, {"k": 1}, level=95)


def test_a_contrast_is_written_and_read_as_other_tables(answers: Responses) -> None:
    found = contrast(frequency(answers, "malli"), {"k - e": {"k": 1, "e": -1}})
    assert Table.from_json(found.to_json()) == found
    assert "k - e" in found.to_text()
