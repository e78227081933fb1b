"""Plans: a design met with the rows of a survey, and the variance that follows from it.

An estimate's *influence* is what each row adds to its linearised value: the weight times the derivative of the
estimate by the totals, times the row's own part in them. Summed over units and squared around the mean of their
stratum it gives the variance, whatever the estimate. Every standard error of the room comes from here.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from attrs import field, frozen

from verkosto.aggregate._rows_span import Span, covariance_of, variance_of
from verkosto.aggregate._stage import Stage
from verkosto.aggregate._weights import Weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Calibration", "Plan", "Presence", "Replicates", "Stage"]

_RANK = 1e-5


class Calibration(Protocol):
    """Weights that were made to meet known totals: it takes out of an influence what the totals explain."""

    def residuals(self, influence: Floats) -> Floats:
        """Return the influence, of shape (rows, results), less its part that is known from the totals."""

    def remainder(self, span: Span) -> Span:
        """Return the same of an influence that is written as a product."""


@frozen(eq=False)
class Replicates:
    """Stored replicate weights.

    Attributes:
        weights: Shape (rows, replicates), divided by the plan's scale as the full weights are.
        scale: Factor of the sum of squares.
        factors: Factor of each replicate.
        mse: Whether squares are around the estimate.
        df: Degrees of freedom of every estimate, where the design states them; None: `df_of` its rows.
        kept: Ranks of the weights of rows, by a digest of their places.
    """

    weights: Floats
    scale: float
    factors: Floats
    mse: bool
    df: float | None = None
    kept: dict[bytes, int] = field(factory=dict, init=False, repr=False)

    def df_of(self, rows: NDArray[np.intp]) -> float:
        """Return the degrees of freedom of an estimate from some rows: the rank of their weights less one.

        Replicates are taken one after another, and one counts where more than 1e-5 of its length is left by those
        before, as in `degf` of R's survey.
        """
        if self.df is not None:
            return self.df
        # Questions that everybody answered have the same rows, and the products of their weights are most of the work.
        key = blake2b(rows.tobytes(), digest_size=16).digest()
        if key not in self.kept:
            self.kept[key] = self._rank(rows)
        return max(self.kept[key] - 1.0, 0.0)

    def _rank(self, rows: NDArray[np.intp]) -> int:
        part = self.weights[rows]
        left = part.T @ part
        least = _RANK**2 * np.diag(left).copy()
        rank = 0
        for place, enough in enumerate(least):
            rest = float(left[place, place])
            if rest > 0 and rest >= enough:
                rank += 1
                left -= np.outer(left[place], left[place]) / rest
        return rank

    def covariance(self, estimate: Floats, values: Floats) -> Floats:
        """Return the covariance of estimates, shape (results, results), from their replicates (replicates, results).

        A replicate without an estimate is left out for all, as R's survey does.
        """
        deviations = self._deviations(estimate, values)
        return np.asarray(deviations.T @ deviations)

    def variance(self, estimate: Floats, values: Floats) -> Floats:
        """Return the diagonal of `covariance`; replicates without an estimate are left out result by result."""
        found = np.empty(len(estimate))
        for place in range(len(estimate)):
            found[place] = np.square(self._deviations(estimate[[place]], values[:, [place]])).sum()
        return found

    def _deviations(self, estimate: Floats, values: Floats) -> Floats:
        known = ~np.isnan(values).any(axis=1)
        values, factors = values[known], self.factors[known]
        if not len(values):
            return np.full((1, len(estimate)), np.nan)
        centre = estimate if self.mse else values[factors > 0].mean(axis=0)
        return np.asarray((values - centre) * np.sqrt(self.scale * factors)[:, np.newaxis])


@frozen(eq=False)
class Presence:
    """Which units and strata of the first stage have rows in the base of each result.

    Attributes:
        units: Number of units with a row of positive weight, for each result.
        strata: Number of strata, likewise.
        shown: Which strata have a row at all, shape (strata, results); None: not asked for.
    """

    units: NDArray[np.intp]
    strata: NDArray[np.intp]
    shown: NDArray[np.bool_] | None = None

    @property
    def df(self) -> Floats:
        """Units less strata, as `degf` of R's survey."""
        return (self.units - self.strata).astype(np.float64)


@frozen(eq=False)
class Plan:
    """The rows of a survey with their weights, stages, calibration and replicates.

    Attributes:
        rows: Number of rows of the whole design.
        w: Full weights divided by `scale`, 0 in rows that no estimate may use.
        scale: A power of two.
        stages: From the first; empty for replicates.
        weighted: Whether rows count unequally or for more than themselves.
        calibration: How weights were calibrated, or None.
        replicates: Replicate weights, or None.
        weights: The weights as they were read, which know what is wrong with some of them.
    """

    rows: int
    w: Floats
    scale: float
    stages: tuple[Stage, ...]
    weighted: bool
    calibration: Calibration | None = None
    replicates: Replicates | None = None
    weights: Weights | None = None
    kept: dict[str, Any] = field(factory=dict, repr=False)

    @property
    def first(self) -> Stage:
        """The first stage."""
        return self.stages[0]

    @property
    def simple(self) -> bool:
        """Whether each row is a unit of one stratum, drawn with replacement from an infinite population."""
        return (
            self.replicates is None
            and self.calibration is None
            and len(self.stages) == 1
            and self.first.units is None
            and len(self.first.sizes) == 1
            and bool(self.first.centred[0])
            and float(self.first.scale[0]) == self.rows / max(self.rows - 1, 1)
        )

    def presence(self, inside: NDArray[np.bool_] | Any) -> Presence:
        """Return the units and strata of rows.

        Args:
            inside: Rows of the base of each result: a dense or sparse array of booleans, shape (rows, results).
        """
        from scipy.sparse import csr_array

        stage = self.first
        given = csr_array(inside, dtype=np.int32)
        used = csr_array(given.multiply((self.w > 0).astype(np.int32)[:, np.newaxis]))
        units = np.arange(self.rows) if stage.units is None else stage.units
        of_unit = _counts(units, stage.count, used)
        of_stratum = _counts(stage.of_rows, len(stage.sizes), used)
        shown = None if stage.averaged is None else _counts(stage.of_rows, len(stage.sizes), given).toarray() > 0
        return Presence(_occurring(of_unit), _occurring(of_stratum), shown)

    def covariance(self, influence: Floats | Span, presence: Presence | None = None) -> Floats:
        """Return the covariance of results, shape (results, results), from their influence, (rows, results).

        Formula: for each stage the sum over strata of `a * sum((t - mean(t)) ** 2)` with `t` the sums over units and
        `a` as in `Stage.scale` (Särndal, Swensson and Wretman 1992, sections 4.3 and 5.5; `svyrecvar` of R's survey).
        """
        return covariance_of(self.stages, self._unexplained(influence), None if presence is None else presence.shown)

    def variance(self, influence: Floats | Span, presence: Presence | None = None) -> Floats:
        """Return the diagonal of `covariance`."""
        return variance_of(self.stages, self._unexplained(influence), None if presence is None else presence.shown)

    def _unexplained(self, influence: Floats | Span) -> Span:
        span = influence if isinstance(influence, Span) else Span.dense(influence)
        return span if self.calibration is None else self.calibration.remainder(span)


def _counts(places: NDArray[np.intp], count: int, inside: Any) -> Any:
    from scipy.sparse import csr_array

    rows = len(places)
    pick = csr_array((np.ones(rows, dtype=np.int32), (places, np.arange(rows))), shape=(count, rows))
    return pick @ inside


def _occurring(counts: Any) -> NDArray[np.intp]:
    return np.asarray((counts > 0).sum(axis=0)).reshape(-1).astype(np.intp)
