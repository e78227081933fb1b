"""Chi-square: what it is without a design, what it does with empty and single categories, and its tails."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from golden_survey import designs, survey
from made_answers import vastaukset
from scipy import stats

from verkosto.aggregate import Design, chi_square
from verkosto.aggregate._tests_tails import (
    chi2_tail,
    f_tail,
    mixture_tail,
    noncentral_limits,
    saddlepoint_tail,
    t_quantile,
    t_tail,
)
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.responses import Responses


def table(counts: list[list[int]]) -> Responses:
    """Answers whose crosstab of `malli` by `laji` has these counts."""
    rows = [
        (m, j) for m, line in zip("ke", counts, strict=True) for j, n in zip("pv", line, strict=True) for _ in range(n)
    ]
    return vastaukset(malli=[m for m, _ in rows], laji=[j for _, j in rows])


def test_without_a_design_the_chi_square_is_pearsons() -> None:
    counts = [[30, 14], [11, 25]]
    theirs = stats.chi2_contingency(counts, correction=False)
    test = chi_square(table(counts), "malli", "laji", statistic="Chisq")
    assert test.statistic == pytest.approx(theirs.statistic)
    assert test.df == theirs.dof
    assert test.effect.estimate == pytest.approx(math.sqrt(theirs.statistic / 80))
    # The design effects of rows that are units are (n / (n - 1)) times what the cells have under independence.
    assert test.p == pytest.approx(theirs.pvalue, rel=0.3)
    assert test.details["expected"].tolist() == pytest.approx(theirs.expected_freq.reshape(-1).tolist())


def test_scaling_weights_changes_nothing_and_doubling_rows_doubles_the_chi_square() -> None:
    one, two = (chi_square(table([[30 * k, 14 * k], [11 * k, 25 * k]]), "malli", "laji") for k in (1, 2))
    assert one.statistic is not None
    assert two.statistic == pytest.approx(2 * one.statistic, rel=0.02)
    assert two.effect.estimate == pytest.approx(one.effect.estimate)
    weighted = vastaukset(malli=["k", "e", "k", "e"] * 5, laji=["p", "v", "v", "v"] * 5, paino=[4.0, 4, 2, 2] * 5)
    scaled = vastaukset(malli=["k", "e", "k", "e"] * 5, laji=["p", "v", "v", "v"] * 5, paino=[4e9, 4e9, 2e9, 2e9] * 5)
    tests = [chi_square(answers, "malli", "laji", weights="paino") for answers in (weighted, scaled)]
    assert tests[0].statistic == pytest.approx(tests[1].statistic)
    assert tests[1].weighted == pytest.approx(1e9 * tests[0].weighted)


def test_categories_that_nobody_chose_are_left_out() -> None:
    answers = table([[9, 4], [3, 8]])
    assert "eos" in answers.question("malli")[0].choices[2].code
    details = chi_square(answers, "malli", "laji").details
    assert details["value"].unique().tolist() == ["k", "e"]


@pytest.mark.parametrize("statistic", ["F", "Chisq", "Wald", "adjWald", "lincom", "saddlepoint"])
def test_an_empty_cell_is_told_and_stops_no_statistic(statistic: Any) -> None:
    test = chi_square(table([[12, 0], [5, 9]]), "malli", "laji", statistic=statistic)
    assert test.status == "ok"
    assert test.p is not None
    assert 0 < test.p < 0.05
    assert test.notes[0].en == "1 of the table's 4 cells are empty."
    assert test.notes[1].get("en").startswith("2 of the table's 4 cells have an expected count below 5")


@pytest.mark.parametrize(("choice", "codes"), [(None, 3), ("include", 3), ("exclude", 2)])
def test_cannot_say_is_a_category_unless_the_call_leaves_it_out(choice: Any, codes: int) -> None:
    test = chi_square(survey(), "answer", "sex", dont_know=choice)
    assert test.details["value"].nunique() == codes
    reasons = set(test.missing["reason"])
    assert ("dont_know" in reasons) == (codes == 2)


def test_lincom_is_near_the_saddlepoint_and_exact_where_the_factors_are_equal() -> None:
    exact, near = (
        chi_square(survey(), "answer", "group", statistic=s, design=designs()["full"]).p
        for s in ("lincom", "saddlepoint")
    )
    assert exact is not None
    assert near == pytest.approx(exact, rel=0.05)
    single = {s: chi_square(survey(), "sex", "answer", dont_know="exclude", statistic=s) for s in ("lincom", "F")}
    assert single["lincom"].p == pytest.approx(single["F"].p)


@pytest.mark.parametrize(
    ("units", "statistic", "status"),
    [("abc", "adjWald", "ok"), ("ab", "adjWald", "no_df"), ("ab", "Wald", "singular"), ("ab", "F", "ok")],
)
def test_a_design_with_fewer_units_than_comparisons_says_why_it_has_no_test(
    units: str, statistic: Any, status: str
) -> None:
    answers = vastaukset(
        malli=["k", "e", "eos", "k", "k", "e", "k", "eos", "e", "e", "k", "k"],
        laji=["p", "v", "v", "p", "p", "p", "p", "v", "p", "v", "v", "p"],
        jarjesto=list("aaaabbbcbccc" if units == "abc" else "aaaaabbbbbbb"),
    )
    test = chi_square(answers, "malli", "laji", statistic=statistic, design=Design(psu="jarjesto"))
    assert test.status == status
    assert (test.p is None) == (test.statistic is None) == (status != "ok")
    words = {"no_df": "There are too few sampling units", "singular": "The comparisons depend on one another"}
    assert test.notes[0].get("en").startswith(words.get(status, ""))


def test_a_table_with_hardly_a_cell_filled_has_no_test() -> None:
    answers = vastaukset(
        malli=["k"] * 5 + ["e"] * 6 + ["eos"] * 7, **{"vaittamat[r1]": ["1"] * 5 + ["2"] * 6 + ["0"] * 7}
    )
    test = chi_square(answers, "malli", "vaittamat[r1]")
    assert (test.status, test.p) == ("singular", None)
    assert test.effect.estimate == pytest.approx(1)


def test_a_census_has_no_p_value_and_says_why() -> None:
    test = chi_square(table([[9, 4], [3, 8]]), "malli", "laji", design=Design.census())
    assert (test.status, test.p, test.effect.interval) == ("no_variance", None, None)
    assert test.effect.estimate == pytest.approx(math.sqrt(4.1958 / 24), abs=1e-4)
    assert test.to_text("en").splitlines()[2] == "No p-value: nothing varies."


def test_one_unit_leaves_no_degrees_of_freedom() -> None:
    answers = vastaukset(malli=["k", "e"], laji=["p", "v"], jarjesto=["a", "b"])
    for statistic in ("F", "Chisq", "lincom"):
        test = chi_square(
            answers,
            "malli",
            "laji",
            statistic=statistic,
            design=Design(psu="jarjesto", strata="jarjesto", lonely="adjust"),
        )
        assert test.status in {"no_df", "no_variance"}
        assert test.p is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"variable": "malli", "by": "malli"}, "stands twice"),
        ({"variable": 5, "by": "laji"}, "named by text"),
        ({"variable": "perustelu", "by": "laji"}, "has no categories"),
        ({"variable": "palvelut", "by": "laji"}, "has several columns"),
        ({"variable": "malli", "by": "laji", "statistic": "f"}, "Did you mean 'F'"),
        ({"variable": "malli", "by": "laji", "level": 95}, "no confidence level"),
        ({"variable": "malli", "by": "laji", "dont_know": "no"}, "dont_know is"),
        ({"variable": "malli", "by": "laji", "where": {"laji": ["p"]}}, "has one category, 'p'"),
        ({"variable": "malli", "by": "laji", "where": {"malli": ["kt"]}}, "no row has an answer"),
        ({"variable": "malli", "by": "laji", "weights": "paino", "design": Design("paino")}, "both design and weights"),
        (
            {"variable": "malli", "by": "laji", "weights": "paino", "where": {"jasenia": (9, 9)}},
            "all 1 rows have weight 0",
        ),
    ],
)
def test_calls_that_cannot_be_answered_are_refused(arguments: dict[str, Any], words: str) -> None:
    answers = vastaukset(
        malli=["k", "e", "kt", "k", "e"],
        laji=["p", "v", "p", "v", "p"],
        paino=[1.0, 1, 1, 0, 1],
        jasenia=[1, 2, 3, 9, 4],
    )
    with pytest.raises(AnalysisError, match=words):
        chi_square(answers, **arguments)


def test_answers_of_no_responses_and_unknown_variables_are_refused() -> None:
    with pytest.raises(AnalysisError, match="must be a Responses"):
        chi_square([1], "malli", "laji")  # type: ignore[arg-type]
    with pytest.raises(UnknownVariableError, match="malli"):
        chi_square(table([[1, 2], [3, 4]]), "mali", "laji")


def test_tails_agree_with_scipy() -> None:
    assert t_tail(2.1, 7) == pytest.approx(2 * stats.t.sf(2.1, 7))
    assert t_tail(-2.1, math.inf) == pytest.approx(2 * stats.norm.sf(2.1))
    assert t_quantile(0.95, 7) == pytest.approx(stats.t.ppf(0.975, 7))
    assert t_quantile(0.95, math.inf) == pytest.approx(stats.norm.ppf(0.975))
    assert math.isnan(t_quantile(0.95, 0))
    assert f_tail(3.1, 2, 9) == pytest.approx(stats.f.sf(3.1, 2, 9))
    assert f_tail(3.1, 2, math.inf) == pytest.approx(chi2_tail(6.2, 2)) == pytest.approx(stats.chi2.sf(6.2, 2))


@pytest.mark.parametrize("ddf", [12.0, math.inf])
def test_a_sum_of_chi_squares_with_equal_factors_is_a_chi_square_or_f(ddf: float) -> None:
    factors = np.full(3, 1.7)
    for statistic in (0.5, 4.0, 20.0):
        exact = f_tail(statistic / 1.7 / 3, 3, ddf)
        assert mixture_tail(statistic, factors, ddf) == pytest.approx(exact, rel=1e-12)
        near = saddlepoint_tail(statistic, factors, ddf)
        assert math.isnan(near) or near == pytest.approx(exact, rel=0.03)


def test_a_sum_of_two_chi_squares_has_the_tail_of_an_integral() -> None:
    # With factors 2 and 1 the tail is an integral of the one's density times the other's tail.
    from scipy.integrate import quad

    by_hand, _ = quad(lambda x: stats.chi2.pdf(x, 1) * stats.chi2.sf((6 - x) / 2, 1), 0, 6)
    assert mixture_tail(6.0, np.array([2.0, 1.0]), math.inf) == pytest.approx(by_hand + stats.chi2.sf(6, 1), rel=1e-7)


def test_a_mixture_whose_weights_lose_their_last_digits_ends_all_the_same() -> None:
    factors = np.array([0.58677804, 2.95986875, 2.89511373, 0.01892841])
    # Four million draws gave 0.2034.
    assert mixture_tail(10.0, factors, math.inf) == pytest.approx(0.2034, abs=0.001)


def test_a_mixture_of_too_many_parts_is_left_to_the_approximation() -> None:
    assert math.isnan(mixture_tail(9.0, np.array([10.0, 5.0, 0.001]), 50))
    assert math.isnan(saddlepoint_tail(3.0, np.array([1.0, 1.0, 1.0]), math.inf))


def test_limits_of_an_effect_hold_the_estimate_and_0_where_the_test_does_not_exclude_it() -> None:
    low, high = noncentral_limits(1.2, 3, 40, 0.95)
    assert (low, high > 1) == (0, True)
    low, high = noncentral_limits(9.0, 3, 40, 0.95)
    assert 0 < low < 1 < high
    # At the ends the statistic lies at the ends of the noncentral distribution.
    assert stats.ncf.sf(9.0, 3, 40, low * 27) == pytest.approx(0.025, rel=1e-6)
    assert stats.ncf.cdf(9.0, 3, 40, high * 27) == pytest.approx(0.025, rel=1e-6)
    assert noncentral_limits(9.0, 3, math.inf, 0.95)[0] > 0
    assert noncentral_limits(0.001, 3, 40, 0.95) == (0, 1)
    assert math.isnan(noncentral_limits(0.0, 3, 40, 0.95)[1])
    # Beyond what the noncentral distribution can be computed for there is no interval.
    assert np.isnan(noncentral_limits(1e30, 2, 50, 0.95)).all()
