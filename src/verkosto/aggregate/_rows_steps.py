"""Variances of the share of rows beyond a place, of which a score test asks for many.

The influence of a row has one of two values, by the side it lies on. With the rows in order, sums of weights beyond the
place tell the sums of all strata or units, and no influence has to be written down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._plan import Stage
from verkosto.aggregate._rows_influence import Domain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["Steps"]


@frozen(eq=False)
class _Side:
    """The rows of a domain in one stage: `codes` are their strata where units are rows, otherwise their units."""

    stage: Stage
    codes: NDArray[np.intp]
    w: Floats
    whole: Floats
    squares: Floats

    @classmethod
    def of(cls, stage: Stage, rows: NDArray[np.intp], w: Floats) -> _Side:
        """Take rows in order, with their weights as shares of all."""
        codes = stage.strata[rows] if stage.units is None else stage.units[rows]
        count = len(stage.sizes) if stage.units is None else stage.count
        whole, squares = (np.bincount(codes, each, count).astype(np.float64, copy=False) for each in (w, w * w))
        return cls(stage, codes, w, whole, squares)

    def variance(self, rank: int, share: float) -> float:
        """Return the stage's part of the variance of the share of rows from a rank on."""
        stage, codes, w = self.stage, self.codes[rank:], self.w[rank:]
        sums = np.bincount(codes, w, len(self.whole)) - share * self.whole
        if stage.units is not None:
            return float(np.square(stage.deviations(sums[:, np.newaxis], None)).sum())
        beyond = np.bincount(codes, w * w, len(self.whole))
        squares = (1 - share) ** 2 * beyond + share**2 * np.maximum(self.squares - beyond, 0)
        centred = np.where(stage.centred, np.square(sums) / np.maximum(stage.sizes, 1), 0.0)
        return float(stage.scale @ np.maximum(squares - centred, 0))


@frozen(eq=False)
class Steps:
    """The rows of a domain in ascending order of some numbers.

    Attributes:
        domain: The rows in that order.
        w: Their weights as shares of all.
        sides: One for each stage; None where the design asks for the influence of all rows.
    """

    domain: Domain
    w: Floats
    sides: tuple[_Side, ...] | None

    @classmethod
    def of(cls, domain: Domain, w: Floats) -> Steps:
        """Take rows in order, with their weights, which must not all be 0."""
        plan, w = domain.plan, w / w.sum()
        if plan.calibration is not None or any(stage.averaged is not None for stage in plan.stages):
            return cls(domain, w, None)
        return cls(domain, w, tuple(_Side.of(stage, domain.rows, w) for stage in plan.stages))

    def beyond(self, rank: int) -> tuple[float, float]:
        """Return the share of the weight of the rows from a rank on, and its variance."""
        share = float(self.w[rank:].sum())
        if self.sides is None:
            inside = np.arange(len(self.w)) >= rank
            return share, float(self.domain.variance((self.w * (inside - share))[:, np.newaxis])[0])
        return share, sum(side.variance(rank, share) for side in self.sides)
