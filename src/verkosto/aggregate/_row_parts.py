"""Row parts: what each respondent adds to the figures of a table, for those who draw respondents anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import frozen

from verkosto.aggregate._stage import Stage
from verkosto.aggregate._statistics import Ratio
from verkosto.aggregate._table import Table
from verkosto.errors import AnalysisError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

__all__ = ["UnitParts", "unit_parts"]


@frozen(eq=False)
class UnitParts:
    """What each unit that was drawn adds to the figures of a table: a figure is `sum(above) / sum(below)`.

    Attributes:
        above: Weighted sums of units: sparse, shape (units, rows of the table).
        below: Likewise of what they are divided by.
        strata: The stratum of each unit, from 0 without gaps.
        left: For each stratum the share of its units that was not drawn: 1 where the population has no known size, 0
            for a unit that the design calls certain.
    """

    above: Any
    below: Any
    strata: NDArray[np.intp]
    left: Floats


def unit_parts(table: Table, together: NDArray[np.intp] | None = None) -> UnitParts | None:
    """Return what units add to the figures of a table; None where no units tell its spread.

    That is so of replicate and of calibrated weights, for which `Table.cov` has the covariance of the figures.

    Args:
        table: A table of shares, with its answers at hand.
        together: For each row of the answers a code from 0; rows of one code are one unit where the design draws
            rows. None: each is a unit.

    Raises:
        AnalysisError: The answers are not at hand, or the figures are no quotients.

    Example:
        >>> import verkosto as vk
        >>> from verkosto.aggregate import unit_parts
        >>> table = vk.frequency(vk.samples.tukirakenne(), "malli_a")
        >>> parts = unit_parts(table)
        >>> shares = parts.above.sum(axis=0) / parts.below.sum(axis=0)
        >>> [round(float(share), 3) for share in shares], table.frame["estimate"].round(3).tolist()
        ([0.73, 0.119, 0.151], [0.73, 0.119, 0.151])

    Units are those of the first stage: what later stages add is part of the differences between them.
    """
    estimated = table.known_origin().estimated
    plan, statistic = estimated.plan, estimated.statistic
    if plan.replicates is not None or plan.calibration is not None:
        return None
    if not isinstance(statistic, Ratio):
        raise AnalysisError("the table holds sums, and only shares can be resampled. Give what `frequency` returns.")
    units, strata = _units(plan.first, together, plan.rows)
    shape = (len(strata), plan.rows)
    parts = (statistic.numerator, statistic.denominator)
    above, below = (_summed(units, plan.w, shape, estimated.scores.of(part)) for part in parts)
    return UnitParts(above, below, strata, _left(plan.first, several=len(plan.stages) > 1))


def _units(stage: Stage, together: NDArray[np.intp] | None, rows: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return the unit of each row, and the stratum of each unit."""
    if stage.units is not None:
        return stage.units, stage.strata
    if together is None:
        return np.arange(rows), stage.strata
    # Persons of one association in two strata were drawn in each.
    pairs = stage.strata.astype(np.int64) * (int(together.max(initial=0)) + 1) + together
    _, first, units = np.unique(pairs, return_index=True, return_inverse=True)
    return units.astype(np.intp), stage.strata[first]


def _summed(units: NDArray[np.intp], w: Floats, shape: tuple[int, int], scores: Any) -> Any:
    from scipy.sparse import csr_array

    return csr_array(csr_array((w, (units, np.arange(shape[1]))), shape=shape) @ scores)


def _left(stage: Stage, *, several: bool) -> Floats:
    """Return the share of units not drawn; where units were sampled in turn, all of it is kept, which is cautious."""
    if several:
        return np.ones(len(stage.sizes))
    alone = stage.sizes == 1
    left = np.clip(stage.scale * np.where(alone, 1, (stage.sizes - 1) / np.maximum(stage.sizes, 1)), 0.0, 1.0)
    # Of a unit alone in its stratum nothing tells the spread: it varies as a whole, unless the design calls it certain.
    unknown = np.isnan(left) if stage.averaged is None else np.isnan(left) | stage.averaged
    return np.where(unknown, 1.0, left)
