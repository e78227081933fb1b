"""Quantiles, variances and alphas equal those of R's survey; how they were made stands in quantiles.R."""

from __future__ import annotations

from typing import Any

import golden_scale
import numpy as np
import pytest

from verkosto.aggregate import cronbach_alpha, quantile, variance
from verkosto.aggregate._quantile_ends import QuantileInterval
from verkosto.aggregate._quantile_rules import Ordered
from verkosto.responses import Responses

MADE = golden_scale.made()
TYPES: dict[str, QuantileInterval] = {
    "mean": "mean", "xlogit": "logit", "beta": "beta", "asin": "arcsine", "score": "score", "quantile": "replicates",
}  # fmt: skip


@pytest.fixture(scope="module")
def answers() -> Responses:
    return golden_scale.answers()


def where(case: dict[str, Any]) -> dict[str, list[str]] | None:
    return None if case["region"] == "*" else {"region": [case["region"]]}


def numbers(given: list[Any]) -> list[float]:
    return [np.nan if value in (None, "NaN", "NA") else value for value in given]


@pytest.mark.parametrize("design", golden_scale.DESIGNS)
@pytest.mark.parametrize("kind", TYPES)
def test_quantiles_and_their_intervals_equal_svyquantile(answers: Responses, design: str, kind: str) -> None:
    cases = [case for case in MADE["quantiles"] if (case["design"], case["type"]) == (design, kind)]
    for case in cases:
        table = quantile(
            answers,
            case["variable"],
            probabilities=(0.1, 0.25, 0.5, 0.75, 0.9),
            rule=case["rule"],
            interval=TYPES[kind],
            level=case["level"],
            design=golden_scale.DESIGNS[design],
            where=where(case),
        )
        for name in ("estimate", "low", "high", "se"):
            theirs = numbers(case[name])
            assert table.frame[name].tolist() == pytest.approx(theirs, rel=1e-8, abs=1e-12, nan_ok=True), case
        assert set(table.frame["df"]) == {case["df"]}
    assert bool(cases) == (kind not in {"replicates": {"xlogit", "beta", "asin", "score"}}.get(design, {"quantile"}))


def test_the_golden_quantiles_reach_ends_that_no_answer_bounds() -> None:
    ends = [value for case in MADE["quantiles"] for name in ("low", "high") for value in numbers(case[name])]
    assert np.isnan(ends).any()


@pytest.mark.parametrize("case", MADE["rules"], ids=lambda case: case["rule"])
def test_the_rules_equal_those_of_survey(case: dict[str, Any]) -> None:
    ordered = Ordered.of(np.array(case["x"], dtype=float), np.array(case["w"], dtype=float))
    assert ordered.at(np.array(case["shares"]), case["rule"]) == pytest.approx(case["found"], rel=1e-10)


@pytest.mark.parametrize("case", MADE["variances"], ids=lambda c: f"{c['design']} {c['variable']} {c['region']}")
@pytest.mark.parametrize("root", [False, True])
def test_variances_equal_svyvar(answers: Responses, case: dict[str, Any], *, root: bool) -> None:
    design = golden_scale.DESIGNS[case["design"]]
    row = variance(answers, case["variable"], sd=root, design=design, where=where(case)).frame.iloc[0]
    sd = case["estimate"] ** 0.5
    if not root:
        assert (row["estimate"], row["se"]) == pytest.approx((case["estimate"], case["se"]), rel=1e-8)
    elif case["design"] == "replicates":
        # Roots of replicates are not replicates of the root, but near.
        assert (row["estimate"], row["se"]) == (
            pytest.approx(sd, rel=1e-8),
            pytest.approx(case["se"] / 2 / sd, rel=0.1),
        )
    else:
        assert (row["estimate"], row["se"]) == pytest.approx((sd, case["se"] / (2 * sd)), rel=1e-8)
    assert (row["statistic"], row["df"]) == ("sd" if root else "variance", case["df"])


@pytest.mark.parametrize("case", MADE["alphas"], ids=lambda c: f"{c['design']} {c['region']}")
def test_alphas_equal_svycralpha_with_linearised_or_replicated_errors(answers: Responses, case: dict[str, Any]) -> None:
    design = golden_scale.DESIGNS[case["design"]]
    frame = cronbach_alpha(answers, golden_scale.ITEMS, design=design, where=where(case)).frame
    ours = {
        "alpha" if row["value"] == "alpha" else f"{row['value']} {row['variable']}": row for _, row in frame.iterrows()
    }
    wanted = [name.replace("dropped_", "alpha_if_dropped ").replace("rest_", "item_rest ") for name in case["names"]]
    assert sorted(ours) == sorted(wanted)
    for name, estimate, se in zip(wanted, case["estimate"], case["se"], strict=True):
        assert (ours[name]["estimate"], ours[name]["se"]) == pytest.approx((estimate, se), rel=1e-8), name
        assert (ours[name]["base"], ours[name]["df"]) == (case["n"], case["df"])
