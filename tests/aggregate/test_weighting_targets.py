"""Targets in every form give the same weights; what is no target is told."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import polars as pl
import pytest
from made_answers import vastaukset

from verkosto.aggregate import calibrate, poststratify, rake
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.organisations import registered_associations
from verkosto.responses import Responses

LAJI = ["p", "v", "p", "p", "v", "p"]
MALLI = ["k", "e", "k", "e", "k", "e"]
COUNTS = {"p": 300, "v": 100}
BOTH = {("p", "k"): 100, ("p", "e"): 200, ("v", "k"): 60, ("v", "e"): 40}


def answers(**values: Any) -> Responses:
    return vastaukset(**{"laji": LAJI, "malli": MALLI, "paino": [1.0, 2.0, 1.0, 3.0, 1.0, 2.0], **values})


@pytest.mark.parametrize(
    "targets",
    [
        {"laji": COUNTS},
        {"laji": {"Paikallinen": 300, "Valtakunnallinen": 100}},
        {"laji": {"p": np.int64(300), "v": np.float32(100)}},
        {"laji": pd.Series(COUNTS)},
        {"laji": pd.DataFrame({"laji": ["p", "v"], "maara": [300, 100]})},
        {"laji": pl.DataFrame({"maara": [300, 100], "laji": ["p", "v"]})},
        pd.DataFrame({"laji": ["v", "p"], "maara": [100, 300]}),
        [pl.DataFrame({"laji": ["v", "p"], "maara": [100, 300]})],
        {("laji",): COUNTS},
        {("laji",): {("p",): 300, ("v",): 100}},
    ],
    ids=lambda targets: type(targets).__name__,
)
def test_one_margin_in_every_form(targets: Any) -> None:
    weights = rake(answers(), targets, weights="paino").weights
    np.testing.assert_allclose(weights, [300 / 7, 200 / 3, 300 / 7, 900 / 7, 100 / 3, 600 / 7])


@pytest.mark.parametrize(
    "targets",
    [
        {("laji", "malli"): BOTH},
        {("laji", "malli"): {"p": {"k": 100, "e": 200}, "v": {"k": 60, "e": 40}}},
        {("malli", "laji"): {(malli, laji): total for (laji, malli), total in BOTH.items()}},
        {("laji", "malli"): pd.Series(BOTH)},
        pd.Series(BOTH).rename_axis(["laji", "malli"]).reset_index(name="maara"),
    ],
    ids=["pairs", "nested", "turned", "series", "frame"],
)
def test_combinations_in_every_form(targets: Any) -> None:
    weights = poststratify(answers(), targets).weights
    np.testing.assert_allclose(weights, [50, 40, 50, 100, 60, 100])


def test_shares_are_of_the_total_of_counts_or_of_the_base_weights() -> None:
    shares = {"laji": {"p": 0.75, "v": 0.25}}
    assert rake(answers(), shares).weights.sum() == pytest.approx(6)
    assert rake(answers(), shares, weights="paino").weights.sum() == pytest.approx(10)
    assert rake(answers(), shares, total=400).weights.sum() == pytest.approx(400)
    with_counts = rake(answers(), {**shares, "malli": {"k": 40, "e": 60}})
    assert with_counts.diagnostics.margins["target"].tolist() == pytest.approx([75, 25, 40, 60])


def test_whole_numbers_of_a_frame_are_codes() -> None:
    made = vastaukset(suosittelu=[1, 2], vaittamat=[0, 0], rows=2)
    made = made.derive("luokka", {"1": {"suosittelu": (0, 1)}, "2": {"suosittelu": (2, 10)}})
    for codes in ([1, 2], [1.0, 2.0]):
        targets = pd.DataFrame({"luokka": codes, "maara": [10, 20]})
        assert rake(made, targets).weights.tolist() == [10, 20]


def test_municipalities_become_regions_of_the_register() -> None:
    codes = registered_associations().regions
    made = vastaukset(kunta=["091", "049", "837", None], paino=[1.0, 1.0, 1.0, 0.0])
    counts = registered_associations().by("region")
    assert set(codes) == set(counts)
    found = rake(made, {"maakunta": {code: counts[code] for code in ("01", "06")}}, weights="paino")
    np.testing.assert_allclose(found.weights, [32272 / 2, 32272 / 2, 9306, 0])
    labels = rake(made, {"maakunta": {"Uusimaa": 32272, "Pirkanmaa": 9306}}, weights="paino")
    assert labels.weights.tolist() == found.weights.tolist()


def test_one_who_cannot_say_is_a_category_only_where_the_targets_count_them() -> None:
    made = vastaukset(malli=["k", "e", "eos"])
    assert rake(made, {"malli": {"k": 1, "e": 2, "eos": 3}}).weights.tolist() == [1, 2, 3]
    with pytest.raises(AnalysisError, match=r"1 of 3 rows have no target in 'malli' \(dont_know 1\)"):
        rake(made, {"malli": {"k": 1, "e": 2}})


def test_margins_that_disagree_are_refused_or_scaled() -> None:
    targets = {"laji": {"p": 300, "v": 100}, "malli": {"k": 200, "e": 201}}
    with pytest.raises(AnalysisError, match=r"'laji' 400, 'malli' 401\. Correct them, or say rescale=True"):
        rake(answers(), targets)
    scaled = rake(answers(), targets, rescale=True).diagnostics.margins["target"]
    assert scaled.tolist() == pytest.approx([300, 100, 200 * 400 / 401, 201 * 400 / 401])
    whole = rake(answers(), targets, rescale=True, total=1000).diagnostics.margins["target"]
    assert whole.tolist() == pytest.approx([750, 250, 200_000 / 401, 201_000 / 401])
    with pytest.raises(AnalysisError, match="and total is 1000"):
        rake(answers(), {"laji": COUNTS}, total=1000)


def test_shares_that_were_rounded_are_no_counts() -> None:
    targets = {"laji": {"p": 0.73, "v": 0.26}}
    with pytest.raises(AnalysisError, match=r"'laji' 0\.99"):
        rake(answers(), targets)
    found = rake(answers(), targets, rescale=True)
    assert found.diagnostics.margins["target"].tolist() == pytest.approx([6 * 0.73 / 0.99, 6 * 0.26 / 0.99])


@pytest.mark.parametrize(
    ("targets", "message"),
    [
        ({}, "there are no targets"),
        ([], "there are no targets"),
        (5, "not a int"),
        ("laji", "not a str"),
        ({"laji": {}}, "'laji' are empty"),
        ({"laji": [1, 2]}, "not a list"),
        ({5: COUNTS}, "not 5"),
        ({(): COUNTS}, r"not \(\)"),
        ({("laji", "laji"): COUNTS}, "names a variable twice"),
        ({"laji": COUNTS, ("laji",): COUNTS}, "margin 'laji' stands twice"),
        ({"laji": {"p": -1, "v": 2}}, "'p' is -1. Give a number from 0 up"),
        ({"laji": {"p": float("nan"), "v": 2}}, "'p' is nan and no number"),
        ({"laji": {"p": float("inf"), "v": 2}}, "'p' is inf and no number"),
        ({"laji": {"p": True, "v": 2}}, "'p' is True and no number"),
        ({"laji": {"p": "1", "v": 2}}, "'p' is '1' and no number"),
        ({"laji": {"p": 0, "v": 0}}, "'laji' are all 0"),
        ({"laji": {"p": 1, "Paikallinen": 1, "v": 2}}, "'p' stands twice, by code and by label"),
        ({"laji": {"p": 1, "vv": 2}}, r"no category 'vv'\. Did you mean 'v'\? It has p, v"),
        ({"laji": {("p", "k"): 1, "v": 2}}, "'p × k' names 2 of 1 categories"),
        ({"laji": 5}, "'laji' are one total"),
        ({"laji": float("nan")}, "the total is nan and no number"),
        ({"jasenia": {"1": 1}}, "'jasenia' is a number"),
        ({"suosittelu": {"11": 1}}, "'suosittelu': there is no category '11'"),
        (pd.DataFrame({"laji": ["p"]}), "a column for each variable and one of totals"),
        ({"laji": pd.DataFrame({"laji": ["p"], "a": [1], "b": [1]})}, "a column for each variable and one of totals"),
        ({"laji": pd.DataFrame({"lajit": ["p"], "a": [1]})}, "has no column 'laji'"),
        ({"laji": pd.DataFrame({"laji": ["p", "p"], "a": [1, 2]})}, "'p' stands twice. Add them up"),
        ([5], "not a int"),
        pytest.param(
            {"laji": pl.LazyFrame({"laji": ["p"], "a": [1]})}, "a LazyFrame is not computed yet", id="a lazy frame"
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_target_is_told(targets: Any, message: str) -> None:
    made = answers(jasenia=[11.0] * 6, suosittelu=[1] * 6)
    with pytest.raises(AnalysisError, match=message):
        rake(made, targets)


def test_whole_numbers_from_0_to_10_are_categories() -> None:
    made = answers(jasenia=[0, 1, 1, 10, 10, 10], suosittelu=[3, 3, 3, 3, 9, 9])
    found = rake(made, {"jasenia": {"0": 1, "1": 1, "10": 2}, "suosittelu": {"3": 3, "9": 1}})
    assert found.weights.tolist() == pytest.approx([1, 0.5, 0.5, 1, 0.5, 0.5])


@pytest.mark.parametrize("total", [0, -5, float("nan"), float("inf"), True, "1"])
def test_a_total_that_is_none(total: Any) -> None:
    with pytest.raises(AnalysisError, match="is no size of a population"):
        rake(answers(), {"laji": COUNTS}, total=total)
    with pytest.raises(AnalysisError, match="is no size of a population"):
        calibrate(answers(jasenia=[1.0] * 6), {"jasenia": 5}, total=total)


def test_no_such_variable() -> None:
    with pytest.raises(UnknownVariableError, match="Did you mean 'laji'"):
        rake(answers(), {"lajj": COUNTS})


def test_one_table_for_poststratify() -> None:
    with pytest.raises(AnalysisError, match="takes one table, and there are 'laji', 'malli'"):
        poststratify(answers(), {"laji": COUNTS, "malli": {"k": 1, "e": 1}})


def test_a_margin_of_too_many_combinations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._weighting_margins._CELL_LIMIT", 5)
    with pytest.raises(AnalysisError, match="margin 'laji × malli' has too many combinations"):
        poststratify(answers(), {("laji", "malli"): BOTH})
