"""Variances from products of columns, beside the same from the influence of every row on every result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from verkosto.aggregate._plan import Calibration, Plan, Stage
from verkosto.aggregate._rows_influence import Domain
from verkosto.aggregate._rows_products import indicators, products
from verkosto.aggregate._rows_span import Span
from verkosto.aggregate._rows_steps import Steps
from verkosto.aggregate._scores import Estimated, cell_scores, estimate_scores, side_by_side
from verkosto.aggregate._statistics import Linear, Ratio
from verkosto.aggregate._weighting_cells import Cells, joint_cells
from verkosto.aggregate._weighting_residuals import Composed, PostStratified, Raked, Regressed

pytestmark = pytest.mark.thorough

Floats = np.ndarray[Any, np.dtype[np.float64]]
SWITCHES: dict[str, dict[str, Any]] = {
    "as it is": {},
    "many sums": {"_rows_products._MOST_SUMS": 0, "_weighting_residuals._FEW_CELLS": 0},
    "small blocks": {"_rows_span._BLOCK_NUMBERS": 5, "_scores._MARKED_ROWS": 3},
    "no digits": {"_rows_span._DIGITS": 1.1},
}


def residuals_by_hand(part: Calibration, influence: Floats) -> Floats:
    """What is left of an influence, row by row, as the docstrings say it."""
    if isinstance(part, Composed):
        for one in part.parts:
            influence = residuals_by_hand(one, influence)
        return influence
    assert isinstance(part, PostStratified | Raked | Regressed)
    psw, rows = part.psw, len(influence)
    key = np.arange(rows) if part.cells.key is None else part.cells.key
    if isinstance(part, Regressed):
        matrix, scale = part.matrix.toarray()[key], part.scale[key]
        ratio = np.divide(part.base, psw, out=np.zeros(rows), where=psw != 0)
        slopes = np.linalg.pinv((matrix.T * part.base / scale) @ matrix) @ ((matrix.T * ratio / scale) @ influence)
        return np.asarray(influence - psw[:, np.newaxis] * (matrix @ slopes))
    if isinstance(part, PostStratified):
        found = influence.copy()
        for cell in set(key):
            inside = key == cell
            if psw[inside].any():
                found[inside] -= np.outer(psw[inside], influence[inside].sum(axis=0) / psw[inside].sum())
        return found
    used = psw > 0
    left = np.divide(influence, psw[:, np.newaxis], out=np.zeros_like(influence), where=used[:, np.newaxis])
    for _ in range(10):
        for margin in part.cells.places[key].T:
            for place in set(margin[used]):
                inside = used & (margin == place)
                left[inside] -= left[inside].mean(axis=0)
    return np.where(used[:, np.newaxis], left * psw[:, np.newaxis], influence)


def by_hand(plan: Plan, influence: Floats, shown: Any) -> Floats:
    if plan.calibration is not None:
        influence = residuals_by_hand(plan.calibration, influence)
    found = np.zeros((influence.shape[1],) * 2)
    for place, stage in enumerate(plan.stages):
        units = np.arange(plan.rows) if stage.units is None else stage.units
        sums = np.zeros((stage.count, influence.shape[1]))
        np.add.at(sums, units, influence)
        away = stage.deviations(sums, shown if place == 0 else None)
        found += away.T @ away
    return found


def stage_of(random: np.random.Generator, rows: int, *, clustered: bool, averaged: bool) -> Stage:
    # Each stratum has a unit, and each unit a row.
    count = int(random.integers(3, rows)) if clustered else rows
    units = random.permutation(np.concatenate([np.arange(count), random.integers(0, count, rows - count)]))
    strata = random.permutation(np.concatenate([np.arange(3), random.integers(0, 3, count - 3)]))
    sizes = np.bincount(strata)
    alone = (sizes == 1) if averaged and (sizes > 1).any() else None
    scale = random.random(3) * np.where(sizes > 1, 1, 0 if alone is not None else 1)
    return Stage(units if clustered else None, count, strata, sizes, scale, random.random(3) < 0.8, alone)


def calibration_of(random: np.random.Generator, kind: str, rows: int, w: Floats) -> Calibration | None:
    sizes = (3, 2)
    cells = joint_cells([random.integers(0, size, rows) for size in sizes], sizes)
    psw = w * random.choice([0.5, 1.0, 2.0], rows)
    design = csr_array(np.column_stack([np.eye(3)[cells.places[:, 0]], np.eye(2)[cells.places[:, 1]]]))
    numbers = csr_array(np.column_stack([np.ones(rows), random.normal(size=rows).round(1)]))
    alone = Cells(None, rows, np.zeros((rows, 0), dtype=np.intp))
    kinds: dict[str, Calibration] = {
        "post-stratified": PostStratified(cells, psw),
        "raked": Raked(cells, psw, sizes),
        "regressed": Regressed(cells, psw, design, w, random.random(6) + 0.5),
        "numbers": Regressed(alone, psw, numbers, w, np.ones(rows)),
    }
    return Composed((kinds["raked"], kinds["numbers"])) if kind == "both" else kinds.get(kind)


@st.composite
def estimates(draw: st.DrawFn) -> Estimated:
    random = np.random.default_rng(draw(st.integers(0, 2**32)))
    rows = draw(st.integers(6, 30))
    averaged, clustered = draw(st.booleans()), draw(st.booleans())
    stages = [stage_of(random, rows, clustered=clustered, averaged=averaged)]
    stages += [stage_of(random, rows, clustered=False, averaged=False)] * draw(st.integers(0, 1))
    w = random.choice([0.0, 0.5, 1.0, 3.0], rows, p=[0.1, 0.3, 0.3, 0.3])
    kind = draw(st.sampled_from(["none", "post-stratified", "raked", "regressed", "numbers", "both"]))
    plan = Plan(rows, w, 1.0, tuple(stages), True, calibration_of(random, kind, rows, w))
    blocks = [cell_scores(random.integers(-1, 3, rows), 3, (None, random.normal(size=rows)))]
    if draw(st.booleans()):
        blocks.append(cell_scores(random.integers(-1, 2, rows), 2))
    count = sum(block.shape[1] for block in blocks)
    above, below = (random.random((count, 4)) * (random.random((count, 4)) < 0.4) for _ in range(2))
    statistic = Ratio(csr_array(above).tocsc(), csr_array(below).tocsc())
    if draw(st.booleans()):
        return estimate_scores(plan, side_by_side(blocks), Linear(csr_array(above).tocsc()))
    return estimate_scores(plan, side_by_side(blocks), statistic)


@pytest.mark.parametrize("switch", SWITCHES)
@settings(max_examples=25)
@given(made=estimates())
def test_products_tell_what_rows_tell(switch: str, made: Estimated) -> None:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in SWITCHES[switch].items():
            patch.setattr(f"verkosto.aggregate.{name}", value)
        known = ~np.isnan(made.value)
        presence = made.plan.presence(made.bases())
        expected = by_hand(made.plan, made.influence(), presence.shown)
        scale = 1e-10 * max(float(np.nanmax(np.abs(expected), initial=0)), 1e-6)
        found = made.covariance()
        places = np.ix_(known, known)
        np.testing.assert_allclose(found[places], expected[places], rtol=1e-10, atol=scale)
        np.testing.assert_allclose(made.variance[known], np.diag(expected)[known], rtol=1e-10, atol=scale)
        assert made.presence is not None
        assert made.presence.units.tolist() == presence.units.tolist()
        assert made.presence.strata.tolist() == presence.strata.tolist()


@settings(max_examples=25)
@given(made=estimates())
def test_a_written_influence_has_the_same_covariance(made: Estimated) -> None:
    written, span = made.influence(), made.span()
    presence = made.presence
    products_of = made.plan.covariance(span, presence)
    scale = 1e-10 * max(float(np.nanmax(np.abs(products_of), initial=0)), 1e-6)
    np.testing.assert_allclose(made.plan.covariance(written, presence), products_of, rtol=1e-10, atol=scale)
    np.testing.assert_allclose(made.plan.variance(written, presence), np.diag(products_of), rtol=1e-10, atol=scale)
    calibration = made.plan.calibration
    if calibration is not None:
        left = residuals_by_hand(calibration, written)
        np.testing.assert_allclose(calibration.residuals(written), left, rtol=1e-9, atol=1e-9)
        rest = calibration.remainder(Span.dense(written))
        one = indicators(np.zeros(made.plan.rows, dtype=np.intp), 1)
        np.testing.assert_allclose(rest.sums(one)[0], left.sum(axis=0), rtol=1e-9, atol=1e-9)


@settings(max_examples=30)
@given(made=estimates(), seed=st.integers(0, 2**32))
def test_steps_have_the_variance_of_their_influence(made: Estimated, seed: int) -> None:
    plan, random = made.plan, np.random.default_rng(seed)
    rows = np.flatnonzero(random.random(plan.rows) < 0.7)
    w = plan.w[rows]
    if not w.any():
        return
    domain = Domain(plan, rows)
    steps = Steps.of(domain, w)
    for rank in (0, len(rows) // 2, len(rows)):
        inside = np.arange(len(rows)) >= rank
        share = w[inside].sum() / w.sum()
        influence = (w * (inside - share) / w.sum())[:, np.newaxis]
        expected = by_hand(plan, domain.among_all(influence), domain.for_results(1).shown)[0, 0]
        found = steps.beyond(rank)
        assert found[0] == pytest.approx(share)
        assert found[1] == pytest.approx(expected, rel=1e-9, abs=1e-12, nan_ok=True)


def test_what_strata_explain_wholly_has_no_variance() -> None:
    """Differences of large sums would leave their rounding: an error of a hundred-millionth instead of none."""
    rows = 3000
    strata = np.arange(rows) % 3
    sizes = np.bincount(strata)
    stage = Stage(None, rows, strata, sizes, sizes / (sizes - 1.0), np.ones(3, dtype=bool))
    plan = Plan(rows, np.full(rows, 0.1), 1.0, (stage,), True)
    shares = Ratio(csr_array(np.eye(3)).tocsc(), csr_array(np.ones((3, 3))).tocsc())
    found = estimate_scores(plan, cell_scores(strata, 3), shares)
    assert np.abs(found.variance).max() < 1e-25
    assert np.abs(found.covariance()).max() < 1e-25
    one = estimate_scores(evolve(plan, w=np.linspace(0.1, 1, rows)), cell_scores(strata, 3), shares)
    assert one.variance.min() > 1e-9


def test_products_of_arrays_of_any_form() -> None:
    random = np.random.default_rng(1)
    ragged = csr_array(random.random((20, 4)) * (random.random((20, 4)) < 0.4))
    single = cell_scores(random.integers(-1, 3, 20), 3, [random.random(20)])
    dense, factors = random.random((20, 2)), random.random(20)
    arrays = [ragged, single, dense, indicators(random.integers(0, 5, 20), 5, factors), csr_array((20, 2))]
    for one in arrays:
        for other in arrays:
            for given_factors in (None, factors):
                left, right = (part if isinstance(part, np.ndarray) else part.toarray() for part in (one, other))
                expected = left.T @ (right if given_factors is None else right * factors[:, np.newaxis])
                np.testing.assert_allclose(products(one, other, given_factors).toarray(), expected, atol=1e-14)


def test_nothing_has_no_variance() -> None:
    stage = Stage(None, 4, np.zeros(4, dtype=np.intp), np.array([4]), np.array([4 / 3]), np.array([True]))
    plan = Plan(4, np.ones(4), 1.0, (stage,), False)
    nothing = estimate_scores(plan, cell_scores(np.full(4, -1), 2), Linear(csr_array((2, 3)).tocsc()))
    assert nothing.variance.tolist() == [0, 0, 0]
    assert nothing.covariance().tolist() == [[0] * 3] * 3
