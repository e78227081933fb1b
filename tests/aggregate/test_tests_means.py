"""t-tests and rank tests: what they are without a design, their effects, and what cannot be tested."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from golden_survey import designs, survey
from made_answers import vastaukset
from scipy import stats

from verkosto.aggregate import Design, mean, rank_test, t_test
from verkosto.errors import AnalysisError
from verkosto.responses import Responses

FIRST = [3.0, 4.5, 5.0, 6.25, 4.0, 5.5, 3.5]
SECOND = [5.5, 7.0, 6.0, 4.75, 8.0]


@pytest.fixture
def two() -> Responses:
    return vastaukset(jasenia=FIRST + SECOND, laji=["p"] * len(FIRST) + ["v"] * len(SECOND))


def test_cohens_d_and_hedges_g_are_the_classical_ones_without_weights(two: Responses) -> None:
    test = t_test(two, "jasenia", by="laji")
    difference, d, g = (effect.estimate for effect in test.effects)
    assert d is not None
    n, m = len(FIRST), len(SECOND)
    pooled = np.sqrt(((n - 1) * np.var(FIRST, ddof=1) + (m - 1) * np.var(SECOND, ddof=1)) / (n + m - 2))
    assert difference == pytest.approx(np.mean(SECOND) - np.mean(FIRST))
    assert d == pytest.approx((np.mean(SECOND) - np.mean(FIRST)) / pooled)
    # The usual approximation of the factor is 1 - 3 / (4 * df - 1).
    assert g == pytest.approx(d * (1 - 3 / (4 * (n + m - 2) - 1)), rel=1e-3)
    assert [effect.interval for effect in test.effects] == ["t"] * 3


def test_details_tell_each_group(two: Responses) -> None:
    details = t_test(two, "jasenia", by="laji").details
    table = mean(two, "jasenia", by="laji").frame
    assert details["group"].tolist() == ["p", "v"]
    assert details["n"].tolist() == [7, 5]
    assert details["sd"].tolist() == pytest.approx([np.std(FIRST, ddof=1), np.std(SECOND, ddof=1)])
    for name, column in {"mean": "estimate", "se": "se", "low": "low", "high": "high"}.items():
        assert details[name].tolist() == pytest.approx(table[column].tolist())


def test_one_mean_against_a_number() -> None:
    answers = vastaukset(jasenia=FIRST)
    test = t_test(answers, "jasenia", against=4)
    theirs = stats.ttest_1samp(FIRST, 4)
    # R's survey takes one degree of freedom more than a test of one mean needs.
    assert test.statistic == pytest.approx(theirs.statistic)
    assert test.df == 5
    assert test.effects[1].estimate == pytest.approx((np.mean(FIRST) - 4) / np.std(FIRST, ddof=1))
    assert (test.base.sv, test.variables) == ("de som svarade", ("jasenia",))


def test_scores_of_scales_ranks_ticks_and_nps_have_means() -> None:
    answers = vastaukset(
        laji=["p", "v"] * 4,
        suosittelu=[1, 9, 10, 3, "!dont_know", 8, 7, 2],
        palvelut=[["kevat"], ["syksy"], ["kevat"], ["kevat", "syksy"], None, ["syksy"], ["syksy"], ["kevat"]],
        **{"vaittamat[r1]": ["1", "2", "1", "2", "2", "2", "0", "1"]},
    )
    difference = {name: t_test(answers, name, by="laji").effect.estimate for name in ("suosittelu", "vaittamat[r1]")}
    assert difference["suosittelu"] == pytest.approx(22 / 4 - 18 / 3)
    assert difference["vaittamat[r1]"] == pytest.approx(7 / 4 - 4 / 3)
    tick = t_test(answers, "palvelut[kevat]", by="laji")
    assert tick.effect.estimate == pytest.approx(2 / 4 - 2 / 3)


def test_numbers_far_from_0_lose_no_digits(two: Responses) -> None:
    far = vastaukset(jasenia=[1e9 + x for x in FIRST + SECOND], laji=["p"] * 7 + ["v"] * 5)
    one, other = (t_test(answers, "jasenia", by="laji") for answers in (two, far))
    assert other.statistic == pytest.approx(one.statistic, rel=1e-6)
    assert other.effects[1].estimate == pytest.approx(one.effects[1].estimate, rel=1e-6)


def test_answers_that_do_not_vary_have_no_p_value_and_no_interval() -> None:
    answers = vastaukset(jasenia=[0.1] * 5 + [0.3] * 4, laji=["p"] * 5 + ["v"] * 4)
    test = t_test(answers, "jasenia", by="laji")
    assert (test.status, test.p, test.statistic) == ("no_variance", None, None)
    assert test.effect.estimate == pytest.approx(0.2)
    assert (test.effect.low, test.effect.interval) == (None, None)
    assert len(test.effects) == 1
    census = t_test(vastaukset(jasenia=FIRST), "jasenia", against=4, design=Design.census())
    assert (census.status, census.effect.low) == ("no_variance", census.effect.estimate)
    single = t_test(vastaukset(jasenia=[1.0, 2.0]), "jasenia", against=1)
    assert (single.status, single.p, single.df) == ("no_df", None, 0)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({}, "by=. or one mean"),
        ({"by": "laji", "against": 3}, "Give one of the two"),
        ({"against": "3"}, "is no number"),
        ({"against": float("nan")}, "is no number"),
        ({"by": "malli"}, "has 3 among the rows that count: 'k', 'e', 'eos'. Name two with where="),
        (
            {"by": "laji", "where": {"laji": ["p"], "jasenia": (None, 9)}},
            "has 1 among the rows that count: 'p'. Name another",
        ),
        ({"by": "laji", "where": {"jasenia": (99, None)}}, "infinite number"),
    ],
)
def test_t_tests_that_cannot_be_made_are_refused(arguments: dict[str, Any], words: str) -> None:
    answers = vastaukset(
        jasenia=[1, 2, 3, 4, np.inf], laji=["p", "v", "p", "v", "p"], malli=["k", "e", "eos", "k", "k"]
    )
    inside = answers if "where" in arguments else answers.where({"jasenia": (None, 9)})
    with pytest.raises(AnalysisError, match=words):
        t_test(inside, "jasenia", **arguments)


def test_a_question_of_several_columns_is_refused() -> None:
    with pytest.raises(AnalysisError, match="several columns of numbers"):
        t_test(vastaukset(rows=3), "vaittamat", against=1)


def test_the_probability_of_superiority_is_that_of_mann_and_whitney(two: Responses) -> None:
    test = rank_test(two, "jasenia", by="laji")
    u = stats.mannwhitneyu(SECOND, FIRST).statistic
    assert test.effect.estimate == pytest.approx(u / (len(FIRST) * len(SECOND)))
    assert test.details["superiority"].sum() == pytest.approx(1)
    assert (test.effect.name, test.effect.interval, test.method.en) == (
        "probability_of_superiority", "logit_t", "Design-based Wilcoxon rank test",
    )  # fmt: skip


def test_equal_values_share_the_middle_of_their_weight_whatever_the_order_of_rows() -> None:
    values, weights = [1.0, 2, 2, 2, 3, 1], [1.0, 5, 1, 3, 2, 2]
    groups = ["p", "p", "v", "v", "v", "p"]
    orders = [[0, 1, 2, 3, 4, 5], [3, 2, 5, 1, 0, 4]]

    def tests(ties: Any) -> list[float | None]:
        return [
            rank_test(
                vastaukset(
                    jasenia=[values[i] for i in order],
                    laji=[groups[i] for i in order],
                    paino=[weights[i] for i in order],
                ),
                "jasenia", by="laji", weights="paino", ties=ties,
            ).statistic
            for order in orders
        ]  # fmt: skip

    one, other = tests("midrank")
    assert one == pytest.approx(other)
    first, second = tests("file")
    assert first != pytest.approx(second)


def test_groups_that_do_not_overlap_have_a_bounded_interval() -> None:
    answers = vastaukset(jasenia=[1.0, 2, 3, 4, 5, 6], laji=["p"] * 3 + ["v"] * 3)
    effect = rank_test(answers, "jasenia", by="laji").effect
    assert (effect.estimate, effect.high, effect.interval) == (1, 1, "korn_graubard")
    assert effect.low == pytest.approx(0.025 ** (1 / 3))
    turned = rank_test(
        vastaukset(jasenia=[6.0, 5, 4, 3, 2, 1], laji=["p"] * 3 + ["v"] * 3), "jasenia", by="laji"
    ).effect
    assert (turned.estimate, turned.low) == (0, 0)
    assert turned.high == pytest.approx(1 - 0.025 ** (1 / 3))


@pytest.mark.parametrize("test", ["wilcoxon", "KruskalWallis", "vanderWaerden", "median"])
def test_more_groups_have_the_share_of_the_ranking_that_they_explain(test: Any) -> None:
    found = rank_test(survey(), "score", by="group", test=test, design=designs()["full"])
    effect = found.effect
    assert (effect.name, effect.interval) == ("rank_eta_squared", "noncentral_f")
    assert effect.estimate is not None
    assert effect.low is not None
    assert effect.high is not None
    assert 0 < effect.low < effect.estimate < effect.high < 1
    assert len(found.details) == 4


def test_eta_squared_of_kruskal_and_wallis_is_h_over_n_less_1() -> None:
    groups = [[1.0, 4, 6, 8], [3.0, 5, 9, 11, 12], [2.0, 7, 10]]
    answers = vastaukset(jasenia=[x for group in groups for x in group], malli=["k"] * 4 + ["e"] * 5 + ["eos"] * 3)
    test = rank_test(answers, "jasenia", by="malli", test="KruskalWallis")
    assert test.effect.estimate == pytest.approx(stats.kruskal(*groups).statistic / 11)
    assert test.method.sv == "Designbaserat Kruskal–Wallis-test"


def test_values_that_are_all_the_same_have_no_rank_test() -> None:
    answers = vastaukset(jasenia=[5.0] * 9, laji=["p", "v", "p"] * 3, malli=["k", "e", "eos"] * 3)
    two = rank_test(answers, "jasenia", by="laji")
    assert (two.status, two.p, two.effect.estimate) == ("no_variance", None, 0.5)
    three = rank_test(answers, "jasenia", by="malli")
    assert (three.status, three.p, three.effect.estimate, three.effect.low) == ("no_variance", None, None, None)


def test_rank_tests_that_cannot_be_made_are_refused(two: Responses) -> None:
    with pytest.raises(AnalysisError, match="has one group, 'p'"):
        rank_test(two, "jasenia", by="laji", where={"laji": ["p"]})
    with pytest.raises(AnalysisError, match="Did you mean 'median'"):
        rank_test(two, "jasenia", by="laji", test="medium")  # type: ignore[arg-type]
    with pytest.raises(AnalysisError, match="ties is one of"):
        rank_test(two, "jasenia", by="laji", ties="first")  # type: ignore[arg-type]
