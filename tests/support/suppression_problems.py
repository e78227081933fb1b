"""Problems of suppression made by hand, their cheapest patterns by other ways, and whether a pattern is safe."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from attrs import evolve
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from verkosto.disclosure._bounds import bounds
from verkosto.disclosure._system import Problem, Sum, System

if TYPE_CHECKING:
    from collections.abc import Iterator

    from verkosto.disclosure._system import Mask

__all__ = ["brute_cost", "cost_of", "direct_cost", "full_table", "half_numbers", "is_safe", "small_counts"]


def full_table(counts: NDArray[np.float64], *, whole: bool = True) -> System:
    """Return a table of any dimensions with all its margins; its keys are indices, of which the last is the margin."""
    sums = []
    for axis in range(counts.ndim):
        counts = np.concatenate([counts, counts.sum(axis=axis, keepdims=True)], axis=axis)
    places = np.arange(counts.size).reshape(counts.shape)
    for axis in range(counts.ndim):
        lines = np.moveaxis(places, axis, -1).reshape(-1, counts.shape[axis])
        sums += [Sum(line[-1], tuple(line[:-1])) for line in lines.tolist()]
    values, nothing = counts.ravel().astype(float), np.zeros(counts.size)
    return System(
        tuple(np.ndindex(counts.shape)), values, nothing == 0, nothing, nothing + np.inf, tuple(sums), whole=whole
    )


def small_counts(system: System, threshold: float = 5.0, *, low: float = 0.0) -> Problem:
    """Return the problem of hiding counts under a threshold, so that the threshold and the low stay possible."""
    values = system.values
    primary = (values > 0) & (values < threshold)
    return Problem(
        system,
        primary,
        np.where(primary, low, np.nan),
        np.where(primary, threshold, np.nan),
        1 + np.log(values + 1),
    )


def half_numbers(*, dear: float = 9.0) -> Problem:
    """Return a problem in which half numbers would protect d with a, b and c, and whole ones only with e.

    Half a number more of b and less of a and c makes d one more; a whole one makes it two more, which nobody believes.
    """
    names = ("ab", "bc", "acde", "a", "b", "c", "d", "e")
    nothing = np.zeros(8)
    primary = np.array([name == "d" for name in names])
    system = System(
        names,
        np.array([20.0, 20, 32, 10, 10, 10, 2, 10]),
        nothing == 0,
        nothing,
        np.where(primary, 3.0, np.inf),
        (Sum(0, (3, 4)), Sum(1, (4, 5)), Sum(2, (3, 5, 6, 7))),
    )
    costs = np.array([np.inf, np.inf, np.inf, 1, 1, 1, 1, dear])
    return Problem(system, primary, np.full(8, np.nan), np.where(primary, 3.0, np.nan), costs)


def is_safe(problem: Problem, hidden: Mask) -> bool:
    """Return whether a reader's exact bounds are as wide as needed, ties are kept, and nothing is hidden in vain."""
    system = evolve(problem.system, shown=problem.system.shown & ~hidden)
    primary = problem.primary
    found = bounds(system.hide(hidden), primary)
    slip = 1e-5 * np.maximum(1, system.values[primary])
    wide = ~(found.low[primary] > problem.need_low[primary] + slip)
    wide &= ~(found.high[primary] < problem.need_high[primary] - slip)
    allowed = not np.isinf(problem.cost[hidden]).any() and not system.shown[primary].any()
    tied = all(~system.shown[second] for first, second in problem.ties if hidden[first])
    return bool(wide.all() and allowed and tied)


def cost_of(problem: Problem, hidden: Mask) -> float:
    return float(problem.cost[hidden].sum())


def brute_cost(problem: Problem) -> float | None:
    """Return the least cost of a safe pattern by trying all of them; None if none is safe."""
    shown = problem.system.shown
    free = np.flatnonzero(shown & ~problem.primary & np.isfinite(problem.cost))
    best = None
    for size in range(len(free) + 1):
        for more in combinations(free.tolist(), size):
            hidden = problem.primary & shown
            hidden[list(more)] = True
            cost = cost_of(problem, hidden)
            if (best is None or cost < best - 1e-9) and is_safe(problem, hidden):
                best = cost
    return best


def direct_cost(problem: Problem) -> float | None:
    """Return the least cost of a safe pattern by one integer program with flows for every requirement; None if none."""
    system, size = problem.system, len(problem.system)
    sides = [
        (int(place), float(end - system.values[place]))
        for needs in (problem.need_low, problem.need_high)
        for place, end in enumerate(needs)
        if problem.primary[place] and not np.isnan(end)
    ]
    must = problem.primary | ~system.shown
    may = np.isfinite(problem.cost) | ~system.shown
    if (must & ~may).any():
        return None
    rows = [*_flows(system, len(sides))]
    for first, second in problem.ties:
        row = np.zeros(size * (len(sides) + 1))
        row[first], row[second] = -1, 1
        rows.append(LinearConstraint(csr_array(row[np.newaxis]), 0, np.inf))
    low, high = np.full((len(sides) + 1, size), -np.inf), np.full((len(sides) + 1, size), np.inf)
    low[0], high[0] = must, may
    for at, (place, away) in enumerate(sides, start=1):
        (low if away > 0 else high)[at, place] = away
    cost = np.zeros((len(sides) + 1, size))
    cost[0] = np.where(system.shown & may, problem.cost, 0)
    found = milp(
        cost.ravel(),
        integrality=np.repeat([1, int(system.whole)], [size, size * len(sides)]),
        bounds=Bounds(low.ravel(), high.ravel()),
        constraints=rows,
        options={"mip_rel_gap": 0.0},
    )
    return None if found.x is None else float(found.fun)


def _flows(system: System, count: int) -> Iterator[LinearConstraint]:
    """Yield that differences add up to nothing and that only hidden numbers have any, for every requirement."""
    size, most = len(system), 2 * system.values.sum() + 10
    sums = np.zeros((len(system.sums), size))
    for row, one in enumerate(system.sums):
        sums[row, one.whole] += 1
        sums[row, list(one.parts)] -= 1
    up = np.diag(np.minimum(system.high - system.values, most))
    down = np.diag(np.minimum(system.values - system.low, most))
    for at in range(count):
        own = np.zeros(count)
        own[at] = 1
        yield LinearConstraint(csr_array(np.hstack([np.zeros_like(sums), np.kron(own, sums)])), 0, 0)
        yield LinearConstraint(csr_array(np.hstack([up, np.kron(own, -np.eye(size))])), 0, np.inf)
        yield LinearConstraint(csr_array(np.hstack([down, np.kron(own, np.eye(size))])), 0, np.inf)
