"""Significance tests equal those of R's survey; how the numbers were made stands in golden/tests.R."""

from __future__ import annotations

import math
from typing import Any

import pytest
from golden_survey import MADE, cases, designs, survey

from verkosto.aggregate import (
    SignificanceTest,
    chi_square,
    column_tests,
    marginal_homogeneity,
    mcnemar,
    rank_test,
    t_test,
    trend,
)

CLOSE = 1e-8


def case_id(case: dict[str, Any]) -> str:
    arguments = case["arguments"]
    given = arguments.values() if isinstance(arguments, dict) else arguments
    return " ".join(str(part) for part in (case["design"], *given) if part is not None)


def golden(test: str) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases(test), ids=case_id)


def same(*pairs: tuple[float | None, float]) -> None:
    for ours, theirs in pairs:
        assert ours == pytest.approx(theirs, rel=CLOSE)


@golden("chi_square")
def test_chi_square(case: dict[str, Any]) -> None:
    arguments = {name: value for name, value in case["arguments"].items() if value is not None}
    test = chi_square(
        survey(), arguments.pop("variable"), arguments.pop("by"), design=designs()[case["design"]], **arguments
    )
    found = case["found"]
    same((test.statistic, found["statistic"]), (test.effect.estimate, found["v"]))
    # R looks for the saddlepoint to eight digits only.
    close = 1e-6 if arguments["statistic"] == "saddlepoint" else CLOSE
    assert test.p == pytest.approx(found["p"], rel=close)
    parameters = found["parameter"] if isinstance(found["parameter"], list) else [found["parameter"]]
    for ours, theirs in zip((test.df, test.ddf), parameters, strict=False):
        same((ours, theirs))


@golden("t_test")
def test_t_test(case: dict[str, Any]) -> None:
    test = t_test(survey(), design=designs()[case["design"]], **case["arguments"])
    found = case["found"]
    same((test.statistic, found["statistic"]), (test.df, found["df"]), (test.p, found["p"]))
    effect = test.effect
    same((effect.estimate, found["estimate"]), (effect.low, found["interval"][0]), (effect.high, found["interval"][1]))


@golden("cohens_d")
def test_cohens_d(case: dict[str, Any]) -> None:
    test = t_test(survey(), design=designs()[case["design"]], **case["arguments"])
    effect = test.effects[1]
    assert effect.name == "cohens_d"
    same((effect.estimate, case["found"]["estimate"]), (effect.se, case["found"]["se"]))


@golden("rank_test")
def test_rank_test(case: dict[str, Any]) -> None:
    test = rank_test(survey(), design=designs()[case["design"]], ties="file", **case["arguments"])
    found = case["found"]
    same((test.statistic, found["statistic"]), (test.df, found["df"]), (test.p, found["p"]))
    if "ddf" in found:
        same((test.ddf, found["ddf"]))
    elif case["arguments"]["test"] == "wilcoxon" and case["design"] == "none":
        # The difference of mean ranks is how far the probability of superiority lies from a half.
        same((test.effect.estimate, 0.5 + found["estimate"]))


@golden("mcnemar")
def test_mcnemar(case: dict[str, Any]) -> None:
    test = mcnemar(survey(), "before", "after", value="k", design=designs()[case["design"]])
    found, odds = case["found"], test.effects[1]
    same((test.statistic, found["statistic"]), (test.df, found["df"]), (test.p, found["p"]))
    same((test.effect.estimate, found["estimate"]), (test.effect.se, found["se"]))
    assert odds.estimate is not None
    assert odds.se is not None
    same((math.log(odds.estimate), found["log_odds_ratio"]["estimate"]))
    same((odds.se / odds.estimate, found["log_odds_ratio"]["se"]))


@golden("marginal_homogeneity")
def test_marginal_homogeneity(case: dict[str, Any]) -> None:
    design, found = designs()[case["design"]], case["found"]
    test = marginal_homogeneity(survey(), "before", "after", design=design)
    same((test.statistic, found["statistic"]), (test.df, found["df"]), (test.ddf, found["ddf"]), (test.p, found["p"]))
    plain = marginal_homogeneity(survey(), "before", "after", design=design, statistic="Wald")
    same((plain.statistic, found["wald"]), (plain.p, found["p_wald"]))
    details = test.details.set_index("value")
    same(*zip(details.loc[["k", "e"], "difference"], found["estimate"], strict=True))
    same(*zip(details.loc[["k", "e"], "se"], found["se"], strict=True))


@golden("column_tests")
@pytest.mark.parametrize("adjust", ["holm", "bonferroni", None])
def test_column_tests(case: dict[str, Any], adjust: Any) -> None:
    arguments, found = case["arguments"], case["found"]
    tests = column_tests(
        survey(), arguments["variable"], by=arguments["by"], design=designs()[case["design"]], adjust=adjust
    )
    frame = tests.frame.query("value == @arguments['value']")
    assert len(frame) == 6
    adjusted = found[adjust] if adjust else [pair["p"] for pair in found["pairs"]]
    for (_, row), pair, p in zip(frame.iterrows(), found["pairs"], adjusted, strict=True):
        assert (row["first"], row["second"]) == (pair["first"], pair["second"])
        same((row["difference"], pair["difference"]), (row["statistic"], pair["statistic"]), (row["df"], pair["df"]))
        same((row["p"], pair["p"]), (row["p_adjusted"], p))
        same((row["low"], pair["interval"][0]), (row["high"], pair["interval"][1]))


@golden("trend")
def test_trend(case: dict[str, Any]) -> None:
    arguments, found = case["arguments"], case["found"]
    test = trend(
        survey(), arguments["variable"], by="wave", value=arguments.get("value"), design=designs()[case["design"]]
    )
    linearity = test.other("linearity")
    same((test.effect.estimate, found["estimate"]), (test.effect.se, found["se"]))
    same(
        (test.df, found["df"]),
        (test.p, found["p"]),
        (linearity.statistic, found["lack"]),
        (linearity.p, found["lack_p"]),
    )


def test_the_golden_numbers_reach_every_test_and_design() -> None:
    assert {case["design"] for case in MADE["cases"]} == set(designs())
    assert {case["test"] for case in MADE["cases"]} == {
        "chi_square", "t_test", "cohens_d", "rank_test", "mcnemar", "marginal_homogeneity", "column_tests", "trend",
    }  # fmt: skip


def test_a_test_is_a_significance_test_with_the_base_in_words() -> None:
    test = chi_square(survey(), "answer", "sex", weights="w")
    assert isinstance(test, SignificanceTest)
    assert (test.base.en, test.n, test.weights) == ("those who answered both", 215, "w")
    frame = survey().frame
    both = frame[["answer", "sex"]].notna().all(axis=1)
    assert test.weighted == pytest.approx(float(frame.loc[both, "w"].sum()))
    assert test.details["n"].sum() == both.sum()
    assert test.missing.to_dict("list") == {
        "variable": ["answer", "sex"], "reason": ["not_answered"] * 2, "n": [14, 9],
    }  # fmt: skip
