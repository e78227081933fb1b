"""Totals of units tell the same variance as the influences of rows."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csc_array

from verkosto.aggregate._parts import UnitPart
from verkosto.aggregate._plan import Stage
from verkosto.aggregate._statistics import Ratio

Problem = tuple[Stage, Any, Any]


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Draw a stage, totals of shape (units, groups, levels, measures), and a sparse gradient for them."""
    units, strata = draw(st.integers(1, 12)), draw(st.integers(1, 4))
    shape = tuple(draw(st.integers(1, 3)) for _ in range(3))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    of_unit = random.integers(0, strata, units)
    sizes = np.bincount(of_unit, minlength=strata)
    centred = random.random(strata) < 0.8
    stage = Stage(random.integers(0, units, 3), units, of_unit, sizes, random.gamma(2, 1, strata), centred)
    totals = np.where(random.random((units, *shape)) < 0.3, 0.0, random.gamma(2, 1, (units, *shape)))
    size = int(np.prod(shape))
    gradient = np.where(random.random((size, 4)) < 0.4, random.normal(size=(size, 4)), 0.0)
    return stage, totals, gradient


def by_hand(stage: Stage, values: Any) -> Any:
    """Return the sums of squares around the means of strata, of values of shape (units, results)."""
    found = np.zeros(values.shape[1])
    for stratum, (size, scale) in enumerate(zip(stage.sizes, stage.scale, strict=True)):
        if size:
            own = values[stage.strata == stratum]
            centre = own.mean(axis=0) if stage.centred[stratum] else 0.0
            found += scale * ((own - centre) ** 2).sum(axis=0)
    return found


@settings(max_examples=40)
@given(problems())
def test_variances_and_degrees_of_freedom_by_definition(problem: Problem) -> None:
    stage, totals, gradient = problem
    units, groups, levels, _ = totals.shape
    base = np.zeros((groups * levels, groups))
    for group in range(groups):
        base[group * levels : (group + 1) * levels, group] = 1
    variance, df = UnitPart.of(stage, totals).linearised(csc_array(gradient), csc_array(base))
    np.testing.assert_allclose(variance, by_hand(stage, totals.reshape(units, -1) @ gradient), rtol=1e-9, atol=1e-12)
    inside = totals[..., 0].sum(axis=2) > 0
    expected = [inside[:, g].sum() - len(set(stage.strata[inside[:, g]].tolist())) for g in range(groups)]
    assert df.tolist() == expected
    values = totals.reshape(units, -1) @ gradient
    np.testing.assert_allclose(
        stage.spread(values[stage.order].T),
        np.square(stage.deviations(values, None)).sum(axis=0),
        rtol=1e-9,
        atol=1e-12,
    )


@settings(max_examples=40)
@given(problems(), st.data())
def test_levels_may_move_and_meet(problem: Problem, data: st.DataObject) -> None:
    stage, totals, _ = problem
    units, groups, levels, width = totals.shape
    into = np.array(data.draw(st.lists(st.integers(0, 4), min_size=levels, max_size=levels)))
    expected = np.zeros((units, groups, 5, width))
    for level, place in enumerate(into):
        expected[:, :, place] += totals[:, :, level]
    moved = UnitPart.of(stage, totals).moved(into, 5)
    found = np.zeros((groups * 5 * width, units))
    found[moved.cells] = moved.sums()
    assert len(set(moved.cells.tolist())) == len(moved.cells)
    np.testing.assert_allclose(found, expected.reshape(units, -1)[stage.order].T)


@settings(max_examples=40)
@given(st.integers(0, 2**32 - 1))
def test_the_gradient_of_a_quotient_is_its_slope(seed: int) -> None:
    random = np.random.default_rng(seed)
    above, below = (np.where(random.random((5, 3)) < 0.5, random.normal(size=(5, 3)), 0.0) for _ in range(2))
    below[0] = 1
    statistic = Ratio(csc_array(above), csc_array(below))
    totals = random.gamma(5, 1, 5) + np.abs(below).sum() * 5 * (np.arange(5) == 0)
    gradient = statistic.gradient(totals).toarray()
    step = 1e-6
    for place in range(5):
        moved = totals.copy()
        moved[place] += step
        slope = (statistic.value(moved) - statistic.value(totals)) / step
        np.testing.assert_allclose(gradient[place], slope, rtol=1e-3, atol=1e-6)


def test_a_quotient_by_zero_has_no_slope() -> None:
    statistic = Ratio(csc_array(np.eye(2)), csc_array(np.eye(2)[::-1]))
    assert statistic.gradient(np.array([3.0, 0.0])).toarray().tolist() == [[0.0, 0.0], [0.0, pytest.approx(1 / 3)]]
