"""Quantiles: their definitions, their intervals and what cannot be asked."""

from __future__ import annotations

import math
from typing import Any, get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import vastaukset

from verkosto.aggregate import Design, ReplicateDesign, quantile, variance
from verkosto.aggregate._quantile_ends import score_shares
from verkosto.aggregate._quantile_rules import Ordered, QuantileRule
from verkosto.errors import AnalysisError

RULES: tuple[QuantileRule, ...] = get_args(QuantileRule)
NUMPY = {
    "math": "inverted_cdf", "school": "averaged_inverted_cdf", "hf1": "inverted_cdf", "hf2": "averaged_inverted_cdf",
    "hf4": "interpolated_inverted_cdf", "hf5": "hazen", "hf6": "weibull", "hf7": "linear",
    "hf8": "median_unbiased", "hf9": "normal_unbiased",
}  # fmt: skip

numbers = st.lists(st.floats(min_value=-1e6, max_value=1e6), min_size=1, max_size=30)


def ordered(values: list[float], weights: list[float] | None = None) -> Ordered:
    return Ordered.of(np.array(values, dtype=float), np.array(weights or [1.0] * len(values), dtype=float))


@settings(max_examples=60)
@given(
    numbers.map(lambda found: sorted(set(found))), st.floats(min_value=0, max_value=1), st.sampled_from(sorted(NUMPY))
)
def test_without_weights_the_rules_are_those_of_numpy(values: list[float], share: float, rule: Any) -> None:
    method: Any = NUMPY[rule]
    theirs = np.quantile(values, share, method=method)
    exact = len(values) * share
    early = rule in ("math", "school", "hf1", "hf2", "hf4") and 0 < exact < 1
    if early or (rule in ("math", "school", "hf1", "hf2") and abs(exact - round(exact)) < 1e-6):
        return  # As R has it; and NumPy decides a tie by the last digit of the product.
    assert ordered(values).at(share, rule) == pytest.approx(theirs, rel=1e-9, abs=1e-6)


@settings(max_examples=60)
@given(
    numbers, st.lists(st.floats(min_value=0, max_value=1), min_size=2, max_size=5), st.sampled_from(RULES), st.data()
)
def test_quantiles_rise_with_the_share_and_stay_within_the_numbers(
    values: list[float], shares: list[float], rule: QuantileRule, data: Any
) -> None:
    weights = data.draw(st.lists(st.floats(min_value=0.1, max_value=9), min_size=len(values), max_size=len(values)))
    numbers = ordered(values, weights)
    found = numbers.at(np.array([share for share in sorted(shares) if share >= numbers.below[0]] + [1.0]), rule)
    assert (np.diff(found) >= -1e-9 * np.abs(values).max()).all()
    slack = 1e-9 * np.abs(values).max()
    assert min(values) - slack <= found.min()
    assert found.max() <= max(values) + slack


@pytest.mark.parametrize("rule", RULES[:3])
def test_whole_weights_count_numbers_so_many_times(rule: QuantileRule) -> None:
    shares = np.linspace(0.31, 0.99, 37)
    weighted = ordered([3.0, 1, 7, 5], [2, 3, 1, 4]).at(shares, rule)
    assert weighted.tolist() == ordered([3.0] * 2 + [1] * 3 + [7] + [5] * 4).at(shares, rule).tolist()


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("math", [1, 2, 1, 2, 4, 4]),
        ("school", [1, 2, 1.5, 2.5, 4, 4]),
        ("hf3", [1, 2, 2, 2, 4, 4]),
        ("hf4", [1, 0.4, 1, 2, 3.6, 4]),
        ("hf7", [1, 1.3, 1.75, 2.5, 3.7, 4]),
    ],
)
def test_shares_met_exactly_and_the_ends(rule: QuantileRule, expected: list[float]) -> None:
    """Shares between 0 and that of the smallest number, here 0.1, have R's answers."""
    assert ordered([4.0, 2, 1, 3]).at(np.array([0, 0.1, 0.25, 0.5, 0.9, 1]), rule) == pytest.approx(expected)


def test_numbers_of_weight_zero_do_not_count_and_nothing_has_no_quantile() -> None:
    assert ordered([9.0, 1, 5], [0, 1, 1]).at(1.0, "math") == 5
    assert np.isnan(ordered([9.0], [0]).at(0.5, "hf7"))
    assert np.isnan(ordered([9.0, 8]).at(math.nan, "hf7"))
    assert ordered([9.0]).at(np.array([0, 0.4, 1]), "hf7").tolist() == [9, 9, 9]


def test_a_table_has_a_row_for_each_probability() -> None:
    table = quantile(vastaukset(jasenia=list(range(1, 41))), "jasenia", probabilities=(0.25, 0.5, 0.125, 1))
    frame = table.frame
    assert frame["value"].tolist() == ["0.25", "0.5", "0.125", "1.0"]
    assert frame["estimate"].tolist() == [10, 20, 5, 40]
    assert set(frame["statistic"]) == {"quantile"}
    assert frame["interval"].tolist()[:2] == ["mean", "mean"]
    labels = {lang: table.labels(lang)["jasenia"] for lang in ("fi", "sv", "en")}
    assert list(labels["en"].values()) == ["lower quartile", "median", "12.5% quantile", "100% quantile"]
    assert list(labels["fi"].values())[1:3] == ["mediaani", "12,5 %:n kvantiili"]
    assert list(labels["sv"].values())[2] == "12,5 %-kvantil"


def test_woodruff_by_hand() -> None:
    """Of 1 to 40 the share at or below 20 is a half; its t interval is 0.3379 to 0.6621, numbers 14 and 27."""
    row = quantile(vastaukset(jasenia=list(range(1, 41))), "jasenia").frame.iloc[0]
    assert (row["estimate"], row["low"], row["high"], row["df"], row["status"]) == (20, 14, 27, 39, "ok")
    assert row["se"] == pytest.approx(13 / 2 / 2.0226909)
    assert math.isnan(row["deff"])


def test_an_end_that_no_answer_bounds_is_open_and_says_so() -> None:
    answers = vastaukset(jasenia=list(range(1, 41)))
    frame = quantile(answers, "jasenia", probabilities=[0.02, 0.96]).frame
    assert frame["status"].tolist() == ["open_end", "open_end"]
    assert frame["low"].isna().tolist() == [True, False]
    assert frame["high"].isna().tolist() == [False, True]
    assert frame["se"].isna().all()
    assert frame["interval"].tolist() == ["mean", "mean"]
    (row,) = quantile(answers, "jasenia", probabilities=0.03, interval="logit").frame.to_dict("records")
    assert (row["low"], row["high"], row["status"]) == (2, 8, "ok")


def test_the_interval_of_the_largest_number_is_no_point() -> None:
    """All of 40 lie at or below it: of as many answers, a share from 0.025 ** (1 / 40) up would do."""
    (row,) = quantile(vastaukset(jasenia=list(range(1, 41))), "jasenia", probabilities=1).frame.to_dict("records")
    assert (row["estimate"], row["low"], row["high"], row["status"]) == (40, 37, 40, "ok")
    assert 36 / 40 < 0.025 ** (1 / 40) < 37 / 40


@pytest.mark.parametrize("interval", [None, "logit", "beta", "arcsine", "score"])
def test_one_answer_tells_nothing_of_the_spread(interval: Any) -> None:
    row = quantile(vastaukset(jasenia=[4.0, None]), "jasenia", interval=interval).frame.iloc[0]
    assert (row["estimate"], row["status"], row["df"]) == (4, "no_spread", 0)
    assert np.isnan([row["low"], row["high"], row["se"]]).all()


def test_a_score_test_that_rejects_no_place_leaves_both_ends_open() -> None:
    values = np.array([1.0, 2, 3])
    assert np.isnan(score_shares(values, 0.5, lambda place: (float(np.mean(values > place)), 0.5), t=4.3)).all()


def test_a_score_test_meets_places_that_it_hits_exactly() -> None:
    """The distance is 0 at the first place that is tried on one side, and at the last on the other."""
    values = np.arange(1.0, 12)
    first, last = 1.05, 10.95
    low, high = score_shares(values, 0.5, lambda place: (0.5 + {first: 1.0, last: -1.0}[place], 1.0), t=1.0)
    assert (low, high) == (1 / 11, 10 / 11)


def test_a_score_test_without_error_has_no_doubt_on_that_side() -> None:
    values = np.array([1.0, 1, 1, 2, 2, 2])

    def spread(place: float) -> tuple[float, float]:
        above = float(np.mean(values > place))
        return above, 0.0 if above in (0, 1) else 0.2

    low, high = score_shares(values, 0.5, spread, t=1.0)
    assert (low, high) == (0.5, 1.0) or math.isnan(low) or math.isnan(high)
    assert np.isnan(score_shares(np.array([2.0, 2]), 1.0, lambda _: (0.0, 0.0), t=1.0)).all()


def test_equal_answers_have_themselves_as_interval() -> None:
    row = quantile(vastaukset(jasenia=[7.0] * 10), "jasenia", interval="logit").frame.iloc[0]
    assert (row["estimate"], row["low"], row["high"], row["se"], row["status"]) == (7, 7, 7, 0, "ok")


@pytest.mark.parametrize("interval", ["mean", "logit", "beta", "arcsine"])
def test_a_census_has_the_quantile_as_interval(interval: Any) -> None:
    answers, shares = vastaukset(jasenia=list(range(1, 41))), [0.5, 1]
    frame = quantile(answers, "jasenia", probabilities=shares, interval=interval, design=Design.census()).frame
    assert frame[["estimate", "low", "high", "se"]].values.tolist() == [[20, 20, 20, 0], [40, 40, 40, 0]]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"probabilities": 1.5}, r"probability 1\.5 is no share between 0 and 1"),
        ({"probabilities": "0.5"}, r"probability '0\.5' is no share"),
        ({"probabilities": [True]}, "probability True is no share"),
        ({"probabilities": []}, "name at least one, and each once"),
        ({"probabilities": [0.5, 0.5]}, "each once"),
        ({"rule": "hf77"}, r"rule is one of 'math', .*, not 'hf77'\. Did you mean 'hf7'"),
        ({"rule": 7}, "not 7"),
        ({"interval": "scores"}, r"interval of a quantile is one of .*, not 'scores'\. Did you mean 'score'"),
        ({"interval": 1}, "not 1"),
        ({"interval": "replicates"}, "interval 'replicates' needs replicate weights"),
        ({"level": 2}, "level 2 is no confidence level"),
        ({"dont_know": "no"}, "dont_know is"),
    ],
)
def test_what_cannot_be_asked_is_told(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnalysisError, match=message):
        quantile(vastaukset(jasenia=[1.0, 2]), "jasenia", **arguments)


def test_scores_do_not_come_from_replicates() -> None:
    answers = vastaukset(jasenia=[1.0, 2], paino=[1.0, 1])
    design = ReplicateDesign("paino", ["paino", "paino"], kind="brr")
    with pytest.raises(AnalysisError, match="interval 'score' cannot be had from replicate weights"):
        quantile(answers, "jasenia", interval="score", design=design)


@pytest.mark.parametrize("root", [False, True])
def test_a_variance_by_hand(*, root: bool) -> None:
    row = variance(vastaukset(jasenia=[2.0, 4, 9]), "jasenia", sd=root).frame.iloc[0]
    assert row["estimate"] == pytest.approx(13**0.5 if root else 13)
    alone = variance(vastaukset(jasenia=[2.0, None]), "jasenia", sd=root).frame.iloc[0]
    assert (alone["status"], alone["base"]) == ("no_spread", 1)
    assert np.isnan(alone["estimate"])


def test_a_variance_keeps_its_digits_far_from_zero() -> None:
    near = variance(vastaukset(jasenia=[1.0, 2, 4, 8]), "jasenia").frame.iloc[0]
    far = variance(vastaukset(jasenia=[1e9 + v for v in (1.0, 2, 4, 8)]), "jasenia").frame.iloc[0]
    assert far["estimate"] == pytest.approx(near["estimate"], rel=1e-12)
    assert far["se"] == pytest.approx(near["se"], rel=1e-12)
