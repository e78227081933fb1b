"""Estimators of shares: they see sums of cells and nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from verkosto.aggregate._cells import Sums
from verkosto.aggregate._intervals import share_interval

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Base", "Estimates", "Parts", "estimate"]


_ROUNDING = 1e-24


@frozen(eq=False)
class Base:
    """What shares are shares of; one value for each group, or one for each cell.

    Attributes:
        n: Unweighted count of what is divided: answers, persons or ticks.
        used: The same without weights of zero.
        w: Weighted count.
        w2: Sum of squares of what each row adds to `w`.
        persons: Rows with a weight above zero that add to `w`.
    """

    n: NDArray[np.int64]
    used: NDArray[np.int64]
    w: NDArray[np.float64]
    w2: NDArray[np.float64]
    persons: NDArray[np.int64]

    @classmethod
    def of_rows(cls, sums: Sums) -> Base:
        """Make the base in which each row is one."""
        return cls(sums.n, sums.used, sums.w, sums.w2, sums.used)


@frozen(eq=False)
class Parts:
    """The cells whose shares are wanted, and their bases.

    Attributes:
        cells: Sums of shape (groups, values).
        base: Bases of shape (groups, 1).
        ticks: For shares of ticks, the squared weights of the cells divided by how many ticks a row has (one,
            two and so on), of shape (groups, values, most), and those of all rows, (groups, 1, most). None
            where each row adds one to the base.
    """

    cells: Sums
    base: Base
    ticks: tuple[NDArray[np.float64], NDArray[np.float64]] | None = None


@frozen(eq=False)
class Estimates:
    """Arrays of one shape (groups, values); NaN or None where there is no estimate."""

    share: NDArray[np.float64]
    se: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    interval: NDArray[np.object_]
    df: NDArray[np.float64]
    deff: NDArray[np.float64]
    status: NDArray[np.object_]


def estimate(parts: Parts, *, rows: int, level: float) -> Estimates:
    """Estimate shares with linearised standard errors and intervals.

    With `p` the share, the variance is `N / (N - 1) * sum(w ** 2 * (y - p * x) ** 2) / sum(w * x) ** 2` over
    the rows of the base, where `y` is 1 in the cell and `x` what the row adds to the base: each row is a
    sampling unit drawn with replacement, and `N` counts all rows of the design, the domain's and the others
    (Särndal, Swensson and Wretman 1992, section 5.8; `svymean` and `svyratio` on
    `subset(svydesign(ids = ~1, weights = ~w))` of R's survey).

    Args:
        parts: Sums of the cells and their bases.
        rows: Rows of the whole design, N.
        level: Confidence of the intervals.
    """
    cells, base = parts.cells, parts.base
    some = base.w > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.where(some, cells.w / base.w, np.nan)
        # Sums of the same weights in another order differ in the last digit; counts of rows do not.
        share = np.clip(np.where(some & (cells.used == base.used), 1.0, share), 0, 1)
        variance = _variance(parts, share, rows)
        spread = share * (1 - share)
        kish = base.w**2 / base.w2
        effective = kish if parts.ticks is None else np.where(variance > 0, spread / variance, kish)
    df = np.where(some, base.persons - 1.0, np.nan) + np.zeros_like(share)
    low, high, interval = share_interval(share, effective + np.zeros_like(share), df, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        simple = spread / (base.used - 1.0)
        deff = np.where((spread > 0) & (base.used > 1), variance / simple, np.nan)
    if parts.ticks is not None:
        deff = np.full_like(share, np.nan)
    status = np.where(some, "ok", np.where(base.n > 0, "zero_weight", "empty")).astype(object)
    status = np.broadcast_to(status, share.shape)
    return Estimates(share, np.sqrt(variance), low, high, interval, df, deff, status)


def _variance(parts: Parts, share: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    cells, base = parts.cells, parts.base
    # Every term is positive, so nothing cancels, however near 0 or 1 the share lies.
    if parts.ticks is None:
        squares = (1 - share) ** 2 * cells.w2 + share**2 * np.maximum(base.w2 - cells.w2, 0)
    else:
        ticked, every = parts.ticks
        expected = share[..., np.newaxis] * np.arange(1, every.shape[-1] + 1)
        others = np.maximum(every - ticked, 0)
        squares = ((1 - expected) ** 2 * ticked + expected**2 * others).sum(axis=-1)
        # Where everybody ticked alike, what is left is the rounding of the share.
        squares = np.where(squares <= _ROUNDING * base.w2, 0.0, squares)
    squares = np.where((share == 0) | (share == 1), 0.0, squares)
    factor = rows / (rows - 1) if rows > 1 else np.nan
    return np.asarray(factor * squares / base.w**2)
