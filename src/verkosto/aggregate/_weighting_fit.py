"""Fitting: factors of cells with which weighted sums meet known totals.

Both ways work on joint cells (or rows, where numbers are among the totals), so their cost does not grow with rows once
the sums of base weights are taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._weighting_distance import Distance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Fit", "newton", "proportional", "solve"]

_CUTOFF = 1e-10
"""Directions with less than this share of the largest eigenvalue are taken for dependent margins."""

_MIXES = (1e-9, 1e-6, 1e-3, 0.1, 10.0, 1e3, 1e6)


@frozen(eq=False)
class Fit:
    """Factors that were found.

    Attributes:
        factors: What base weights are multiplied by, for each cell.
        iterations: How many rounds it took.
        errors: For each total how far it is missed, relative to its size.
    """

    factors: Floats
    iterations: int
    errors: Floats

    @property
    def error(self) -> float:
        """The largest relative error."""
        return float(self.errors.max(initial=0.0))


def proportional(
    base: Floats, places: NDArray[np.intp], totals: Sequence[Floats], *, tolerance: float, most: int
) -> Fit:
    """Fit margins in turn until all are met: iterative proportional fitting.

    Formula: Deming and Stephan (1940), Annals of Mathematical Statistics 11; `rake` of R's survey.

    Args:
        base: Sums of base weights by cell.
        places: For each cell its place in each margin, shape (cells, margins).
        totals: The known totals of each margin, above 0.
        tolerance: Largest relative error of a total that counts as met.
        most: Most rounds.
    """
    used = np.flatnonzero(base > 0)
    start = base[used]
    current = start.copy()
    at = [np.ascontiguousarray(places[used, margin]) for margin in range(len(totals))]
    rounds = 0
    while True:
        sums = [np.bincount(place, current, minlength=len(total)) for place, total in zip(at, totals, strict=True)]
        errors = np.concatenate([np.abs(found / total - 1) for found, total in zip(sums, totals, strict=True)])
        if rounds == most or not errors.max(initial=0.0) > tolerance:
            break
        rounds += 1
        for place, total in zip(at, totals, strict=True):
            found = np.bincount(place, current, minlength=len(total))
            current *= (total / np.where(found > 0, found, np.nan))[place]
    factors = np.ones(len(base))
    factors[used] = current / start
    return Fit(factors, rounds, errors)


def newton(
    base: Floats, matrix: Any, totals: Floats, distance: Distance, scale: Floats, *, tolerance: float, most: int
) -> Fit:
    """Fit all totals at once: Newton's method for calibration with a distance function.

    The factors minimise a convex function, whose gradient is what the totals are missed by. Where bounds hold many rows
    its curvature is no guide, so steps are mixed with those of the unbounded linear distance until they lead down.

    Formula: Deville and Särndal (1992), Journal of the American Statistical Association 87, section 2; `calibrate` and
    `grake` of R's survey.

    Args:
        base: Base weights of cells or rows.
        matrix: What one of each cell adds to each total, sparse, shape (cells, totals).
        totals: The known totals.
        distance: Which factors are near to 1, and their bounds.
        scale: What the argument of the distance is divided by for each cell: the variance that is assumed.
        tolerance: Largest relative error of a total that counts as met.
        most: Most rounds.
    """

    def at(eta: Floats) -> tuple[Floats, Floats, Floats, float]:
        argument = matrix @ eta / scale
        with np.errstate(over="ignore", invalid="ignore"):
            factors = distance.factor(argument)
            value = float((base * scale) @ distance.potential(argument) - totals @ eta)
            return argument, factors, totals - matrix.T @ (base * factors), value

    # A total near 0, such as that of a centred number, is met relative to what goes into it.
    size = np.maximum(np.abs(totals), 1e-3 * (abs(matrix).T @ base))
    plain = _products(matrix, base / scale)
    eta = np.zeros(len(totals))
    argument, factors, missed, value = at(eta)
    rounds = mixed = 0
    while rounds < most and np.abs(missed / size).max() > tolerance:
        rounds += 1
        products = _products(matrix, base * distance.slope(argument) / scale)
        for place in range(max(mixed - 1, 0), len(_MIXES)):
            step = solve(products + _MIXES[place] * plain, missed)
            reached = at(eta + step)
            if _leads_down(reached, missed, value, step, size):
                eta, mixed = eta + step, place
                argument, factors, missed, value = reached
                break
        else:
            break
    return Fit(factors, rounds, np.abs(missed / size))


def _products(matrix: Any, weights: Floats) -> Floats:
    return np.asarray((matrix.multiply(weights[:, np.newaxis]).T @ matrix).todense())


def _leads_down(
    reached: tuple[Floats, Floats, Floats, float], missed: Floats, value: float, step: Floats, size: Floats
) -> bool:
    """Return whether a step lowers the function enough, or halves the error where the function is flat."""
    lower = bool(reached[3] <= value - 1e-4 * float(step @ missed))
    return lower or bool(np.abs(reached[2] / size).max() <= np.abs(missed / size).max() / 2)


def solve(products: Floats, right: Floats) -> Floats:
    """Solve symmetric equations of which some may be dependent, as those of several margins with one total are."""
    root = np.sqrt(np.diag(products))
    root = np.where(root > 0, root, 1.0)
    values, vectors = np.linalg.eigh(products / root / root[:, np.newaxis])
    kept = values > _CUTOFF * values.max(initial=0.0)
    vectors = vectors[:, kept]
    tall = root if right.ndim == 1 else root[:, np.newaxis]
    inner = vectors.T @ (right / tall)
    inner = inner / (values[kept] if right.ndim == 1 else values[kept][:, np.newaxis])
    return np.asarray(vectors @ inner / tall)
