"""Two questions to the same persons: McNemar's test and marginal homogeneity beside the classical ones."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from golden_survey import survey
from made_answers import vastaukset
from scipy import stats

from verkosto.aggregate import Design, marginal_homogeneity, mcnemar
from verkosto.aggregate._tests_found import inverse_times
from verkosto.errors import AnalysisError, OptionError
from verkosto.responses import Responses


def ticks(both: int, first: int, second: int, neither: int, **more: Any) -> Responses:
    """Answers of which some ticked spring, autumn, both or another option."""
    rows = [["kevat", "syksy"]] * both + [["kevat"]] * first + [["syksy"]] * second + [["eos"]] * neither
    return vastaukset(palvelut=rows, **more)


def of_ticks(answers: Responses, **arguments: Any) -> Any:
    return mcnemar(answers, "palvelut[kevat]", "palvelut[syksy]", value="1", **arguments)


def pairs(counts: list[list[int]]) -> Responses:
    """Answers to two rows of a matrix and others, with a table of `malli` by a derived copy of other codes."""
    codes = ["k", "e", "eos"]
    cells = [
        (a, b)
        for a, line in zip(codes, counts, strict=True)
        for b, n in zip(codes, line, strict=True)
        for _ in range(n)
    ]
    answers = vastaukset(
        malli=[a for a, _ in cells],
        laji=["p" if b == "k" else "v" for _, b in cells],
        paino=[float(codes.index(b)) for _, b in cells],
        jasenia=[float(codes.index(b)) for _, b in cells],
    )
    return answers.derive("toinen", {code: {"jasenia": (place, place)} for place, code in enumerate(codes)})


def test_the_square_of_t_is_mcnemars_chi_square_with_another_variance() -> None:
    test = of_ticks(ticks(40, 12, 25, 23))
    n, b, c = 100, 12, 25
    variance = ((b + c) / n - ((b - c) / n) ** 2) / (n - 1)
    assert test.statistic == pytest.approx((b - c) / n / math.sqrt(variance))
    assert test.df == 99
    assert test.effect.estimate == pytest.approx(-0.13)
    # McNemar's own variance assumes that there is no difference: (b + c) / n ** 2.
    mcnemars = (b - c) ** 2 / (b + c)
    assert test.statistic**2 == pytest.approx(mcnemars / (1 - mcnemars / n) * (n - 1) / n)


def test_the_exact_test_stands_beside_unweighted_ones() -> None:
    answers = ticks(40, 12, 25, 23, paino=[1.0] * 50 + [2.0] * 50)
    exact = of_ticks(answers).other("exact")
    assert exact.p == pytest.approx(stats.binomtest(12, 37).pvalue)
    assert (exact.statistic, exact.df) == (37, None)
    assert of_ticks(answers, weights="paino").others == ()
    with pytest.raises(OptionError, match="no test 'exact' beside mcnemar: none"):
        of_ticks(answers, weights="paino").other("exact")
    assert of_ticks(ticks(0, 700, 700, 0)).others == ()


def test_the_odds_ratio_is_that_of_those_who_differ() -> None:
    odds = of_ticks(ticks(40, 12, 25, 23)).effects[1]
    assert odds.estimate == pytest.approx(12 / 25)
    half = stats.t.ppf(0.975, 99) * math.sqrt((1 / 12 + 1 / 25) * 100 / 99)
    assert math.log(odds.low) == pytest.approx(math.log(12 / 25) - half)
    assert math.log(odds.high) == pytest.approx(math.log(12 / 25) + half)


@pytest.mark.parametrize(
    ("counts", "estimate", "low", "high"),
    [
        ((5, 4, 0, 5), None, 0.025**0.25 / (1 - 0.025**0.25), None),
        ((5, 0, 4, 5), 0.0, 0.0, (1 - 0.025**0.25) / 0.025**0.25),
        ((5, 0, 0, 5), None, None, None),
    ],
)
def test_odds_without_anybody_on_one_side_have_a_bounded_interval(
    counts: tuple[int, int, int, int], estimate: float | None, low: float | None, high: float | None
) -> None:
    odds = of_ticks(ticks(*counts)).effects[1]
    assert (odds.estimate, odds.interval) == (estimate, None if low is None else "korn_graubard")
    for ours, theirs in ((odds.low, low), (odds.high, high)):
        assert ours == (None if theirs is None else pytest.approx(theirs))


@pytest.mark.parametrize(("counts", "estimate"), [((4, 0, 0, 6), 0.0), ((0, 10, 0, 0), 1.0), ((0, 0, 10, 0), -1.0)])
def test_persons_who_all_do_alike_leave_an_interval_that_makes_sense(
    counts: tuple[int, int, int, int], estimate: float
) -> None:
    test = of_ticks(ticks(*counts))
    reach = 1 - 0.025**0.1
    low, high = {0.0: (-reach, reach), 1.0: (1 - 2 * reach, 1.0), -1.0: (-1.0, 2 * reach - 1)}[estimate]
    assert (test.status, test.p, test.effect.estimate) == ("no_variance", None, estimate)
    assert (test.effect.low, test.effect.high) == (pytest.approx(low), pytest.approx(high))
    census = of_ticks(ticks(*counts), design=Design.census()).effect
    assert (census.low, census.high, census.interval) == (estimate, estimate, "t")


def test_details_are_the_table_of_both_with_labels_in_print() -> None:
    test = mcnemar(survey(), "before", "after", value="k")
    assert test.details["first"].tolist() == ["k", "k", "≠ k", "≠ k"]
    assert test.details["n"].sum() == test.n
    assert "≠ Kannatan" in test.to_text("fi")


def test_cannot_say_is_another_answer_unless_it_is_left_out() -> None:
    included, excluded = (mcnemar(survey(), "before", "after", value="k", dont_know=d) for d in ("include", "exclude"))
    frame = survey().frame[["before", "after"]].dropna()
    assert included.n == len(frame)
    assert excluded.n == (~frame.isin(["eos"]).any(axis=1)).sum()


def test_marginal_homogeneity_is_bhapkars_with_n_less_1() -> None:
    counts = [[30, 9, 4], [3, 20, 2], [7, 1, 10]]
    test = marginal_homogeneity(pairs(counts), "malli", "toinen", statistic="Wald")
    table = np.array(counts) / 86
    d = (table.sum(axis=1) - table.sum(axis=0))[:2]
    v = np.diag(table.sum(axis=1) + table.sum(axis=0))[:2, :2] - (table + table.T)[:2, :2] - np.outer(d, d)
    bhapkar = 86 * d @ np.linalg.solve(v, d)
    assert test.statistic == pytest.approx(bhapkar * 85 / 86 / 2)
    # Stuart and Maxwell's chi-square follows from Bhapkar's.
    stuart = 86 * d @ np.linalg.solve(v + np.outer(d, d), d)
    assert bhapkar == pytest.approx(stuart / (1 - stuart / 86))
    assert (test.df, test.ddf) == (2, 85)


def test_with_two_answers_marginal_homogeneity_is_mcnemars_test() -> None:
    answers = ticks(40, 12, 25, 23)
    one = of_ticks(answers)
    other = marginal_homogeneity(answers, "palvelut[kevat]", "palvelut[syksy]")
    assert one.statistic is not None
    assert other.statistic == pytest.approx(one.statistic**2)
    assert other.p == pytest.approx(one.p)
    assert other.effect.label.en == "Difference of shares: not selected"


def test_answers_changed_only_among_themselves_do_not_make_the_test_singular() -> None:
    # k and e change places, and nobody moves to or from "cannot say".
    test = marginal_homogeneity(pairs([[30, 9, 0], [3, 20, 0], [0, 0, 10]]), "malli", "toinen")
    assert (test.status, test.df) == ("ok", 1)
    details = test.details.set_index("value")
    assert details.loc["eos", "difference"] == 0
    assert details["low"].isna().tolist() == [False, False, True]
    nobody = marginal_homogeneity(pairs([[30, 0, 0], [0, 20, 0], [0, 0, 10]]), "malli", "toinen")
    assert (nobody.status, nobody.p, nobody.effect.low) == ("no_variance", None, None)


def test_intervals_of_all_answers_hold_together() -> None:
    test = marginal_homogeneity(pairs([[30, 9, 4], [3, 20, 2], [7, 1, 10]]), "malli", "toinen", level=0.9)
    row = test.details.iloc[0]
    assert row["high"] - row["difference"] == pytest.approx(stats.t.ppf(1 - 0.1 / 6, 85) * row["se"])
    assert "hold for all answers together with at least 90% confidence" in test.notes[0].get("en")


@pytest.mark.parametrize(
    ("first", "second", "value", "words"),
    [
        ("malli", "malli", "k", "stands twice"),
        ("malli", "laji", "k", "no answer in common"),
        ("palvelut[kevat]", "palvelut[syksy]", "k", "is no answer"),
        ("palvelut[kevat]", "palvelut[syksy]", 1, "is no answer"),
    ],
)
def test_pairs_that_cannot_be_compared_are_refused(first: str, second: str, value: Any, words: str) -> None:
    answers = ticks(1, 1, 1, 1, malli=["k"] * 4, laji=["p"] * 4)
    with pytest.raises(AnalysisError, match=words):
        mcnemar(answers, first, second, value=value)


def test_a_singular_covariance_is_told_whatever_its_units() -> None:
    singular = np.array([[1e-12, 2e-9], [2e-9, 4e-6]])
    assert inverse_times(singular, np.ones(2)) is None
    assert inverse_times(np.array([[1.0, np.nan], [np.nan, 1.0]]), np.ones(2)) is None
    regular = np.array([[1e-12, 0], [0, 4e-6]])
    assert inverse_times(regular, np.ones(2)) == pytest.approx([1e12, 2.5e5])
