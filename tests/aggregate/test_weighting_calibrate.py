"""Calibration: totals of numbers, distances and bounds, and what cannot be met."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from made_answers import responses, vastaukset

from verkosto.aggregate import Design, ReplicateDesign, calibrate, mean, poststratify, rake, total
from verkosto.aggregate._weighting_distance import Distance, Method
from verkosto.errors import AnalysisError, UnknownVariableError
from verkosto.instruments import Column, Instrument, Number, Option, SingleChoice
from verkosto.responses import Responses

JASENIA = [10.0, 20.0, 30.0, 40.0, 80.0, 120.0]
LAJI = ["p", "p", "p", "v", "v", "v"]


def answers(**values: Any) -> Responses:
    return vastaukset(**{"jasenia": JASENIA, "laji": LAJI, "paino": [2.0, 1.0, 1.0, 2.0, 1.0, 1.0], **values})


@pytest.mark.parametrize(("method", "bounds"), [("linear", (None, None)), ("raking", (0.2, None)), ("logit", (0.3, 3))])
def test_totals_of_numbers_are_met(method: Method, bounds: Any) -> None:
    design = calibrate(answers(), {"jasenia": 500}, total=9, weights="paino", method=method, bounds=bounds)
    assert design.weights.sum() == pytest.approx(9)
    assert float(design.weights @ JASENIA) == pytest.approx(500)
    found = total(answers(), "jasenia", design=design).frame
    # What the totals tell is certain.
    assert found["estimate"].item() == pytest.approx(500)
    assert found["se"].item() == pytest.approx(0, abs=1e-9)
    assert design.diagnostics.margins["variable"].tolist() == ["", "jasenia"]


def test_without_a_size_of_the_population_only_the_number_is_met() -> None:
    design = calibrate(answers(), {"jasenia": 500}, weights="paino", variance="jasenia")
    # The variance that grows with the number makes it the ratio estimator: one factor for all.
    np.testing.assert_allclose(design.to_frame()["factor"], 500 / 350)


def test_totals_of_a_number_in_each_category() -> None:
    targets = {"laji": {"p": 5, "v": 4}, ("laji", "jasenia"): {"p": 110, "v": 300}}
    design = calibrate(answers(), targets, weights="paino", method="raking")
    rows = design.weights * JASENIA
    assert (rows[:3].sum(), rows[3:].sum()) == (pytest.approx(110), pytest.approx(300))
    assert (design.weights[:3].sum(), design.weights[3:].sum()) == (pytest.approx(5), pytest.approx(4))
    frame = design.diagnostics.margins
    assert frame["value"].tolist() == ["p", "v", "p", "v"]
    assert frame["n"].tolist() == [3, 3, 3, 3]


def test_rows_without_a_number_are_refused_or_excluded() -> None:
    made = answers(jasenia=[None, *JASENIA[1:]])
    with pytest.raises(AnalysisError, match=r"1 of 6 rows have no number or category for 'jasenia'\. Say"):
        calibrate(made, {"jasenia": 500}, total=9)
    with pytest.raises(AnalysisError, match="A total of numbers needs them all: say unmatched='exclude'"):
        calibrate(made, {"jasenia": 500}, total=9, unmatched="apart")
    design = calibrate(made, {"jasenia": 500}, total=9, unmatched="exclude", method="raking")
    assert design.weights[0] == 0
    assert design.weights.sum() == pytest.approx(9)
    zero = calibrate(
        answers(jasenia=[None, *JASENIA[1:]], paino=[0.0, 1, 1, 1, 1, 1]), {"jasenia": 400}, weights="paino"
    )
    assert zero.weights[0] == 0
    assert zero.diagnostics.margins["n"].tolist() == [5]
    assert mean(made, "jasenia", design=design).frame["se"].item() == pytest.approx(0, abs=1e-9)


def test_a_total_below_0_and_one_of_0() -> None:
    made = vastaukset(jasenia=[-2.0, -1.0, 1.0, 2.0])
    assert float(calibrate(made, {"jasenia": -3}, total=4).weights @ [-2, -1, 1, 2]) == pytest.approx(-3)
    assert calibrate(made, {"jasenia": 0}, total=4).weights.tolist() == pytest.approx([1, 1, 1, 1])


def test_negative_weights_are_refused() -> None:
    targets = {"jasenia": 150.0}
    with pytest.raises(AnalysisError, match=r"1 of 6 rows would get a negative weight.*bounds=\(0, None\)"):
        calibrate(answers(), targets, total=8, weights="paino")
    for options in ({"bounds": (0, None)}, {"method": "raking"}):
        design = calibrate(answers(), targets, total=8, weights="paino", **options)
        assert design.weights.min() >= 0
        assert design.diagnostics.converged
        # The row that the bound holds at 0 has no influence.
        assert math.isfinite(mean(answers(), "jasenia", design=design).frame["se"].item())


@pytest.mark.parametrize("method", ["linear", "raking", "logit"])
def test_factors_stay_within_bounds(method: Method) -> None:
    design = calibrate(answers(), {"jasenia": 450}, total=8, weights="paino", method=method, bounds=(0.5, 1.6))
    low, high = design.diagnostics.factor_range
    assert low >= 0.5
    assert high <= 1.6


def test_what_no_factor_within_the_bounds_can_meet() -> None:
    with pytest.raises(AnalysisError, match=r"rounds the weights still miss a target by .*widen the bounds"):
        calibrate(answers(), {"jasenia": 900}, total=8, weights="paino", method="logit", bounds=(0.5, 1.5))
    with pytest.raises(AnalysisError, match=r"add up to 10 times the sum of .* lies outside \(0.5, 2\)"):
        calibrate(answers(), {"laji": {"p": 40, "v": 40}}, weights="paino", bounds=(0.5, 2))
    # Without base weights of their own all rows start from the population's size.
    assert calibrate(answers(), {"laji": {"p": 40, "v": 40}}, bounds=(0.5, 2)).diagnostics.factor_range == (1, 1)


def test_fitting_ends_where_no_step_leads_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("verkosto.aggregate._weighting_fit._MIXES", ())
    with pytest.raises(AnalysisError, match="after 1 rounds the weights still miss a target"):
        calibrate(answers(), {"jasenia": 450}, total=8, method="raking")


def test_margins_that_depend_on_each_other_are_met() -> None:
    made = answers(ryhma=LAJI)
    design = calibrate(made, {"laji": {"p": 5, "v": 4}, "ryhma": {"p": 5, "v": 4}}, weights="paino")
    assert design.weights.sum() == pytest.approx(9)
    with pytest.raises(AnalysisError, match="still miss a target"):
        calibrate(made, {"laji": {"p": 5, "v": 4}, "ryhma": {"p": 4, "v": 5}}, weights="paino")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"method": "loggit"}, r"not 'loggit'\. Did you mean 'logit'"),
        ({"method": 5}, "not 5"),
        ({"method": "logit"}, "needs two bounds"),
        ({"method": "logit", "bounds": (0.5, None)}, "needs two bounds"),
        ({"bounds": 5}, "bounds are a pair"),
        ({"bounds": (1, 2, 3)}, "bounds are a pair"),
        ({"bounds": (1, 2)}, "factors start from 1"),
        ({"bounds": (0.5, 1)}, "factors start from 1"),
        ({"bounds": (True, 2)}, "True is no factor"),
        ({"bounds": ("0", 2)}, "'0' is no factor"),
        ({"bounds": (float("nan"), 2)}, "nan is no factor"),
        ({"variance": "paino"}, r"variance 'paino': 1 rows have no number above 0"),
    ],
)
def test_options_that_cannot_be(options: dict[str, Any], message: str) -> None:
    made = answers(paino=[0.0, 1, 1, 1, 1, 1])
    with pytest.raises(AnalysisError, match=message):
        calibrate(made, {"laji": {"p": 5, "v": 4}}, **options)


def test_totals_of_what_is_no_number() -> None:
    with pytest.raises(AnalysisError, match="'laji' holds no numbers"):
        calibrate(answers(), {"laji": 5})
    with pytest.raises(UnknownVariableError, match="Did you mean 'jasenia'"):
        calibrate(answers(), {"jaseniä": 5})


def test_the_variance_of_rows_that_do_not_count_is_not_needed() -> None:
    made = answers(paino=[0.0, 1, 1, 1, 1, 1], jasenia=[None, *JASENIA[1:]])
    design = calibrate(made, {"laji": {"p": 2, "v": 4}}, weights="paino", variance="jasenia")
    assert design.weights.sum() == pytest.approx(6)


@pytest.mark.parametrize("distance", [Distance("linear", -1, 3), Distance("raking", 0.1, 4), Distance("logit", 0.2, 5)])
def test_slopes_and_potentials_are_derivatives_and_integrals(distance: Distance) -> None:
    at, step = np.linspace(-0.8, 1.2, 9), 1e-6
    numeric = (distance.factor(at + step) - distance.factor(at - step)) / (2 * step)
    np.testing.assert_allclose(distance.slope(at), numeric, rtol=1e-6)
    assert distance.factor(np.zeros(1)).tolist() == pytest.approx([1])
    assert distance.slope(np.zeros(1)).tolist() == pytest.approx([1])
    integral = distance.potential(at + step) - distance.potential(at - step)
    np.testing.assert_allclose(integral / (2 * step), distance.factor(at), rtol=1e-6)
    assert distance.potential(np.zeros(1)).tolist() == pytest.approx([0])
    far = distance.factor(np.array([-50.0, 50.0]))
    assert far.tolist() == pytest.approx([distance.low, distance.high])


def replicated(second: list[float]) -> tuple[Responses, ReplicateDesign]:
    options = (Option("p", "P"), Option("v", "V"))
    instrument = Instrument(
        id="toistot",
        title="Toistot",
        columns=tuple(Column(name, role="weight") for name in ("w", "r1", "r2")),
        questions=(SingleChoice(id="laji", text="Laji", options=options), Number(id="x", text="X")),
    )
    values: dict[str, list[Any]] = {"w": [1.0] * 4, "r1": [2.0, 0, 2, 0], "r2": second}
    values |= {"laji": ["p", "p", "v", "v"], "x": [1.0, 2, 3, 4]}
    names: Any = ["r1", "r2"]
    return responses(instrument, values), ReplicateDesign("w", names, kind="brr")


def test_replicates_are_fitted_one_by_one() -> None:
    made, design = replicated([0.0, 2, 0, 2])
    for call in (rake, poststratify, calibrate):
        fitted = call(made, {"laji": {"p": 30, "v": 10}}, design=design)
        assert fitted.replicates is not None
        np.testing.assert_allclose(fitted.replicates, [[30, 0], [0, 30], [10, 0], [0, 10]])
        assert fitted.calibration is None


def test_a_replicate_without_a_category_is_refused() -> None:
    made, design = replicated([2.0, 2, 0, 0])
    with pytest.raises(AnalysisError, match=r"replicate 2 of 2 has no weight in 'laji': v\. Put the category together"):
        rake(made, {"laji": {"p": 30, "v": 10}}, design=design)


def test_a_design_is_met_when_it_is_tabulated() -> None:
    design = calibrate(answers(), {"laji": {"p": 5, "v": 4}}, design=Design(weights="paino", strata="ryhma"))
    with pytest.raises(AnalysisError, match="'ryhma'"):
        mean(answers(), "jasenia", design=design)
