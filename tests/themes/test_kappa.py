"""Cohen's and Fleiss' kappa against statsmodels, R's psych and psy (golden/agreement.R), and Fleiss' own example."""

from __future__ import annotations

import json
import pickle
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats import inter_rater

from verkosto.errors import CodingError, OptionError
from verkosto.themes import cohen_kappa, fleiss_kappa

GOLDEN: dict[str, Any] = json.loads((Path(__file__).parents[1] / "golden" / "agreement.json").read_text("utf-8"))

FLEISS_1971 = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""
"""Thirty patients by six psychiatrists each: how many chose each of five diagnoses (Fleiss 1971, table 1)."""

WEIGHTS = (None, "linear", "quadratic")


def test_fleiss_example() -> None:
    counts = [[int(count) for count in row] for row in FLEISS_1971.split()]
    kappa = fleiss_kappa(counts=counts)
    assert (round(kappa, 3), round(kappa.observed, 3), round(kappa.expected, 3)) == (0.43, 0.556, 0.22)
    ratings = np.array([[value for value, count in enumerate(row) for _ in range(count)] for row in counts]).T
    assert fleiss_kappa(ratings) == pytest.approx(kappa)


@pytest.mark.parametrize("case", GOLDEN["cases"], ids=lambda case: str(case["pair"]))
@pytest.mark.parametrize("weights", WEIGHTS)
def test_equals_r(case: dict[str, Any], weights: Any) -> None:
    first, second = (GOLDEN["ratings"][place] for place in case["pair"])
    kappa, expected = cohen_kappa(first, second, weights=weights), case[weights or "none"]
    assert kappa == pytest.approx(expected["estimate"], abs=1e-12)
    assert kappa == pytest.approx(expected["psy"], abs=1e-12)
    if weights is None:
        assert [kappa.low, kappa.high] == pytest.approx(expected["interval"], abs=1e-9)


@pytest.mark.parametrize("weights", WEIGHTS)
def test_standard_error_is_that_of_the_delta_method(weights: Any) -> None:
    first, second = (np.array(GOLDEN["ratings"][place]) for place in (0, 2))
    apart = np.abs(np.subtract.outer(range(5), range(5))) ** {None: 0, "linear": 1, "quadratic": 2}[weights]
    apart = apart * (1 - np.eye(5))

    def kappa(shares: np.ndarray) -> float:
        shares = shares / shares.sum()
        chance = np.outer(shares.sum(axis=1), shares.sum(axis=0))
        return float(1 - (shares * apart).sum() / (chance * apart).sum())

    shares = np.zeros((5, 5))
    np.add.at(shares, (first - 1, second - 1), 1 / len(first))
    steps = 1e-6 * np.eye(25).reshape(25, 5, 5)
    slope = np.array([kappa(shares + step) - kappa(shares - step) for step in steps]) / 2e-6
    variance = (slope**2 * shares.ravel()).sum() - (slope * shares.ravel()).sum() ** 2
    expected = np.sqrt(variance / len(first))
    assert cohen_kappa(first, second, weights=weights).se == pytest.approx(expected, rel=1e-6)


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=30), st.sampled_from(WEIGHTS))
def test_cohen_equals_statsmodels(pairs: list[tuple[int, int]], weights: Any) -> None:
    first, second = zip(*pairs, strict=True)
    table = np.zeros((4, 4))
    np.add.at(table, (first, second), 1)
    kappa = cohen_kappa(first, second, weights=weights, order=range(4), level=0.9)
    if kappa.reason:
        assert (table > 0).sum() == 1
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = inter_rater.cohens_kappa(table, wt=weights)
        expected.alpha = 0.05
    assert kappa == pytest.approx(expected.kappa, abs=1e-9)
    assert kappa.se == pytest.approx(np.sqrt(max(expected.var_kappa, 0)), abs=1e-6)
    assert kappa.high - kappa == pytest.approx(1.6448536269514722 * kappa.se)
    assert (kappa.n, kappa.level) == (len(pairs), 0.9)


@settings(max_examples=30)
@given(st.integers(2, 5), st.lists(st.lists(st.integers(0, 2), min_size=5, max_size=5), min_size=1, max_size=12))
def test_fleiss_equals_statsmodels(coders: int, units: list[list[int]]) -> None:
    ratings = np.array(units).T[:coders]
    kappa = fleiss_kappa(ratings)
    table, _ = inter_rater.aggregate_raters(ratings.T)
    if kappa.reason:
        assert len(np.unique(ratings)) == 1
    else:
        assert kappa == pytest.approx(inter_rater.fleiss_kappa(table))


def test_missing_pairs_do_not_count() -> None:
    first, second = ["a", "b", None, "a", "c"], ["a", "a", "b", "a", None]
    assert cohen_kappa(first, second) == cohen_kappa(["a", "b", "a"], ["a", "a", "a"])
    assert cohen_kappa([1, 2, 9, 4], [1, 4, np.nan, 4], weights="linear") == cohen_kappa(
        [1, 2, 4], [1, 4, 4], weights="linear"
    )


def test_scale_with_steps_that_do_not_occur() -> None:
    order = ["ei", "ehkä", "kyllä"]
    first, second = ["ei", "kyllä", "ei", "kyllä"], ["ei", "kyllä", "kyllä", "ei"]
    assert cohen_kappa(first, second, weights="quadratic", order=order) == pytest.approx(cohen_kappa(first, second))
    with pytest.raises(CodingError, match="order is not known"):
        cohen_kappa(first, second, weights="linear")


@pytest.mark.parametrize(
    ("kappa", "reason"),
    [
        (cohen_kappa([], []), "no_pairs"),
        (cohen_kappa([1, None], [None, 1]), "no_pairs"),
        (cohen_kappa([1, 1], [1, 1]), "one_value"),
        (fleiss_kappa([[None], [None]]), "no_pairs"),
        (fleiss_kappa(counts=[[3, 0], [3, 0]]), "one_value"),
    ],
)
def test_what_does_not_exist_says_why(kappa: Any, reason: str) -> None:
    assert np.isnan(kappa)
    assert kappa.reason == reason
    assert pickle.loads(pickle.dumps(kappa)).reason == reason


def test_perfect_and_opposite() -> None:
    same = cohen_kappa([1, 2, 1], [1, 2, 1])
    assert [float(same), same.se, same.low] == [1, 0, 1]
    assert cohen_kappa([1, 2], [2, 1]) == pytest.approx(-1)
    assert cohen_kappa([1, 1], [2, 2]) == pytest.approx(0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cohen_kappa([1], [1, 2]), "have 1 and 2 units"),
        (lambda: cohen_kappa(1, [1]), "no sequence"),
        (fleiss_kappa, "either ratings or counts"),
        (lambda: fleiss_kappa([[1]], counts=[[1]]), "either ratings or counts"),
        (lambda: fleiss_kappa([[1, 1], [1, None]]), "1 to 2 codings"),
        (lambda: fleiss_kappa([[1, 1]]), "1 to 1 codings"),
        (lambda: fleiss_kappa(counts=[1, 2]), "1 dimensions"),
        (lambda: fleiss_kappa(counts=[["a"]]), "no table of numbers"),
        (lambda: fleiss_kappa(counts=[[1.5, 0.5]]), "no whole number"),
    ],
)
def test_what_cannot_be_read_is_told(call: Any, message: str) -> None:
    with pytest.raises(CodingError, match=message):
        call()


@pytest.mark.parametrize("arguments", [{"weights": "cubic"}, {"level": 95}, {"level": "0.95"}])
def test_other_options_are_told(arguments: dict[str, Any]) -> None:
    with pytest.raises(OptionError, match=r"No weights|no share"):
        cohen_kappa([1], [1], **arguments)
